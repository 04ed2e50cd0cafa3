"""Posts moves of goods to the stock book and keeps each site's stock row in step; refuses what is not there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection, transaction

from opsroom.domains.access import rules as access
from opsroom.domains.warehouse.models import Location
from opsroom.kernel.records import wake
from opsroom.kernel.values.actor import Actor
from opsroom.ledgers.stock.post import StockMove, post_moves


@dataclass(frozen=True, slots=True)
class GoodsMove:
    """So many pieces of a SKU from one location to another."""

    sku_id: int
    source_id: int
    target_id: int
    pieces: int


@dataclass(frozen=True, slots=True)
class Posting:
    """What a batch of moves stands for: the idempotency key, the kind and what it refers to."""

    key: str
    kind: str
    ref_kind: str
    ref_id: int


@dataclass(slots=True)
class _Change:
    on_hand: int = 0
    unsellable: int = 0
    allocated: int = 0


@transaction.atomic
def post_stock(
    actor: Actor,
    company_id: int,
    moves: Sequence[GoodsMove],
    posting: Posting,
    *,
    verb: str = "warehouse.post_stock",
    unallocate: Mapping[tuple[int, int], int] | None = None,
) -> int:
    """Returns the book entry's id. `unallocate` lowers what is set aside, keyed (site id, SKU id), in the same
    statement, since goods that leave for their order are no longer set aside for it.

    Raises stock.not_there when a bin would go below zero; the CHECKs on the stock row stop an oversell.
    """
    access.require(actor, verb, company_id=company_id, site_id=_only_site(actor, company_id, moves))
    places = _places(company_id, moves)
    changes = _changes(moves, places, unallocate or {})
    _apply(changes)  # locks the stock rows, in one order, before the book's balances
    entry = post_moves(
        key=posting.key,
        kind=posting.kind,
        moves=[
            StockMove(m.sku_id, places[m.source_id].place_id, places[m.target_id].place_id, Decimal(m.pieces))
            for m in moves
        ],
        actor=actor,
        ref_kind=posting.ref_kind,
        ref_id=posting.ref_id,
        company_id=company_id,
    )
    wake.notify("stock")
    return entry


def _only_site(actor: Actor, company_id: int, moves: Sequence[GoodsMove]) -> int | None:
    """The site to check for people bound to sites; None for those who work everywhere."""
    if actor.site_ids is None:
        return None
    ids = {m.source_id for m in moves} | {m.target_id for m in moves}
    sites = set(
        Location.objects.filter(pk__in=ids, company_id=company_id, site__isnull=False)
        .values_list("site_id", flat=True)
        .distinct()
    )
    foreign = sites - actor.site_ids
    return next(iter(foreign or sites), None)


def _places(company_id: int, moves: Sequence[GoodsMove]) -> dict[int, Location]:
    ids = {m.source_id for m in moves} | {m.target_id for m in moves}
    return {int(row.pk): row for row in Location.objects.filter(pk__in=ids, company_id=company_id)}


def _changes(
    moves: Sequence[GoodsMove], places: Mapping[int, Location], unallocate: Mapping[tuple[int, int], int]
) -> dict[tuple[int, int], _Change]:
    changes: dict[tuple[int, int], _Change] = {}
    for move in moves:
        for place, sign in ((places[move.source_id], -1), (places[move.target_id], +1)):
            if place.site_id is None:
                continue
            change = changes.setdefault((int(place.site_id), move.sku_id), _Change())
            change.on_hand += sign * move.pieces
            if not place.sellable:
                change.unsellable += sign * move.pieces
    for key, pieces in unallocate.items():
        changes.setdefault(key, _Change()).allocated -= pieces
    return changes


def _apply(changes: Mapping[tuple[int, int], _Change]) -> None:
    """One upsert for all rows, in (SKU, site) order so that two posters never wait for each other in a circle."""
    keys = sorted(changes, key=lambda k: (k[1], k[0]))
    real = [k for k in keys if changes[k] != _Change()]
    if not real:
        return
    columns = (
        [site for site, _ in real],
        [sku for _, sku in real],
        [changes[k].on_hand for k in real],
        [changes[k].unsellable for k in real],
        [changes[k].allocated for k in real],
    )
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO warehouse_stock (site_id, sku_id)
            SELECT site_id, sku_id FROM unnest(%s::bigint[], %s::bigint[]) AS t(site_id, sku_id)
            ORDER BY sku_id, site_id
            ON CONFLICT (site_id, sku_id) DO NOTHING
            """,
            columns[:2],
        )
        cursor.execute(
            """
            WITH change AS (
                SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::int[], %s::int[], %s::int[])
                    AS t(site_id, sku_id, on_hand, unsellable, allocated)
            ), locked AS (
                SELECT s.id FROM warehouse_stock s JOIN change c USING (site_id, sku_id)
                ORDER BY s.sku_id, s.site_id FOR NO KEY UPDATE OF s
            )
            UPDATE warehouse_stock s
            SET on_hand = s.on_hand + c.on_hand,
                unsellable = s.unsellable + c.unsellable,
                allocated = s.allocated + c.allocated
            FROM change c, locked l
            WHERE s.id = l.id AND s.site_id = c.site_id AND s.sku_id = c.sku_id
            """,
            columns,
        )
