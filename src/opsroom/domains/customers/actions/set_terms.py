"""Lets a buyer pay on account, with days and a limit, or takes that back; refuses terms nobody could keep."""

from __future__ import annotations

from django.db import transaction

from opsroom.domains.access.rules import require
from opsroom.domains.customers.errors import BadTerms, UnknownCustomer
from opsroom.domains.customers.events import CUSTOMER, CUSTOMER_TERMS_SET
from opsroom.domains.customers.models import Customer
from opsroom.domains.customers.rules import terms_problem
from opsroom.kernel.records import events
from opsroom.kernel.values.actor import Actor


def set_terms(
    actor: Actor,
    company_id: int,
    customer_id: int,
    *,
    terms_days: int | None,
    credit_limit_minor: int | None,
    credit_currency: str,
) -> bool:
    """True when something changed. `terms_days` None: pays before; limit None: no limit, else in minor units.

    The event keeps the old and the new terms, which name nobody. Raises UnknownCustomer, BadTerms.
    """
    require(actor, "customers.set_terms", company_id=company_id)
    currency = credit_currency if credit_limit_minor is not None else ""
    if why := terms_problem(terms_days, credit_limit_minor, currency):
        raise BadTerms(why=why)
    wanted = {
        "terms_days": terms_days,
        "credit_limit_minor": credit_limit_minor,
        "credit_currency": currency,
    }
    with transaction.atomic():
        rows = Customer.objects.select_for_update(no_key=True)
        row = rows.filter(company_id=company_id, id=customer_id, erased_at=None).first()
        if row is None:
            raise UnknownCustomer()
        before = {name: getattr(row, name) for name in wanted}
        if before == wanted:
            return False
        Customer.objects.filter(id=customer_id).update(**wanted)
        events.record(
            CUSTOMER_TERMS_SET, CUSTOMER, [customer_id], actor,
            data={"from": before, "to": wanted}, company_id=company_id,
        )  # fmt: skip
    return True
