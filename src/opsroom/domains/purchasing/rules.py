"""Decides what is still to come and how a telling of an old tool adds up; pure, refuses to hide a contradiction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

# A delivery beyond this is no delivery: a year typed wrong.
EXPECTED_YEARS_MAX = 5


@dataclass(frozen=True, slots=True)
class LineDraft:
    """One line as it should be, in pieces. `expected_on` None: when the order comes."""

    sku_id: int
    ordered: int
    received: int = 0
    cancelled: int = 0
    unit_cost: Decimal | None = None
    expected_on: date | None = None


@dataclass(frozen=True, slots=True)
class PurchaseDraft:
    """A purchase order as it should be. Empty and None: not told, so what is stored stays."""

    number: str
    supplier_id: int
    site_id: int
    lines: tuple[LineDraft, ...]
    currency: str = ""
    ordered_on: date | None = None
    expected_on: date | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What an old tool says of a line. `differs`: remaining as it would follow from ordered and received."""

    ordered: int
    received: int
    differs: int | None = None


def remaining(ordered: int, received: int, cancelled: int = 0) -> int:
    """Pieces still to come; more than was ordered is a fact, and leaves nothing to come."""
    return max(0, ordered - received - cancelled)


def told(ordered: int | None, received: int | None, left: int | None) -> Told:
    """Ordered and received from two or three figures. What is still to come is what counts, so `left` is believed.

    Raises ValueError where neither what was ordered nor what is left is told.
    """
    if left is None:
        if ordered is None:
            raise ValueError("neither ordered nor remaining")
        return Told(ordered, received or 0)
    if ordered is None:
        return Told(left + (received or 0), received or 0)
    if left > ordered:
        return Told(left + (received or 0), received or 0, differs=remaining(ordered, received or 0))
    if received is None or remaining(ordered, received) == left:
        return Told(ordered, ordered - left if received is None else received)
    return Told(ordered, ordered - left, differs=remaining(ordered, received))


def told_done(ordered: int | None, received: int | None, left: int | None) -> Told:
    """Of a line of which nothing is to come: what came is what the tool says came, and the rest never will."""
    came = received or 0
    return Told(ordered if ordered is not None else came + (left or 0), came)


def state_of(lines: Sequence[LineDraft]) -> str:
    """The state an order is born in: open while a piece is to come; cancelled when none ever came."""
    if any(remaining(line.ordered, line.received, line.cancelled) for line in lines):
        return "open"
    return "closed" if any(line.received for line in lines) else "cancelled"
