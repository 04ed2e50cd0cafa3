"""Proves reading of typed amounts: every usual notation, one sentence for each doubt, never a guess."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsroom.kernel.values.amount_text import (
    AmbiguousAmount,
    NotAnAmount,
    OtherCurrencyAmount,
    TooPreciseAmount,
    parse_amount,
)
from opsroom.kernel.values.currencies import MINOR_DIGITS
from opsroom.kernel.values.errors import CodedError
from opsroom.kernel.values.money import Money


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("12", 1200),
        ("12.5", 1250),
        ("12,50", 1250),
        ("0.00", 0),
        ("1,234.50", 123450),
        ("1.234,50", 123450),
        ("1 234,50", 123450),
        ("1\u202f234,50", 123450),
        ("1\u00a0234\u00a0567,50", 123456750),
        ("1'234.50", 123450),
        ("1\u2019234.50", 123450),
        ("12,34,567.50", 123456750),
        ("1,234,567", 123456700),
        ("1.234.567", 123456700),
        ("1 234", 123400),
        ("1234.5000", 123450),
        ("0.500", 50),
        ("1234.500", 123450),
        (".5", 50),
        (",5", 50),
        ("5.", 500),
        (" 7 ", 700),
        ("-5", -500),
        ("\u22125.25", -525),
        ("5.00-", -500),
        ("(5.00)", -500),
        ("+5", 500),
        ("- 5", -500),
        ("\u20ac 12.50", 1250),
        ("12,50 \u20ac", 1250),
        ("EUR 12.50", 1250),
        ("12.50 eur", 1250),
        ("-\u20ac12.50", -1250),
        ("(\u20ac12.50)", -1250),
    ],
)
def test_usual_notations_are_read(text: str, minor: int) -> None:
    assert parse_amount(text, "EUR") == Money(minor, "EUR")


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("1,234", "JPY", 1234),
        ("\u00a51,234", "JPY", 1234),
        ("1.5", "KWD", 1500),
        ("1,234.567", "KWD", 1234567),
        ("$19.99", "USD", 1999),
        ("$19.99", "AUD", 1999),
        ("R$ 19,99", "BRL", 1999),
        ("199 kr", "SEK", 19900),
        ("12,50 z\u0142", "PLN", 1250),
        ("Fr. 5.00", "CHF", 500),
    ],
)
def test_other_currencies_are_read_by_their_own_digits(text: str, currency: str, minor: int) -> None:
    assert parse_amount(text, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("text", "currency"),
    [("1,234", "EUR"), ("1.234", "EUR"), ("12.345", "KWD"), ("1.000", "JPY"), ("-1,234", "EUR")],
)
def test_what_reads_two_ways_is_refused(text: str, currency: str) -> None:
    with pytest.raises(AmbiguousAmount, match="can mean"):
        parse_amount(text, currency)


def test_the_doubt_is_told_with_both_readings() -> None:
    with pytest.raises(AmbiguousAmount) as caught:
        parse_amount("1,234", "EUR")
    assert caught.value.message == "'1,234' can mean 1234 or 1.234 EUR. Write the decimals, such as 1234.00."


def test_a_known_decimal_mark_ends_the_doubt() -> None:
    assert parse_amount("1,234", "EUR", decimal_mark=".") == Money(123400, "EUR")
    assert parse_amount("1.234", "EUR", decimal_mark=",") == Money(123400, "EUR")
    assert parse_amount("1.234", "KWD", decimal_mark=".") == Money(1234, "KWD")
    with pytest.raises(TooPreciseAmount, match="more decimals than EUR allows, which is 2"):
        parse_amount("1.234", "EUR", decimal_mark=".")
    with pytest.raises(NotAnAmount):
        parse_amount("1,5", "EUR", decimal_mark=".")


@pytest.mark.parametrize("text", ["12.345678", "0.001", "1234.567", "0.5555"])
def test_nothing_is_rounded(text: str) -> None:
    with pytest.raises(TooPreciseAmount):
        parse_amount(text, "EUR")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "free",
        "N/A",
        "1e5",
        "1.2.3",
        "1,23,4",
        "1.234,567.89",
        "1 23",
        "1,2345,678",
        "--5",
        "5--",
        "(-5)",
        "12.50.",
        "1'234 567",
        "\u0661\u0662",
        "=1+1",
        "9" * 20,
        "9" * 41,
        "12 abc",
    ],
)
def test_what_is_no_amount_gets_a_sentence(text: str) -> None:
    with pytest.raises(NotAnAmount, match=r"is not an amount\. Write it as 12\.50\."):
        parse_amount(text, "EUR")


@pytest.mark.parametrize("text", ["12.50 USD", "$12.50", "\u00a35"])
def test_another_currency_is_not_swallowed(text: str) -> None:
    with pytest.raises(OtherCurrencyAmount, match="is not in EUR"):
        parse_amount(text, "EUR")


@given(st.integers(-(10**12), 10**12), st.sampled_from(sorted(MINOR_DIGITS)), st.sampled_from([",.", ".,"]))
def test_what_is_written_with_groups_and_decimals_comes_back(minor: int, currency: str, marks: str) -> None:
    money = Money(minor, currency)
    digits = max(MINOR_DIGITS[currency], 1)
    text = f"{money.decimal:,.{digits}f}".translate(str.maketrans(",.", marks))
    if digits == 3 and abs(minor) < 10**6:
        assert parse_amount(text, currency, decimal_mark=marks[1]) == money
    else:
        assert parse_amount(text, currency) == money


@given(st.text(alphabet="0123456789.,- '()\u20ac\u00a0abE", max_size=12))
def test_any_text_is_an_exact_amount_or_a_coded_refusal(text: str) -> None:
    try:
        found = parse_amount(text, "EUR")
    except CodedError:
        return
    assert found.decimal == found.decimal.quantize(Decimal("0.01"))
