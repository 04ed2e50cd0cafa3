"""Moves one axis of orders (order, payment, allocation, fulfilment) by its verb; refuses a step its table lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from opsroom.domains.access import rules as access
from opsroom.domains.orders.models import Order
from opsroom.domains.orders.states import ALLOCATION, FULFILMENT, ORDER, PAYMENT
from opsroom.kernel.records import transition, wake
from opsroom.kernel.values.actor import Actor

AXES = {
    "state": ORDER,
    "payment_state": PAYMENT,
    "allocation_state": ALLOCATION,
    "fulfilment_state": FULFILMENT,
}
# Which right a step of an axis asks for: following goods or money is the right of whoever handles them.
VERB_OF = {
    ("state", "close"): "fulfilment.ship",
    ("state", "finish"): "payments.record",
    ("state", "reopen"): "orders.cancel",
    ("state", "cancel"): "orders.cancel",
    ("allocation_state", None): "warehouse.allocate",
    ("fulfilment_state", "release"): "fulfilment.release",
    ("fulfilment_state", "start_picking"): "fulfilment.pick",
    ("fulfilment_state", "finish_picking"): "fulfilment.pick",
    ("fulfilment_state", "start_packing"): "fulfilment.pack",
    ("fulfilment_state", "finish_packing"): "fulfilment.pack",
    ("fulfilment_state", "take_back"): "fulfilment.release",
    ("fulfilment_state", "take_back_rest"): "fulfilment.release",
    ("fulfilment_state", None): "fulfilment.ship",
    ("payment_state", None): "payments.record",
}


@transaction.atomic
def move_axis(
    actor: Actor,
    company_id: int,
    axis: str,
    verb: str,
    order_ids: Sequence[int],
    *,
    reason: str = "",
    data: Mapping[str, Any] | None = None,
    site_id: int | None = None,
) -> list[int]:
    """Returns the ids that moved; rows in another state than the step starts from are left as they are."""
    access.require(
        actor, VERB_OF.get((axis, verb)) or VERB_OF[(axis, None)], company_id=company_id, site_id=site_id
    )
    mine = list(
        Order.objects.filter(pk__in=order_ids, company_id=company_id)
        .order_by("id")
        .values_list("id", flat=True)
    )
    moved = transition.move(AXES[axis], Order, axis, mine, verb, actor, reason=reason, data=data)
    if axis == "state" and verb in ("close", "finish", "cancel"):
        Order.objects.filter(pk__in=moved).update(closed_at=Now())
    if axis == "fulfilment_state" and verb in ("ship", "ship_part"):
        Order.objects.filter(pk__in=moved).update(shipped_at=Now())
    if moved:
        wake.notify("orders")
    return moved
