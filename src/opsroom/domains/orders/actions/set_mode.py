"""Turns orders that only listened into history, or back; refuses live ones, which stock and money hang on."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.orders.events import MODE_SET, ORDER
from opsroom.domains.orders.models import Order
from opsroom.kernel.records import events, wake
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def set_mode(actor: Actor, company_id: int, order_ids: Collection[int], mode: str) -> list[int]:
    """Returns those that turned. `mode`: history | listening; their stock and money stay untouched by both."""
    access.require(actor, "orders.accept", company_id=company_id)
    other = {"history": "listening", "listening": "history"}[mode]
    rows = Order.objects.select_for_update(no_key=True).filter(
        company_id=company_id, pk__in=sorted(order_ids), mode=other
    )
    turned = list(rows.order_by("id").values_list("id", flat=True))
    Order.objects.filter(pk__in=turned).update(mode=mode)
    events.record(MODE_SET, ORDER, turned, actor, company_id=company_id, data={"mode": mode})
    wake.notify("orders")
    return turned
