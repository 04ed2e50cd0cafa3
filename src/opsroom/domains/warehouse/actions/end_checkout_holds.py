"""Ends checkout holds and gives their goods back; one that ended meanwhile is left as it is, once."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.warehouse.actions._stock_rows import give_back, lock_stock
from opsroom.domains.warehouse.models import CheckoutHold, HeldStock
from opsroom.domains.warehouse.states import CHECKOUT_HOLD
from opsroom.kernel.records import transition, wake
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def end_checkout_holds(
    actor: Actor,
    company_id: int,
    hold_ids: Sequence[int],
    verb: str,
    *,
    also: Collection[int] = (),
    sites: Collection[int] = (),
    order_id: int | None = None,
) -> set[int]:
    """`verb`: use, release or expire. Returns the SKU ids of which goods became free.

    Stock rows are locked in the one order for all; `also` at `sites`: those that the caller wants afterwards.
    `order_id`: the order that a used one became.
    """
    access.require(actor, "warehouse.hold_stock", company_id=company_id)
    rows = HeldStock.objects.filter(hold_id__in=hold_ids, hold__company_id=company_id)
    keys = set(rows.values_list("site_id", "sku_id")) | {(site, sku) for sku in also for site in sites}
    lock_stock(sorted(keys))
    ended = transition.move(
        CHECKOUT_HOLD, CheckoutHold, "state", sorted(hold_ids), verb, actor,
        sets={"order_id": order_id} if order_id is not None else None,
    )  # fmt: skip
    sums: dict[tuple[int, int], int] = {}
    # Read again under the lock: the shelf may have taken some of it meanwhile.
    for site, sku, pieces in rows.filter(hold_id__in=ended).values_list("site_id", "sku_id", "quantity"):
        sums[site, sku] = sums.get((site, sku), 0) + pieces
    give_back(sums)
    if sums:
        wake.notify("stock")
    return {sku for _, sku in sums}
