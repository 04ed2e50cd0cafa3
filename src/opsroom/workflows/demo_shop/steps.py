"""When an order of the demo shop's past was released, picked, packed and shipped: in working hours, in turn. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random

OPENS, CLOSES, COLLECTION = time(8), time(16), time(15, 30)
_DAY_HOURS = 8.0


@dataclass(frozen=True, slots=True)
class Way:
    """The moments of one order, each not before the one above it. No zone: the site's own clock."""

    released: datetime
    picking: datetime
    picked: datetime
    packing: datetime
    packed: datetime
    shipped: datetime


def way(dice: Random, ready: datetime, bench_hours: float, end: datetime) -> Way:
    """`ready`: from when on it may be released; `bench_hours`: the queue before packing; nothing is after `end`."""
    released = worked(ready, dice.uniform(0.3, 1.6))
    picking = worked(released, dice.uniform(0.1, 1.2))
    picked = worked(picking, dice.uniform(0.1, 0.5))
    packing = worked(picked, 0.1 + bench_hours * dice.uniform(0.55, 1.2))
    packed = worked(packing, dice.uniform(0.05, 0.2))
    return Way(
        *(min(moment, end) for moment in (released, picking, picked, packing, packed, collected(packed)))
    )


def worked(begin: datetime, hours: float) -> datetime:
    """The moment so many working hours later; Monday to Friday, `OPENS` to `CLOSES`."""
    now, left = at_work(begin), hours
    while True:
        closes = datetime.combine(now.date(), CLOSES)
        today = (closes - now).total_seconds() / 3600
        if left <= today:
            return now + timedelta(hours=left)
        left -= today
        now = at_work(closes)


def at_work(moment: datetime) -> datetime:
    """The moment itself while there is work, else the next opening."""
    day = moment.date()
    if moment.time() >= CLOSES:
        day += timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return max(moment, datetime.combine(day, OPENS))


def collected(packed: datetime) -> datetime:
    """The carrier's next collection."""
    day = packed.date()
    if packed.time() > COLLECTION:
        day += timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return datetime.combine(day, COLLECTION)


def ship_by(placed: datetime) -> datetime:
    """The collection of the working day after the order."""
    return collected(datetime.combine(placed.date() + timedelta(days=1), time(0)))
