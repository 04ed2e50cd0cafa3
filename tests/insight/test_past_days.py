"""How the last days stood at this hour: what was late, due and held then, not what became of it; no foreign order."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests import factories

from opsroom.domains.orders.models import Hold, Order
from opsroom.insight.metrics.flow import PastDay, past_days

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 25, 14, 0, tzinfo=BERLIN)  # a Wednesday


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, 0, tzinfo=BERLIN)


@pytest.fixture
def company() -> int:
    return factories.company()


def put(company: int, *, came: datetime, ship_by: datetime | None, **more: Any) -> Order:
    channel = factories.channel(company)
    given = {
        "mode": "live", "state": "open", "fulfilment_state": "unreleased", "currency": "EUR", "site_ids": [],
        "placed_at": came, "accepted_at": came, "ship_by": ship_by, "external_id": "1", "number": f"N{channel}",
    }  # fmt: skip
    if more.get("shipped_at"):
        given |= {"state": "closed", "fulfilment_state": "shipped", "closed_at": more["shipped_at"]}
    return Order.objects.create(company_id=company, channel_id=channel, **given | more)


def days_of(company: int) -> dict[int, tuple[int, int, int, int]]:
    actor = factories.actor("manager", company)
    found = past_days(actor, now=NOW.astimezone(UTC), time_zone="Europe/Berlin", days=4)
    assert [one.day for one in found] == [date(2026, 11, n) for n in (22, 23, 24, 25)]
    return {one.day.day: (one.late, one.due, one.held, one.shipped) for one in found}


def test_each_day_is_looked_at_when_its_clock_showed_what_it_shows_now(company: int) -> None:
    put(
        company, came=at(22, 9), ship_by=at(23, 17), shipped_at=at(24, 16)
    )  # due on the 23rd, left late on the 24th
    put(
        company, came=at(22, 9), ship_by=at(23, 12), shipped_at=at(23, 13)
    )  # late for an hour, before anybody looked
    put(company, came=at(24, 9), ship_by=at(25, 15))  # open, due today
    put(company, came=at(25, 9), ship_by=at(22, 15))  # brought along late: it was not late here before
    assert days_of(company) == {22: (0, 0, 0, 0), 23: (0, 1, 0, 1), 24: (1, 0, 0, 1), 25: (1, 1, 0, 0)}


def test_part_of_an_order_has_left_and_the_rest_is_late(company: int) -> None:
    part = {"state": "open", "fulfilment_state": "part_shipped", "closed_at": None}
    put(company, came=at(22, 9), ship_by=at(23, 12), shipped_at=at(23, 11), **part)
    assert {day: row[0] for day, row in days_of(company).items()} == {22: 0, 23: 1, 24: 1, 25: 1}
    assert days_of(company)[23][3] == 1


def test_a_cancelled_order_was_late_until_then_and_a_hold_stood_until_it_was_lifted(company: int) -> None:
    gone = {"state": "cancelled", "fulfilment_state": "nothing", "closed_at": at(24, 18)}
    put(company, came=at(22, 9), ship_by=at(23, 12), **gone)
    held = put(company, came=at(22, 9), ship_by=None)
    for reason, lifted in (("address", at(23, 9)), ("payment", at(24, 18))):
        Hold.objects.create(
            order=held, reason=reason, placed_at=at(22, 10), released_at=lifted, state="released"
        )
    assert days_of(company) == {22: (0, 0, 1, 0), 23: (1, 0, 1, 0), 24: (1, 0, 1, 0), 25: (0, 0, 0, 0)}


def test_test_orders_history_without_a_day_and_other_companies_are_not_in(company: int) -> None:
    put(company, came=at(22, 9), ship_by=at(22, 10), is_test=True)
    past = {
        "mode": "history",
        "state": "closed",
        "fulfilment_state": "shipped",
        "allocation_state": "not_needed",
    }
    put(company, came=at(22, 9), ship_by=None, **past)
    put(factories.company(), came=at(22, 9), ship_by=at(22, 10))
    assert set(days_of(company).values()) == {(0, 0, 0, 0)}


def test_the_last_day_says_what_the_board_counts_now(company: int) -> None:
    put(company, came=NOW - timedelta(days=1), ship_by=NOW - timedelta(minutes=1))
    put(company, came=NOW - timedelta(days=1), ship_by=NOW + timedelta(hours=1))
    actor = factories.actor("manager", company)
    (only,) = past_days(actor, now=NOW, time_zone="Europe/Berlin", days=1)
    assert only == PastDay(date(2026, 11, 25), late=1, due=1, held=0, shipped=0)
