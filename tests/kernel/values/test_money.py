"""Proves amounts: exact arithmetic in one currency, prices rounded once, splits that sum; refuses floats."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsroom.kernel.values.currencies import MINOR_DIGITS, UnknownCurrency, minor_digits
from opsroom.kernel.values.money import (
    MixedCurrencies,
    Money,
    UnitCost,
    UnitPrice,
    fit_to_total,
    money_of,
    split_largest_remainder,
    to_minor,
    total,
)

WEIGHTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=30)
TOTALS = st.integers(-(10**12), 10**12)


def test_a_basket_adds_up_in_cents() -> None:
    mug, shipping = Money(1290, "EUR"), Money(490, "EUR")
    assert mug * 2 + shipping - Money(70, "EUR") == Money(3000, "EUR")
    assert -shipping == Money(-490, "EUR")
    assert abs(-shipping) == shipping
    assert total([mug, shipping], "EUR") == Money(1780, "EUR")
    assert total([], "JPY") == Money.zero("JPY")
    assert (bool(mug), bool(Money.zero("EUR"))) == (True, False)


def test_amounts_of_one_currency_have_an_order() -> None:
    less, more = Money(1, "EUR"), Money(2, "EUR")
    assert (less < more, more < less, less < less) == (True, False, False)
    assert (less <= less, more <= less) == (True, False)
    assert (more > less, less > less) == (True, False)
    assert (more >= more, less >= more) == (True, False)


@pytest.mark.parametrize(("digits", "shown"), [("JPY", "1,050"), ("EUR", "10.50"), ("KWD", "1.050")])
def test_minor_units_follow_the_currency(digits: str, shown: str) -> None:
    assert str(Money(1050, digits)) == f"{shown} {digits}"
    assert to_minor(Decimal(shown.replace(",", "")), digits) == 1050


def test_a_sentence_groups_the_thousands_of_a_large_amount() -> None:
    assert [str(Money(minor, "EUR")) for minor in (99_999, 100_000, -123_456_789)] == [
        "999.99 EUR", "1,000.00 EUR", "-1,234,567.89 EUR",
    ]  # fmt: skip


def test_euros_and_dollars_do_not_mix() -> None:
    euro, dollar = Money(1, "EUR"), Money(1, "USD")
    with pytest.raises(MixedCurrencies, match=r"EUR and USD cannot be added or compared\."):
        euro + dollar
    with pytest.raises(MixedCurrencies):
        euro - dollar
    with pytest.raises(MixedCurrencies):
        _ = euro < dollar
    assert euro != dollar
    with pytest.raises(TypeError, match="expected Money, found int"):
        euro + 1  # type: ignore[operator]


@pytest.mark.parametrize("minor", [1.5, True, Decimal(1), "1"])
def test_only_whole_minor_units_are_money(minor: object) -> None:
    with pytest.raises(TypeError, match="minor units are int"):
        Money(minor, "EUR")  # type: ignore[arg-type]


def test_money_is_multiplied_by_whole_numbers_only() -> None:
    with pytest.raises(TypeError, match="whole number"):
        Money(1, "EUR") * 1.5  # type: ignore[operator]


@pytest.mark.parametrize("code", ["XAU", "eur", "", "BTC", None])
def test_an_unknown_currency_gets_a_sentence(code: str) -> None:
    with pytest.raises(UnknownCurrency, match="is not a currency we know"):
        Money(1, code)


def test_currencies_have_zero_two_or_three_digits() -> None:
    assert (minor_digits("JPY"), minor_digits("EUR"), minor_digits("TND")) == (0, 2, 3)
    assert set(MINOR_DIGITS.values()) == {0, 2, 3}
    assert all(len(code) == 3 and code.isupper() for code in MINOR_DIGITS)
    assert len(MINOR_DIGITS) == 158


def test_a_unit_price_is_kept_at_six_decimals_and_rounded_once() -> None:
    price = UnitPrice(Decimal("0.1234565"), "EUR")
    assert price.amount == Decimal("0.123457")
    assert price.times(1000) == Money(12346, "EUR")  # 123.457: half up, not 1000 times 0.12
    assert UnitPrice(Decimal("0.005"), "EUR").times(1) == Money(1, "EUR")
    assert UnitPrice(Decimal("0.005"), "EUR").times(-1) == Money(-1, "EUR")
    assert UnitCost(Decimal("2.5"), "JPY").times(Decimal("0.2")) == Money(1, "JPY")
    assert UnitPrice(Decimal(1), "EUR") != UnitCost(Decimal(1), "EUR")


@pytest.mark.parametrize("amount", [1, 1.5, "1"])
def test_a_price_is_a_decimal(amount: object) -> None:
    with pytest.raises(TypeError, match="an amount is Decimal"):
        UnitPrice(amount, "EUR")  # type: ignore[arg-type]


@pytest.mark.parametrize("amount", ["NaN", "Infinity"])
def test_a_price_is_finite(amount: str) -> None:
    with pytest.raises(ValueError, match="is not an amount"):
        money_of(Decimal(amount), "EUR")


@pytest.mark.parametrize("quantity", [1.5, True, "2"])
def test_a_price_is_not_multiplied_by_a_float(quantity: object) -> None:
    with pytest.raises(TypeError, match="a quantity is int or Decimal"):
        UnitPrice(Decimal(1), "EUR").times(quantity)  # type: ignore[arg-type]


def test_ten_euros_between_three_and_the_first_gets_the_cent() -> None:
    assert Money(1000, "EUR").split([1, 1, 1]) == [Money(334, "EUR"), Money(333, "EUR"), Money(333, "EUR")]
    assert split_largest_remainder(-1000, [1, 1, 1]) == [-334, -333, -333]
    assert split_largest_remainder(100, [0, 0]) == [50, 50]
    assert split_largest_remainder(7, [0, 3, 0]) == [0, 7, 0]


@pytest.mark.parametrize(("weights", "says"), [([], "nothing to split"), ([1, -1], "cannot be negative")])
def test_a_split_needs_weights(weights: list[int], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        split_largest_remainder(1, weights)


@given(TOTALS, WEIGHTS)
def test_shares_sum_exactly_and_stay_within_one_of_the_true_share(whole: int, weights: list[int]) -> None:
    shares = split_largest_remainder(whole, weights)
    assert sum(shares) == whole
    fair = weights if any(weights) else [1] * len(weights)
    for share, weight in zip(shares, fair, strict=True):
        assert abs(share - Fraction(whole * weight, sum(fair))) < 1


@given(TOTALS, WEIGHTS)
def test_a_refund_is_split_like_the_payment(whole: int, weights: list[int]) -> None:
    assert split_largest_remainder(-whole, weights) == [
        -one for one in split_largest_remainder(whole, weights)
    ]


@given(st.integers(0, 10**9), st.integers(1, 30), st.integers(1, 1000))
def test_among_equal_weights_the_earlier_never_gets_less(whole: int, count: int, weight: int) -> None:
    shares = split_largest_remainder(whole, [weight] * count)
    assert shares == sorted(shares, reverse=True)


@given(
    st.lists(st.fractions(-1000, 1000, max_denominator=10_000), min_size=1, max_size=20),
    st.integers(-3000, 3000),
)
def test_fitting_sums_exactly_whatever_total_is_asked(exact: list[Fraction], asked: int) -> None:
    assert sum(fit_to_total(exact, asked)) == asked


@given(st.lists(st.fractions(-1000, 1000, max_denominator=10_000), min_size=1, max_size=20))
def test_fitting_to_the_nearest_total_moves_nobody_by_a_whole_unit(exact: list[Fraction]) -> None:
    fitted = fit_to_total(exact, round(sum(exact, Fraction(0))))
    assert all(abs(one - given) < 1 for one, given in zip(fitted, exact, strict=True))


def test_fitting_nothing_carries_nothing() -> None:
    assert fit_to_total([], 0) == []
    with pytest.raises(ValueError, match="no amounts"):
        fit_to_total([], 1)
