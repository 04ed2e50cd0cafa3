"""Which columns of a file have changed places, by what stands in their cells; refuses to suspect on a hint.

Each rule asks for two signs at once: this column holds what the other should, and that one what this should. A file
that is right gives one of them at most.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from decimal import Decimal
from itertools import chain
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


def find_swaps(
    cells: Cells, known: Known, *, comma: bool = False, date_order: str | None = None
) -> list[Swap]:
    """Every pair that looks changed. A column stands in one of them at most: in the first that says so."""
    suspected = chain(
        _pieces_and_money(cells, known, comma),
        _code_and_name(cells, known),
        _code_and_barcode(cells, known),
        _ordered_and_sent(cells, comma),
        _dates(cells, date_order),
        _places(cells),
        _less(cells, comma),
    )
    found: list[Swap] = []
    taken: set[str] = set()
    for one in suspected:
        if taken.isdisjoint((one.first, one.second)):
            found.append(one)
            taken |= {one.first, one.second}
    return found


def _pairs(cells: Cells, first: str, second: str) -> list[tuple[str, str]]:
    """Rows in which both are filled."""
    both = zip(cells.get(first, ()), cells.get(second, ()), strict=False)
    return [(a.strip(), b.strip()) for a, b in both if a.strip() and b.strip()]


def _share(pairs: Sequence[tuple[str, str]], fits: Callable[[str, str], bool]) -> float:
    return sum(1 for a, b in pairs if fits(a, b)) / len(pairs) if len(pairs) >= ROWS_MIN else 0.0


def _pieces_and_money(cells: Cells, known: Known, comma: bool) -> Iterator[Swap]:
    for pieces, money in _PIECES_MONEY:
        pairs = _pairs(cells, pieces, money)
        broken = _share(pairs, lambda a, _: _is_broken(a, comma))
        whole = _share(pairs, lambda _, b: _is_whole(b, comma))
        written = _share(pairs, lambda a, b: bool(_CENTS.search(a)) and b.isdecimal())
        if whole >= MOST and (broken >= SOME or (broken >= FEW and written >= MOST)):
            yield Swap(pieces, money, "the first holds amounts with cents and the second whole pieces")
        last = known.costs if "cost" in money else known.prices
        if last and _is_told_by(cells, pieces, money, last, comma):
            yield Swap(pieces, money, "the first holds the amounts that are known here for these articles")


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


def _code_and_name(cells: Cells, known: Known) -> Iterator[Swap]:
    for code, name in _CODES:
        pairs = list(dict.fromkeys(_pairs(cells, code, name)))
        there = _share(pairs, lambda _, b: b.casefold() in known.codes)
        here = _share(pairs, lambda a, _: a.casefold() in known.codes)
        if there >= MANY and here <= FEW:
            yield Swap(code, name, "codes that are known here stand in the second")
        words = _share(pairs, lambda a, _: " " in a)
        coded = _share(pairs, lambda _, b: " " not in b and (b == b.upper() or bool(_DIGIT.search(b))))
        if words >= MANY and coded >= MOST and here <= FEW:
            yield Swap(code, name, "the first holds words and the second codes")


def _code_and_barcode(cells: Cells, known: Known) -> Iterator[Swap]:
    pairs = list(dict.fromkeys(_pairs(cells, "sku", "barcode")))
    here = _share(pairs, lambda a, _: a.casefold() in known.codes)
    if (
        _share(pairs, lambda a, _: _is_gtin(a)) >= MOST
        and _share(pairs, lambda _, b: _is_gtin(b)) == 0
        and here <= FEW
    ):
        yield Swap("sku", "barcode", "the first holds barcodes and the second none")


def _is_gtin(text: str) -> bool:
    """Its check digit fits: one number in ten does by chance, nine of ten do not."""
    if not _GTIN.fullmatch(text):
        return False
    digits = [int(one) for one in reversed(text)]
    return (
        10 - sum(one * (3 if place % 2 == 0 else 1) for place, one in enumerate(digits[1:])) % 10
    ) % 10 == digits[0]


def _ordered_and_sent(cells: Cells, comma: bool) -> Iterator[Swap]:
    pairs = _pairs(cells, "quantity", "shipped_quantity")
    numbers = [
        (parse_decimal(a, comma_decimal=comma), parse_decimal(b, comma_decimal=comma)) for a, b in pairs
    ]
    both = [(a, b) for a, b in numbers if a is not None and b is not None]
    more, less = sum(b > a for a, b in both), sum(b < a for a, b in both)
    if len(both) >= ROWS_MIN and more >= max(2, SOME * len(both)) and not less:
        yield Swap(
            "quantity", "shipped_quantity", "more would have been sent than was ordered, and never less"
        )


def _dates(cells: Cells, order: str | None) -> Iterator[Swap]:
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
            yield Swap(first, second, "the first would be later than the second in nearly every row")


def _places(cells: Cells) -> Iterator[Swap]:
    for prefix in ("", "ship_", "bill_"):
        pairs = list(dict.fromkeys(_pairs(cells, f"{prefix}postcode", f"{prefix}city")))
        named = _share(pairs, lambda a, _: not _DIGIT.search(a))
        numbered = _share(pairs, lambda _, b: bool(_DIGIT.search(b)))
        if named >= MOST and numbered >= MOST:
            yield Swap(f"{prefix}postcode", f"{prefix}city", "the first holds names and the second numbers")


def _less(cells: Cells, comma: bool) -> Iterator[Swap]:
    for first, second in _LESS:
        pairs = _pairs(cells, first, second)
        numbers = [
            (parse_decimal(a, comma_decimal=comma), parse_decimal(b, comma_decimal=comma)) for a, b in pairs
        ]
        both = [(a, b) for a, b in numbers if a and b]
        more = sum(a > b for a, b in both)
        if len(both) >= 2 * ROWS_MIN and more == len(both):
            yield Swap(first, second, "the first is more than the second in every row")
