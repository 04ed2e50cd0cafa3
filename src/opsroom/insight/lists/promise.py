"""What can be promised of SKUs now, for whoever takes an order on the phone; what is not tracked is not known."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from opsroom.domains.catalog import queries as catalog
from opsroom.domains.catalog.queries import SkuFacts
from opsroom.domains.warehouse import queries as warehouse
from opsroom.kernel.values.actor import Actor


def promises(
    actor: Actor, company_id: int, skus: Mapping[int, SkuFacts], channel_id: int | None = None
) -> dict[int, int | None]:
    """SKU id -> free pieces at the sites that serve the channel; of a kit, how many its parts allow.

    None: not tracked or not shipped, so that nobody needs to ask. Never counted is nothing free.
    """
    parts = {part for sku in skus.values() for part, _ in sku.components}
    known = {**catalog.skus_by_id(company_id, parts - skus.keys()), **skus}
    rows = warehouse.stock(actor).filter(site__company_id=company_id, sku_id__in=list(known))
    serving = warehouse.sites_of_channels(company_id).get(channel_id or 0)
    rows = rows.filter(site_id__in=serving or warehouse.active_site_ids(company_id))
    free: dict[int, int] = {}
    for sku_id, on_hand, unsellable, allocated in rows.values_list(
        "sku_id", "on_hand", "unsellable", "allocated"
    ):
        free[sku_id] = free.get(sku_id, 0) + on_hand - unsellable - allocated
    return {pk: _of(sku, known, free) for pk, sku in skus.items()}


def _of(sku: SkuFacts, known: Mapping[int, SkuFacts], free: Mapping[int, int]) -> int | None:
    if not sku.shippable:
        return None
    if sku.components:
        return _least(
            [max(free.get(part, 0), 0) // each for part, each in sku.components if known[part].tracked]
        )
    return max(free.get(sku.id, 0), 0) if sku.tracked else None


def _least(counts: Collection[int]) -> int | None:
    return min(counts, default=None)
