"""Dates in the forms shops write them; refuses five-digit years and asks where day and month could be swapped."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

FUTURE_HOURS_ALLOWED = 24
YEAR_MIN = 1995

_MONTHS = {
    name: i
    for i, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1
    )
}
_MONTHS |= {"mär": 3, "mai": 5, "okt": 10, "dez": 12, "sept": 9}
_TIME = r"(?:[T\s,]+(?P<h>\d{1,2}):(?P<mi>\d{2})(?::(?P<s>\d{2})(?:[.,]\d+)?)?\s*(?P<ap>[AaPp][Mm])?)?"
_ZONE = r"\s*(?P<z>Z|UTC|GMT|[+-]\d{2}:?\d{2})?\s*\Z"
_YMD = re.compile(r"(?P<y>\d{4,6})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})" + _TIME + _ZONE)
_ABC = re.compile(r"(?P<a>\d{1,2})[-/.](?P<b>\d{1,2})[-/.](?P<y>\d{4,6}|\d{2})" + _TIME + _ZONE)
_WORDS = re.compile(
    r"(?:[A-Za-z]{3,9},?\s+)?(?:(?P<d>\d{1,2})\.?\s+(?P<mon>[A-Za-zä]{3,9})\.?|(?P<mon2>[A-Za-zä]{3,9})\.?\s+(?P<d2>\d{1,2}),?)"
    r"\s+(?P<y>\d{4,6})" + _TIME + _ZONE
)
_DASHED = re.compile(
    r"(?:(?P<d>\d{1,2})-(?P<mon>[A-Za-zä]{3,9})|(?P<mon2>[A-Za-zä]{3,9})-(?P<d2>\d{1,2}))-(?P<y>\d{4}|\d{2})"
    + _TIME
    + _ZONE
)
_COMPACT = re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})\Z")


@dataclass(frozen=True, slots=True)
class Moment:
    """A date that was read: aware; `day_only` when no clock time stood there; `swappable`: 03/04 could be 04/03."""

    at: datetime
    day_only: bool
    swappable: bool = False


@dataclass(frozen=True, slots=True)
class BadDate:
    """Why a date could not be read, and the nearest one that could be meant."""

    sentence: str
    code: str
    fix: str | None = None


def zone(name: str) -> tzinfo:
    """The zone of this IANA name; UTC where there is none."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return UTC


def parse_moment(value: Any, time_zone: tzinfo, date_order: str | None = None) -> Moment | BadDate | None:
    """None for an empty cell. Without `date_order`, 03/04/2026 is read as day/month and marked swappable."""
    text = str(value).strip() if value is not None else ""
    if not text or text in {"0000-00-00 00:00:00", "0000-00-00"}:
        return None
    found = _match(text[:80], date_order)
    if found is None:
        return BadDate(
            f'"{text[:40]}" is not a date. Write it as 2026-11-24 or 2026-11-24 12:19.', "date.unreadable"
        )
    parts, clock, year, swappable = found
    if len(year) > 4:
        fix = f"{year[:4]}-{parts[1]:02d}-{parts[2]:02d}"
        sentence = f'The year {year} in "{text[:40]}" has {len(year)} digits. If {fix} was meant, write that.'
        return BadDate(sentence, "date.long_year", fix)
    try:
        at = datetime(*parts, *_clock(clock), tzinfo=_zone_of(clock.group("z")) or time_zone)
        at.astimezone(UTC)
    except (ValueError, OverflowError):
        return BadDate(
            f'"{text[:40]}" is not a day of the calendar. Correct day and month.', "date.no_such_day"
        )
    return Moment(at, clock.group("h") is None, swappable)


def _match(text: str, date_order: str | None) -> tuple[tuple[int, int, int], re.Match[str], str, bool] | None:
    if compact := _COMPACT.match(text):
        text = f"{compact['y']}-{compact['m']}-{compact['d']}"
    if match := _YMD.match(text):
        return (int(match["y"][:4]), int(match["m"]), int(match["d"])), match, match["y"], False
    if match := _WORDS.match(text) or _DASHED.match(text):
        month = _MONTHS.get((match["mon"] or match["mon2"])[:3].lower())
        if month is None:
            return None
        year = match["y"] if len(match["y"]) > 2 else "20" + match["y"]
        return (int(year[:4]), month, int(match["d"] or match["d2"])), match, year, False
    if match := _ABC.match(text):
        a, b = int(match["a"]), int(match["b"])
        year = match["y"] if len(match["y"]) > 2 else "20" + match["y"]
        month_first = date_order == "mdy" or (date_order is None and b > 12 >= a)
        day, month = (b, a) if month_first else (a, b)
        swappable = date_order is None and a <= 12 and b <= 12 and a != b and "." not in text[:6]
        return (int(year[:4]), month, day), match, year, swappable
    return None


def _clock(match: re.Match[str]) -> tuple[int, int, int]:
    if match["h"] is None:
        return 0, 0, 0
    hour = int(match["h"])
    if match["ap"]:
        hour = hour % 12 + (12 if match["ap"].lower() == "pm" else 0)
    return hour, int(match["mi"]), int(match["s"] or 0)


def _zone_of(text: str | None) -> tzinfo | None:
    if not text:
        return None
    if text in {"Z", "UTC", "GMT"}:
        return UTC
    sign = -1 if text[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(text[1:3]), minutes=int(text[-2:])))


def date_order_of(values: list[str]) -> str | None:
    """ "dmy" or "mdy" when one value proves it and none disproves it; None while it stays open."""
    day_first = month_first = False
    for text in values:
        match = _ABC.match(text.strip()[:80])
        if match is None:
            continue
        day_first |= int(match["a"]) > 12
        month_first |= int(match["b"]) > 12
    if day_first == month_first:
        return None
    return "dmy" if day_first else "mdy"


def doubt(at: datetime, now: datetime) -> tuple[str, str] | None:
    """Code and sentence when a readable date cannot be true; None when it can."""
    day = at.date().isoformat()
    if at > now + timedelta(hours=FUTURE_HOURS_ALLOWED):
        return (
            "date.future",
            f"{day} lies in the future; today is {now.date().isoformat()}. Correct the date.",
        )
    if at.year < YEAR_MIN:
        sentence = (
            f"{day} is before any online shop sold anything; spreadsheets write 1899 for an empty date."
        )
        return "date.too_old", f"{sentence} Correct the date."
    return None


def as_day_or_moment(moment: Moment) -> date | datetime:
    """The day where only a day was written, else the moment."""
    return moment.at.date() if moment.day_only else moment.at
