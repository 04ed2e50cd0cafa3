"""Moves an order's picked goods on inside the house: tote to bench, bench to dispatch; refuses what is not picked."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.warehouse.actions._stock_rows import lock_stock_of_orders
from opsroom.domains.warehouse.actions.post_stock import GoodsMove, Posting, post_stock
from opsroom.domains.warehouse.models import Allocation
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def move_picked(
    actor: Actor, company_id: int, site_id: int, order_ids: Collection[int], target_id: int, *, key: str
) -> int:
    """Returns the pieces moved; what lies there already stays."""
    access.require(actor, "fulfilment.pack", company_id=company_id, site_id=site_id)
    lock_stock_of_orders(site_id, order_ids)
    rows = list(
        Allocation.objects.select_for_update(no_key=True)
        .filter(order_id__in=order_ids, order__company_id=company_id, site_id=site_id, state="picked")
        .exclude(location_id=target_id)
        .order_by("id")
    )
    if not rows:
        return 0
    postings = [
        Posting(
            f"{key}:{row.pk}",
            "move",
            "orders.order",
            int(row.order_id),
            moves=(GoodsMove(int(row.sku_id), int(row.location_id or 0), target_id, row.quantity),),
        )
        for row in rows
    ]
    Allocation.objects.filter(pk__in=[row.pk for row in rows]).update(location_id=target_id)
    post_stock(actor, company_id, postings, verb="fulfilment.pack")
    return sum(row.quantity for row in rows)
