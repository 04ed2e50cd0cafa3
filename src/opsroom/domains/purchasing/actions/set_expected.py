"""Changes the day a purchase order is expected on, for all of its lines; the event keeps the day before."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from opsroom.domains.access.rules import require
from opsroom.domains.purchasing.errors import BadDay, UnknownPurchase, WrongState
from opsroom.domains.purchasing.events import DATE_CHANGED, PURCHASE
from opsroom.domains.purchasing.models import PurchaseLine, PurchaseOrder
from opsroom.domains.purchasing.rules import EXPECTED_YEARS_MAX
from opsroom.kernel.records import events
from opsroom.kernel.records.wake import notify
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def set_expected(
    actor: Actor, company_id: int, order_id: int, day: date | None, *, today: date, reason: str = ""
) -> bool:
    """Whether anything changed. Lines that had a day of their own come with the order again."""
    row = (
        PurchaseOrder.objects.select_for_update(no_key=True)
        .filter(company_id=company_id, pk=order_id)
        .first()
    )
    require(actor, "purchasing.edit", company_id=company_id, site_id=row.site_id if row else None)
    if row is None:
        raise UnknownPurchase()
    if row.state != "open":
        raise WrongState(number=row.number, state=row.state, what="given another day")
    if day is not None and abs(day.year - today.year) > EXPECTED_YEARS_MAX:
        raise BadDay(found=str(day))
    own = PurchaseLine.objects.filter(order=row, expected_on__isnull=False).exclude(expected_on=day)
    if row.expected_on == day and not own.exists():
        return False
    before, row.expected_on = row.expected_on, day
    row.save(update_fields=["expected_on"])
    own.update(expected_on=None)
    data = {"from": str(before or ""), "to": str(day or "")}
    events.record(DATE_CHANGED, PURCHASE, [row.pk], actor, company_id=company_id, reason=reason, data=data)
    notify("stock")
    return True
