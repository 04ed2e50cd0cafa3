"""Places a hold on orders; a second hold of the same reason changes nothing, orders that left are skipped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.orders import events
from opsroom.domains.orders.errors import UnknownReason
from opsroom.domains.orders.models import Hold, Order
from opsroom.domains.orders.states import HOLD
from opsroom.kernel.records import events as records
from opsroom.kernel.records import transition, wake
from opsroom.kernel.values.actor import Actor

REASONS = (
    "address",
    "amounts",
    "unknown_sku",
    "payment",
    "changed",
    "duplicate",
    "counted",
    "rule",
    "credit",
    "by_hand",
)


@transaction.atomic
def place_hold(
    actor: Actor,
    company_id: int,
    order_ids: Sequence[int],
    reason: str,
    *,
    details: Mapping[int, str] | None = None,
    due_at: datetime | None = None,
) -> list[int]:
    """Returns the ids of orders that were newly held. `details` says more, by order id; it may name no person."""
    access.require(actor, "orders.hold", company_id=company_id)
    if reason not in REASONS:
        raise UnknownReason(found=reason, known=", ".join(REASONS))
    open_ids = list(
        Order.objects.select_for_update(no_key=True)
        .filter(pk__in=order_ids, company_id=company_id, state="open", mode="live")
        .order_by("id")
        .values_list("id", flat=True)
    )
    held = set(
        Hold.objects.filter(order_id__in=open_ids, reason=reason, state="placed").values_list(
            "order_id", flat=True
        )
    )
    fresh = [pk for pk in open_ids if pk not in held]
    rows = Hold.objects.bulk_create(
        Hold(
            order_id=pk,
            reason=reason,
            state="placed",
            detail=(details or {}).get(pk, ""),
            placed_by_id=actor.user_id,
            owner_id=actor.user_id,
            due_at=due_at,
        )
        for pk in fresh
    )
    transition.born(
        HOLD, Hold, [(int(row.pk), "placed", {"order": int(row.order_id)}) for row in rows], actor
    )
    Order.objects.filter(pk__in=fresh).update(on_hold=True)
    records.record(events.HELD, events.ORDER, fresh, actor, reason=reason, company_id=company_id)
    if fresh:
        wake.notify("orders")
    return fresh
