"""Numbers, money and times as a shopkeeper reads them, and what is not known."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from opsroom.interfaces.web import wording
from opsroom.kernel.values.money import Money

NOON = datetime(2026, 11, 24, 11, 19, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minor", "currency", "shown"),
    [
        (5220, "EUR", "€52.20"),
        (-5220, "EUR", "−€52.20"),
        (0, "EUR", "€0.00"),
        (123456789, "USD", "$1,234,567.89"),
        (1500, "JPY", "¥1,500"),
        (1500, "KWD", "KWD 1.500"),
        (9, "GBP", "£0.09"),
    ],
)
def test_money_has_its_sign_before_and_a_true_minus(minor: int, currency: str, shown: str) -> None:
    assert wording.money(minor, currency) == shown
    assert wording.money(Money(minor, currency)) == shown


def test_columns_that_name_the_currency_leave_the_sign_out() -> None:
    assert wording.money(-580, "EUR", sign=False) == "−5.80"


def test_not_known_is_a_dash_and_never_zero() -> None:
    assert wording.money(None) == wording.quantity(None) == wording.percent(None) == "–"
    assert wording.clock(None) == wording.since(None, NOON) == wording.day(None, NOON.date()) == "–"
    assert wording.quantity(0) == "0"


def test_quantities_drop_empty_decimals() -> None:
    assert wording.quantity(Decimal("1284.000")) == "1,284"
    assert wording.quantity(Decimal("2.500"), "m") == "2.5 m"
    assert wording.quantity(-84) == "−84"
    assert wording.quantity(318, plus=True) == "+318"


def test_nouns_follow_their_number() -> None:
    assert wording.counted(1, "order") == "1 order"
    assert wording.counted(0, "order") == "0 orders"
    assert wording.counted(3, "box,boxes") == "3 boxes"


def test_times_are_those_of_the_company_and_not_of_the_server() -> None:
    with timezone.override(ZoneInfo("Europe/Amsterdam")):
        assert wording.clock(NOON) == "12:19"
        assert wording.moment(NOON, date(2026, 11, 24)) == "12:19"
        late = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
        assert wording.moment(late, date(2026, 11, 24)) == "Wed 25 Nov 00:30"
    with timezone.override(ZoneInfo("America/New_York")):
        assert wording.clock(NOON) == "06:19"


def test_another_year_is_said() -> None:
    assert wording.day(date(2025, 3, 1), date(2026, 11, 24)) == "Sat 1 Mar 2025"
    assert wording.day(date(2026, 3, 1), date(2026, 11, 24)) == "Sun 1 Mar"


@pytest.mark.parametrize(
    ("gap", "shown"),
    [
        (timedelta(seconds=20), "20 s ago"),
        (timedelta(minutes=34), "34 min ago"),
        (timedelta(hours=2, minutes=41), "2 h 41 min ago"),
        (timedelta(hours=26), "26 h ago"),
        (timedelta(days=9), "9 days ago"),
        (-timedelta(hours=2, minutes=41), "in 2 h 41 min"),
    ],
)
def test_how_long_ago_takes_two_units_at_most(gap: timedelta, shown: str) -> None:
    assert wording.since(NOON - gap, NOON) == shown


@pytest.mark.parametrize(
    ("name", "letters"), [("Shopify", "SH"), ("Woo Commerce", "WC"), ("eBay", "EB"), ("", "")]
)
def test_channels_are_two_letters(name: str, letters: str) -> None:
    assert wording.monogram(name) == letters


@given(st.integers(min_value=-(10**15), max_value=10**15), st.sampled_from(["EUR", "JPY", "KWD"]))
def test_no_amount_is_changed_by_being_shown(minor: int, currency: str) -> None:
    shown = wording.money(minor, currency, sign=False)
    assert int("".join(c for c in shown if c.isdigit())) == abs(minor)
    assert shown.startswith("−") == (minor < 0)


def test_a_deadline_names_its_day_unless_it_is_today_and_says_when_it_is_late() -> None:
    with timezone.override(ZoneInfo("Europe/Berlin")):  # it is 12:19 on a Tuesday
        assert wording.deadline(NOON + timedelta(hours=2), NOON) == "14:19"
        assert wording.deadline(NOON + timedelta(hours=22), NOON) == "Tomorrow 10:19"
        assert wording.deadline(NOON + timedelta(days=3), NOON) == "Fri 27 Nov 12:19"
        assert wording.deadline(NOON - timedelta(hours=1), NOON) == "Late: 11:19"
        assert wording.deadline(NOON - timedelta(days=4), NOON) == "Late: Fri 20 Nov 12:19"
        assert wording.deadline(NOON - timedelta(days=4), NOON, still_open=False) == "Fri 20 Nov 12:19"
        assert wording.deadline(None, NOON) == "–"
