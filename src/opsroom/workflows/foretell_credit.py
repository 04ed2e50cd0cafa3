"""Says before an order on terms is placed whether it would be held, and by how much it goes over; changes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from opsroom.domains.access import rules as access
from opsroom.domains.orders.rules import credit_sentence
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.intake.credit import exposure_of, incomparable, limited


@dataclass(frozen=True, slots=True)
class Foretold:
    """What an order on terms would do to its buyer's limit; `over_minor` None: the two cannot be compared."""

    over_minor: int | None
    limit_minor: int
    currency: str
    sentence: str


def foretell_credit(
    actor: Actor, company_id: int, customer_id: int, order_minor: int, currency: str
) -> Foretold | None:
    """Why it would be held if it were placed now; None when it would not. What is paid meanwhile decides anew."""
    access.require(actor, "orders.draft", company_id=company_id)
    terms = limited(company_id, [customer_id]).get(customer_id)
    if terms is None:
        return None
    limit = terms.credit_limit_minor or 0
    if terms.credit_currency != currency:
        return Foretold(None, limit, terms.credit_currency, incomparable(terms.credit_currency, currency))
    before = exposure_of(company_id, customer_id, currency)
    said = credit_sentence(before, order_minor, limit)
    if said is None:
        return None
    return Foretold(before.total + order_minor - limit, limit, currency, said)
