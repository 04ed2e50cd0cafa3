"""Sets the priority of open orders; higher goes first. Refuses values outside -9 to 9."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.orders import events
from opsroom.domains.orders.errors import BadPriority
from opsroom.domains.orders.models import Order
from opsroom.kernel.records import events as records
from opsroom.kernel.records import wake
from opsroom.kernel.values.actor import Actor

PRIORITY_MAX = 9


@transaction.atomic
def set_priority(actor: Actor, company_id: int, priorities: Mapping[int, int]) -> dict[int, int]:
    """`priorities` by order id. Returns the former priority of each order that changed, which undoes it."""
    access.require(actor, "orders.prioritise", company_id=company_id)
    if wrong := [p for p in priorities.values() if abs(p) > PRIORITY_MAX]:
        raise BadPriority(found=wrong[0])
    rows = list(
        Order.objects.select_for_update(no_key=True)
        .filter(pk__in=priorities, company_id=company_id, state="open")
        .order_by("id")
    )
    before = {int(row.pk): row.priority for row in rows if row.priority != priorities[int(row.pk)]}
    for row in rows:
        row.priority = priorities[int(row.pk)]
    Order.objects.bulk_update([row for row in rows if int(row.pk) in before], ["priority"])
    by_value: dict[int, list[int]] = {}
    for pk in before:
        by_value.setdefault(priorities[pk], []).append(pk)
    for value, ids in by_value.items():
        records.record(
            events.PRIORITISED, events.ORDER, ids, actor, data={"priority": value}, company_id=company_id
        )
    if before:
        wake.notify("orders")
    return before
