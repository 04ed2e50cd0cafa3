"""The demo shop's files in the order they are imported, moved to today, each with its channel or site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from opsroom.workflows.demo_shop import house
from opsroom.workflows.demo_shop.shift_dates import days_to_shift, shift_dates, split_rows

# What lies at the small site of goods that both shops sell; the daily shop ships from there alone.
SMALL_STOCK = "SKU,Bin,Quantity,Unit cost\nMUG-WHT,P-01-7,40,3.95\nTT-PLN,P-01-8,60,5.60\n"
DESK_FILES = {
    house.DESK: "orders-desk.csv",
    house.MARKET: "orders-marketplace.csv",
    house.TILL: "orders-till.csv",
}
ON_HAND = {"quantity_meaning": "on_hand"}  # what a person answers who counted the shelves
_CHANNEL_OF = {"Marketplace": house.MARKET, "Shop till": house.TILL}


@dataclass(frozen=True, slots=True)
class DemoFile:
    """One file with the channel or the site it belongs to."""

    name: str
    text: str
    channel: str | None = None
    site: str | None = None
    answers: Mapping[str, str] = field(default_factory=dict)


def files_of(folder: Path, days: int = 0, *, now: datetime | None = None) -> list[DemoFile]:
    """All files, moved by `days` or, with `now` on the company's clock, to its today."""
    shift = days if now is None else days_to_shift(now)

    def read(name: str) -> str:
        return shift_dates(name, (folder / name).read_text(encoding="utf-8"), shift)

    orders = split_rows(read("orders.csv"), "Sales channel", lambda cell: _CHANNEL_OF.get(cell, house.DESK))
    return [
        DemoFile("products.csv", read("products.csv"), channel=house.SHOP),
        DemoFile("woo-products.csv", read("woo-products.csv"), channel=house.DAILY, answers=ON_HAND),
        DemoFile("stock.csv", read("stock.csv"), site=house.MAIN.code, answers=ON_HAND),
        DemoFile("stock-potsdam.csv", SMALL_STOCK, site=house.SMALL.code, answers=ON_HAND),
        DemoFile("orders-shopify.json", read("orders-shopify.json"), channel=house.SHOP),
        DemoFile("orders-woocommerce.json", read("orders-woocommerce.json"), channel=house.DAILY),
        *(DemoFile(name, orders[code], channel=code) for code, name in DESK_FILES.items()),
    ]
