"""Takes set-aside pieces from the orders that come last when the shelf has less; refuses goods already in hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.warehouse.actions.free_allocations import free_allocations
from opsroom.domains.warehouse.actions.lessen_checkout_holds import lessen_checkout_holds
from opsroom.domains.warehouse.actions.shrink_allocation import shrink_allocation
from opsroom.domains.warehouse.errors import StillHandled
from opsroom.domains.warehouse.holds import held_pieces
from opsroom.domains.warehouse.models import Allocation, Stock
from opsroom.domains.warehouse.rules import Loss, Rank, Standing, decide_losers
from opsroom.kernel.values.actor import Actor

LIVE = ("soft", "hard")


@dataclass(frozen=True, slots=True)
class Lost:
    """Who gave up goods: every order, and those of them that were released to the floor already."""

    order_ids: frozenset[int]
    released_order_ids: frozenset[int]


@transaction.atomic
def free_losers(
    actor: Actor, company_id: int, site_id: int, falling: Mapping[int, int], *, reason: str
) -> Lost:
    """Makes room for `falling`, pieces of sellable stock by SKU id that are about to go.

    The caller holds the stock rows. Raises warehouse.still_handled when picked goods would have to go.
    """
    access.require(actor, "warehouse.allocate", company_id=company_id, site_id=site_id)
    # Who has not bought yet loses first.
    for sku, site_missing in _missing(company_id, site_id, falling).items():
        lessen_checkout_holds(actor, company_id, site_id, sku, site_missing)
    losers: set[int] = set()
    released: set[int] = set()
    for loss in losses(company_id, site_id, falling):
        if loss.pieces == loss.of:
            free_allocations(actor, company_id, [loss.allocation_id], reason=reason)
        else:
            shrink_allocation(actor, company_id, loss.allocation_id, loss.pieces, reason=reason)
        losers.add(loss.order_id)
        if loss.firm:
            released.add(loss.order_id)
    return Lost(frozenset(losers), frozenset(released))


def losses(company_id: int, site_id: int, falling: Mapping[int, int]) -> list[Loss]:
    """Which orders would lose what, after what checkouts keep has gone; for the dry run and for the verb itself.

    Raises warehouse.still_handled.
    """
    missing = _missing(company_id, site_id, falling)
    kept = held_pieces(site_id, missing)
    rows = Stock.objects.filter(site_id=site_id, site__company_id=company_id, sku_id__in=missing)
    out: list[Loss] = []
    for row in rows.select_related("sku").order_by("sku_id"):
        if (lacking := missing[int(row.sku_id)] - kept.get(int(row.sku_id), 0)) > 0:
            out += _losses_of(row, lacking)
    return out


def _missing(company_id: int, site_id: int, falling: Mapping[int, int]) -> dict[int, int]:
    """Pieces by SKU id that are kept for somebody and would not be there any more."""
    wanted = {sku: pieces for sku, pieces in falling.items() if pieces > 0}
    rows = Stock.objects.filter(site_id=site_id, site__company_id=company_id, sku_id__in=wanted)
    found = {
        int(row.sku_id): row.allocated - (row.on_hand - row.unsellable - wanted[int(row.sku_id)])
        for row in rows.order_by("sku_id")
    }
    return {sku: pieces for sku, pieces in found.items() if pieces > 0}


def _losses_of(row: Stock, missing: int) -> list[Loss]:
    live = Allocation.objects.filter(site_id=row.site_id, sku_id=row.sku_id, state__in=LIVE)
    by_id = {int(a.pk): a for a in live.select_related("order")}
    standing = [
        Standing(
            pk,
            a.quantity,
            Rank(a.order.priority, a.order.ship_by, a.order.placed_at, int(a.order_id)),
            firm=a.state == "hard",
        )
        for pk, a in by_id.items()
    ]
    found = [
        Loss(pk, int(by_id[pk].order_id), pieces, by_id[pk].quantity, by_id[pk].state == "hard")
        for pk, pieces in decide_losers(standing, missing)
    ]
    if (lacking := missing - sum(loss.pieces for loss in found)) > 0:
        raise StillHandled(pieces=lacking, sku=row.sku.code)
    return found
