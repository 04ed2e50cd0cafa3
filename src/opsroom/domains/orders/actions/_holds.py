"""Ends holds with the tasks they stood for, frees orders without any; no verb of its own: its callers have asked."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now

from opsroom.domains.access.actions.close_tasks import close_tasks
from opsroom.domains.orders import events
from opsroom.domains.orders.models import Hold, Order
from opsroom.domains.orders.states import HOLD
from opsroom.kernel.records import events as records
from opsroom.kernel.records import transition, wake
from opsroom.kernel.values.actor import Actor

CREDIT = "credit"


def end_holds(
    actor: Actor, company_id: int, order_ids: Sequence[int], which: Q, *, reason: str | None, why: str
) -> list[int]:
    """Returns the ids of orders on which a hold ended; `which` chooses among those that stand."""
    ids = list(
        Order.objects.select_for_update(no_key=True)
        .filter(pk__in=order_ids, company_id=company_id)
        .order_by("id")
        .values_list("id", flat=True)
    )
    order_of = dict(
        Hold.objects.filter(which, order_id__in=ids, state="placed").values_list("id", "order_id")
    )
    changed = Hold.objects.filter(pk__in=order_of, reason="changed").order_by("order_id")
    told_anew = list(changed.values_list("order_id", flat=True))
    moved = transition.move(HOLD, Hold, "state", sorted(order_of), "release", actor, reason=why)
    Hold.objects.filter(pk__in=moved).update(released_at=Now())
    touched = sorted({int(order_of[pk]) for pk in moved})
    standing = Hold.objects.filter(order_id=OuterRef("pk"), state="placed")
    Order.objects.filter(pk__in=touched).filter(~Exists(standing)).update(on_hold=False)
    records.record(
        events.HOLD_RELEASED, events.ORDER, touched, actor, reason=reason or "",
        data={"why": why} if reason == CREDIT else None, company_id=company_id,
    )  # fmt: skip
    if told_anew:
        close_tasks(actor, [f"changed_at_channel:order:{pk}" for pk in told_anew], reason="hold_released")
    if touched:
        wake.notify("orders")
    return touched
