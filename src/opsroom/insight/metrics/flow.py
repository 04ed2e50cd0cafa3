"""How orders flow through the house: open per stage, their wait, the bottleneck, and how the days before stood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection

from opsroom.domains.access import rules as access
from opsroom.domains.orders.queries import WORD_SQL
from opsroom.domains.orders.rules import RELEASABLE_PAYMENT
from opsroom.domains.orders.states import ALLOCATION, FULFILMENT, PAYMENT
from opsroom.insight.lists.order_filter import midnight, moments, scope
from opsroom.insight.lists.order_views import BY_KEY, OURS
from opsroom.kernel.records.states import TOLD
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.verbs import past

# Stage (a view's key) -> its words and the wait in hours that is still good.
STAGES: tuple[tuple[str, str, float], ...] = (
    ("ready", "Ready", 4.0),
    ("released", "Released", 2.0),
    ("picking", "Picking", 1.0),
    ("picked", "Picked", 2.0),
    ("packing", "Packing", 1.0),
    ("packed", "Packed", 3.0),
)
ASIDE: tuple[tuple[str, str, float], ...] = (
    ("on_hold", "On hold", 24.0),
    ("short", "Short", 48.0),
    ("payment_pending", "Payment pending", 24.0),
    ("unknown_sku", "Unknown SKU", 8.0),
)
SLOW_FROM = 1.15  # times the target: below this a wait counts as on target


@dataclass(frozen=True, slots=True)
class Stage:
    """One node of the map; `wait_hours` is the median time open orders have stood there, None for an empty one."""

    key: str
    title: str
    open: int
    wait_hours: float | None
    target_hours: float
    aside: bool = False
    bottleneck: bool = False

    @property
    def score(self) -> float:
        """Open orders times how far the wait is over its target; time alone would always crown the holds."""
        if self.wait_hours is None or self.aside or self.wait_hours <= SLOW_FROM * self.target_hours:
            return 0.0
        return self.open * (self.wait_hours / self.target_hours - 1)


def stages(actor: Actor, counts: dict[str, int], *, now: datetime, time_zone: str) -> list[Stage]:
    """The nodes with the board's own counts; at most one stage is the bottleneck, none when all waits are good."""
    access.require(actor, "orders.view")
    waits = _waits(actor, now, time_zone)
    found = [
        Stage(key, title, counts[key], waits.get(key), target, aside)
        for rows, aside in ((STAGES, False), (ASIDE, True))
        for key, title, target in rows
    ]
    worst = max(found, key=lambda s: (s.score, s.key))
    if worst.score <= 0:
        return found
    return [
        Stage(s.key, s.title, s.open, s.wait_hours, s.target_hours, s.aside, bottleneck=s is worst)
        for s in found
    ]


def _waits(actor: Actor, now: datetime, time_zone: str) -> dict[str, float]:
    """Median hours since the last event of each open order, by the word it stands under."""
    seen, args = scope(actor)
    args |= moments(now, time_zone)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT word, percentile_cont(0.5) WITHIN GROUP (ORDER BY hours)
            FROM (
                SELECT {WORD_SQL} AS word, extract(epoch FROM %(now)s - COALESCE(e.at, o.accepted_at)) / 3600 AS hours
                FROM orders_order o
                LEFT JOIN LATERAL (
                    SELECT at FROM records_event e
                    WHERE e.subject_kind = 'orders.order' AND e.subject_id = o.id AND e.to_state <> ''
                    ORDER BY e.id DESC LIMIT 1
                ) e ON true
                WHERE {seen} AND {BY_KEY["open"].sql}
            ) t GROUP BY word
            """,  # noqa: S608  # constants of ours
            args,
        )
        return {word: max(0.0, float(hours)) for word, hours in cursor.fetchall()}


@dataclass(frozen=True, slots=True)
class Way:
    """A way between two stages: which step orders made on it, and whether it leads back."""

    source: str
    target: str
    step: str
    back: bool = False


WAYS: tuple[Way, ...] = (
    Way("payment_pending", "ready", "paid"),
    Way("unknown_sku", "ready", "matched"),
    Way("short", "ready", "stocked"),
    Way("ready", "on_hold", "held"),
    Way("on_hold", "ready", "unheld", back=True),
    Way("ready", "released", "released"),
    Way("released", "picking", "picking"),
    Way("picking", "picked", "picked"),
    Way("picked", "packing", "packing"),
    Way("packing", "packed", "packed"),
)
_STEP = """CASE
    WHEN e.kind LIKE 'orders.fulfilment.%%' THEN e.to_state
    WHEN e.kind LIKE 'orders.payment.%%' AND e.from_state = 'pending' AND e.to_state = ANY(%(paid)s) THEN 'paid'
    WHEN e.kind LIKE 'orders.allocation.%%' AND e.from_state = 'short'
         AND e.to_state = 'allocated' THEN 'stocked'
    WHEN e.kind = 'orders.order.held' THEN 'held'
    WHEN e.kind = 'orders.order.hold_released' THEN 'unheld'
    WHEN e.kind = 'orders.order.sku_matched' THEN 'matched'
END"""
# Named one by one, so that an index finds them among all that happened since.
_KINDS = {
    f"{machine.name}.{past(verb)}" for machine in (FULFILMENT, PAYMENT, ALLOCATION) for verb in machine.steps
} | {"orders.order.held", "orders.order.hold_released", "orders.order.sku_matched"}


def ways(actor: Actor, *, since: datetime) -> list[tuple[Way, int]]:
    """Each way with the orders that went it since then; zero where nobody went."""
    access.require(actor, "orders.view")
    seen, args = scope(actor)
    args |= {"since": since, "paid": sorted(RELEASABLE_PAYMENT), "kinds": sorted(_KINDS)}
    args |= {"of": sorted(actor.company_ids)}
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT step, count(*) FROM (
                SELECT DISTINCT {_STEP} AS step, e.subject_id
                FROM records_event e JOIN orders_order o ON o.id = e.subject_id AND {seen}
                WHERE e.company_id = ANY(%(of)s::bigint[]) AND e.kind = ANY(%(kinds)s::text[])
                  AND e.at >= %(since)s AND e.way <> '{TOLD}' AND e.subject_kind = 'orders.order'
            ) went GROUP BY step
            """,  # noqa: S608  # constants of ours
            args,
        )
        went = dict(cursor.fetchall())
    return [(way, went.get(way.step, 0)) for way in WAYS]


@dataclass(frozen=True, slots=True)
class PastDay:
    """One business day as it stood at the hour of asking: orders late, still due that day, held; and all that left."""

    day: date
    late: int
    due: int
    held: int
    shipped: int


# Each order with when it was over: still open, gone, or cancelled (of these only who came in these days). History
# that brought no day of leaving is not in. width_bucket says between which two looks a moment lies, so that orders are
# counted by that and not compared with every look: past this one was it due, come in, over; on which day was it due.
_PAST_DAYS = """
WITH look AS (
    SELECT day, at, n FROM unnest(%(days)s::date[], %(at)s::timestamptz[]) WITH ORDINALITY AS l(day, at, n)
), gone AS MATERIALIZED (
    SELECT o.ship_by, o.accepted_at, o.shipped_at AS over, o.state FROM orders_order o
    WHERE {seen} AND o.shipped_at >= %(since)s AND NOT o.is_test
), was AS (
    SELECT ship_by, accepted_at, over FROM gone WHERE state <> 'open'
    UNION ALL
    SELECT o.ship_by, o.accepted_at, NULL FROM orders_order o WHERE {seen} AND {ours}
    UNION ALL
    SELECT o.ship_by, o.accepted_at, o.closed_at FROM orders_order o
    WHERE {seen} AND o.state = 'cancelled' AND o.placed_at >= %(since)s AND o.shipped_at IS NULL
), alike AS MATERIALIZED (
    SELECT width_bucket(ship_by, %(at)s::timestamptz[]) AS due,
           width_bucket(accepted_at, %(at)s::timestamptz[]) AS came,
           COALESCE(width_bucket(over, %(at)s::timestamptz[]), cardinality(%(days)s::date[])) AS over,
           width_bucket(ship_by, %(begins)s::timestamptz[]) AS due_on, count(*) AS n
    FROM was WHERE ship_by IS NOT NULL GROUP BY 1, 2, 3, 4
), late AS (
    SELECT l.n AS look, sum(a.n) AS n FROM look l
    JOIN alike a ON a.due < l.n AND a.came < l.n AND a.over >= l.n GROUP BY 1
), due AS (
    SELECT due_on AS look, sum(n) AS n FROM alike
    WHERE due >= due_on AND came < due_on AND over >= due_on GROUP BY 1
), held AS (
    SELECT l.n AS look, count(DISTINCT h.order_id) AS n
    FROM (SELECT * FROM orders_hold WHERE released_at IS NULL OR released_at >= %(since)s) h
    JOIN look l ON h.placed_at <= l.at AND (h.released_at IS NULL OR h.released_at > l.at)
    JOIN orders_order o ON o.id = h.order_id
    WHERE {seen} AND o.mode = 'live' AND NOT o.is_test AND (o.state = 'open' OR o.closed_at > l.at)
    GROUP BY 1
), shipped AS (
    SELECT width_bucket(over, %(begins)s::timestamptz[]) AS look, count(*) AS n FROM gone GROUP BY 1
)
SELECT l.day, COALESCE(late.n, 0)::int, COALESCE(due.n, 0)::int, COALESCE(held.n, 0)::int, COALESCE(shipped.n, 0)::int
FROM look l LEFT JOIN late ON late.look = l.n LEFT JOIN due ON due.look = l.n LEFT JOIN held ON held.look = l.n
    LEFT JOIN shipped ON shipped.look = l.n
ORDER BY l.n
"""


def past_days(actor: Actor, *, now: datetime, time_zone: str, days: int) -> list[PastDay]:
    """The last `days` business days, today as the last, each looked at when its clock showed what it shows now.

    An order counts from the day it came in, so that what a file brought along late was not late here before.
    """
    access.require(actor, "orders.view")
    zone = ZoneInfo(time_zone)
    here = now.astimezone(zone)
    dates = [here.date() - timedelta(days=back) for back in reversed(range(days))]
    seen, args = scope(actor)
    args |= {
        "zone": time_zone,
        "days": dates,
        "at": [datetime.combine(day, here.time(), zone) for day in dates],
        # One more than there are days: what is due after today is due on none of them.
        "begins": [midnight(dates[0] + timedelta(days=n), zone) for n in range(days + 1)],
        "since": midnight(dates[0], zone),
    }
    with connection.cursor() as cursor:
        cursor.execute(_PAST_DAYS.format(seen=seen, ours=OURS), args)
        return [PastDay(*row) for row in cursor.fetchall()]
