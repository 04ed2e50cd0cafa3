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


def bins_of(setting: Setting, site_id: int, *, quarantine: bool = False) -> list[str]:
    """The bins of the site, in walking order; with those whose goods are not for sale where asked."""
    kinds = ["bin", "quarantine"] if quarantine else ["bin"]
    rows = warehouse.locations(setting.actor, site_id).filter(kind__in=kinds)
    return list(rows.values_list("code", flat=True))


def has_goods_in_bins(setting: Setting, site_id: int) -> bool:
    """Whether goods lie in bins that somebody named; what a product file opened lies in none of them."""
    bins = warehouse.locations(setting.actor, site_id).filter(kind="bin").exclude(code=DEFAULT_BIN)
    places = list(bins.values_list("place_id", flat=True))
    return bool(places) and any(line.on_hand for line in balances(setting.company.id, place_ids=places))


@dataclass(frozen=True, slots=True)
class StockHeld:
    """What sites hold: SKUs with stock; its value at cost, currency -> millionths of the major unit; and the pieces
    that have no cost, and so no value."""

    skus: int
    value: dict[str, int]
    pieces_without_cost: int


def stock_value(setting: Setting, site_ids: Collection[int]) -> StockHeld:
    """Of these sites together."""
    held = warehouse.stock(setting.actor).filter(site_id__in=list(site_ids), on_hand__gt=0)
    rows: dict[int, int] = {}
    for sku_id, pieces in held.values_list("sku_id", "on_hand"):
        rows[sku_id] = rows.get(sku_id, 0) + pieces
    value: dict[str, int] = {}
    costs = catalog.costs_of(list(rows))
    for sku_id, (cost, currency) in costs.items():
        value[currency] = value.get(currency, 0) + int(cost * rows[sku_id] * 1_000_000)
    bare = sum(pieces for sku_id, pieces in rows.items() if not costs.get(sku_id, (0, ""))[0])
    return StockHeld(len(rows), value, bare)
