"""Moves goods between two places of one site; refuses pieces that wait in their bin for a picker."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Sum

from opsroom.domains.access import rules as access
from opsroom.domains.warehouse import events
from opsroom.domains.warehouse.actions._stock_rows import lock_stock
from opsroom.domains.warehouse.actions.free_losers import Lost, free_losers
from opsroom.domains.warehouse.actions.post_stock import GoodsMove, Posting, post_stock
from opsroom.domains.warehouse.errors import NotThere, SamePlace, UnknownLocation
from opsroom.domains.warehouse.models import Allocation, Location
from opsroom.kernel.records import events as records
from opsroom.kernel.values.actor import Actor
from opsroom.ledgers.stock import queries as book


@dataclass(frozen=True, slots=True)
class Shifted:
    """The book's entry, and the orders that lost goods because the target is not for sale."""

    entry_id: int
    lost: Lost


@transaction.atomic
def shift_stock(
    actor: Actor,
    company_id: int,
    site_id: int,
    sku_id: int,
    source: str,
    target: str,
    pieces: int,
    key: str,
    *,
    reason: str,
) -> Shifted:
    """Raises warehouse.unknown_location, same_place, not_there, still_handled; `key` makes a repeat harmless."""
    access.require(actor, "warehouse.post_stock", company_id=company_id, site_id=site_id)
    places = {
        row.code: row
        for row in Location.objects.filter(company_id=company_id, site_id=site_id, code__in=[source, target])
    }
    if missing := {source, target} - places.keys():
        raise UnknownLocation(site=str(site_id), location=", ".join(sorted(missing)))
    if source == target:
        raise SamePlace(location=source)
    origin, goal = places[source], places[target]
    lock_stock([(site_id, sku_id)])
    if book.entry_with_key(company_id, key) is None and pieces > loose_pieces(company_id, origin, sku_id):
        raise NotThere(location=source, pieces=pieces, sku=str(sku_id))
    falling = {sku_id: pieces} if origin.sellable and not goal.sellable else {}
    program = access.system_actor("system.allocator", company_ids=frozenset({company_id}), way=actor.way)
    lost = free_losers(program, company_id, site_id, falling, reason="taken out of sale")
    move = GoodsMove(sku_id, int(origin.pk), int(goal.pk), pieces)
    (entry,) = post_stock(actor, company_id, [Posting(key, "move", "warehouse.site", site_id, moves=(move,))])
    records.record(
        events.STOCK_MOVED,
        events.SITE,
        [site_id],
        actor,
        company_id=company_id,
        reason=reason,
        data={"sku": sku_id, "from": source, "to": target, "pieces": pieces, "entry": entry},
    )
    return Shifted(entry, lost)


def loose_pieces(company_id: int, location: Location, sku_id: int) -> int:
    """Pieces in a place that no released order has been promised from exactly there."""
    held = int(book.balance(company_id, int(location.place_id), sku_id))
    claimed = Allocation.objects.filter(location=location, sku_id=sku_id, state__in=["hard", "picked"])
    return held - int(claimed.aggregate(pieces=Sum("quantity"))["pieces"] or 0)
