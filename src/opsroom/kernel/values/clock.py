"""The seller's clock: business days, working time and cut-offs in one time zone; refuses naive instants. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from opsroom.kernel.values.errors import CodedError, Retry
from opsroom.kernel.values.limits import CALENDAR_SEARCH_DAYS

Span = tuple[datetime, datetime]
_MIDNIGHT = time(0, 0)
_DAY = timedelta(days=1)


def business_day(instant: datetime, tz: str) -> date:
    """The local day an instant belongs to; `tz`: an IANA name. Late evening in London is the next day in Berlin."""
    return _aware(instant).astimezone(ZoneInfo(tz)).date()


class NoWorkingTime(CodedError):
    """The calendar has no working time within reach."""

    code = "values.no_working_time"
    sentence = (
        "There is no working time within {days} days after {day}. Set working hours and check the holidays."
    )
    retry = Retry.AFTER_FIX


@dataclass(frozen=True)
class BusinessCalendar:
    """Working time of one site.

    tz: IANA name. hours: weekday (Monday 0) -> opening spans in local time, ascending; an end of 00:00 is midnight;
    a weekday left out is free. holidays: local days without work. cut_offs: (carrier, service) -> local time by which
    a parcel must be ready; service "" means all of the carrier's, ("", "") everybody's.
    """

    tz: str
    hours: Mapping[int, tuple[tuple[time, time], ...]]
    holidays: frozenset[date] = frozenset()
    cut_offs: Mapping[tuple[str, str], time] = field(default_factory=dict)

    def __post_init__(self) -> None:
        ZoneInfo(self.tz)
        for weekday, spans in self.hours.items():
            if weekday not in range(7):
                raise ValueError(f"weekday {weekday} is not 0 to 6")
            last = _MIDNIGHT
            for opens, closes in spans:
                if opens < last or (closes != _MIDNIGHT and closes <= opens):
                    raise ValueError(f"working hours of weekday {weekday} overlap or run backwards")
                last = closes if closes != _MIDNIGHT else time.max

    def __hash__(self) -> int:
        return hash((self.tz, self.holidays))

    @property
    def zone(self) -> ZoneInfo:
        """The time zone itself."""
        return ZoneInfo(self.tz)

    def business_day(self, instant: datetime) -> date:
        """The local day an instant belongs to."""
        return business_day(instant, self.tz)

    def day_bounds(self, day: date) -> Span:
        """The day's first instant and the next day's, in UTC: 23, 24 or 25 hours apart, and right where midnight is
        skipped by a change of clocks."""
        return self._instant(day, _MIDNIGHT), self._instant(day + _DAY, _MIDNIGHT)

    def is_working_day(self, day: date) -> bool:
        """Whether anybody works on this local day."""
        return day not in self.holidays and bool(self.hours.get(day.weekday()))

    def working_spans(self, day: date) -> list[Span]:
        """Opening spans of a local day in UTC; a span that a change of clocks swallows is left out."""
        if not self.is_working_day(day):
            return []
        spans = []
        for opens, closes in self.hours[day.weekday()]:
            end_day = day + _DAY if closes == _MIDNIGHT else day
            span = self._instant(day, opens), self._instant(end_day, closes)
            if span[0] < span[1]:
                spans.append(span)
        return spans

    def next_working_day(self, day: date) -> date:
        """The first working day after this one; raises NoWorkingTime."""
        return next(self._working_days(day + _DAY))

    def next_working_instant(self, at: datetime) -> datetime:
        """`at` itself within working time, else the next opening, in UTC; raises NoWorkingTime."""
        moment = _aware(at).astimezone(UTC)
        for day in self._working_days(self.business_day(moment)):
            for start, end in self.working_spans(day):
                if moment < end:
                    return max(moment, start)
        raise AssertionError("unreachable: _working_days raises at its end")  # pragma: no cover

    def working_seconds_between(self, start: datetime, end: datetime) -> int:
        """Whole seconds of working time from start to end; negative when end is earlier."""
        first, last = _aware(start).astimezone(UTC), _aware(end).astimezone(UTC)
        if last < first:
            return -self.working_seconds_between(end, start)
        worked, day, last_day = timedelta(), self.business_day(first), self.business_day(last)
        while day <= last_day:
            for opens, closes in self.working_spans(day):
                worked += max(timedelta(), min(closes, last) - max(opens, first))
            day += _DAY
        return int(worked / timedelta(seconds=1))

    def after_working_seconds(self, at: datetime, seconds: int) -> datetime:
        """The instant (UTC) at which so many seconds of work from `at` on are done; raises NoWorkingTime."""
        if seconds < 0:
            raise ValueError("working seconds cannot be negative")
        moment, left = self.next_working_instant(at), timedelta(seconds=seconds)
        while True:
            end = next(
                end for start, end in self.working_spans(self.business_day(moment)) if start <= moment < end
            )
            if moment + left <= end:
                return moment + left
            left -= end - moment
            moment = self.next_working_instant(end)

    def cut_off_time(self, carrier: str, service: str) -> time | None:
        """The local cut-off for a carrier's service, None where the end of work is the only one."""
        for key in ((carrier, service), (carrier, ""), ("", "")):
            if key in self.cut_offs:
                return self.cut_offs[key]
        return None

    def cut_off_on(self, day: date, carrier: str = "", service: str = "") -> datetime | None:
        """The cut-off of a local day in UTC; the end of work where none is set; None on a free day."""
        spans = self.working_spans(day)
        if not spans:
            return None
        at = self.cut_off_time(carrier, service)
        return spans[-1][1] if at is None else self._instant(day, at)

    def next_cut_off(self, carrier: str, service: str, at: datetime) -> datetime:
        """The first cut-off at or after `at`, on a working day, in UTC; raises NoWorkingTime."""
        moment = _aware(at).astimezone(UTC)
        for day in self._working_days(self.business_day(moment)):
            found = self.cut_off_on(day, carrier, service)
            if found is not None and found >= moment:
                return found
        raise AssertionError("unreachable: _working_days raises at its end")  # pragma: no cover

    def ship_by(
        self, placed_at: datetime, handling_days: int, carrier: str = "", service: str = ""
    ) -> datetime:
        """By when an order must have left, in UTC; raises NoWorkingTime.

        An order placed up to the cut-off counts for that day, else for the next working day; from there so many
        further working days are for handling, 0 meaning the same day.
        """
        if handling_days < 0:
            raise ValueError("handling days cannot be negative")
        found = self.next_cut_off(carrier, service, placed_at)
        for _ in range(handling_days):
            found = self.next_cut_off(carrier, service, self.day_bounds(self.business_day(found))[1])
        return found

    def _working_days(self, first: date) -> Iterator[date]:
        """Working days from `first` on; raises NoWorkingTime after the search limit."""
        for ahead in range(CALENDAR_SEARCH_DAYS):
            day = first + timedelta(days=ahead)
            if self.is_working_day(day):
                yield day
        raise NoWorkingTime(days=CALENDAR_SEARCH_DAYS, day=first.isoformat())

    def _instant(self, day: date, at: time) -> datetime:
        """A local time as UTC. Skipped by a change of clocks: the moment of the change or as much later; twice there:
        the first."""
        return datetime.combine(day, at.replace(fold=0), tzinfo=self.zone).astimezone(UTC)


def _aware(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("an instant without a time zone could be anybody's clock")
    return instant
