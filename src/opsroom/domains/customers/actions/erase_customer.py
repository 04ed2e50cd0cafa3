"""Empties every personal field of a buyer and their addresses; locks away what an invoice needs, keeps totals."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models.functions import Now

from opsroom.domains.access.rules import require
from opsroom.domains.customers.errors import UnknownCustomer
from opsroom.domains.customers.events import CUSTOMER, CUSTOMER_ERASED
from opsroom.domains.customers.models import Customer, Party
from opsroom.kernel.records import events
from opsroom.kernel.values.actor import Actor


def erase_customer(
    actor: Actor,
    company_id: int,
    customer_id: int,
    *,
    invoiced: Collection[int] = (),
    approved: bool = False,
) -> tuple[int, int]:
    """Erases one person (P4); (addresses emptied, addresses kept for an invoice). Erasing twice changes nothing.

    `invoiced`: ids of addresses that stand on an invoice, which law keeps: they are locked away, not emptied.

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
            return 0, 0
        # The key goes too: it holds the channel's id of the person.
        Customer.objects.filter(id=customer_id).update(
            external_key=None, name="", email="", phone="", locale="", note="", terms_days=None,
            credit_limit_minor=None, credit_currency="", erased_at=Now(),
        )  # fmt: skip
        theirs = Party.objects.filter(customer_id=customer_id, erased_at=None, restricted_at=None)
        kept = theirs.filter(id__in=list(invoiced)).update(restricted_at=Now())
        emptied = theirs.update(
            name="", organisation="", line1="", line2="", city="", region="", postcode="", phone="", email="",
            vat_number="", problems=[], erased_at=Now(),
        )  # fmt: skip
        events.record(CUSTOMER_ERASED, CUSTOMER, [customer_id], actor, company_id=company_id)
    return emptied, kept
