"""Lets who goes first by rank have the goods of who goes last, whoever came in earlier; released orders keep theirs."""

from __future__ import annotations

from collections.abc import Collection

from opsroom.domains.access import rules as access
from opsroom.domains.warehouse import queries as warehouse
from opsroom.domains.warehouse import rows as warehouse_rows
from opsroom.domains.warehouse.actions.free_allocations import free_allocations
from opsroom.domains.warehouse.actions.shrink_allocation import shrink_allocation
from opsroom.domains.warehouse.rules import Rank, Waiting, decide_overtaking, preferred_first
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.allocate_orders import allocate_orders
from opsroom.workflows.count_stock import lock_for_change

REASON = "goes to an order before it"


@in_one_piece
def rerank_orders(actor: Actor, company_id: int, sku_ids: Collection[int]) -> tuple[int, ...]:
    """Ids of the orders that went before others for these SKUs. Who lost is short, with its task, and next in line."""
    access.require(actor, "warehouse.allocate", company_id=company_id)
    lock_for_change(company_id, sku_ids)
    soft = warehouse_rows.softly(company_id, sku_ids)
    decided = decide_overtaking(_waiting(company_id, sku_ids), soft)
    if not decided.winners:
        return ()
    whole = {one.allocation_id: one.pieces for one in soft}
    all_of_it = [pk for pk, pieces in decided.given_up if pieces == whole[pk]]
    free_allocations(actor, company_id, all_of_it, reason=REASON)
    for pk, pieces in decided.given_up:
        if pieces < whole[pk]:
            shrink_allocation(actor, company_id, pk, pieces, reason=REASON)
    allocate_orders(actor, company_id, order_ids=decided.winners)
    allocate_orders(actor, company_id, sku_ids=sku_ids)
    return decided.winners


def _waiting(company_id: int, sku_ids: Collection[int]) -> list[Waiting]:
    """Orders that lack any of these SKUs, with everything they lack."""
    concerned = {d.order_id for d in warehouse.open_demands(company_id, sku_ids=sku_ids)}
    by_channel = warehouse.sites_of_channels(company_id)
    everywhere = warehouse.active_site_ids(company_id)
    ranks: dict[int, Rank] = {}
    sites: dict[int, tuple[int, ...]] = {}
    lacks: dict[int, dict[int, int]] = {}
    for d in warehouse.open_demands(company_id, order_ids=concerned) if concerned else ():
        ranks[d.order_id] = Rank(d.priority, d.ship_by, d.placed_at, d.order_id)
        sites[d.order_id] = preferred_first(by_channel.get(d.channel_id, everywhere), d.preferred_site_id)
        mine = lacks.setdefault(d.order_id, {})
        mine[d.sku_id] = mine.get(d.sku_id, 0) + d.pieces
    return [Waiting(ranks[pk], mine, sites[pk]) for pk, mine in lacks.items()]
