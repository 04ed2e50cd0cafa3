"""Takes the bin off allocations whose bin holds less than they claim, last in rank first; leaves covered ones alone."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.warehouse.actions.shrink_allocation import shrink_allocation
from opsroom.domains.warehouse.models import Allocation, Location
from opsroom.domains.warehouse.rules import Rank, Standing, decide_losers
from opsroom.domains.warehouse.states import ALLOCATION_ROW
from opsroom.kernel.records import transition
from opsroom.kernel.values.actor import Actor
from opsroom.ledgers.stock import queries as book


@transaction.atomic
def soften_uncovered(
    actor: Actor, company_id: int, site_id: int, location_ids: Collection[int], sku_ids: Collection[int]
) -> frozenset[int]:
    """Returns the orders whose goods are not where they were released from. They keep their claim on the site's stock.

    A claim that is only partly covered gives its uncovered pieces back whole, so that they are set aside anew.
    """
    access.require(actor, "warehouse.allocate", company_id=company_id, site_id=site_id)
    hard = Allocation.objects.filter(
        order__company_id=company_id,
        site_id=site_id,
        location_id__in=list(location_ids),
        sku_id__in=list(sku_ids),
        state="hard",
    ).select_related("order")
    by_bin: dict[tuple[int, int], list[Allocation]] = {}
    for row in hard.order_by("id"):
        by_bin.setdefault((int(row.location_id or 0), int(row.sku_id)), []).append(row)
    if not by_bin:
        return frozenset()
    held = _held(company_id, {location for location, _ in by_bin}, {sku for _, sku in by_bin})
    touched: set[int] = set()
    whole: list[int] = []
    for key, rows in by_bin.items():
        mine = {int(row.pk): row for row in rows}
        missing = sum(row.quantity for row in rows) - held.get(key, 0)
        standing = [
            Standing(
                pk,
                a.quantity,
                Rank(a.order.priority, a.order.ship_by, a.order.placed_at, int(a.order_id)),
                True,
            )
            for pk, a in mine.items()
        ]
        for pk, pieces in decide_losers(standing, missing):
            touched.add(int(mine[pk].order_id))
            if pieces == mine[pk].quantity:
                whole.append(pk)
            else:
                shrink_allocation(actor, company_id, pk, pieces, reason="the bin holds less")
    transition.move(
        ALLOCATION_ROW,
        Allocation,
        "state",
        whole,
        "soften",
        actor,
        reason="the bin holds less",
        sets={"location": None},
    )
    return frozenset(touched)


def _held(company_id: int, location_ids: set[int], sku_ids: set[int]) -> dict[tuple[int, int], int]:
    """Pieces in each bin by (location id, SKU id), from the book."""
    places = dict(Location.objects.filter(pk__in=location_ids).values_list("place_id", "id"))
    out: dict[tuple[int, int], int] = {}
    for line in book.balances(company_id, place_ids=places, item_ids=sku_ids):
        key = (places[line.place_id], line.item_id)
        out[key] = out.get(key, 0) + int(line.on_hand)
    return out
