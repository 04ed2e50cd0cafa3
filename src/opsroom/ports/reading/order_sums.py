"""How the parts of an order come to its total: what holds tax, what discount; refuses a reading that does not fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from opsroom.kernel.values.currencies import minor_digits
from opsroom.kernel.values.money import split_largest_remainder, to_minor
from opsroom.ports.incoming import IncomingLine, LineKind


@dataclass(frozen=True, slots=True)
class Told:
    """What the file says of the order as a whole, in minor units; None where it says nothing.

    `includes_tax` None: the file does not say, and `usually` is how the channel sells. `within`: whether discounts of
    lines stand in the order's discount too; None: the total decides. `after_discount`: whether the subtotal is what is
    left of the goods after discounts; None: it may also be what they cost before.
    """

    total: int | None
    subtotal: int | None
    discount: int | None
    shipping: int | None
    tax: int | None
    includes_tax: bool | None
    usually: bool
    within: bool | None = None
    after_discount: bool | None = None


@dataclass(frozen=True, slots=True)
class Sums:
    """The reading under which the parts come to the total; the usual one where none does."""

    includes_tax: bool
    discount: int
    shipping: int | None
    shipping_discount: int = 0


def explain(lines: Sequence[IncomingLine], told: Told, currency: str) -> Sums:
    """The first reading that gives total and subtotal, else the total alone; without a total, the usual one."""
    exact = [line.unit_price * line.quantity for line in lines]
    minor = [to_minor(one, currency) for one in exact]
    gross = sum(minor)
    digits = minor_digits(currency)
    rounding = sum(one.scaleb(digits) != whole for one, whole in zip(exact, minor, strict=True))
    readings = list(_readings(gross, sum(line.discount_minor for line in lines), told))
    if told.total is None:
        return readings[0]
    fits = [
        one
        for one in readings
        if abs(gross - one.discount + (one.shipping or 0) + _on_top(one, told) - told.total) <= rounding
    ]
    goods = sum(whole for line, whole in zip(lines, minor, strict=True) if line.kind is not LineKind.FEE)
    for one in fits:
        sold = [goods - _off_goods(one), *([] if told.after_discount else [goods])]
        if told.subtotal is not None and min(abs(left - told.subtotal) for left in sold) <= rounding:
            return one
    return fits[0] if fits else readings[0]


def _on_top(one: Sums, told: Told) -> int:
    return 0 if one.includes_tax else told.tax or 0


def _off_goods(one: Sums) -> int:
    return one.discount - one.shipping_discount


def _readings(gross: int, of_lines: int, told: Told) -> Iterator[Sums]:
    """Every reading, the usual one first. Without tax it makes no difference whether prices hold it."""
    taxes = [told.usually, not told.usually] if told.includes_tax is None else [told.includes_tax]
    order = abs(told.discount or 0)
    totals = [order + of_lines, order] if order and of_lines else [order or of_lines]
    if told.within is not None and order and of_lines:
        totals = [order] if told.within else [order + of_lines]
    for includes in taxes if told.tax else taxes[:1]:
        for discount in totals:
            yield Sums(includes, discount, told.shipping)
    if told.after_discount and told.subtotal is not None and told.shipping is not None:
        for includes in taxes if told.tax else taxes[:1]:
            for discount in totals:
                # A code for free delivery: the shipping told is what was left of it, or what it cost before.
                off = discount - (gross - told.subtotal)
                if off > 0:
                    yield Sums(includes, discount, told.shipping + off, off)
                if 0 < off <= told.shipping:
                    yield Sums(includes, discount, told.shipping, off)
    if order:  # prices told after their discount
        for includes in taxes if told.tax else taxes[:1]:
            yield Sums(includes, of_lines, told.shipping)


def with_shares(lines: Sequence[IncomingLine], discount: int, currency: str) -> tuple[IncomingLine, ...]:
    """The lines, the order's discount shared out over what each still costs, exact to the unit."""
    rest = discount - sum(line.discount_minor for line in lines)
    left = [
        max(to_minor(line.unit_price * line.quantity, currency) - line.discount_minor, 0) for line in lines
    ]
    if rest <= 0 or rest > sum(left):
        return tuple(lines)
    shares = split_largest_remainder(rest, left)
    return tuple(
        replace(line, discount_minor=line.discount_minor + share)
        for line, share in zip(lines, shares, strict=True)
    )
