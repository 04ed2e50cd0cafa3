"""Gives open orders to a person, or to nobody; refuses nobody's business silently by returning what changed."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.orders import events
from opsroom.domains.orders.models import Order
from opsroom.kernel.records import events as records
from opsroom.kernel.records import wake
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def assign_orders(actor: Actor, company_id: int, owners: Mapping[int, int | None]) -> dict[int, int | None]:
    """`owners`: user id (None: nobody) by order id. Returns the former owners of those that changed."""
    access.require(actor, "orders.assign", company_id=company_id)
    rows = list(
        Order.objects.select_for_update(no_key=True)
        .filter(pk__in=owners, company_id=company_id)
        .order_by("id")
    )
    before = {int(r.pk): r.assigned_to_id for r in rows if r.assigned_to_id != owners[int(r.pk)]}
    for row in rows:
        row.assigned_to_id = owners[int(row.pk)]
    Order.objects.bulk_update([r for r in rows if int(r.pk) in before], ["assigned_to"])
    by_owner: dict[int | None, list[int]] = {}
    for pk in before:
        by_owner.setdefault(owners[pk], []).append(pk)
    for owner, ids in by_owner.items():
        records.record(events.ASSIGNED, events.ORDER, ids, actor, data={"to": owner}, company_id=company_id)
    if before:
        wake.notify("orders")
    return before
