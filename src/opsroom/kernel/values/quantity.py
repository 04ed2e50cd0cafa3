"""Quantities in a SKU's base unit, whole for pieces, six decimals else; refuses floats, mixed units, half a piece."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from opsroom.kernel.values.errors import CodedError, Retry
from opsroom.kernel.values.limits import QUANTITY_PIECES_COUNT_MAX

PIECE = "pc"
# Base units a SKU may be kept in, and the decimals each allows. Packs and cartons are multiples of these.
UNIT_PLACES = {PIECE: 0, "kg": 6, "m": 6, "m2": 6, "l": 6}


class NotAQuantity(CodedError):
    """No quantity can be read from the text, or not one of this unit."""

    code = "values.not_a_quantity"
    sentence = "{found!r} is not a quantity in {unit}. {rule}"
    retry = Retry.AFTER_FIX


class MixedUnits(CodedError):
    """Two quantities of different units met."""

    code = "values.mixed_units"
    sentence = "{left} and {right} cannot be added or compared. Convert one of them first."
    retry = Retry.NEVER


@dataclass(frozen=True, slots=True)
class Quantity:
    """How much of something: `amount` base units. A quantity may be negative: a difference is one too."""

    amount: Decimal
    unit: str = PIECE

    def __post_init__(self) -> None:
        if self.unit not in UNIT_PLACES:
            raise ValueError(f"{self.unit!r} is not one of {sorted(UNIT_PLACES)}")
        if not isinstance(self.amount, Decimal):
            raise TypeError(f"a quantity's amount is Decimal, not {type(self.amount).__name__}")
        if not self.amount.is_finite() or abs(self.amount) > QUANTITY_PIECES_COUNT_MAX:
            raise NotAQuantity(found=str(self.amount), unit=self.unit, rule="Use a smaller number.")
        fitted = self.amount.quantize(Decimal(1).scaleb(-UNIT_PLACES[self.unit]))
        if fitted != self.amount:
            raise NotAQuantity(found=str(self.amount), unit=self.unit, rule=_rule(self.unit))
        object.__setattr__(self, "amount", fitted)

    @property
    def pieces(self) -> int:
        """The whole number of pieces; raises MixedUnits for anything that is not counted."""
        if self.unit != PIECE:
            raise MixedUnits(left=self.unit, right=PIECE)
        return int(self.amount)

    def __add__(self, other: Quantity) -> Quantity:
        return Quantity(self.amount + self._same(other), self.unit)

    def __sub__(self, other: Quantity) -> Quantity:
        return Quantity(self.amount - self._same(other), self.unit)

    def __neg__(self) -> Quantity:
        return Quantity(-self.amount, self.unit)

    def __bool__(self) -> bool:
        return self.amount != 0

    def __lt__(self, other: Quantity) -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: Quantity) -> bool:
        return self.amount <= self._same(other)

    def __gt__(self, other: Quantity) -> bool:
        return self.amount > self._same(other)

    def __ge__(self, other: Quantity) -> bool:
        return self.amount >= self._same(other)

    def __str__(self) -> str:
        return f"{self.amount:f} {self.unit}"

    def _same(self, other: Quantity) -> Decimal:
        if not isinstance(other, Quantity):
            raise TypeError(f"expected Quantity, found {type(other).__name__}")
        if other.unit != self.unit:
            raise MixedUnits(left=self.unit, right=other.unit)
        return other.amount


def pieces(count: int) -> Quantity:
    """A counted quantity."""
    if type(count) is not int:
        raise TypeError(f"pieces are int, not {type(count).__name__}")
    return Quantity(Decimal(count))


def parse_quantity(text: str, unit: str = PIECE) -> Quantity:
    """A quantity from text with a point for decimals ("3", "3.0", "2.5"); raises NotAQuantity."""
    plain = text.strip()
    try:
        # Decimal also reads "1e3", "1_000" and other scripts' digits, none of which a person means in a stock file.
        if not plain.isascii() or any(one not in "0123456789.+-" for one in plain):
            raise InvalidOperation
        amount = Decimal(plain)
    except InvalidOperation:
        raise NotAQuantity(found=plain[:40], unit=unit, rule=_rule(unit)) from None
    return Quantity(amount, unit)


def _rule(unit: str) -> str:
    return "Use a whole number." if UNIT_PLACES[unit] == 0 else "Use up to six decimals, such as 2.5."
