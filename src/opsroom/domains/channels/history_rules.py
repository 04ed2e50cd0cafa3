"""Says what a line of an old order history is, each kind by a named rule, and pairs sales with what took them back.

Refuses to guess twice: the first rule that fits decides, so the kinds are disjoint.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

CANCELLATIONS, WRITE_OFFS, ADJUSTMENTS = "cancellations", "write_offs", "adjustments"
ZERO_PRICES, SALES, PSEUDO_CODES = "zero_prices", "sales", "pseudo_codes"


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of line. `kind`: what it becomes in an order, "" when nothing; a group's sums are told together."""

    code: str
    group: str
    title: str
    sentence: str
    kind: str = ""


# fmt: off
RULES: Final = (
    Rule(
        "cancellation",
        CANCELLATIONS,
        "Cancellations",
        "A quantity below zero with a price, or a document that takes back.",
    ),
    Rule(
        "write_off",
        WRITE_OFFS,
        "Stock write-offs",
        "A quantity below zero at price 0: pieces written off, dressed as a sale.",
    ),
    Rule(
        "adjustment",
        ADJUSTMENTS,
        "Adjustments",
        "A price below zero: the books were corrected, nothing was sold.",
    ),
    Rule("nothing", ZERO_PRICES, "Lines of 0 pieces", "No piece was sold."),
    Rule(
        "free",
        ZERO_PRICES,
        "Given free",
        "Price 0 and a known customer: goods that went along for nothing.",
        "goods",
    ),
    Rule(
        "found",
        ZERO_PRICES,
        "Stock found",
        "Price 0 and nobody who bought: pieces booked in, dressed as a sale.",
    ),
    Rule("sale", SALES, "Sales", "Pieces of an article at a price.", "goods"),
    Rule(
        "postage", PSEUDO_CODES, "Postage and carriage", "The code means postage, not an article.", "shipping"
    ),
    Rule("fee", PSEUDO_CODES, "Fees", "The code means a fee of a bank or a marketplace.", "fee"),
    Rule(
        "manual",
        PSEUDO_CODES,
        "Entered by hand",
        "The code means an amount entered by hand, without an article.",
        "fee",
    ),
    Rule("discount", PSEUDO_CODES, "Discounts taken back", "The code means a discount.", "fee"),
    Rule("sample", PSEUDO_CODES, "Samples", "The code means samples.", "service"),
    Rule(
        "correction",
        PSEUDO_CODES,
        "Corrections",
        "The code means a correction of an earlier document.",
        "fee",
    ),
    Rule(
        "voucher",
        PSEUDO_CODES,
        "Gift vouchers",
        "The code means a gift voucher: money for goods of another day.",
        "gift_card",
    ),
    Rule("test", PSEUDO_CODES, "Tests", "The code names a test article.", "service"),
    Rule(
        "other_code",
        PSEUDO_CODES,
        "Codes of another shape",
        "The code is not built like those of nearly all other articles.",
        "goods",
    ),
)
BY_CODE: Final = {rule.code: rule for rule in RULES}
BECOME_LINES: Final = tuple(rule.code for rule in RULES if rule.kind)
# A document of nothing but gifts sold nothing: it is kept and counted, and becomes no order.
SELL: Final = tuple(rule.code for rule in RULES if rule.kind and rule.code != "free")
_WORDS: Final = {
    "POST": "postage", "DOT": "postage", "C2": "postage", "C3": "postage", "POSTAGE": "postage", "SHIPPING": "postage",
    "DELIVERY": "postage", "CARRIAGE": "postage", "VERSAND": "postage", "BANK CHARGES": "fee", "AMAZONFEE": "fee",
    "FEE": "fee", "FEES": "fee", "CRUK": "fee", "M": "manual", "MANUAL": "manual", "D": "discount",
    "DISCOUNT": "discount", "S": "sample", "SAMPLES": "sample", "B": "correction",
}  # fmt: skip
_SHAPES: Final = (
    (re.compile(r"ADJUST\d*\Z"), "correction"),
    (re.compile(r"(GIFT_\d+_\d+|GIFT|GIFT ?CARD|VOUCHER)\Z"), "voucher"),
    (re.compile(r"TEST[ _-]?\d*\Z"), "test"),
)
# One code of another shape among ten is a shop with two series of numbers; one among a hundred is no article number.
SAME_SHAPE_SHARE_MIN: Final = Decimal("0.9")
SHAPE_CHARS: Final = 5
# A document prefix means "cancellation" only where nearly all of its lines take pieces back.
PREFIX_SHARE_MIN: Final = Decimal("0.9")


def rule_of(code: str, quantity: int, unit_price: str, *, has_customer: bool) -> str:
    """The rule that one line alone decides; prefixes of documents and shapes of codes need the whole file."""
    if unit_price.startswith("-") and unit_price.strip("-0.") != "":
        return "adjustment"
    free = unit_price.strip("0.") == ""
    if quantity < 0:
        return "write_off" if free else "cancellation"
    if quantity == 0:
        return "nothing"
    if free:
        return "free" if has_customer else "found"
    if code[:5].isdigit():
        return "sale"
    word = code.upper().strip()
    known = _WORDS.get(word)
    if known:
        return known
    return next((rule for shape, rule in _SHAPES if shape.match(word)), "sale")


@dataclass(frozen=True, slots=True)
class Piece:
    """A line as pairing sees it: which buyer, article and price; `quantity` counts pieces, always above zero."""

    import_id: int
    number: int
    customer: str
    code: str
    unit_price: Decimal
    quantity: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Pair:
    """So many pieces of one sale that one cancellation took back. `rule`: cancelled (nothing left) or returned."""

    taken_back: Piece
    sale: Piece
    quantity: int
    rule: str


def pair(sales: Iterable[Piece], taken_back: Sequence[Piece], within: timedelta) -> list[Pair]:
    """Each cancellation with the latest sales before it of the same buyer, article and price.

    Among those an equal number of pieces comes first. `within` parts a cancelled sale from a return. No sale gives
    back more than it sold; what finds no sale (its sale may be older than the file) stays unpaired.
    """
    shelves: dict[tuple[str, str, Decimal], list[Piece]] = defaultdict(list)
    for sale in sales:
        shelves[sale.customer, sale.code.upper(), sale.unit_price].append(sale)
    left: dict[tuple[int, int], int] = {}
    for shelf in shelves.values():
        shelf.sort(key=lambda one: (one.at, one.import_id, one.number))
        left.update({(one.import_id, one.number): one.quantity for one in shelf})
    found: list[Pair] = []
    for back in sorted(taken_back, key=lambda one: (one.at, one.import_id, one.number)):
        shelf = shelves.get((back.customer, back.code.upper(), back.unit_price), [])
        before = [one for one in reversed(shelf) if one.at <= back.at and left[one.import_id, one.number]]
        same = [one for one in before if left[one.import_id, one.number] == back.quantity]
        found += _take(back, [*same[:1], *before], left, within)
    return found


def _take(
    back: Piece, shelf: Sequence[Piece], left: dict[tuple[int, int], int], within: timedelta
) -> list[Pair]:
    """Takes from the sales in the order given until nothing is asked any more."""
    asked, found = back.quantity, []
    for sale in shelf:
        key = (sale.import_id, sale.number)
        pieces = min(asked, left[key])
        # Somebody without a number can only mean a sale of the same day: everybody else without one fits as well.
        if not pieces or (not back.customer and back.at - sale.at > within):
            continue
        found.append(Pair(back, sale, pieces, "cancelled" if back.at - sale.at <= within else "returned"))
        left[key] -= pieces
        asked -= pieces
        if not asked:
            break
    return found
