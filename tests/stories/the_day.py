"""What must become of the committed business day, from the seed's facts alone; knows nothing of the product."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

Fact = dict[str, Any]
# The SKU that the desk means by the code that nobody knows; one piece of it in each such order.
MEANT = "MUG-WHT"
GOOD_ADDRESS = {"line1": "Hauptstraße 1", "city": "Berlin", "postcode": "10999", "country": "DE"}


class TheDay:
    """The facts of the day, sorted by what the desk does about them."""

    def __init__(self, folder: Path) -> None:
        self.facts: dict[str, Any] = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
        self.orders: list[Fact] = self.facts["orders"]

    def of(self, *fates: str, why: str = "") -> list[Fact]:
        """The orders of these fates; `why`: how their reason begins."""
        return [one for one in self.orders if one["fate"] in fates and one["why"].startswith(why)]

    @property
    def ours(self) -> list[Fact]:
        """Ours to ship today or later."""
        return self.of("shippable", "held", "short")

    @property
    def bad_addresses(self) -> list[Fact]:
        return self.of("held", why="bad_address")

    @property
    def unknown_skus(self) -> list[Fact]:
        return self.of("held", why="unknown_sku")

    @property
    def shipped(self) -> list[Fact]:
        """Everything that can leave once the desk has fixed the addresses and matched the codes."""
        return [*self.of("shippable"), *self.bad_addresses, *self.unknown_skus]

    @property
    def still_held(self) -> list[Fact]:
        """Not paid, or with a total that a person has yet to look at."""
        return [*self.of("held", why="payment_pending"), *self.of("held", why="total_differs")]

    @property
    def short(self) -> list[Fact]:
        return self.of("short")

    @property
    def to_invoice(self) -> list[Fact]:
        """What was shipped and is ours to invoice, and what was paid with nothing to ship."""
        gone = [*self.shipped, *self.of("nothing_to_ship")]
        return [one for one in gone if one["invoice_by"] == "us"]

    @property
    def tracked_pieces(self) -> int:
        """Pieces that leave the shelves with what is shipped: the matched lines bring one each."""
        return sum(one["pieces"] for one in self.shipped) + len(self.unknown_skus)


def gross(orders: Iterable[Fact]) -> dict[str, int]:
    """Totals in minor units by currency."""
    found: Counter[str] = Counter()
    for one in orders:
        found[one["currency"]] += one["total_minor"]
    return dict(found)


def keys(orders: Iterable[Fact], want: Callable[[Fact], bool] = lambda one: True) -> set[tuple[str, str]]:
    """(file, the channel's own id) of the orders."""
    return {(one["file"], one["key"]) for one in orders if want(one)}
