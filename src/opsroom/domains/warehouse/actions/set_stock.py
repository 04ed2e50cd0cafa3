"""Enters what bins hold: the shelf wins, so the count always posts and orders that lose their goods are told.

A count is an assertion: the difference to the book is posted, opening stock from OPENING, later ones against LOSS.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models.functions import Now

from opsroom.domains.access import rules as access
from opsroom.domains.warehouse import events
from opsroom.domains.warehouse.actions._stock_rows import lock_stock
from opsroom.domains.warehouse.actions.free_losers import free_losers
from opsroom.domains.warehouse.actions.post_stock import GoodsMove, Posting, post_stock
from opsroom.domains.warehouse.actions.soften_uncovered import soften_uncovered
from opsroom.domains.warehouse.errors import NegativeCount, UnknownLocation
from opsroom.domains.warehouse.models import Location, Stock
from opsroom.kernel.records import events as records
from opsroom.kernel.values.actor import Actor


@dataclass(frozen=True, slots=True)
class StockRow:
    """What one location holds of one SKU, in pieces."""

    sku_id: int
    location_code: str
    on_hand: int


@dataclass(frozen=True, slots=True)
class StockSet:
    """What a count changed: the book entry (None when nothing differed), pieces up and down, orders now short.

    `stopped_order_ids`: orders that were released from a shelf that has less; their goods must be found anew.
    """

    entry_id: int | None
    up: int
    down: int
    losing_order_ids: tuple[int, ...]
    stopped_order_ids: tuple[int, ...] = ()


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
    reason: str = "",
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
    # Taking goods from orders follows from the count and is the program's doing: who counts need not be allowed to.
    program = access.system_actor("system.allocator", company_ids=frozenset({company_id}), way=actor.way)
    unsellable = {int(row.pk) for row in locations.values() if not row.sellable}
    lost = free_losers(
        program, company_id, site_id, _falling(moves, counterpart, unsellable), reason="the shelf has less"
    )
    entry = None
    if moves:
        kind = "opening" if opening else "count"
        (entry,) = post_stock(
            actor, company_id, [Posting(key, kind, *ref, moves=tuple(moves))], verb="warehouse.count"
        )
    bins = [int(row.pk) for row in locations.values()]
    moved = soften_uncovered(program, company_id, site_id, bins, {m.sku_id for m in moves})
    Stock.objects.filter(site_id=site_id, sku_id__in={row.sku_id for row in rows}).update(counted_at=Now())
    records.record(
        events.STOCK_SET,
        events.SITE,
        [site_id],
        actor,
        company_id=company_id,
        reason=reason,
        data={"up": up, "down": down, "entry": entry},
    )
    return StockSet(
        entry, up, down, tuple(sorted(lost.order_ids)), tuple(sorted(lost.released_order_ids | moved))
    )


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


def _falling(moves: Sequence[GoodsMove], counterpart: int, unsellable: set[int]) -> dict[int, int]:
    """Pieces of sellable stock that go, by SKU id; what another bin gains in the same count is set against it."""
    change: dict[int, int] = {}
    for move in moves:
        location = move.target_id if move.source_id == counterpart else move.source_id
        if location not in unsellable:
            sign = -1 if move.source_id == counterpart else 1
            change[move.sku_id] = change.get(move.sku_id, 0) + sign * move.pieces
    return change
