"""Spans as people write them ("30 days", "net 14", "2 weeks", "14 Tage") to days; refuses what names no number."""

from __future__ import annotations

import re

DAYS_MAX = 730
_UNITS = {
    "w": 7,
    "week": 7,
    "weeks": 7,
    "woche": 7,
    "wochen": 7,
    "month": 30,
    "months": 30,
    "monat": 30,
    "monate": 30,
    "year": 365,
    "years": 365,
    "jahr": 365,
    "jahre": 365,
}
_SPAN = re.compile(r"(\d{1,4})(?:[.,]0+)?\s*([a-z]*)")
_AT_ONCE = frozenset(
    {
        "immediate",
        "immediately",
        "due on receipt",
        "on receipt",
        "prepaid",
        "prepayment",
        "sofort",
        "vorkasse",
    }
)


def parse_days(text: str) -> int | None:
    """The days of a span, None where there is no number or more than two years."""
    plain = text.strip().casefold()
    if plain in _AT_ONCE:
        return 0
    found = _SPAN.search(plain)
    if found is None or "-" in plain[: found.start()]:
        return None
    days = int(found[1]) * _UNITS.get(found[2], 1)
    return days if days <= DAYS_MAX else None
