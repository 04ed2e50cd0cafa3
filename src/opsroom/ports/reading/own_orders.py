"""What a file of order lines of ours looks like, and whether an order in it is as it left; refuses to guess which.

An order that nobody touched since it was given out says nothing new, whatever has happened to it here meanwhile: it
must not bring an older state back. So each row carries a mark over all cells of its order.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from opsroom.ports.reading.cells import clean_text

NUMBER, MARK = "Opsroom order", "Opsroom mark"
HEAD: Final = (
    NUMBER, "Order number", "Channel's number", "Purchase order", "Channel", "Order state", "Placed at", "Ship by",
    "Deliver by", "Cancelled at", "Payment", "Fulfilled by", "Delivery method", "Shipping country", "Tags", "Test",
)  # fmt: skip
LINE: Final = (
    "Line ID", "Line kind", "SKU", "Title", "Quantity", "Shipped quantity", "Requires shipping", "Unit price",
    "Line discount", "Tax rate", "Line tax", "Line net", "Personalisation",
)  # fmt: skip
SUMS: Final = ("Total", "Currency", "Prices include tax", "Invoice issued by", "Tax remitted by")
PEOPLE: Final = (
    "Customer name", "Email",
    *(f"{whose} {part}" for whose in ("Shipping", "Billing") for part in (
        "name", "company", "address", "address 2", "postcode", "city", "region", "phone")),
    "Billing country", "Notes", "Gift message",
)  # fmt: skip
TITLES: Final = (*HEAD, *LINE, *SUMS, *PEOPLE)
_AMOUNTS: Final = frozenset(
    {
        "Quantity",
        "Shipped quantity",
        "Unit price",
        "Line discount",
        "Tax rate",
        "Line tax",
        "Line net",
        "Total",
    }
)
_NUMBER: Final = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?")


def mark_of(rows: Iterable[Mapping[str, str]]) -> str:
    """The mark of one order by its rows, title -> cell; titles of others and columns that are not there do not count.

    Blanks at the ends and the way an amount is written (28.70, 28.7, 28,70) make no difference.
    """
    digest = hashlib.sha256()
    for row in rows:
        for title in TITLES:
            if cell := _plain(title, row.get(title, "")):
                digest.update(f"{title}\x1f{cell}\x1f".encode())
        digest.update(b"\x1e")
    # A letter first, so that no spreadsheet takes it for a number.
    return "k" + digest.hexdigest()[:19]


def _plain(title: str, cell: str) -> str:
    text = " ".join(clean_text(cell).split())
    if title in _AMOUNTS and _NUMBER.fullmatch(text):
        return f"{Decimal(text.replace(',', '.')).normalize():f}"
    return text
