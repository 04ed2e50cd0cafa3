"""Takes recorded payments and refunds of orders out again: the money book gets reversals, then the rows go."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.access.queries import timezone_of
from opsroom.domains.payments.models import Payment, Refund
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.clock import business_day
from opsroom.ledgers.money import queries as book
from opsroom.ledgers.money.post import reverse_many


@transaction.atomic
def remove_payments(actor: Actor, company_id: int, order_ids: Collection[int]) -> int:
    """Returns how many payments went."""
    access.require(actor, "payments.record", company_id=company_id)
    rows = Payment.objects.filter(order_id__in=sorted(order_ids), company_id=company_id)
    given = Refund.objects.filter(order_id__in=sorted(order_ids), company_id=company_id)
    # A sale that others shipped was booked with its order and goes with it.
    keys = {f"payment:{pk}" for pk in rows.values_list("id", flat=True)} | {f"sale:{pk}" for pk in order_ids}
    refunds = set(given.values_list("id", flat=True))
    keys |= {f"{what}:{pk}" for pk in refunds for what in ("refund", "unsold")}
    entries = book.entries_of_ref(company_id, "orders.order", sorted(order_ids))
    reverse_many(
        {e.entry_id: f"{e.key}:removed" for e in entries if e.key in keys and e.reversed_by is None},
        actor=actor,
        company_id=company_id,
        on_date=business_day(datetime.now(UTC), timezone_of(company_id)),
    )
    given.delete()
    return int(rows.delete()[0])
