"""Moves goods out to the customer from wherever they lie; allocation and stock fall in the same statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.warehouse.actions._stock_rows import lock_stock_of
from opsroom.domains.warehouse.actions.post_stock import GoodsMove, Posting, post_stock
from opsroom.domains.warehouse.models import Allocation, Location
from opsroom.domains.warehouse.states import ALLOCATION_ROW
from opsroom.kernel.records import transition
from opsroom.kernel.values.actor import Actor


@dataclass(frozen=True, slots=True)
class Leaving:
    """The allocations that leave under one key: one shipment is one entry in the book."""

    key: str
    ref_kind: str
    ref_id: int
    allocation_ids: tuple[int, ...]


@transaction.atomic
def ship_allocations(
    actor: Actor, company_id: int, site_id: int, leaving: Sequence[Leaving]
) -> dict[str, int]:
    """Returns the book entry by key. Only hard and picked allocations have a place to leave from."""
    access.require(actor, "fulfilment.ship", company_id=company_id, site_id=site_id)
    customer = int(
        Location.objects.values_list("id", flat=True).get(company_id=company_id, site=None, kind="customer")
    )
    ids = sorted({pk for row in leaving for pk in row.allocation_ids})
    lock_stock_of(ids)
    rows = {
        int(a.pk): a
        for a in Allocation.objects.filter(
            pk__in=ids, order__company_id=company_id, site_id=site_id, state__in=["hard", "picked"]
        )
    }
    moved = set(transition.move(ALLOCATION_ROW, Allocation, "state", list(rows), "ship", actor))
    postings = []
    for shipment in leaving:
        mine = [rows[pk] for pk in shipment.allocation_ids if pk in moved]
        if mine:
            postings.append(_posting(shipment, mine, customer))
    if not postings:
        return {}
    entries = post_stock(actor, company_id, postings, verb="fulfilment.ship")
    return {posting.key: entry for posting, entry in zip(postings, entries, strict=True)}


def _posting(shipment: Leaving, rows: Sequence[Allocation], customer: int) -> Posting:
    gone: dict[tuple[int, int], int] = {}
    for row in rows:
        key = (int(row.site_id), int(row.sku_id))
        gone[key] = gone.get(key, 0) + row.quantity
    return Posting(
        shipment.key,
        "shipment",
        shipment.ref_kind,
        shipment.ref_id,
        moves=tuple(GoodsMove(int(r.sku_id), int(r.location_id or 0), customer, r.quantity) for r in rows),
        unallocate=gone,
    )
