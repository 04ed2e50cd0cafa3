"""Moves picked pieces from their bin to a tote or the packing place; refuses pieces that are not hard allocated."""

from __future__ import annotations

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.warehouse.actions._stock_rows import lock_stock_of
from opsroom.domains.warehouse.actions.post_stock import GoodsMove, Posting, post_stock
from opsroom.domains.warehouse.errors import NotThere
from opsroom.domains.warehouse.models import Allocation
from opsroom.domains.warehouse.states import ALLOCATION_ROW
from opsroom.kernel.records import transition
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def pick_allocation(
    actor: Actor, company_id: int, allocation_id: int, pieces: int, target_id: int, *, key: str
) -> int:
    """Returns the id of the picked allocation. Fewer pieces than allocated split the row: the rest stays hard."""
    lock_stock_of([allocation_id])
    row = Allocation.objects.select_for_update(no_key=True).get(
        pk=allocation_id, order__company_id=company_id, state="hard"
    )
    access.require(actor, "fulfilment.pick", company_id=company_id, site_id=int(row.site_id))
    if not 0 < pieces <= row.quantity or row.location_id is None:
        raise NotThere(location=str(row.location_id), pieces=pieces, sku=str(row.sku_id))
    source = int(row.location_id)
    if pieces < row.quantity:
        row = _part(actor, company_id, row, pieces)
    Allocation.objects.filter(pk=row.pk).update(location_id=target_id)
    transition.move(ALLOCATION_ROW, Allocation, "state", [int(row.pk)], "pick", actor)
    post_stock(
        actor,
        company_id,
        [
            Posting(
                key,
                "pick",
                "orders.order",
                int(row.order_id),
                moves=(GoodsMove(int(row.sku_id), source, target_id, pieces),),
            )
        ],
        verb="fulfilment.pick",
    )
    return int(row.pk)


def _part(actor: Actor, company_id: int, row: Allocation, pieces: int) -> Allocation:
    """A row of its own for the picked pieces, so that the rest can still be picked elsewhere or found short."""
    Allocation.objects.filter(pk=row.pk).update(quantity=row.quantity - pieces)
    part = Allocation.objects.create(
        order_id=row.order_id,
        demand_id=row.demand_id,
        site_id=row.site_id,
        sku_id=row.sku_id,
        quantity=pieces,
        state="soft",
        location_id=row.location_id,
    )
    transition.born(
        ALLOCATION_ROW,
        Allocation,
        [(int(part.pk), "soft", {"order": int(row.order_id), "pieces": pieces})],
        actor,
    )
    transition.move(ALLOCATION_ROW, Allocation, "state", [int(part.pk)], "harden", actor)
    return part
