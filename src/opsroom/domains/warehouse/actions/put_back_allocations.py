"""Moves picked goods from tote or bench back to their bins; the order keeps them softly. Refuses what has left."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.warehouse.actions._stock_rows import lock_stock_of
from opsroom.domains.warehouse.actions.post_stock import GoodsMove, Posting, post_stock
from opsroom.domains.warehouse.models import Allocation
from opsroom.domains.warehouse.states import ALLOCATION_ROW
from opsroom.kernel.records import transition
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def put_back_allocations(
    actor: Actor,
    company_id: int,
    site_id: int,
    bins: Mapping[int, int],
    *,
    key: str,
    verb: str = "fulfilment.release",
    stay_hard: bool = False,
) -> int:
    """`bins`: bin's location id by allocation id; returns the pieces moved. `stay_hard`: the bin stays claimed."""
    access.require(actor, verb, company_id=company_id, site_id=site_id)
    lock_stock_of(list(bins))
    rows = list(
        Allocation.objects.select_for_update(no_key=True)
        .filter(pk__in=list(bins), order__company_id=company_id, site_id=site_id, state="picked")
        .order_by("id")
    )
    if not rows:
        return 0
    postings = [
        Posting(
            f"{key}:{row.pk}",
            "put_back",
            "orders.order",
            int(row.order_id),
            moves=(GoodsMove(int(row.sku_id), int(row.location_id or 0), bins[int(row.pk)], row.quantity),),
        )
        for row in rows
    ]
    ids = [int(row.pk) for row in rows]
    transition.move(ALLOCATION_ROW, Allocation, "state", ids, "put_back", actor, sets={"location": None})
    if stay_hard:
        for row in rows:
            sets = {"location": bins[int(row.pk)]}
            transition.move(ALLOCATION_ROW, Allocation, "state", [int(row.pk)], "harden", actor, sets=sets)
    post_stock(actor, company_id, postings, verb=verb)
    return sum(row.quantity for row in rows)
