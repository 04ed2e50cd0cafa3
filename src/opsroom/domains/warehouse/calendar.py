"""Turns a site's settings into its business clock: hours, public holidays of its country, cut-offs by carrier."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import TYPE_CHECKING

from opsroom.kernel.values.clock import BusinessCalendar

if TYPE_CHECKING:
    from opsroom.domains.warehouse.models import Site

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HOLIDAY_YEARS = range(2024, 2034)


@dataclass(frozen=True, slots=True)
class SiteClock:
    """When a site works, and how many working days it takes before goods leave."""

    calendar: BusinessCalendar
    handling_days: int

    def ship_by(self, placed_at: datetime, delivery_method: str = "") -> datetime:
        """By when an order placed then must leave, by the cut-off of the carrier its delivery method names."""
        carrier = self.carrier_of(delivery_method)
        return self.calendar.ship_by(placed_at, self.handling_days, carrier, "")

    def carrier_of(self, delivery_method: str) -> str:
        """The carrier with a cut-off here that a delivery method such as "DHL Paket" names; empty for none."""
        words = delivery_method.casefold()
        known = sorted({carrier for carrier, _ in self.calendar.cut_offs if carrier})
        return next((carrier for carrier in known if carrier in words), "")


def calendar_of(site: Site | _Settings, cut_offs: Mapping[tuple[str, str], time]) -> BusinessCalendar:
    """The calendar of a site; `cut_offs` keyed by case-folded carrier and service."""
    hours = {
        place: tuple(_spans(site.hours[name])) for place, name in enumerate(_WEEKDAYS) if site.hours.get(name)
    }
    own = frozenset(date.fromisoformat(day) for day in site.holidays)
    return BusinessCalendar(
        tz=site.timezone,
        hours=hours,
        holidays=own | public_holidays(site.country, site.region),
        cut_offs=dict(cut_offs),
    )


@lru_cache(maxsize=64)
def clock_of(
    timezone: str, country: str, region: str, handling_days: int, hours: str, holidays: str, cut_offs: str
) -> SiteClock:
    """The clock of a site by its settings as they stand, `hours`, `holidays` and `cut_offs` as JSON text.

    `cut_offs`: [[carrier, service, "15:00:00"], ...]. The same settings give the same clock, made once.
    """
    given = _Settings(timezone, country, region, json.loads(hours), json.loads(holidays))
    known = {
        (carrier.casefold(), service.casefold()): time.fromisoformat(at)
        for carrier, service, at in json.loads(cut_offs)
    }
    return SiteClock(calendar_of(given, known), handling_days)


@dataclass(frozen=True, slots=True)
class _Settings:
    timezone: str
    country: str
    region: str
    hours: dict[str, list[str]]
    holidays: list[str]


def _spans(given: list[str]) -> list[tuple[time, time]]:
    """["08:00", "12:00", "13:00", "17:00"] as spans."""
    times = [time.fromisoformat(one) for one in given]
    return list(zip(times[::2], times[1::2], strict=True))


@lru_cache(maxsize=64)
def public_holidays(country: str, region: str) -> frozenset[date]:
    """Public holidays of a country and region, none where the calendar of that country is not known."""
    import holidays  # lazy: heavy

    try:
        found = holidays.country_holidays(country, subdiv=region or None, years=_HOLIDAY_YEARS)
    except NotImplementedError:
        return frozenset()
    return frozenset(found)
