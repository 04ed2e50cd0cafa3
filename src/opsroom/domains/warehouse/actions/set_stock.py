"""Enters what bins hold: the shelf wins, so the count always posts and orders that lose their goods are told.

A count is an assertion: the difference to the book is posted, opening stock from OPENING, later ones against LOSS.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection, transaction
from django.db.models.functions import Now

from opsroom.domains.access import rules as access
from opsroom.domains.warehouse import events
from opsroom.domains.warehouse.actions.free_allocations import free_allocations
from opsroom.domains.warehouse.actions.post_stock import GoodsMove, Posting, post_stock
from opsroom.domains.warehouse.actions.shrink_allocation import shrink_allocation
from opsroom.domains.warehouse.actions.stock_rows import lock_stock
from opsroom.domains.warehouse.errors import NegativeCount, StillHandled, UnknownLocation
from opsroom.domains.warehouse.models import Allocation, Location, Stock
from opsroom.domains.warehouse.rules import Rank, Standing, decide_losers
from opsroom.kernel.records import events as records
from opsroom.kernel.values.actor import Actor


@dataclass(frozen=True, slots=True)
class StockRow:
    """What one location holds of one SKU, in pieces."""

    sku_id: int
    location_code: str
    on_hand: int
    unit_cost: Decimal | None = None


@dataclass(frozen=True, slots=True)
class StockSet:
    """What a count changed: the book entry (None when nothing differed), pieces up and down, orders now short."""

    entry_id: int | None
    up: int
    down: int
    losing_order_ids: tuple[int, ...]


@transaction.atomic
def set_stock(
    actor: Actor,
    site_id: int,
    rows: Sequence[StockRow],
    key: str,
    *,
    company_id: int,
    ref: tuple[str, int],
    opening: bool = False,
) -> StockSet:
    """Posts the differences in one entry. `key` makes a repeat harmless; `ref` is what asked for it.

    Raises warehouse.unknown_location, negative_count, or still_handled when picked goods exceed the count.
    """
    access.require(actor, "warehouse.count", company_id=company_id, site_id=site_id)
    locations = _locations(company_id, site_id, rows)
    counterpart = _virtual(company_id, "opening" if opening else "loss")
    keys = sorted({(site_id, row.sku_id) for row in rows}, key=lambda k: k[1])
    _ensure_rows(keys)
    lock_stock(keys)
    held = _book(site_id, {locations[row.location_code].pk for row in rows}, {row.sku_id for row in rows})
    moves: list[GoodsMove] = []
    for row in rows:
        if row.on_hand < 0:
            raise NegativeCount(pieces=row.on_hand, sku=str(row.sku_id))
        location = locations[row.location_code]
        difference = row.on_hand - held.get((location.pk, row.sku_id), 0)
        if difference > 0:
            moves.append(GoodsMove(row.sku_id, counterpart, location.pk, difference))
        elif difference < 0:
            moves.append(GoodsMove(row.sku_id, location.pk, counterpart, -difference))
    up = sum(m.pieces for m in moves if m.source_id == counterpart)
    down = sum(m.pieces for m in moves if m.target_id == counterpart)
    losers = _make_room(actor, company_id, site_id, moves, counterpart)
    entry = None
    if moves:
        kind = "opening" if opening else "count"
        (entry,) = post_stock(
            actor, company_id, [Posting(key, kind, *ref, moves=tuple(moves))], verb="warehouse.count"
        )
    Stock.objects.filter(site_id=site_id, sku_id__in={row.sku_id for row in rows}).update(counted_at=Now())
    records.record(
        events.STOCK_SET, events.SITE, [site_id], actor, company_id=company_id, data={"up": up, "down": down}
    )
    return StockSet(entry, up, down, tuple(sorted(losers)))


def _locations(company_id: int, site_id: int, rows: Sequence[StockRow]) -> dict[str, Location]:
    codes = {row.location_code for row in rows}
    found = {
        row.code: row
        for row in Location.objects.filter(company_id=company_id, site_id=site_id, code__in=codes)
    }
    if missing := codes - found.keys():
        raise UnknownLocation(site=str(site_id), location=", ".join(sorted(missing)[:5]))
    return found


def _virtual(company_id: int, kind: str) -> int:
    return int(Location.objects.values_list("id", flat=True).get(company_id=company_id, site=None, kind=kind))


def _ensure_rows(keys: Sequence[tuple[int, int]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO warehouse_stock (site_id, sku_id)
            SELECT * FROM unnest(%s::bigint[], %s::bigint[]) ON CONFLICT (site_id, sku_id) DO NOTHING
            """,
            [[k[0] for k in keys], [k[1] for k in keys]],
        )


def _book(site_id: int, location_ids: set[int], sku_ids: set[int]) -> dict[tuple[int, int], int]:
    """Pieces the book has, by (location id, SKU id); read under the stock rows' lock."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT l.id, b.item_id, sum(b.on_hand)::bigint
            FROM warehouse_location l JOIN stock_balance b ON b.place_id = l.place_id
            WHERE l.site_id = %s AND l.id = ANY(%s) AND b.item_id = ANY(%s)
            GROUP BY l.id, b.item_id
            """,
            [site_id, sorted(location_ids), sorted(sku_ids)],
        )
        return {(location, sku): int(pieces) for location, sku, pieces in cursor.fetchall()}


def _make_room(
    actor: Actor, company_id: int, site_id: int, moves: Sequence[GoodsMove], counterpart: int
) -> set[int]:
    """Takes goods away from the orders that lose by the stated rule, before the shelf's figure is posted."""
    change: dict[int, int] = {}
    for move in moves:
        sign = 1 if move.source_id == counterpart else -1
        change[move.sku_id] = change.get(move.sku_id, 0) + sign * move.pieces
    losers: set[int] = set()
    rows = Stock.objects.filter(site_id=site_id, sku_id__in=[s for s, d in change.items() if d < 0])
    for row in rows:
        missing = row.allocated - (row.on_hand + change[int(row.sku_id)] - row.unsellable)
        if missing > 0:
            losers |= _free_losers(actor, company_id, row, missing)
    return losers


def _free_losers(actor: Actor, company_id: int, row: Stock, missing: int) -> set[int]:
    live = Allocation.objects.filter(
        site_id=row.site_id, sku_id=row.sku_id, state__in=["soft", "hard"]
    ).select_related("order")
    by_id: Mapping[int, Allocation] = {int(a.pk): a for a in live}
    standing = [
        Standing(
            pk,
            a.quantity,
            Rank(a.order.priority, a.order.ship_by, a.order.placed_at, int(a.order_id)),
            firm=a.state == "hard",
        )
        for pk, a in by_id.items()
    ]
    losers: set[int] = set()
    for pk, pieces in decide_losers(standing, missing):
        missing -= pieces
        losers.add(int(by_id[pk].order_id))
        if pieces == by_id[pk].quantity:
            free_allocations(actor, company_id, [pk], reason="the shelf has less")
        else:
            shrink_allocation(actor, company_id, pk, pieces, reason="the shelf has less")
    if missing > 0:
        raise StillHandled(pieces=missing, sku=str(row.sku_id))
    return losers
