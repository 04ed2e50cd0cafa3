"""Empties every personal field of a buyer and their addresses; refuses without the right and keeps totals and books."""

from __future__ import annotations

from django.db import transaction
from django.db.models.functions import Now

from opsroom.domains.access.rules import require
from opsroom.domains.customers.errors import UnknownCustomer
from opsroom.domains.customers.events import CUSTOMER, CUSTOMER_ERASED
from opsroom.domains.customers.models import Customer, Party
from opsroom.kernel.records import events
from opsroom.kernel.values.actor import Actor


def erase_customer(actor: Actor, company_id: int, customer_id: int, *, approved: bool = False) -> int:
    """Erases one person (P4); returns how many addresses were emptied. Erasing twice changes nothing.

    The country stays: taxes of past orders depend on it, and it names nobody. `approved`: the caller has spent an
    approval for exactly this person. Raises UnknownCustomer.
    """
    require(actor, "customers.erase", company_id=company_id, approved=approved)
    with transaction.atomic():
        row = (
            Customer.objects.select_for_update(no_key=True)
            .filter(company_id=company_id, id=customer_id)
            .first()
        )
        if row is None:
            raise UnknownCustomer()
        if row.erased_at is not None:
            return 0
        # The key goes too: it holds the channel's id of the person.
        Customer.objects.filter(id=customer_id).update(
            external_key=None, name="", email="", phone="", locale="", note="", terms_days=None,
            credit_limit_minor=None, credit_currency="", erased_at=Now(),
        )  # fmt: skip
        emptied = Party.objects.filter(customer_id=customer_id, erased_at=None).update(
            name="", organisation="", line1="", line2="", city="", region="", postcode="", phone="", email="",
            vat_number="", problems=[], erased_at=Now(),
        )  # fmt: skip
        events.record(CUSTOMER_ERASED, CUSTOMER, [customer_id], actor, company_id=company_id)
    return emptied
