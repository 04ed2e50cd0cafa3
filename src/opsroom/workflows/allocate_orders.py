"""Allocates what open orders still want, in rank order, and says which stay short; its undo is free_orders.

One *short* task per order, closed by itself when the stock has come.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection

from opsroom.domains.access import rules as access
from opsroom.domains.access.actions.close_tasks import close_tasks
from opsroom.domains.access.actions.open_tasks import NewTask, open_tasks
from opsroom.domains.orders.actions.move_axis import move_axis
from opsroom.domains.warehouse import queries as warehouse
from opsroom.domains.warehouse.actions.allocate_stock import allocate_stock
from opsroom.domains.warehouse.rules import Rank, Wanted, preferred_first
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.kernel.values.actor import Actor


@dataclass(frozen=True, slots=True)
class Allocated:
    """Order ids by outcome, and the pieces set aside."""

    allocated: tuple[int, ...]
    short: tuple[int, ...]
    pieces: int


@in_one_piece
def allocate_orders(
    actor: Actor,
    company_id: int,
    *,
    order_ids: Collection[int] | None = None,
    sku_ids: Collection[int] | None = None,
) -> Allocated:
    """Serves these orders, or all that want these SKUs. Orders that want nothing more count as allocated."""
    access.require(actor, "warehouse.allocate", company_id=company_id)
    demands = warehouse.open_demands(company_id, order_ids=order_ids, sku_ids=sku_ids)
    by_channel = warehouse.sites_of_channels(company_id)
    everywhere = warehouse.active_site_ids(company_id)
    wanted = [
        Wanted(
            demand_id=d.demand_id,
            sku_id=d.sku_id,
            pieces=d.pieces,
            rank=Rank(d.priority, d.ship_by, d.placed_at, d.order_id),
            sites=preferred_first(by_channel.get(d.channel_id, everywhere), d.preferred_site_id),
        )
        for d in demands
    ]
    given = allocate_stock(actor, company_id, wanted)
    concerned = set(order_ids or ()) | {d.order_id for d in demands}
    return _settle(actor, company_id, concerned, sum(row.pieces for row in given))


def _settle(actor: Actor, company_id: int, order_ids: Collection[int], pieces: int) -> Allocated:
    """Puts each order's allocation axis and its short task where the facts now are."""
    missing = {d.order_id for d in warehouse.open_demands(company_id, order_ids=order_ids)}
    full, bare = _with_and_without_demand(order_ids, missing)
    move_axis(actor, company_id, "allocation_state", "mark_short", sorted(missing - _in("short", missing)))
    move_axis(actor, company_id, "allocation_state", "allocate", sorted(full - _in("allocated", full)))
    _note_sites(order_ids)
    open_tasks(
        actor,
        [
            NewTask(
                kind="short",
                subject_kind="orders.order",
                subject_id=order_id,
                cause_key=f"short:order:{order_id}",
                role="desk",
            )
            for order_id in sorted(missing)
        ],
        company_id,
    )
    close_tasks(actor, [f"short:order:{pk}" for pk in sorted(full | bare)], reason="stock_came")
    return Allocated(tuple(sorted(full)), tuple(sorted(missing)), pieces)


def _with_and_without_demand(order_ids: Collection[int], missing: set[int]) -> tuple[set[int], set[int]]:
    """Open orders that have all they want, and those that want nothing we know (an unknown SKU stays unallocated)."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT o.id, EXISTS (SELECT FROM orders_demand d WHERE d.order_id = o.id AND d.quantity > 0)
            FROM orders_order o
            WHERE o.id = ANY(%s) AND o.state = 'open' AND o.allocation_state <> 'not_needed'
            """,
            [sorted(order_ids)],
        )
        rows = [(pk, wants) for pk, wants in cursor.fetchall() if pk not in missing]
    return {pk for pk, wants in rows if wants}, {pk for pk, wants in rows if not wants}


def _in(state: str, order_ids: Collection[int]) -> set[int]:
    """Those already there: a step to where one stands would write an event that says nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM orders_order WHERE id = ANY(%s) AND allocation_state = %s",
            [sorted(order_ids), state],
        )
        return {pk for (pk,) in cursor.fetchall()}


def _note_sites(order_ids: Collection[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE orders_order o SET site_ids = t.sites
            FROM (
                SELECT order_id, array_agg(DISTINCT site_id ORDER BY site_id) AS sites FROM warehouse_allocation
                WHERE order_id = ANY(%s) AND state <> 'freed' GROUP BY order_id
            ) t
            WHERE o.id = t.order_id AND o.site_ids IS DISTINCT FROM t.sites
            """,
            [sorted(order_ids)],
        )
