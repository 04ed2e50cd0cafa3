"""Adds up what an import would do: rows, units, values, money; refuses to mix currencies."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

Json = dict[str, Any]
DIFFERENCES_KEPT = 8


@dataclass(slots=True)
class Tally:
    """The effect of a whole import. Values in millionths of the major unit, money in minor units, by currency."""

    items_created: int = 0
    price_changes: int = 0
    cost_changes: int = 0
    terms_changes: int = 0
    rows_up: int = 0
    rows_down: int = 0
    units_up: int = 0
    units_down: int = 0
    value_up: dict[str, int] = field(default_factory=dict)
    value_down: dict[str, int] = field(default_factory=dict)
    zeroed: list[str] = field(default_factory=list)
    orders_new: dict[str, int] = field(default_factory=dict)
    orders_changed: dict[str, int] = field(default_factory=dict)
    order_units: int = 0
    unknown_meaning: int = 0
    case_twins: list[tuple[str, str]] = field(default_factory=list)
    open_orders: int = 0
    old_or_closed_orders: int = 0
    orders: int = 0  # new ones
    sites: set[int] = field(default_factory=set)  # that rows of a stock file lie at
    places: dict[str, int] = field(default_factory=dict)  # names that are no site here -> rows
    places_known: int = 0  # how often sites of ours were named
    unplaced: int = 0  # rows that no site is known for
    bins_new: int = 0
    other_bins: list[tuple[str, int]] = field(
        default_factory=list
    )  # (SKU, pieces) where the file names no bin
    units_without_cost: int = 0
    counts: int = 0
    differences: dict[int, int] = field(
        default_factory=dict
    )  # pieces more or fewer -> rows, the first few kinds
    purchases: int = 0
    pieces_to_come: int = 0
    balances: dict[str, int] = field(
        default_factory=dict
    )  # currency -> what debit and credit come to together
    owed: dict[str, int] = field(default_factory=dict)  # currency -> minor units still owed to us
    prices: int = 0
    prices_below_cost: int = 0

    def move(self, pieces: int, unit_value: int, currency: str) -> None:
        """So many pieces more (or fewer) on the shelf, at this cost each."""
        if pieces > 0:
            self.rows_up += 1
            self.units_up += pieces
            self.value_up[currency] = self.value_up.get(currency, 0) + pieces * unit_value
        elif pieces < 0:
            self.rows_down += 1
            self.units_down -= pieces
            self.value_down[currency] = self.value_down.get(currency, 0) - pieces * unit_value

    def see_difference(self, pieces: int, *, without_cost: bool) -> None:
        """One figure of a file against the shelf. What has no cost has no value, so its pieces are counted instead."""
        self.counts += 1
        if without_cost:
            self.units_without_cost += abs(pieces)
        if pieces in self.differences or len(self.differences) < DIFFERENCES_KEPT:
            self.differences[pieces] = self.differences.get(pieces, 0) + 1

    def see_price(self, cost: Decimal | None, price: Decimal | None) -> None:
        """Hardly anything is sold below its cost; a file in which nearly everything is has its columns swapped."""
        if cost is not None and price:
            self.prices += 1
            self.prices_below_cost += cost > price

    def as_json(self) -> Json:
        """As kept with the import: what the effect card shows."""
        return {
            "items_created": self.items_created,
            "price_changes": self.price_changes,
            "cost_changes": self.cost_changes,
            "terms_changes": self.terms_changes,
            "stock": {
                "rows_up": self.rows_up,
                "rows_down": self.rows_down,
                "units_up": self.units_up,
                "units_down": self.units_down,
                "value_up": self.value_up,
                "value_down": self.value_down,
            },
            "money": {"new": self.orders_new, "changed": self.orders_changed},
            "order_units": self.order_units,
            "bins_new": self.bins_new,
            "pieces_to_come": self.pieces_to_come,
            "owed": self.owed,
            "sites": sorted(self.sites),
        }
