"""Which two columns of a file have changed places, judged by what stands in their cells; refuses to suspect on a hint.

Each rule asks for two signs at once: this column holds what the other should, and that one what this should. A file
that is right gives one of them at most.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from decimal import Decimal
from typing import Final

from opsroom.ports.reading.cells import parse_decimal
from opsroom.ports.reading.dates import Moment, parse_moment

Cells = Mapping[str, Sequence[str]]  # field -> its cells row by row, all of one length
ROWS_MIN: Final = 3  # fewer prove nothing
MOST: Final = 0.9
MANY: Final = 0.6
SOME: Final = 0.3
FEW: Final = 0.1
_DIGIT = re.compile(r"\d")
_CENTS = re.compile(r"[.,]\d\d\Z")
_GTIN = re.compile(r"\d{8}|\d{12,14}")
_PIECES_MONEY: Final = tuple(
    (pieces, money) for pieces in ("quantity",) for money in ("unit_price", "unit_cost", "price", "cost")
)
_CODES: Final = (("sku", "title"), ("code", "title"), ("sku", "product"), ("code", "name"))
# The first of each is never later than the second, but for a mistyped row.
_DATES: Final = (
    ("placed_at", "ship_by"), ("placed_at", "deliver_by"), ("placed_at", "shipped_at"), ("placed_at", "updated_at"),
    ("placed_at", "paid_at"), ("ship_by", "deliver_by"),
)  # fmt: skip
# The first of each is never more than the second.
_LESS: Final = (("cost", "price"), ("sale_price", "regular_price"))


@dataclass(frozen=True, slots=True)
class Known:
    """What stands here already: codes in small letters, and the last price and cost of each."""

    codes: frozenset[str] = frozenset()
    prices: Mapping[str, Decimal] = field(default_factory=dict)
    costs: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Swap:
    """Two fields whose columns look changed; `why` goes on after their names."""

    first: str
    second: str
    why: str


def find_swap(
    cells: Cells, known: Known, *, comma: bool = False, date_order: str | None = None
) -> Swap | None:
    """The first pair that looks changed, None where nothing does."""
    return (
        _pieces_and_money(cells, known, comma)
        or _code_and_name(cells, known)
        or _code_and_barcode(cells, known)
        or _ordered_and_sent(cells, comma)
        or _dates(cells, date_order)
        or _places(cells)
        or _less(cells, comma)
    )


def _pairs(cells: Cells, first: str, second: str) -> list[tuple[str, str]]:
    """Rows in which both are filled."""
    both = zip(cells.get(first, ()), cells.get(second, ()), strict=False)
    return [(a.strip(), b.strip()) for a, b in both if a.strip() and b.strip()]


def _share(pairs: Sequence[tuple[str, str]], fits: Callable[[str, str], bool]) -> float:
    return sum(1 for a, b in pairs if fits(a, b)) / len(pairs) if len(pairs) >= ROWS_MIN else 0.0


def _pieces_and_money(cells: Cells, known: Known, comma: bool) -> Swap | None:
    for pieces, money in _PIECES_MONEY:
        pairs = _pairs(cells, pieces, money)
        broken = _share(pairs, lambda a, _: _is_broken(a, comma))
        whole = _share(pairs, lambda _, b: _is_whole(b, comma))
        written = _share(pairs, lambda a, b: bool(_CENTS.search(a)) and b.isdecimal())
        if whole >= MOST and (broken >= SOME or (broken >= FEW and written >= MOST)):
            return Swap(pieces, money, "the first holds amounts with cents and the second whole pieces")
        last = known.costs if "cost" in money else known.prices
        if last and _is_told_by(cells, pieces, money, last, comma):
            return Swap(pieces, money, "the first holds the amounts that are known here for these articles")
    return None


def _is_broken(text: str, comma: bool) -> bool:
    number = parse_decimal(text, comma_decimal=comma)
    return number is not None and number != number.to_integral_value()


def _is_whole(text: str, comma: bool) -> bool:
    number = parse_decimal(text, comma_decimal=comma)
    return number is not None and number == number.to_integral_value() and abs(number) < 100_000


def _is_told_by(cells: Cells, pieces: str, money: str, last: Mapping[str, Decimal], comma: bool) -> bool:
    """Whether the pieces are the last amounts of their articles, nearly always, and the amounts are not."""
    judged = told = 0
    codes = cells.get("sku") or cells.get("code") or ()
    for code, a, b in zip(codes, cells.get(pieces, ()), cells.get(money, ()), strict=False):
        amount = last.get(code.strip().casefold())
        first, second = parse_decimal(a, comma_decimal=comma), parse_decimal(b, comma_decimal=comma)
        if not amount or first is None or second is None or first == second:
            continue
        judged += 1
        told += _near(first, amount) and not _near(second, amount)
    return judged >= ROWS_MIN and told >= MANY * judged


def _near(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) * 20 <= other


def _code_and_name(cells: Cells, known: Known) -> Swap | None:
    for code, name in _CODES:
        pairs = list(dict.fromkeys(_pairs(cells, code, name)))
        there = _share(pairs, lambda _, b: b.casefold() in known.codes)
        here = _share(pairs, lambda a, _: a.casefold() in known.codes)
        if there >= MANY and here <= FEW:
            return Swap(code, name, "codes that are known here stand in the second")
        words = _share(pairs, lambda a, _: " " in a)
        coded = _share(pairs, lambda _, b: " " not in b and (b == b.upper() or bool(_DIGIT.search(b))))
        if words >= MANY and coded >= MOST and here <= FEW:
            return Swap(code, name, "the first holds words and the second codes")
    return None


def _code_and_barcode(cells: Cells, known: Known) -> Swap | None:
    pairs = list(dict.fromkeys(_pairs(cells, "sku", "barcode")))
    here = _share(pairs, lambda a, _: a.casefold() in known.codes)
    if (
        _share(pairs, lambda a, _: _is_gtin(a)) >= MOST
        and _share(pairs, lambda _, b: _is_gtin(b)) == 0
        and here <= FEW
    ):
        return (
            Swap("sku", "barcode", "the first holds barcodes and the second none")
            if len(pairs) >= ROWS_MIN
            else None
        )
    return None


def _is_gtin(text: str) -> bool:
    """Its check digit fits: one number in ten does by chance, nine of ten do not."""
    if not _GTIN.fullmatch(text):
        return False
    digits = [int(one) for one in reversed(text)]
    return (
        10 - sum(one * (3 if place % 2 == 0 else 1) for place, one in enumerate(digits[1:])) % 10
    ) % 10 == digits[0]


def _ordered_and_sent(cells: Cells, comma: bool) -> Swap | None:
    pairs = _pairs(cells, "quantity", "shipped_quantity")
    numbers = [
        (parse_decimal(a, comma_decimal=comma), parse_decimal(b, comma_decimal=comma)) for a, b in pairs
    ]
    both = [(a, b) for a, b in numbers if a is not None and b is not None]
    more, less = sum(b > a for a, b in both), sum(b < a for a, b in both)
    if len(both) >= ROWS_MIN and more >= max(2, SOME * len(both)) and not less:
        return Swap(
            "quantity", "shipped_quantity", "more would have been sent than was ordered, and never less"
        )
    return None


def _dates(cells: Cells, order: str | None) -> Swap | None:
    for first, second in _DATES:
        late = early = judged = 0
        for a, b in _pairs(cells, first, second):
            one, other = parse_moment(a, UTC, order), parse_moment(b, UTC, order)
            if not isinstance(one, Moment) or not isinstance(other, Moment):
                continue
            judged += 1
            late += one.at > other.at + timedelta(days=1)
            early += one.at < other.at
        if judged >= ROWS_MIN and late >= MOST * judged and not early:
            return Swap(first, second, "the first would be later than the second in nearly every row")
    return None


def _places(cells: Cells) -> Swap | None:
    for prefix in ("", "ship_", "bill_"):
        pairs = list(dict.fromkeys(_pairs(cells, f"{prefix}postcode", f"{prefix}city")))
        named = _share(pairs, lambda a, _: not _DIGIT.search(a))
        numbered = _share(pairs, lambda _, b: bool(_DIGIT.search(b)))
        if named >= MOST and numbered >= MOST:
            return Swap(f"{prefix}postcode", f"{prefix}city", "the first holds names and the second numbers")
    return None


def _less(cells: Cells, comma: bool) -> Swap | None:
    for first, second in _LESS:
        pairs = _pairs(cells, first, second)
        numbers = [
            (parse_decimal(a, comma_decimal=comma), parse_decimal(b, comma_decimal=comma)) for a, b in pairs
        ]
        both = [(a, b) for a, b in numbers if a and b]
        more = sum(a > b for a, b in both)
        if len(both) >= 2 * ROWS_MIN and more == len(both):
            return Swap(first, second, "the first is more than the second in every row")
    return None
