"""Moves the demo shop's files to another day and splits one by a column; pure, refuses to touch any other text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Final

FILES_TODAY: Final = date(2026, 11, 24)  # the "today" the files were written for
OPENING: Final = time(8, 0)  # before it the shop's day has not begun: its orders are yesterday's
SHIFTED_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "orders-shopify.json": ("created_at", "processed_at", "updated_at", "cancelled_at", "closed_at"),
    "orders-woocommerce.json": (
        "date_created", "date_created_gmt", "date_modified", "date_modified_gmt", "date_paid", "date_paid_gmt",
    ),
    "orders.csv": ("Ordered at",),
}  # fmt: skip
_SHAPE = re.compile(r"2026-11-2\d(?!\d)")


def days_to_shift(now: datetime) -> int:
    """Whole days by which the files move. `now`: the company's own clock."""
    today = now.date() if now.time() >= OPENING else now.date() - timedelta(days=1)
    return (today - FILES_TODAY).days


def shift_dates(name: str, text: str, days: int) -> str:
    """The file with its dates `days` later; files without dates, and texts of another shape, stay as they are."""
    fields = SHIFTED_FIELDS.get(name, ())
    if not fields:
        return text
    if name.endswith(".json"):
        named = "|".join(map(re.escape, fields))
        pattern = re.compile(rf'("(?:{named})": ")({_SHAPE.pattern})')
        return pattern.sub(lambda found: found[1] + _later(found[2], days), text)
    head, *rows = csv.reader(io.StringIO(text, newline=""))
    places = [head.index(field) for field in fields]
    for row in rows:
        for place in places:
            if place < len(row) and _SHAPE.match(row[place]):
                row[place] = _later(row[place][:10], days) + row[place][10:]
    return _written([head, *rows])


def split_rows(text: str, column: str, part_of: Callable[[str], str]) -> dict[str, str]:
    """One file for each part, the header on all; `part_of`: the part that a cell belongs to. Torn rows pass ""."""
    head, *rows = csv.reader(io.StringIO(text, newline=""))
    place = head.index(column)
    parts: dict[str, list[list[str]]] = {}
    for row in rows:
        parts.setdefault(part_of(row[place] if place < len(row) else ""), []).append(row)
    return {part: _written([head, *own]) for part, own in parts.items()}


def _later(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def _written(rows: list[list[str]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()
