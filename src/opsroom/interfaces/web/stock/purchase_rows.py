"""Rows of purchase orders as any page of Stock shows them; refuses to add what is on its way to what is there."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from opsroom.domains.purchasing.queries import PurchaseRow
from opsroom.interfaces.web.parts import Status, Tone
from opsroom.interfaces.web.parts_list import Cell, Column, Row
from opsroom.interfaces.web.wording import UNKNOWN, quantity

PATH = "/stock/purchases"
WORDS: dict[str, tuple[str, Tone]] = {
    "open": ("Open", "info"),
    "closed": ("Closed", "ok"),
    "cancelled": ("Cancelled", ""),
}


def day_words(day: date | None) -> str:
    """A day as people read it; unknown is a dash."""
    return UNKNOWN if day is None else f"{day.day} {day:%b %Y}"


def cost_words(cost: Decimal | None, currency: str) -> str:
    """What one piece costs: at least two decimals, and no useless zeros after them."""
    if cost is None:
        return UNKNOWN
    whole, _, rest = f"{cost.normalize():f}".partition(".")
    return f"{int(whole):,}.{rest.ljust(2, '0')} {currency}"


def state_part(state: str, expected: date | None, today: date) -> Status:
    """One word of an order: late is open and due before today."""
    if state == "open" and expected and expected < today:
        return Status(text="Late", tone="warn")
    text, tone = WORDS[state]
    return Status(text=text, tone=tone)


def purchase_columns() -> list[Column]:
    """The columns of any list of purchase orders."""
    return [
        Column(name="Number", phone="1"),
        Column(name="Supplier", phone="2 full", wrap=True),
        Column(name="Site", phone="no"),
        Column(name="Expected", phone="3", label="Expected"),
        Column(name="Ordered", number=True, phone="no"),
        Column(name="To come", number=True, phone="3 end", label="To come"),
        Column(name="State", phone="1 end"),
    ]


def purchase_row(row: PurchaseRow, today: date) -> Row:
    """One purchase order in such a list."""
    return Row(
        id=str(row.id),
        name=row.number,
        off=row.state != "open",
        cells=[
            Cell(text=row.number, href=f"{PATH}/{row.id}", mono=True),
            Cell(text=row.supplier),
            Cell(text=row.site),
            Cell(text=day_words(row.expected_on)),
            Cell(text=quantity(row.ordered)),
            Cell(text=quantity(row.left)),
            Cell(part=state_part(row.state, row.expected_on, today)),
        ],
    )
