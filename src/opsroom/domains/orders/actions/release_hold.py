"""Releases holds of orders, all of them or one reason, and ends the tasks they stood for; undo: place the hold anew."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import Now

from opsroom.domains.access import rules as access
from opsroom.domains.access.actions.close_tasks import close_tasks
from opsroom.domains.orders import events
from opsroom.domains.orders.models import Hold, Order
from opsroom.domains.orders.states import HOLD
from opsroom.kernel.records import events as records
from opsroom.kernel.records import transition, wake
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def release_hold(
    actor: Actor, company_id: int, order_ids: Sequence[int], *, reason: str | None = None, why: str = ""
) -> list[int]:
    """Returns the ids of orders on which a hold was released. `reason` None releases every reason."""
    access.require(actor, "orders.release_hold", company_id=company_id)
    ids = list(
        Order.objects.select_for_update(no_key=True)
        .filter(pk__in=order_ids, company_id=company_id)
        .order_by("id")
        .values_list("id", flat=True)
    )
    holds = Hold.objects.filter(order_id__in=ids, state="placed")
    if reason is not None:
        holds = holds.filter(reason=reason)
    order_of = dict(holds.values_list("id", "order_id"))
    changed = sorted(holds.filter(reason="changed").values_list("order_id", flat=True))
    moved = transition.move(HOLD, Hold, "state", sorted(order_of), "release", actor, reason=why)
    Hold.objects.filter(pk__in=moved).update(released_at=Now())
    touched = sorted({int(order_of[pk]) for pk in moved})
    standing = Hold.objects.filter(order_id=OuterRef("pk"), state="placed")
    Order.objects.filter(pk__in=touched).filter(~Exists(standing)).update(on_hold=False)
    records.record(
        events.HOLD_RELEASED, events.ORDER, touched, actor, reason=reason or "", company_id=company_id
    )
    if changed:
        close_tasks(actor, [f"changed_at_channel:order:{pk}" for pk in changed], reason="hold_released")
    if touched:
        wake.notify("orders")
    return touched
