"""Takes what a picker did not find out of sale until it is counted; refuses pieces that are already in a tote."""

from __future__ import annotations

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.warehouse import queries
from opsroom.domains.warehouse.actions._stock_rows import give_back, lock_stock_of
from opsroom.domains.warehouse.actions.post_stock import GoodsMove, Posting, post_stock
from opsroom.domains.warehouse.models import Allocation
from opsroom.domains.warehouse.states import ALLOCATION_ROW
from opsroom.kernel.records import transition
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def report_missing(actor: Actor, company_id: int, allocation_id: int, *, key: str, reason: str) -> int:
    """Returns the pieces given up. They wait in quarantine, so that nobody else is promised what is not there."""
    lock_stock_of([allocation_id])
    row = (
        Allocation.objects.select_for_update(no_key=True)
        .filter(pk=allocation_id, order__company_id=company_id, state__in=["soft", "hard"])
        .first()
    )
    if row is None:
        return 0
    site = int(row.site_id)
    access.require(actor, "fulfilment.pick", company_id=company_id, site_id=site)
    sets = {"location": None}
    transition.move(
        ALLOCATION_ROW, Allocation, "state", [int(row.pk)], "free", actor, reason=reason, sets=sets
    )
    mine = {(site, int(row.sku_id)): row.quantity}
    if row.location_id is None:
        give_back(mine)
        return int(row.quantity)
    away = queries.place_id(company_id, site, "quarantine")
    move = GoodsMove(int(row.sku_id), int(row.location_id), away, row.quantity)
    posting = Posting(key, "not_found", "orders.order", int(row.order_id), moves=(move,), unallocate=mine)
    post_stock(actor, company_id, [posting], verb="fulfilment.pick")
    return int(row.quantity)
