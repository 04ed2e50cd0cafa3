"""What the shelves of one site hold now, for judging and setting stock; refuses to guess the site."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from opsroom.domains.catalog import queries as catalog
from opsroom.domains.warehouse import queries as warehouse
from opsroom.ledgers.stock.queries import balances
from opsroom.workflows.importing.context import Setting

DEFAULT_BIN = "STOCK"


@dataclass(frozen=True, slots=True)
class OnShelf:
    """One SKU at one site. `seen`: somebody counted it or the book moved it here before."""

    on_hand: int
    allocated: int
    seen: bool


def site_of(setting: Setting) -> int | None:
    """The site an import counts: the one chosen, else the channel's first, else the only one; None: ask."""
    if setting.facts.site_id is not None:
        return setting.facts.site_id
    active = warehouse.active_site_ids(setting.company.id)
    if setting.channel is not None:
        own = warehouse.sites_of_channels(setting.company.id).get(setting.channel.id, ())
        if own:
            return own[0]
    return active[0] if len(active) == 1 else None


def on_shelf(setting: Setting, site_id: int, sku_ids: Collection[int]) -> dict[int, OnShelf]:
    """SKU id -> what the site has; a SKU without a row never lay here."""
    rows = warehouse.stock(setting.actor).filter(site_id=site_id, sku_id__in=list(sku_ids))
    return {
        row.sku_id: OnShelf(row.on_hand, row.allocated, bool(row.counted_at or row.on_hand or row.allocated))
        for row in rows
    }


def in_bins(setting: Setting, site_id: int, sku_ids: Collection[int]) -> dict[tuple[str, int], int]:
    """(bin, SKU id) -> pieces by the book."""
    places = dict(warehouse.locations(setting.actor, site_id).values_list("place_id", "code"))
    if not places or not sku_ids:
        return {}
    lines = balances(setting.company.id, place_ids=places, item_ids=sku_ids)
    found: dict[tuple[str, int], int] = {}
    for line in lines:
        key = (places[line.place_id], line.item_id)
        found[key] = found.get(key, 0) + int(line.on_hand)
    return found


def bins_of(setting: Setting, site_id: int) -> list[str]:
    """The bins of the site, in walking order."""
    return list(warehouse.locations(setting.actor, site_id).filter(kind="bin").values_list("code", flat=True))


def has_goods_in_bins(setting: Setting, site_id: int) -> bool:
    """Whether goods lie in bins that somebody named; what a product file opened lies in none of them."""
    bins = warehouse.locations(setting.actor, site_id).filter(kind="bin").exclude(code=DEFAULT_BIN)
    places = list(bins.values_list("place_id", flat=True))
    return bool(places) and any(line.on_hand for line in balances(setting.company.id, place_ids=places))


def stock_value(setting: Setting, site_id: int) -> tuple[int, dict[str, int]]:
    """SKUs with stock at the site, and the value of it at cost, currency -> millionths of the major unit."""
    rows = dict(
        warehouse.stock(setting.actor).filter(site_id=site_id, on_hand__gt=0).values_list("sku_id", "on_hand")
    )
    value: dict[str, int] = {}
    for sku_id, (cost, currency) in catalog.costs_of(list(rows)).items():
        value[currency] = value.get(currency, 0) + int(cost * rows[sku_id] * 1_000_000)
    return len(rows), value
