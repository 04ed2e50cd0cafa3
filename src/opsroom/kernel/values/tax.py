"""Net, tax and gross of a document's lines in minor units that sum exactly; refuses unknown rounding modes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal, get_args

from opsroom.kernel.values.currencies import minor_digits
from opsroom.kernel.values.money import fit_to_total

Mode = Literal["line", "document"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line before rounding. `amount`: its exact value in minor units after discounts, with or without tax.

    `rate` is a fraction: Decimal("0.20") for 20 %.
    """

    amount: Fraction
    rate: Decimal

    def __post_init__(self) -> None:
        if not isinstance(self.rate, Decimal) or not 0 <= self.rate <= 1:
            raise ValueError(f"{self.rate!r} is not a tax rate between 0 and 1")


@dataclass(frozen=True, slots=True)
class Amounts:
    """Net, tax and gross in minor units; net + tax == gross, always."""

    net: int
    tax: int
    gross: int


@dataclass(frozen=True, slots=True)
class RateTotal:
    """What one tax rate adds up to, in minor units: a row of the document's tax table."""

    rate: Decimal
    net: int
    tax: int
    gross: int


@dataclass(frozen=True, slots=True)
class DocumentAmounts:
    """A document's lines (in the order given), its tax table by rate, and its totals; every column sums exactly."""

    lines: tuple[Amounts, ...]
    by_rate: tuple[RateTotal, ...]
    net: int
    tax: int
    gross: int


def priced(
    unit_price: Decimal,
    quantity: int | Decimal,
    rate: Decimal,
    currency: str,
    *,
    discount_rate: Decimal = Decimal(0),
    discount_minor: int = 0,
) -> Line:
    """A line from a unit price in major units and a quantity.

    discount_rate: a share (Decimal("0.25") for 25 %); discount_minor: an amount taken off after it.
    """
    if not 0 <= discount_rate <= 1:
        raise ValueError(f"{discount_rate} is not a discount between 0 and 1")
    full = Fraction(unit_price) * Fraction(quantity) * 10 ** minor_digits(currency)
    return Line(full * (1 - Fraction(discount_rate)) - discount_minor, rate)


def fixed(minor: int, rate: Decimal) -> Line:
    """A line whose amount is already known in minor units."""
    return Line(Fraction(minor), rate)


def document_amounts(lines: Sequence[Line], *, prices_include_tax: bool, mode: Mode) -> DocumentAmounts:
    """Rounds a document, half up (away from zero), each figure once.

    mode "line": every line is rounded by itself and the document is their sum. mode "document": each rate is rounded
    on its total, and lines carry the residual by largest remainder. Where prices include tax the gross is what the
    customer saw, so net is the residual; else gross is net + tax. The negated document gives the negated figures.
    """
    if mode not in get_args(Mode):
        raise ValueError(f"{mode!r} is not a rounding mode")
    done: dict[int, Amounts] = {}
    by_rate: list[RateTotal] = []
    for rate in sorted({one.rate for one in lines}):
        places = [place for place, one in enumerate(lines) if one.rate == rate]
        exact = [lines[place].amount for place in places]
        rounding = _by_line if mode == "line" else _by_document
        found = rounding(exact, Fraction(rate), prices_include_tax)
        done.update(zip(places, found, strict=True))
        by_rate.append(RateTotal(rate, *_sums(found)))
    in_order = tuple(done[place] for place in range(len(lines)))
    net, tax, gross = _sums(in_order)
    return DocumentAmounts(in_order, tuple(by_rate), net, tax, gross)


def half_up(exact: Fraction) -> int:
    """The nearest whole number, the half away from zero, exactly (Decimal's ROUND_HALF_UP without its precision)."""
    whole = (2 * abs(exact.numerator) + exact.denominator) // (2 * exact.denominator)
    return -whole if exact < 0 else whole


def _by_line(exact: Sequence[Fraction], rate: Fraction, included: bool) -> list[Amounts]:
    found = []
    for one in exact:
        if included:
            gross = half_up(one)
            tax = half_up(gross * rate / (1 + rate))
            found.append(Amounts(gross - tax, tax, gross))
        else:
            net = half_up(one)
            tax = half_up(net * rate)
            found.append(Amounts(net, tax, net + tax))
    return found


def _by_document(exact: Sequence[Fraction], rate: Fraction, included: bool) -> list[Amounts]:
    given = _fitted(exact, half_up(sum(exact, Fraction(0))))
    if included:
        # The tax is taken out of the gross that is really asked for, not out of its unrounded ancestor.
        shares = [one * rate / (1 + rate) for one in given]
        taxes = _fitted(shares, half_up(sum(shares, Fraction(0))))
        return [Amounts(gross - tax, tax, gross) for gross, tax in zip(given, taxes, strict=True)]
    shares = [one * rate for one in exact]
    taxes = _fitted(shares, half_up(sum(shares, Fraction(0))))
    return [Amounts(net, tax, net + tax) for net, tax in zip(given, taxes, strict=True)]


def _fitted(exact: Sequence[Fraction], total: int) -> list[int]:
    """fit_to_total, mirrored for negative documents, so that a credit note is its invoice with the sign turned."""
    lead = total or next((one for one in exact if one), 0)
    if lead < 0:
        return [-one for one in fit_to_total([-one for one in exact], -total)]
    return fit_to_total(exact, total)


def _sums(found: Sequence[Amounts]) -> tuple[int, int, int]:
    return sum(one.net for one in found), sum(one.tax for one in found), sum(one.gross for one in found)
