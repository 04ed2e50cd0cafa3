"""Masks payment card numbers that people type into free text, before it is stored (Y2); knows no other number.

A card number is 14 to 19 digits that pass Luhn's check (ISO/IEC 7812-1) and begin like one of the large issuers:
Visa 4, Mastercard 51-55 and 2221-2720, American Express 34 and 37, Discover 6011 and 65, Diners 36 and 38,
JCB 3528-3589, UnionPay 62. The 13 digits of old Visa cards are left out: they look like the GTIN of any German
article. Digits may be grouped by single spaces or dashes; what is typed after the number (expiry, check digits) is no
part of it. The last four stay, so that the person can be asked.
"""

from __future__ import annotations

import re
from typing import Any

_RUN = re.compile(r"(?<!\d)(?<!\d[.,-])(?<!•••• )\d(?:[ -]?\d){13,}")
_GROUP = re.compile(r"\d+")
_ISSUER = re.compile(
    r"4|5[1-5]|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)|3[47]|6011|65|3[68]|35(?:2[89]|[3-8]\d)|62"
)
_LENGTHS = {"3": {14, 15, 16}, "5": {16}, "2": {16}}
_USUAL = {16, 19}
_LONGEST = 37  # 19 digits, a separator between any two
_CODES = re.compile(
    r"(?i)(?:^|[^a-z])(?:id|ids|sku|ean|gtin|upc|order|orders|reference|transaction|key)(?:$|[^a-z])|barcode|tracking"
)


def mask_cards(text: str) -> str:
    """The text with every card number as dots and its last four digits; anything else stays as it is."""
    return _RUN.sub(_masked, text) if any(c.isdigit() for c in text) else text


def mask_cards_in(value: Any) -> Any:
    """The same for every text inside lists and dicts, as JSON has them; keys stay.

    Texts under a key that holds codes (ids, SKUs, barcodes, tracking numbers) stay: some of them look like cards.
    """
    if isinstance(value, str):
        return mask_cards(value)
    if isinstance(value, list):
        return [mask_cards_in(one) for one in value]
    if isinstance(value, dict):
        return {key: one if _holds_codes(key) else mask_cards_in(one) for key, one in value.items()}
    return value


def _holds_codes(key: object) -> bool:
    return isinstance(key, str) and bool(_CODES.search(key)) and "card" not in key.casefold()


def _masked(found: re.Match[str]) -> str:
    """The run with the cards that begin it masked: each the longest that ends where a group of digits ends."""
    rest, said = found[0], ""
    while begin := _RUN.search(rest):
        ends = [group.end() for group in _GROUP.finditer(rest, begin.start(), begin.start() + _LONGEST)]
        for end in reversed(ends):
            digits = re.sub(r"\D", "", rest[begin.start() : end])
            if _is_card(digits) and not rest[end : end + 1].isdecimal():
                said += f"{rest[: begin.start()]}•••• {digits[-4:]}"
                rest = rest[end:]
                break
        else:
            break
    return said + rest


def _is_card(digits: str) -> bool:
    if len(digits) not in _LENGTHS.get(digits[0], _USUAL) or not _ISSUER.match(digits):
        return False
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (2 if place % 2 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0
