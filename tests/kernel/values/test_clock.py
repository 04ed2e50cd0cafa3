"""Proves the seller's clock through both changes of clocks, holidays and cut-offs; refuses naive instants."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsroom.kernel.values.clock import BusinessCalendar, NoWorkingTime

NINE_TO_FIVE = dict.fromkeys(range(5), ((time(9), time(17)),))
BERLIN = BusinessCalendar(
    "Europe/Berlin",
    NINE_TO_FIVE,
    holidays=frozenset({date(2026, 12, 25)}),
    cut_offs={("dhl", "express"): time(12), ("dhl", ""): time(15), ("ups", "saver"): time(16, 30)},
)
ZONES = [
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Pacific/Auckland",
    "America/Santiago",
    "Africa/Cairo",
]
INSTANTS = st.integers(1_704_067_200, 1_830_211_200).map(lambda second: datetime.fromtimestamp(second, UTC))


def _berlin(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZoneInfo("Europe/Berlin"))


def test_an_order_at_half_past_midnight_belongs_to_the_local_day() -> None:
    assert BERLIN.business_day(datetime(2026, 11, 23, 23, 30, tzinfo=UTC)) == date(2026, 11, 24)
    with pytest.raises(ValueError, match="anybody's clock"):
        BERLIN.business_day(datetime(2026, 11, 23, 23, 30))  # noqa: DTZ001 - the fault under test


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 11, 24), 24)]
)
def test_days_have_23_24_or_25_hours(day: date, hours: int) -> None:
    start, end = BERLIN.day_bounds(day)
    assert end - start == timedelta(hours=hours)


def test_a_day_whose_midnight_is_skipped_starts_at_the_change() -> None:
    cairo = BusinessCalendar("Africa/Cairo", NINE_TO_FIVE)
    start, end = cairo.day_bounds(date(2026, 4, 24))  # 00:00 becomes 01:00
    assert start.astimezone(cairo.zone).time() == time(1)
    assert end - start == timedelta(hours=23)


@given(st.sampled_from(ZONES), INSTANTS)
def test_an_instant_lies_within_its_business_day_and_days_leave_no_gap(tz: str, instant: datetime) -> None:
    calendar = BusinessCalendar(tz, NINE_TO_FIVE)
    day = calendar.business_day(instant)
    start, end = calendar.day_bounds(day)
    assert start <= instant < end
    assert calendar.day_bounds(day + timedelta(days=1))[0] == end


def test_work_starts_at_nine_and_not_at_the_weekend() -> None:
    friday_evening, monday = _berlin(27, 18), _berlin(30, 9)
    assert BERLIN.next_working_instant(friday_evening) == monday
    assert BERLIN.next_working_instant(_berlin(27, 10)) == _berlin(27, 10)
    assert BERLIN.next_working_instant(_berlin(27, 17)) == monday  # the end itself is no longer work
    assert BERLIN.next_working_day(date(2026, 12, 24)) == date(2026, 12, 28)
    assert not BERLIN.is_working_day(date(2026, 12, 25))


def test_working_time_is_counted_without_nights_and_weekends() -> None:
    assert BERLIN.working_seconds_between(_berlin(27, 16), _berlin(30, 10)) == 2 * 3600
    assert BERLIN.working_seconds_between(_berlin(30, 10), _berlin(27, 16)) == -2 * 3600
    assert BERLIN.working_seconds_between(_berlin(28, 10), _berlin(28, 12)) == 0
    assert BERLIN.after_working_seconds(_berlin(27, 16), 2 * 3600) == _berlin(30, 10)
    assert BERLIN.after_working_seconds(_berlin(28, 3), 0) == _berlin(30, 9)
    assert BERLIN.after_working_seconds(_berlin(27, 16), 3600) == _berlin(27, 17)
    with pytest.raises(ValueError, match="negative"):
        BERLIN.after_working_seconds(_berlin(27, 16), -1)


def test_a_night_shift_works_one_hour_less_when_clocks_go_forward() -> None:
    nights = BusinessCalendar("Europe/Berlin", {6: ((time(0), time(6)), (time(22), time(0)))})
    short, long = date(2026, 3, 29), date(2026, 10, 25)
    assert [nights.working_seconds_between(*nights.day_bounds(day)) for day in (short, long)] == [
        7 * 3600,
        9 * 3600,
    ]


def test_an_opening_that_the_change_of_clocks_swallows_is_left_out() -> None:
    odd = BusinessCalendar("Europe/Berlin", {6: ((time(3, 0), time(3, 30)),), 0: ((time(9), time(17)),)})
    assert len(odd.working_spans(date(2026, 3, 29))) == 1
    swallowed = BusinessCalendar("Africa/Cairo", {4: ((time(0, 30), time(1, 0)),)})
    assert swallowed.working_spans(date(2026, 4, 24)) == []
    assert swallowed.cut_off_on(date(2026, 4, 24)) is None
    assert swallowed.next_working_instant(swallowed.day_bounds(date(2026, 4, 24))[0]).date() == date(
        2026, 4, 30
    )
    after = swallowed.next_cut_off("dhl", "", swallowed.day_bounds(date(2026, 4, 24))[0])
    assert swallowed.business_day(after) == date(2026, 5, 1)


def test_each_carrier_and_service_has_its_cut_off() -> None:
    at = _berlin(24, 12, 30)
    assert BERLIN.next_cut_off("dhl", "express", at) == _berlin(25, 12)
    assert BERLIN.next_cut_off("dhl", "parcel", at) == _berlin(24, 15)
    assert BERLIN.next_cut_off("ups", "saver", at) == _berlin(24, 16, 30)
    assert BERLIN.next_cut_off("ups", "other", at) == _berlin(24, 17)  # nothing set: the end of work
    assert BERLIN.next_cut_off("dhl", "parcel", _berlin(24, 15)) == _berlin(24, 15)
    house = BusinessCalendar("Europe/Berlin", NINE_TO_FIVE, cut_offs={("", ""): time(14)})
    assert house.cut_off_time("ups", "saver") == time(14)
    assert BERLIN.cut_off_on(date(2026, 12, 25), "dhl", "express") is None


def test_ship_by_counts_working_days_from_the_cut_off() -> None:
    thursday = _berlin(24, 14, month=12)
    assert BERLIN.ship_by(thursday, 0, "dhl") == _berlin(24, 15, month=12)
    # Friday is a holiday, then the weekend.
    assert BERLIN.ship_by(thursday, 1, "dhl") == _berlin(28, 15, month=12)
    assert BERLIN.ship_by(_berlin(24, 16, month=12), 1, "dhl") == _berlin(29, 15, month=12)
    with pytest.raises(ValueError, match="negative"):
        BERLIN.ship_by(thursday, -1)


def test_a_calendar_without_work_says_so() -> None:
    with pytest.raises(NoWorkingTime, match="no working time within 400 days after 2026-11-24"):
        BusinessCalendar("Europe/Berlin", {}).next_working_instant(_berlin(24, 9))
    with pytest.raises(NoWorkingTime):
        BusinessCalendar("Europe/Berlin", {}).next_cut_off("dhl", "", _berlin(24, 9))


@pytest.mark.parametrize(
    "hours",
    [
        {7: ()},
        {0: ((time(17), time(9)),)},
        {0: ((time(9), time(12)), (time(11), time(17)))},
        {0: ((time(9), time(0)), (time(11), time(17)))},
    ],
)
def test_hours_that_cannot_be_are_refused(hours: dict[int, tuple[tuple[time, time], ...]]) -> None:
    with pytest.raises(ValueError, match=r"weekday"):
        BusinessCalendar("Europe/Berlin", hours)


def test_a_calendar_can_be_a_key() -> None:
    assert {BERLIN: 1}[BERLIN] == 1


@given(st.sampled_from(ZONES), INSTANTS, st.integers(0, 40 * 3600))
def test_work_done_is_work_counted(tz: str, start: datetime, seconds: int) -> None:
    calendar = BusinessCalendar(tz, {**NINE_TO_FIVE, 6: ((time(0), time(4)), (time(20), time(0)))})
    start = start.replace(microsecond=0)
    end = calendar.after_working_seconds(start, seconds)
    assert calendar.working_seconds_between(start, end) == seconds
    middle = start + (end - start) / 2
    middle = middle.replace(microsecond=0)
    parts = calendar.working_seconds_between(start, middle) + calendar.working_seconds_between(middle, end)
    assert parts == seconds


@given(st.sampled_from(ZONES), INSTANTS, st.integers(0, 10))
def test_ship_by_is_never_before_the_order_and_always_on_a_working_day(
    tz: str, at: datetime, days: int
) -> None:
    calendar = BusinessCalendar(tz, NINE_TO_FIVE, cut_offs={("", ""): time(15)})
    found = calendar.ship_by(at, days)
    assert found >= at
    assert calendar.is_working_day(calendar.business_day(found))
    assert found.astimezone(calendar.zone).time() == time(15)
    assert calendar.ship_by(at, days + 1) > found
