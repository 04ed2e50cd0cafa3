"""Posts moves of goods to the stock book and keeps each site's stock row in step; refuses what is not there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import connection, transaction

from opsroom.domains.access import rules as access
from opsroom.domains.warehouse.models import Location
from opsroom.kernel.records import wake
from opsroom.kernel.values.actor import Actor
from opsroom.ledgers.stock.post import StockEntry, StockMove, post_many_entries


@dataclass(frozen=True, slots=True)
class GoodsMove:
    """So many pieces of a SKU from one location to another."""

    sku_id: int
    source_id: int
    target_id: int
    pieces: int


@dataclass(frozen=True, slots=True)
class Posting:
    """Moves that are one entry of the book: the key that makes a repeat harmless, the kind, what it refers to.

    `unallocate` lowers what is set aside, keyed (site id, SKU id), since goods that leave for their order are no
    longer set aside for it.
    """

    key: str
    kind: str
    ref_kind: str
    ref_id: int
    moves: tuple[GoodsMove, ...]
    unallocate: Mapping[tuple[int, int], int] = field(default_factory=dict)


@dataclass(slots=True)
class _Change:
    on_hand: int = 0
    unsellable: int = 0
    allocated: int = 0


@transaction.atomic
def post_stock(
    actor: Actor, company_id: int, postings: Sequence[Posting], *, verb: str = "warehouse.post_stock"
) -> list[int]:
    """Returns the book entries' ids in the order given; a posting the book knows already changes no stock row.

    Raises stock.not_there when a bin would go below zero; the CHECKs on the stock row stop an oversell.
    """
    moves = [move for posting in postings for move in posting.moves]
    access.require(actor, verb, company_id=company_id, site_id=_only_site(actor, company_id, moves))
    if not postings:
        return []
    places = _places(company_id, moves)
    # The stock rows are locked, in one order, before the book's balances: every poster queues at the same door.
    _lock(_changes(postings, places))
    posted = post_many_entries(
        [
            StockEntry(
                key=posting.key,
                kind=posting.kind,
                moves=tuple(
                    StockMove(
                        m.sku_id,
                        places[m.source_id].place_id,
                        places[m.target_id].place_id,
                        Decimal(m.pieces),
                    )
                    for m in posting.moves
                ),
                ref_kind=posting.ref_kind,
                ref_id=posting.ref_id,
            )
            for posting in postings
        ],
        actor=actor,
        company_id=company_id,
    )
    fresh = [posting for posting, answer in zip(postings, posted, strict=True) if answer.fresh]
    _apply(_changes(fresh, places))
    wake.notify("stock")
    return [answer.entry_id for answer in posted]


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


def _changes(postings: Sequence[Posting], places: Mapping[int, Location]) -> dict[tuple[int, int], _Change]:
    changes: dict[tuple[int, int], _Change] = {}
    for posting in postings:
        for move in posting.moves:
            for place, sign in ((places[move.source_id], -1), (places[move.target_id], +1)):
                if place.site_id is None:
                    continue
                change = changes.setdefault((int(place.site_id), move.sku_id), _Change())
                change.on_hand += sign * move.pieces
                if not place.sellable:
                    change.unsellable += sign * move.pieces
        for key, pieces in posting.unallocate.items():
            changes.setdefault(key, _Change()).allocated -= pieces
    return changes


def _lock(changes: Mapping[tuple[int, int], _Change]) -> None:
    """Makes the rows that are missing and locks all, in (SKU, site) order, so that nobody waits in a circle."""
    keys = sorted(changes, key=lambda k: (k[1], k[0]))
    columns = [[site for site, _ in keys], [sku for _, sku in keys]]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO warehouse_stock (site_id, sku_id)
            SELECT site_id, sku_id FROM unnest(%s::bigint[], %s::bigint[]) AS t(site_id, sku_id)
            ORDER BY sku_id, site_id
            ON CONFLICT (site_id, sku_id) DO NOTHING
            """,
            columns,
        )
        cursor.execute(
            """
            SELECT s.id FROM warehouse_stock s
            JOIN unnest(%s::bigint[], %s::bigint[]) AS t(site_id, sku_id) USING (site_id, sku_id)
            ORDER BY s.sku_id, s.site_id FOR NO KEY UPDATE OF s
            """,
            columns,
        )


def _apply(changes: Mapping[tuple[int, int], _Change]) -> None:
    """One statement for all rows, which _lock holds."""
    keys = [key for key, change in changes.items() if change != _Change()]
    if not keys:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE warehouse_stock s
            SET on_hand = s.on_hand + c.on_hand,
                unsellable = s.unsellable + c.unsellable,
                allocated = s.allocated + c.allocated
            FROM unnest(%s::bigint[], %s::bigint[], %s::int[], %s::int[], %s::int[])
                AS c(site_id, sku_id, on_hand, unsellable, allocated)
            WHERE s.site_id = c.site_id AND s.sku_id = c.sku_id
            """,
            [
                [site for site, _ in keys],
                [sku for _, sku in keys],
                [changes[k].on_hand for k in keys],
                [changes[k].unsellable for k in keys],
                [changes[k].allocated for k in keys],
            ],
        )
