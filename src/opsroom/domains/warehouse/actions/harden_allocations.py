"""Gives soft allocations their bins, splitting a row where two bins serve it; refuses nothing, reports what lacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from opsroom.domains.access import rules as access
from opsroom.domains.warehouse.actions._stock_rows import lock_stock
from opsroom.domains.warehouse.models import Allocation
from opsroom.domains.warehouse.rules import BinStock, choose_bins
from opsroom.domains.warehouse.states import ALLOCATION_ROW
from opsroom.kernel.records import transition
from opsroom.kernel.values.actor import Actor


@dataclass(frozen=True, slots=True)
class Hardened:
    """Allocation ids that now have a bin, and pieces by allocation id for which no bin had goods."""

    allocation_ids: tuple[int, ...]
    lacking: dict[int, int]


@transaction.atomic
def harden_allocations(actor: Actor, company_id: int, site_id: int, order_ids: Sequence[int]) -> Hardened:
    """For all soft allocations of these orders at the site, in id order."""
    access.require(actor, "fulfilment.release", company_id=company_id, site_id=site_id)
    rows = list(
        Allocation.objects.filter(
            order_id__in=list(order_ids), order__company_id=company_id, site_id=site_id, state="soft"
        ).order_by("id")
    )
    skus = sorted({int(row.sku_id) for row in rows})
    lock_stock([(site_id, sku) for sku in skus])
    bins = _free_bins(site_id, skus)
    done: list[int] = []
    lacking: dict[int, int] = {}
    pieces_left: list[Allocation] = []
    for row in rows:
        plan = choose_bins(row.quantity, list(bins.get(int(row.sku_id), {}).values()))
        missing = row.quantity - sum(pieces for _, pieces in plan)
        if missing:
            lacking[int(row.pk)] = missing
        if not plan:
            continue
        for location, pieces in plan:
            stock = bins[int(row.sku_id)][location]
            bins[int(row.sku_id)][location] = BinStock(location, stock.sequence, stock.pieces - pieces)
        pieces_left += _split(row, plan, missing)
        done.append(int(row.pk))
    made = Allocation.objects.bulk_create(pieces_left)
    _announce(actor, company_id, made)
    hard = [int(row.pk) for row in made if row.location_id is not None]
    transition.move(ALLOCATION_ROW, Allocation, "state", done + hard, "harden", actor)
    return Hardened(tuple(done + hard), lacking)


def _split(row: Allocation, plan: Sequence[tuple[int, int]], missing: int) -> list[Allocation]:
    """Keeps the first bin on the row itself; further bins and what lacks become rows beside it."""
    first_location, first_pieces = plan[0]
    Allocation.objects.filter(pk=row.pk).update(quantity=first_pieces, location_id=first_location)
    rest: list[tuple[int | None, int]] = [(location, pieces) for location, pieces in plan[1:]]
    if missing:
        rest.append((None, missing))
    return [
        Allocation(
            order_id=row.order_id,
            demand_id=row.demand_id,
            site_id=row.site_id,
            sku_id=row.sku_id,
            quantity=pieces,
            state="soft",
            location_id=location,
        )
        for location, pieces in rest
    ]


def _announce(actor: Actor, company_id: int, made: Sequence[Allocation]) -> None:
    if made:
        transition.born(
            ALLOCATION_ROW,
            Allocation,
            [(int(r.pk), "soft", {"order": int(r.order_id), "pieces": r.quantity}) for r in made],
            actor,
        )


def _free_bins(site_id: int, skus: Sequence[int]) -> dict[int, dict[int, BinStock]]:
    """Bins with pieces that no hard allocation already claims, by SKU id and location id."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH claimed AS (
                SELECT location_id, sku_id, sum(quantity) AS pieces FROM warehouse_allocation
                WHERE state = 'hard' AND site_id = %(site)s AND sku_id = ANY(%(skus)s)
                GROUP BY location_id, sku_id
            ), held AS (
                SELECT l.id, l.sequence, b.item_id AS sku_id, sum(b.on_hand) AS pieces
                FROM warehouse_location l JOIN stock_balance b ON b.place_id = l.place_id
                WHERE l.site_id = %(site)s AND l.kind = 'bin' AND l.sellable AND b.item_id = ANY(%(skus)s)
                GROUP BY l.id, l.sequence, b.item_id
            )
            SELECT h.sku_id, h.id, h.sequence, (h.pieces - COALESCE(c.pieces, 0))::int
            FROM held h LEFT JOIN claimed c ON c.location_id = h.id AND c.sku_id = h.sku_id
            WHERE h.pieces > COALESCE(c.pieces, 0)
            """,
            {"site": site_id, "skus": list(skus)},
        )
        out: dict[int, dict[int, BinStock]] = {}
        for sku, location, sequence, pieces in cursor.fetchall():
            out.setdefault(sku, {})[location] = BinStock(location, sequence, pieces)
        return out
