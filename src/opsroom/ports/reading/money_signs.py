"""The currency that amounts carry beside them ("£12.50", "12,50 €", "C $5"); refuses a bare number."""

from __future__ import annotations

import re

from opsroom.kernel.values.currencies import MINOR_DIGITS

_CODE = re.compile(r"(?<![A-Za-z])([A-Z]{3})(?![A-Za-z])")
_SIGNS = (
    ("US $", "USD"), ("US$", "USD"), ("C $", "CAD"), ("CA$", "CAD"), ("C$", "CAD"), ("AU $", "AUD"), ("A$", "AUD"),
    ("NZ$", "NZD"), ("R$", "BRL"), ("£", "GBP"), ("€", "EUR"), ("₹", "INR"), ("zł", "PLN"),
)  # fmt: skip
_DOLLARS = frozenset({"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN"})


def currency_beside(text: str, own: str) -> str | None:
    """The currency told in the cell. A bare dollar or yen sign is one's own where that is written so."""
    code = _CODE.search(text)
    if code and code[1] in MINOR_DIGITS:
        return code[1]
    for sign, currency in _SIGNS:
        if sign in text:
            return currency
    if "$" in text:
        return own if own in _DOLLARS else "USD"
    if "¥" in text:
        return own if own in {"JPY", "CNY"} else "JPY"
    return None
