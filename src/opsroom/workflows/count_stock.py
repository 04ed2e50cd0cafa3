"""Enters counts and puts right what follows: waiting orders are served, losers are short, released ones are stopped.

Every count comes through here, by hand or from a file. A correction is a new count; nothing is taken back.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from opsroom.domains.access import rules as access
from opsroom.domains.access.actions.close_tasks import close_tasks
from opsroom.domains.orders import rows as orders_domain
from opsroom.domains.orders.actions.place_hold import place_hold
from opsroom.domains.warehouse import queries as warehouse
from opsroom.domains.warehouse.actions._stock_rows import lock_stock
from opsroom.domains.warehouse.actions.close_openings import close_openings
from opsroom.domains.warehouse.actions.free_losers import losses
from opsroom.domains.warehouse.actions.set_stock import StockRow, StockSet, set_stock
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.allocate_orders import Allocated, allocate_orders


@dataclass(frozen=True, slots=True)
class Counted:
    """What the count wrote, and which orders have and lack their goods after it."""

    stock: StockSet
    allocated: Allocated

    @property
    def entry_id(self) -> int | None:
        """The book's entry, None when nothing differed."""
        return self.stock.entry_id


@dataclass(frozen=True, slots=True)
class CountPlan:
    """What a count of one bin would do: pieces known now, and who would lose how many, as (order number, pieces)."""

    before: int
    after: int
    losers: tuple[tuple[str, int], ...]


def judge_count(actor: Actor, company_id: int, site_id: int, row: StockRow) -> CountPlan:
    """The dry run of one bin. Raises warehouse.unknown_location, warehouse.still_handled."""
    access.require(actor, "warehouse.count", company_id=company_id, site_id=site_id)
    before = warehouse.pieces_in(company_id, site_id, row.location_code, row.sku_id)
    lost = losses(company_id, site_id, {row.sku_id: before - row.on_hand}) if row.on_hand < before else []
    numbers = orders_domain.numbers_of(company_id, [loss.order_id for loss in lost])
    return CountPlan(before, row.on_hand, tuple((numbers[loss.order_id], loss.pieces) for loss in lost))


@in_one_piece
def count_stock(
    actor: Actor,
    site_id: int,
    rows: Sequence[StockRow],
    key: str,
    *,
    company_id: int,
    ref: tuple[str, int],
    opening: bool = False,
    reason: str = "",
) -> Counted:
    """Posts the differences, then serves waiting orders of these SKUs in rank order. Raises as set_stock."""
    access.require(actor, "warehouse.count", company_id=company_id, site_id=site_id)
    sku_ids = {row.sku_id for row in rows}
    lock_for_change(company_id, sku_ids)
    done = set_stock(
        actor, site_id, rows, key, company_id=company_id, ref=ref, opening=opening, reason=reason
    )
    if not opening:
        by_file = ref[1] if ref[0] == "channels.import" else None
        close_openings(actor, company_id, site_id, sku_ids, import_id=by_file)
    after = serve_waiting(actor, company_id, sku_ids, stopped=done.stopped_order_ids)
    _end_asked(actor, company_id, site_id, rows)
    return Counted(done, after)


def _end_asked(actor: Actor, company_id: int, site_id: int, rows: Sequence[StockRow]) -> None:
    """A bin that was to be counted is counted now, whatever was found. It follows, so the program ends the task."""
    places = warehouse.locations(actor, site_id).filter(code__in={row.location_code for row in rows})
    bins = dict(places.values_list("code", "id"))
    program = access.system_actor("system.allocator", company_ids=frozenset({company_id}), way=actor.way)
    close_tasks(program, [f"count:{bins[row.location_code]}:{row.sku_id}" for row in rows], reason="counted")


def lock_for_change(company_id: int, sku_ids: Collection[int]) -> None:
    """Waiting orders first, then the stock rows of every site: as releases lock, so none waits in a circle."""
    orders_domain.lock_waiting_for(company_id, sku_ids)
    sites = warehouse.active_site_ids(company_id)
    lock_stock([(site, sku) for sku in sorted(sku_ids) for site in sites])


def serve_waiting(
    actor: Actor, company_id: int, sku_ids: Collection[int], *, stopped: Collection[int] = ()
) -> Allocated:
    """Gives free stock to who waits for it, marks who still lacks some, and holds released orders whose goods are gone.

    It follows from what the actor did, so the program does it: who counts need not be allowed to allocate.
    """
    program = access.system_actor("system.allocator", company_ids=frozenset({company_id}), way=actor.way)
    after = allocate_orders(program, company_id, sku_ids=sku_ids)
    if stopped:
        words = "Its goods are not where it was released from. Take it back, then release it again."
        ids = sorted(stopped)
        place_hold(program, company_id, ids, "counted", details=dict.fromkeys(ids, words))
    return after
