"""How the year went: orders by month and tag, and where in the house they waited by weekday; counts what lists show.

Live orders and history alike: a shop that came from an old tool looks back further than it has been here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection

from opsroom.domains.access import rules as access
from opsroom.insight.lists.order_filter import midnight, scope
from opsroom.kernel.values.actor import Actor

MONTHS, WAIT_DAYS, TAGS = 13, 56, 8

_MONTHS = """
SELECT date_trunc('month', o.placed_at AT TIME ZONE %(zone)s)::date, count(*),
       count(*) FILTER (WHERE o.payment_state IN ('refunded', 'part_refunded')),
       count(*) FILTER (WHERE o.state = 'cancelled'),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM o.shipped_at - o.placed_at) / 3600)
           FILTER (WHERE o.shipped_at IS NOT NULL)
FROM orders_order o WHERE {seen} AND o.placed_at >= %(since)s AND o.placed_at < %(until)s
GROUP BY 1 ORDER BY 1 DESC
"""
_TAGS = """
SELECT t.tag, count(*), min(o.placed_at AT TIME ZONE %(zone)s)::date, max(o.placed_at AT TIME ZONE %(zone)s)::date
FROM orders_ordertag t JOIN orders_order o ON o.id = t.order_id
WHERE {seen} AND o.placed_at >= %(since)s AND o.placed_at < %(until)s
GROUP BY t.tag ORDER BY 2 DESC, 1 LIMIT %(most)s
"""
# The first time of each step, of orders that went all the way; the weekday is that of picking, when the queue is met.
_WAITS = """
WITH step AS (
    SELECT e.subject_id, min(e.at) FILTER (WHERE e.to_state = 'released') AS released,
           min(e.at) FILTER (WHERE e.to_state = 'picked') AS picked,
           min(e.at) FILTER (WHERE e.to_state = 'packing') AS packing,
           min(e.at) FILTER (WHERE e.to_state = 'packed') AS packed,
           min(e.at) FILTER (WHERE e.to_state = 'shipped') AS shipped
    FROM orders_order o JOIN records_event e ON e.subject_kind = 'orders.order' AND e.subject_id = o.id
    WHERE {seen} AND o.placed_at >= %(since)s AND o.placed_at < %(until)s AND o.fulfilment_state = 'shipped'
      AND starts_with(e.kind, 'orders.fulfilment.')
    GROUP BY 1
)
SELECT extract(isodow FROM picked AT TIME ZONE %(zone)s)::int, count(*),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM picked - released) / 3600),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM packing - picked) / 3600),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM shipped - packed) / 3600)
FROM step WHERE released IS NOT NULL AND picked IS NOT NULL AND packing IS NOT NULL AND packed IS NOT NULL
GROUP BY 1 ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class Month:
    """Orders placed from `first` to `last`; `hours` from the order to the carrier, in the middle, None without any."""

    first: date
    last: date
    orders: int
    refunded: int
    cancelled: int
    hours: float | None


@dataclass(frozen=True, slots=True)
class Tagged:
    """Orders of the year that carry the tag, and the days of the first and the last of them."""

    tag: str
    orders: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Weekday:
    """Orders picked on that weekday (1 is Monday): hours in the middle to pick, before packing, before the carrier."""

    day: int
    orders: int
    picking: float
    before_packing: float
    before_leaving: float


@dataclass(frozen=True, slots=True)
class PastYear:
    """Months from the latest back, tags from the most used down, weekdays from Monday. `since`: its first day."""

    since: date
    months: tuple[Month, ...]
    tags: tuple[Tagged, ...]
    weekdays: tuple[Weekday, ...]

    @property
    def orders(self) -> int:
        return sum(month.orders for month in self.months)

    @property
    def slowest(self) -> Weekday | None:
        """The weekday on which orders wait longest for the bench."""
        return max(self.weekdays, key=lambda one: one.before_packing, default=None)


def past_year(actor: Actor, *, now: datetime, time_zone: str) -> PastYear:
    """The current month and the twelve before it; waits of the last WAIT_DAYS."""
    access.require(actor, "orders.view")
    zone = ZoneInfo(time_zone)
    today = now.astimezone(zone).date()
    since = date(today.year - 1, today.month, 1)
    seen, args = scope(actor)
    until = midnight(today + timedelta(days=1), zone)
    args |= {"zone": time_zone, "since": midnight(since, zone), "until": until, "most": TAGS}
    with connection.cursor() as cursor:
        cursor.execute(_MONTHS.format(seen=seen), args)
        months = tuple(Month(first, _last(first), *rest) for first, *rest in cursor.fetchall())
        cursor.execute(_TAGS.format(seen=seen), args)
        tags = tuple(Tagged(*row) for row in cursor.fetchall())
        cursor.execute(_WAITS.format(seen=seen), args | {"since": until - timedelta(days=WAIT_DAYS)})
        weekdays = tuple(Weekday(day, n, *map(float, hours)) for day, n, *hours in cursor.fetchall())
    return PastYear(since, months, tags, weekdays)


def _last(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
