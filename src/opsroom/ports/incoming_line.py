"""One line of an old order history as a flat file tells it; refuses to say what kind of line it is: rules do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class IncomingLine:
    """A line of a document (order, cancellation, correction). `placed_at` is aware; amounts are major units."""

    document: str
    code: str
    title: str
    quantity: int
    unit_price: Decimal
    placed_at: datetime
    customer: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class LineBatch:
    """Good lines in file order, as plain columns so that a million of them stay cheap.

    A row is (number, row, document, code, title, quantity, unit price as text, ISO moment, customer, country);
    `following` is the record number after the last one.
    """

    rows: list[tuple[int, int, str, str, str, int, str, str, str, str]]
    following: int
