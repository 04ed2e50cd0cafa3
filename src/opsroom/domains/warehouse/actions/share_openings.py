"""Notes which orders an *available* figure had left out, each demand once; says what shelves hold more by it.

Posts nothing itself: the caller counts what is said here, so that waiting orders are served with it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.warehouse import rows
from opsroom.domains.warehouse.actions._stock_rows import lock_stock
from opsroom.domains.warehouse.models import OpeningShare
from opsroom.domains.warehouse.rows import Standing
from opsroom.domains.warehouse.rules import opened_with
from opsroom.kernel.values.actor import Actor


@dataclass(frozen=True, slots=True)
class Raised:
    """By how many pieces a bin holds more (below 0: less) than its opening said until now."""

    site_id: int
    sku_id: int
    location_code: str
    pieces: int


@transaction.atomic
def share_openings(
    actor: Actor,
    company_id: int,
    *,
    order_ids: Collection[int] | None = None,
    sku_ids: Collection[int] | None = None,
    site_id: int | None = None,
) -> list[Raised]:
    """For these orders, or for all that want these SKUs; `site_id` leaves the figures of other sites alone.

    Repeating it finds nothing more to note.
    """
    access.require(actor, "warehouse.allocate", company_id=company_id)
    wants = rows.unsent(company_id, order_ids=order_ids, sku_ids=sku_ids)
    concerned = {one.sku_id for one in wants}
    openings = [
        one
        for one in rows.standing(company_id, sku_ids=concerned)
        if one.meaning == "available" and site_id in (None, one.site_id)
    ]
    if not openings:
        return []
    lock_stock(sorted({(one.site_id, one.sku_id) for one in openings}, key=lambda key: (key[1], key[0])))
    by_sku: dict[int, list[Standing]] = {}
    for opening in openings:
        by_sku.setdefault(opening.sku_id, []).append(opening)
    serves = rows.serving(company_id)
    known = rows.shared_demands([one.demand_id for one in wants])
    fresh: list[OpeningShare] = []
    more: dict[int, int] = {}
    for one in wants:
        fits = (
            opening
            for opening in by_sku.get(one.sku_id, ())
            if one.placed_at <= opening.as_of
            and opening.site_id in serves.get(one.channel_id, {opening.site_id})
        )
        chosen = None if one.demand_id in known else next(fits, None)
        if chosen is not None:
            fresh.append(OpeningShare(opening_id=chosen.id, demand_id=one.demand_id, pieces=one.pieces))
            more[chosen.id] = more.get(chosen.id, 0) + one.pieces
    OpeningShare.objects.bulk_create(fresh)
    return [
        Raised(one.site_id, one.sku_id, one.location_code, pieces)
        for one in openings
        if one.id in more
        and (
            pieces := opened_with(one.figure, one.shared + more[one.id]) - opened_with(one.figure, one.shared)
        )
    ]
