"""Proves document totals: the six published rounding cases, columns that sum exactly, credit notes that mirror."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsroom.kernel.values.tax import Amounts, Line, Mode, document_amounts, fixed, half_up, priced

FIVE = Decimal("0.05")
LINES = st.lists(
    st.builds(
        priced,
        st.decimals("0", "999.999999", places=6),
        st.integers(-50, 50),
        st.sampled_from([Decimal(0), Decimal("0.055"), Decimal("0.07"), Decimal("0.20")]),
        st.just("EUR"),
        discount_rate=st.sampled_from([Decimal(0), Decimal("0.04"), Decimal("0.25"), Decimal(1)]),
        discount_minor=st.integers(0, 500),
    ),
    max_size=20,
)
MODES = st.sampled_from(["line", "document"])


def test_golden_ten_at_23_90_with_vat_less_a_quarter_keeps_what_was_paid() -> None:
    line = priced(Decimal("23.90"), 10, Decimal("0.20"), "GBP", discount_rate=Decimal("0.25"))
    for mode in ("line", "document"):
        found = document_amounts([line], prices_include_tax=True, mode=mode)  # type: ignore[arg-type]
        assert (found.gross, found.tax, found.net) == (179_25, 29_88, 149_37)
        assert found.lines == (Amounts(149_37, 29_88, 179_25),)


def test_golden_sixteen_at_348_35_less_four_percent_depends_on_the_mode() -> None:
    line = priced(Decimal("348.35"), 16, Decimal("0.22"), "EUR", discount_rate=Decimal("0.04"))
    assert document_amounts([line], prices_include_tax=False, mode="document").gross == 6527_80
    assert document_amounts([line], prices_include_tax=False, mode="line").gross == 6527_81


def test_golden_a_line_of_ten_is_not_ten_lines_of_one() -> None:
    rate = Decimal("0.055")
    one_line = [priced(Decimal("3.60"), 10, rate, "EUR")]
    ten_lines = [priced(Decimal("3.60"), 1, rate, "EUR")] * 10
    assert document_amounts(one_line, prices_include_tax=False, mode="line").gross == 37_98
    assert document_amounts(ten_lines, prices_include_tax=False, mode="line").gross == 38_00
    assert document_amounts(ten_lines, prices_include_tax=False, mode="document").gross == 37_98


def test_golden_nine_units_at_six_percent_on_the_total_or_line_by_line() -> None:
    lines = [priced(Decimal("13.60"), 1, Decimal("0.06"), "EUR")] * 9
    assert document_amounts(lines, prices_include_tax=False, mode="document").tax == 7_34
    assert document_amounts(lines, prices_include_tax=False, mode="line").tax == 7_38


def test_golden_three_tens_with_tax_give_a_net_an_e_invoice_accepts() -> None:
    lines = [priced(Decimal("10.00"), 1, Decimal("0.15"), "EUR")] * 3
    found = document_amounts(lines, prices_include_tax=True, mode="document")
    assert (found.net, found.tax, found.gross) == (26_09, 3_91, 30_00)
    assert [one.gross for one in found.lines] == [10_00, 10_00, 10_00]
    assert sorted(one.net for one in found.lines) == [8_69, 8_70, 8_70]
    assert document_amounts(lines, prices_include_tax=True, mode="line").net == 26_10


def test_golden_six_lines_at_seven_percent_differ_by_two_cents_between_modes() -> None:
    lines = [fixed(one, Decimal("0.07")) for one in (5095_20, 523_20, 80_64, 54_12, 182_00, 186_20)]
    assert document_amounts(lines, prices_include_tax=False, mode="document").tax == 428_50
    assert document_amounts(lines, prices_include_tax=False, mode="line").tax == 428_48


def test_lines_keep_their_order_and_each_rate_its_row() -> None:
    lines = [fixed(100_00, Decimal("0.20")), fixed(50_00, Decimal(0)), fixed(10_00, Decimal("0.20"))]
    found = document_amounts(lines, prices_include_tax=False, mode="document")
    assert [one.net for one in found.lines] == [100_00, 50_00, 10_00]
    assert [(str(row.rate), row.net, row.tax, row.gross) for row in found.by_rate] == [
        ("0", 50_00, 0, 50_00),
        ("0.20", 110_00, 22_00, 132_00),
    ]
    assert (found.net, found.tax, found.gross) == (160_00, 22_00, 182_00)


def test_yen_have_no_decimals_and_dinars_three() -> None:
    yen = document_amounts(
        [priced(Decimal(105), 1, Decimal("0.10"), "JPY")], prices_include_tax=False, mode="line"
    )
    assert (yen.net, yen.tax) == (105, 11)
    dinar = document_amounts(
        [priced(Decimal("1.005"), 1, FIVE, "KWD")], prices_include_tax=False, mode="line"
    )
    assert (dinar.net, dinar.tax) == (1005, 50)


def test_an_empty_document_is_zero() -> None:
    found = document_amounts([], prices_include_tax=True, mode="document")
    assert (found.lines, found.by_rate, found.net, found.tax, found.gross) == ((), (), 0, 0, 0)


def test_lines_that_cancel_out_sum_to_zero() -> None:
    lines = [Line(Fraction(1, 2), FIVE), Line(Fraction(-1, 2), FIVE)]
    found = document_amounts(lines, prices_include_tax=False, mode="document")
    assert (found.net, found.tax, found.gross) == (0, 0, 0)
    assert document_amounts([fixed(0, FIVE)], prices_include_tax=True, mode="document").gross == 0


@pytest.mark.parametrize("rate", [Decimal("1.2"), Decimal("-0.1"), 0.2])
def test_a_rate_is_a_decimal_fraction(rate: object) -> None:
    with pytest.raises(ValueError, match="is not a tax rate"):
        fixed(1, rate)  # type: ignore[arg-type]


def test_a_discount_is_a_share() -> None:
    with pytest.raises(ValueError, match="is not a discount"):
        priced(Decimal(1), 1, FIVE, "EUR", discount_rate=Decimal(25))


def test_the_mode_is_named() -> None:
    with pytest.raises(ValueError, match="is not a rounding mode"):
        document_amounts([], prices_include_tax=True, mode="global")  # type: ignore[arg-type]


@given(LINES, st.booleans(), MODES)
def test_every_column_sums_exactly(lines: list[Line], included: bool, mode: Mode) -> None:
    found = document_amounts(lines, prices_include_tax=included, mode=mode)
    assert len(found.lines) == len(lines)
    assert all(one.net + one.tax == one.gross for one in found.lines)
    for column in ("net", "tax", "gross"):
        whole = getattr(found, column)
        assert sum(getattr(one, column) for one in found.lines) == whole
        assert sum(getattr(row, column) for row in found.by_rate) == whole


@given(LINES, st.booleans(), MODES)
def test_no_line_is_a_whole_cent_from_its_exact_amount(lines: list[Line], included: bool, mode: Mode) -> None:
    found = document_amounts(lines, prices_include_tax=included, mode=mode)
    for given_line, one in zip(lines, found.lines, strict=True):
        assert abs((one.gross if included else one.net) - given_line.amount) < 1


@given(LINES, st.booleans(), MODES)
def test_the_credit_note_is_the_invoice_with_the_sign_turned(
    lines: list[Line], included: bool, mode: Mode
) -> None:
    invoice = document_amounts(lines, prices_include_tax=included, mode=mode)
    credit = document_amounts(
        [Line(-one.amount, one.rate) for one in lines], prices_include_tax=included, mode=mode
    )
    assert (credit.net, credit.tax, credit.gross) == (-invoice.net, -invoice.tax, -invoice.gross)


@given(st.decimals(-(10**9), 10**9, places=6))
def test_half_up_agrees_with_decimal(amount: Decimal) -> None:
    assert half_up(Fraction(amount)) == int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))
