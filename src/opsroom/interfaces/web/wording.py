"""Numbers, money and times as people read them; pure, and says a dash for what is not known, never zero."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from opsroom.kernel.values.currencies import minor_digits

MINUS = "−"
UNKNOWN = "–"
SIGNS = {
    "EUR": "€",
    "USD": "$",
    "GBP": "£",
    "JPY": "¥",
    "CHF": "CHF ",
    "PLN": "zł ",
    "SEK": "SEK ",
    "INR": "₹",
}
SIGNS |= {"AUD": "A$", "CAD": "C$", "NZD": "NZ$", "KRW": "₩", "TRY": "₺", "CZK": "Kč ", "BRL": "R$"}


def money(value: Any, currency: str = "", *, sign: bool = True) -> str:
    """€52.20 from a Money (minor, currency) or from minor units and a currency; true minus, sign before."""
    if value is None or value == "":
        return UNKNOWN
    minor = int(getattr(value, "minor", value))
    code = str(getattr(value, "currency", currency) or "EUR")
    digits = minor_digits(code)
    number = f"{Decimal(abs(minor)).scaleb(-digits):,.{digits}f}"
    before = SIGNS.get(code, f"{code} ") if sign else ""
    return f"{MINUS if minor < 0 else ''}{before}{number}"


def quantity(value: int | Decimal | None, unit: str = "", *, plus: bool = False) -> str:
    """1,284, with a unit when given; up to three decimals, no trailing zeros."""
    if value is None or value == "":
        return UNKNOWN
    number = f"{abs(Decimal(value)):,.3f}".rstrip("0").rstrip(".")
    mark = MINUS if value < 0 else "+" if plus and value > 0 else ""
    return f"{mark}{number} {unit}".rstrip()


def counted(value: int, noun: str) -> str:
    """1 order, 3 orders; a noun given as "box,boxes" names both forms."""
    one, _, many = noun.partition(",")
    return f"{quantity(value)} {one if value == 1 else many or one + 's'}"


def percent(value: float | Decimal | None, digits: int = 0) -> str:
    """0.776 as 78%; not known stays not known."""
    if value is None:
        return UNKNOWN
    shown = f"{abs(float(value)) * 100:.{digits}f}%"
    return f"{MINUS}{shown}" if value < 0 else shown


def _local(value: datetime) -> datetime:
    return timezone.localtime(value if timezone.is_aware(value) else value.replace(tzinfo=UTC))


def clock(value: datetime | None) -> str:
    """15:00 in the active time zone."""
    return UNKNOWN if value is None else _local(value).strftime("%H:%M")


def day(value: date | datetime | None, today: date) -> str:
    """Tue 24 Nov; another year is said."""
    if value is None:
        return UNKNOWN
    at = _local(value).date() if isinstance(value, datetime) else value
    shown = f"{at:%a} {at.day} {at:%b}"
    return shown if at.year == today.year else f"{shown} {at.year}"


def moment(value: datetime | None, today: date) -> str:
    """15:00 on the day itself, else day and time."""
    if value is None:
        return UNKNOWN
    return clock(value) if _local(value).date() == today else f"{day(value, today)} {clock(value)}"


def deadline(value: datetime | None, now: datetime, *, still_open: bool = True) -> str:
    """11:30 today, Tomorrow 11:30, Mon 30 Nov 11:30; what is past and `still_open` is said to be late."""
    if value is None:
        return UNKNOWN
    today = _local(now).date()
    tomorrow = _local(value).date() == today + timedelta(days=1)
    shown = f"Tomorrow {clock(value)}" if tomorrow else moment(value, today)
    return f"Late: {shown}" if still_open and value < now else shown


def span(length: timedelta) -> str:
    """2 h 41 min, 45 s, 3 days: two units at most, the smaller dropped when it says nothing."""
    seconds = int(abs(length).total_seconds())
    if seconds < 60:
        return f"{seconds} s"
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86400
    if minutes < 60:
        return f"{minutes} min"
    if hours < 48:
        rest = minutes % 60
        return f"{hours} h {rest} min" if rest and hours < 12 else f"{hours} h"
    return f"{days} days"


def since(value: datetime | None, now: datetime) -> str:
    """How long ago, or how long until."""
    if value is None:
        return UNKNOWN
    gap = now - value
    return f"{span(gap)} ago" if gap >= timedelta() else f"in {span(gap)}"


def slug(text: str) -> str:
    """A word fit for an element id."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def monogram(name: str) -> str:
    """Two letters of a name: initials of two words, else the first two letters."""
    words: list[str] = re.findall(r"[^\W_]+", name)
    if len(words) > 1:
        return (words[0][0] + words[1][0]).upper()
    return "".join(words)[:2].upper()
