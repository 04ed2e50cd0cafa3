"""Compares orders as an old tool tells them with ours, one difference a sentence; refuses to call unlike equal."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

Json = dict[str, Any]
ONLY_THERE, ONLY_HERE, TOTAL, LINES, STATE = "only_there", "only_here", "total", "lines", "state"
STOCK, STOCK_UNKNOWN = "stock", "stock_unknown"
KINDS: Final = (ONLY_THERE, ONLY_HERE, TOTAL, LINES, STATE, STOCK, STOCK_UNKNOWN)
# Chosen, not typed: they stay with the comparison, which holds no names.
REASONS: Final[Mapping[str, str]] = {
    "rounding": "The old tool rounds otherwise",
    "by_hand": "Entered or changed by hand in the old tool",
    "late_export": "One export is older than the other",
    "test": "A test",
    "old_tool_wrong": "The old tool is wrong, we are right",
    "known": "Known and accepted",
}


@dataclass(frozen=True, slots=True)
class OneSide:
    """One order as one side tells it: totals in minor units, pieces by code; `keys` are all names it goes by."""

    keys: tuple[str, ...]
    currency: str
    total_minor: int | None
    state: str  # open | part_shipped | shipped | cancelled
    pieces: Mapping[str, int]
    order_id: int | None = None
    rows: tuple[int, ...] = ()

    def as_json(self) -> Json:
        """As kept with a difference: no person, no address, no title."""
        return {
            "currency": self.currency,
            "total_minor": self.total_minor,
            "state": self.state,
            "pieces": dict(sorted(self.pieces.items())),
        }


@dataclass(frozen=True, slots=True)
class Found:
    """One difference."""

    kind: str
    key: str
    told: Json | None
    ours: Json | None
    order_id: int | None = None
    sku_id: int | None = None
    rows: tuple[int, ...] = field(default=())

    @property
    def fingerprint(self) -> str:
        """The same as long as both sides say the same of the same thing."""
        said = json.dumps([self.kind, self.key, self.told, self.ours], sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()


def key_of(name: str, prefix: str) -> str:
    """A number without signs, case and our prefix: "#1001", "SH-1001" and "1001" are one."""
    plain = name.strip().lstrip("#").upper()
    return plain.removeprefix(f"{prefix}-")


def differences(told: Iterable[OneSide], ours: Iterable[OneSide]) -> list[Found]:
    """What differs, order by order: those of the old tool in their order, then those that only we have."""
    by_key: dict[str, OneSide] = {}
    mine = list(ours)
    for one in mine:
        for key in one.keys:
            by_key.setdefault(key, one)
    met: set[int] = set()
    found: list[Found] = []
    for one in told:
        other = next((by_key[key] for key in one.keys if key in by_key), None)
        if other is None:
            found.append(Found(ONLY_THERE, one.keys[0], one.as_json(), None, rows=one.rows))
            continue
        met.add(id(other))
        found += _between(one, other)
    found += [
        Found(ONLY_HERE, one.keys[0], None, one.as_json(), one.order_id) for one in mine if id(one) not in met
    ]
    return found


def _between(one: OneSide, other: OneSide) -> list[Found]:
    kinds = []
    if one.total_minor is not None and (one.currency, one.total_minor) != (other.currency, other.total_minor):
        kinds.append(TOTAL)
    if one.pieces and dict(one.pieces) != dict(other.pieces):
        kinds.append(LINES)
    if one.state != other.state:
        kinds.append(STATE)
    return [
        Found(kind, one.keys[0], one.as_json(), other.as_json(), other.order_id, rows=one.rows)
        for kind in kinds
    ]


@dataclass(frozen=True, slots=True)
class Compared:
    """One day of a parallel run: differences nobody explained, and how many orders were compared."""

    day: date
    unexplained: int
    orders: int


def clean_days(days: Sequence[Compared]) -> tuple[date, ...]:
    """The newest days with compared orders and nothing unexplained, one after another. `days`: newest first.

    A day without compared orders, such as a Sunday without a file, neither counts nor breaks the row; one on which
    anything is unexplained, stock included, ends it."""
    clean: list[date] = []
    for one in days:
        if one.unexplained:
            break
        if one.orders:
            clean.append(one.day)
    return tuple(clean)
