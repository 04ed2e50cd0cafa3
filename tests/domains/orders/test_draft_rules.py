"""What an order taken by hand comes to: exact to the cent, the same as its order will say, unknown where it is."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsroom.domains.orders.draft_rules import (
    PricedLine,
    amount_problem,
    amounts_of,
    below_cost,
    delivery_rate,
    discount_of,
    likely_rate,
    list_price_of,
    off_price_minor,
    percent_of,
    price_problem,
    quantity_problem,
    valid_until_problem,
)
from opsroom.domains.orders.rules import line_amounts
from opsroom.kernel.values.limits import DRAFT_PIECES_COUNT_MAX, QUOTE_VALID_DAYS_MAX
from opsroom.kernel.values.money import to_minor

RATES = st.sampled_from([Decimal("0.19"), Decimal("0.07"), Decimal("0"), Decimal("0.055"), Decimal("0.21")])
LINES = st.builds(
    PricedLine,
    quantity=st.integers(1, 5000),
    unit_price=st.decimals(0, 10_000, places=4),
    tax_rate=RATES,
    discount_rate=st.decimals(0, 1, places=4),
)


@given(
    st.lists(LINES, max_size=8), st.integers(0, 10**6), st.booleans(), st.sampled_from(["EUR", "JPY", "KWD"])
)
def test_every_sum_is_exact_and_the_order_it_becomes_says_the_same(
    lines: list[PricedLine], delivery: int, included: bool, currency: str
) -> None:
    found = amounts_of(lines, delivery, prices_include_tax=included, currency=currency)
    parts = [one for one in found.lines if one is not None] + [found.delivery]
    assert len(parts) == len(lines) + 1
    assert (found.net, found.tax, found.gross) == (
        sum(one.net for one in parts), sum(one.tax for one in parts), sum(one.gross for one in parts),
    )  # fmt: skip
    assert all(one.net + one.tax == one.gross for one in parts)
    for line, amounts in zip(lines, found.lines, strict=True):
        assert amounts is not None
        assert amounts.gross >= 0
        charged = amounts.gross if included else amounts.net
        off = off_price_minor(line, charged, currency)
        assert off >= 0, "an order never adds to a price by a discount"
        assert line.unit_price is not None
        told = to_minor(line.unit_price * line.quantity, currency) - off
        stored = line_amounts(told, [amounts.tax], includes_tax=included)
        assert (stored.net, stored.tax, stored.gross) == (amounts.net, amounts.tax, amounts.gross)


@given(st.lists(LINES, min_size=1, max_size=5), st.data())
def test_one_price_or_rate_nobody_knows_makes_the_sum_unknown_and_never_zero(
    lines: list[PricedLine], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(lines) - 1))
    line = lines[place]
    lines[place] = data.draw(
        st.sampled_from(
            [
                PricedLine(line.quantity, None, line.tax_rate),
                PricedLine(line.quantity, line.unit_price, None),
            ]
        )
    )
    found = amounts_of(lines, 490, prices_include_tax=True, currency="EUR")
    assert (found.net, found.tax, found.gross) == (None, None, None)
    assert [one is None for one in found.lines] == [at == place for at in range(len(lines))]


def test_delivery_is_taxed_as_what_is_worth_most() -> None:
    book, mug = Decimal("0.07"), Decimal("0.19")
    assert delivery_rate([(book, 5000), (mug, 4000)]) == book
    assert delivery_rate([(book, 5000), (mug, 3000), (mug, 2000)]) == mug, "of two equal the higher"
    assert delivery_rate([]) == 0


@given(st.decimals(0, 100, places=4))
def test_a_share_is_read_as_it_is_written(share: Decimal) -> None:
    for text in (f"{share} %", f" {share}%", f"{share} %".replace(".", ",")):
        assert discount_of(text, "EUR") == (share / 100, 0)


@pytest.mark.parametrize("text", ["101 %", "-5 %", "ten", "5 USD", "-1", "1,234", "1e2 %", "%"])
def test_what_is_no_discount_is_told(text: str) -> None:
    with pytest.raises(ValueError, match=r".{20}"):
        discount_of(text, "EUR")


def test_amounts_percents_and_nothing_are_read() -> None:
    assert discount_of("", "EUR") == (Decimal(0), 0)
    assert discount_of("5,00", "EUR") == (Decimal(0), 500)
    assert [percent_of(text) for text in ("19", "5,5 %", "0", "", "x", "1000", "1.23456")] == [
        Decimal("0.19"), Decimal("0.055"), Decimal(0), None, None, None, None,
    ]  # fmt: skip


def test_what_a_line_may_not_be() -> None:
    assert price_problem(PricedLine(2, Decimal(10), None, Decimal("0.5"), 1000), "EUR") is None
    assert "discount is more" in (
        price_problem(PricedLine(2, Decimal(10), None, Decimal("0.5"), 1001), "EUR") or ""
    )
    assert "zero or more" in (price_problem(PricedLine(1, Decimal(-1), None), "EUR") or "")
    assert "Write what one costs" in (price_problem(PricedLine(1, None, None), "EUR") or "")
    four, off = PricedLine(4, Decimal(10), None), PricedLine(4, Decimal(10), None, discount_minor=100)
    assert quantity_problem(5, off, "EUR") is None
    assert "given for 4" in (quantity_problem(3, off, "EUR") or "")
    assert quantity_problem(3, four, "EUR") is None
    assert quantity_problem(0, four, "EUR")
    assert quantity_problem(DRAFT_PIECES_COUNT_MAX + 1, four, "EUR")


def test_more_than_the_books_hold_is_said_and_not_computed() -> None:
    told = "That comes to more than 9,999,999,999.99 EUR. Write a smaller price or fewer pieces."
    most = Decimal("9999999999.99")
    assert price_problem(PricedLine(1, most, None), "EUR") is None
    assert price_problem(PricedLine(1, most, Decimal("0.19")), "EUR") == told, "with its tax it is more"
    assert price_problem(PricedLine(1, Decimal("1234567890123"), None), "EUR") == told
    assert price_problem(PricedLine(1, Decimal("999999999999"), None), "JPY") is None
    assert quantity_problem(10_000, PricedLine(1, Decimal("1000000"), None), "EUR") == told
    assert quantity_problem(9_999, PricedLine(1, Decimal("1000000"), None), "EUR") is None
    half = PricedLine(1, Decimal("5000000000"), None)
    assert amount_problem([half], 0, "EUR") is None
    assert amount_problem([half, half], 0, "EUR") == told, "each line fits, the draft does not"


def test_a_rate_worked_out_from_a_small_amount_becomes_the_one_sold_at_most_beside_it() -> None:
    sold = {Decimal("0.19"): 40, Decimal("0.191"): 3, Decimal("0.07"): 9, Decimal("0.081"): 1}
    assert likely_rate(Decimal("0.191"), sold) == Decimal("0.19")
    assert likely_rate(Decimal("0.071"), sold) == Decimal("0.07")
    assert likely_rate(Decimal("0.081"), sold) == Decimal("0.081"), "a rate of its own stays"
    assert likely_rate(Decimal("0.055"), sold) == Decimal("0.055")


def test_below_cost_is_told_in_money_and_an_unknown_cost_forbids_nothing() -> None:
    assert below_cost(1681, 2, Decimal("9"), "EUR") == 119
    assert below_cost(1800, 2, Decimal("9"), "EUR") == 0
    assert below_cost(0, 2, None, "EUR") == 0
    assert list_price_of(Decimal(5), "USD", "EUR") is None


def test_a_quote_holds_for_a_while_and_not_for_ever() -> None:
    today = date(2026, 11, 29)
    assert valid_until_problem(today, today) is None
    assert "past" in (valid_until_problem(today - timedelta(days=1), today) or "")
    assert valid_until_problem(today + timedelta(days=QUOTE_VALID_DAYS_MAX), today) is None
    assert valid_until_problem(today + timedelta(days=QUOTE_VALID_DAYS_MAX + 1), today)
