"""Amounts in integer minor units, unit prices at six decimals, exact splitting; refuses floats and mixed currencies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from opsroom.kernel.values.currencies import minor_digits
from opsroom.kernel.values.errors import CodedError, Retry

SIX_PLACES = Decimal("0.000001")


class MixedCurrencies(CodedError):
    """Two amounts of different currencies met."""

    code = "values.mixed_currencies"
    sentence = "{left} and {right} cannot be added or compared. Convert one of them first."
    retry = Retry.NEVER


@dataclass(frozen=True, slots=True)
class Money:
    """An amount: `minor` cents (yen, fils ...) of `currency` (ISO 4217)."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if (
            type(self.minor) is not int
        ):  # bool and float would pass isinstance or arithmetic and corrupt a total
            raise TypeError(f"minor units are int, not {type(self.minor).__name__}")
        minor_digits(self.currency)

    @classmethod
    def zero(cls, currency: str) -> Money:
        """Nothing, in this currency."""
        return cls(0, currency)

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __abs__(self) -> Money:
        return Money(abs(self.minor), self.currency)

    def __mul__(self, times: int) -> Money:
        if type(times) is not int:
            raise TypeError("Money times a whole number only; use UnitPrice for quantities with decimals")
        return Money(self.minor * times, self.currency)

    def __bool__(self) -> bool:
        return self.minor != 0

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.minor <= self._same(other)

    def __gt__(self, other: Money) -> bool:
        return self.minor > self._same(other)

    def __ge__(self, other: Money) -> bool:
        return self.minor >= self._same(other)

    def __str__(self) -> str:
        """As every sentence says it: 1,234.50 EUR."""
        return f"{self.decimal:,f} {self.currency}"

    @property
    def decimal(self) -> Decimal:
        """The amount in major units, exactly: Money(1050, "EUR").decimal == Decimal("10.50")."""
        return Decimal(self.minor).scaleb(-minor_digits(self.currency))

    def split(self, weights: Sequence[int]) -> list[Money]:
        """Shares by weight that sum exactly to this amount."""
        return [Money(one, self.currency) for one in split_largest_remainder(self.minor, weights)]

    def _same(self, other: Money) -> int:
        if not isinstance(other, Money):
            raise TypeError(f"expected Money, found {type(other).__name__}")
        if other.currency != self.currency:
            raise MixedCurrencies(left=self.currency, right=other.currency)
        return other.minor


def total(amounts: Sequence[Money], currency: str) -> Money:
    """The sum; zero of the currency when there is nothing to sum."""
    result = Money.zero(currency)
    for one in amounts:
        result = result + one
    return result


def to_minor(amount: Decimal, currency: str) -> int:
    """Minor units of a major amount, rounded HALF_UP (away from zero at the half)."""
    _refuse_inexact(amount)
    return int(amount.scaleb(minor_digits(currency)).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def money_of(amount: Decimal, currency: str) -> Money:
    """Money of a major amount, rounded HALF_UP."""
    return Money(to_minor(amount, currency), currency)


@dataclass(frozen=True, slots=True)
class _PerUnit:
    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        _refuse_inexact(self.amount)
        minor_digits(self.currency)
        object.__setattr__(self, "amount", self.amount.quantize(SIX_PLACES, rounding=ROUND_HALF_UP))

    def times(self, quantity: int | Decimal) -> Money:
        """The amount of this many units, rounded once, HALF_UP."""
        return money_of(self.amount * _exact(quantity), self.currency)


@dataclass(frozen=True, slots=True)
class UnitPrice(_PerUnit):
    """What one base unit sells for, in major units with six decimals."""


@dataclass(frozen=True, slots=True)
class UnitCost(_PerUnit):
    """What one base unit costs, in major units with six decimals; never shown where costs are not."""


def split_largest_remainder(total: int, weights: Sequence[int]) -> list[int]:
    """Splits a total of minor units by weights so that the shares sum exactly.

    The shares differ from the exact ones by less than 1; spare units go to the largest remainders, the earlier one
    first among equals, so the same input always gives the same shares. A negative total mirrors the positive one.
    All weights zero: equal shares. Raises ValueError for negative weights or none at all.
    """
    if not weights:
        raise ValueError("nothing to split between")
    if any(one < 0 for one in weights):
        raise ValueError("weights cannot be negative")
    if not any(weights):
        weights = [1] * len(weights)
    sign, rest = (-1, -total) if total < 0 else (1, total)
    whole = sum(weights)
    shares = [rest * one // whole for one in weights]
    by_remainder = sorted(range(len(weights)), key=lambda place: (-(rest * weights[place] % whole), place))
    for place in by_remainder[: rest - sum(shares)]:
        shares[place] += 1
    return [sign * one for one in shares]


def fit_to_total(exact: Sequence[Fraction], total: int) -> list[int]:
    """Rounds exact amounts to whole units that sum to `total`, moving as few units as possible.

    Each amount is rounded down; the units that are then missing go to the largest remainders (earlier first). Where the
    total asks for more than one unit an amount, everyone gets the same first. Raises ValueError for a remainder
    nobody can carry (no amounts but a total).
    """
    if not exact:
        if total:
            raise ValueError("no amounts to carry the total")
        return []
    floors = [one.numerator // one.denominator for one in exact]
    each, spare = divmod(total - sum(floors), len(exact))
    order = sorted(range(len(exact)), key=lambda place: (floors[place] - exact[place], place))
    for rank, place in enumerate(order):
        floors[place] += each + (1 if rank < spare else 0)
    return floors


def _exact(quantity: int | Decimal) -> Decimal:
    if isinstance(quantity, bool) or not isinstance(quantity, int | Decimal):
        raise TypeError(f"a quantity is int or Decimal, not {type(quantity).__name__}")
    return Decimal(quantity)


def _refuse_inexact(amount: Decimal) -> None:
    if not isinstance(amount, Decimal):
        raise TypeError(f"an amount is Decimal, not {type(amount).__name__}")
    if not amount.is_finite():
        raise ValueError(f"{amount} is not an amount")
