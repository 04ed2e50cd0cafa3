"""How orders flow through the house today: open per stage, how long they wait there, which stage is the bottleneck."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from opsroom.domains.access import rules as access
from opsroom.domains.orders.queries import WORD_SQL
from opsroom.domains.orders.rules import RELEASABLE_PAYMENT
from opsroom.domains.orders.states import ALLOCATION, FULFILMENT, PAYMENT
from opsroom.insight.lists.order_filter import moments, scope
from opsroom.insight.lists.order_views import BY_KEY
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


def shipped_by_day(actor: Actor, *, since: datetime, time_zone: str) -> dict[date, int]:
    """Orders that left, by business day."""
    access.require(actor, "orders.view")
    seen, args = scope(actor)
    args |= {"since": since, "zone": time_zone}
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT (o.shipped_at AT TIME ZONE %(zone)s)::date, count(*) FROM orders_order o
            WHERE {seen} AND o.mode = 'live' AND o.shipped_at >= %(since)s GROUP BY 1
            """,  # noqa: S608  # a constant of ours
            args,
        )
        return dict(cursor.fetchall())
