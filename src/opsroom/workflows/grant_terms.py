"""Grants a buyer terms of payment and lets the orders go that are within the new limit; holds none anew."""

from __future__ import annotations

from opsroom.domains.customers.actions.set_terms import set_terms
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.recheck_credit import recheck_credit


@in_one_piece
def grant_terms(
    actor: Actor,
    company_id: int,
    customer_id: int,
    *,
    terms_days: int | None,
    credit_limit_minor: int | None,
    credit_currency: str,
) -> tuple[bool, list[int]]:
    """(whether something changed, ids of orders let go). Units and errors as in set_terms."""
    changed = set_terms(
        actor, company_id, customer_id,
        terms_days=terms_days, credit_limit_minor=credit_limit_minor, credit_currency=credit_currency,
    )  # fmt: skip
    return changed, recheck_credit(actor, company_id, [customer_id], verb="customers.set_terms")
