"""A list of orders as a URL: what its words mean and the SQL they make; words nobody knows are named, not ignored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from opsroom.domains.orders.queries import WORD_SQL
from opsroom.domains.orders.rules import WORD_TEXT, Word
from opsroom.domains.orders.states import FULFILMENT, PAYMENT
from opsroom.insight.lists.order_views import BY_KEY
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import SEARCH_CHARS_MAX
from opsroom.kernel.values.search_text import search_text

SORTS = {
    "due": "o.ship_by ASC NULLS LAST, o.priority DESC, o.id",
    "new": "o.placed_at DESC, o.id DESC",
    "old": "o.placed_at, o.id",
    "total": "o.total_minor DESC, o.id",
    "rank": "o.priority DESC, o.ship_by ASC NULLS LAST, o.placed_at, o.id",
}
# The same from the other end: a page of the second half is read from there.
TURNED = {
    "due": "o.ship_by DESC NULLS FIRST, o.priority, o.id DESC",
    "new": "o.placed_at, o.id",
    "old": "o.placed_at DESC, o.id DESC",
    "total": "o.total_minor, o.id DESC",
    "rank": "o.priority, o.ship_by DESC NULLS FIRST, o.placed_at DESC, o.id DESC",
}
# Pieces of a demand `d` that nothing covers yet; above zero only for stock we track and orders we send.
UNCOVERED = """d.quantity - COALESCE((
    SELECT sum(a.quantity)::int FROM warehouse_allocation a WHERE a.demand_id = d.id AND a.state <> 'freed'), 0)"""
WAITS_FOR_STOCK = "o.allocation_state IN ('unallocated', 'short', 'allocated')"
# Word in the URL -> predicate; %(name)s is the value given.
_PLAIN = {
    "channel": "o.channel_id = ANY(%(channel)s::bigint[])",
    "payment": "o.payment_state = ANY(%(payment)s::text[])",
    "word": f"({WORD_SQL}) = ANY(%(word)s::text[])",
    "tag": "EXISTS (SELECT FROM orders_ordertag t WHERE t.order_id = o.id AND t.tag = ANY(%(tag)s::text[]))",
    "reason": "EXISTS (SELECT FROM orders_hold h WHERE h.order_id = o.id AND h.state = 'placed'"
    " AND h.reason = ANY(%(reason)s::text[]))",
    "service": "o.delivery_method = ANY(%(service)s::text[])",
    "fulfilled_by": "o.fulfilled_by = ANY(%(fulfilled_by)s::text[])",
    "assigned": "o.assigned_to_id = ANY(%(assigned)s::bigint[])",
    "customer": "o.customer_id = ANY(%(customer)s::bigint[])",
    "sku": "EXISTS (SELECT FROM orders_demand d WHERE d.order_id = o.id AND d.sku_id = ANY(%(sku)s::bigint[]))",
    "lacks": f"o.state = 'open' AND {WAITS_FOR_STOCK} AND EXISTS (SELECT FROM orders_demand d"
    " JOIN catalog_sku s ON s.id = d.sku_id AND s.tracked WHERE d.order_id = o.id"
    f" AND d.sku_id = ANY(%(lacks)s::bigint[]) AND {UNCOVERED} > 0)",
    "wave": "EXISTS (SELECT FROM fulfilment_fulfilmentorder f WHERE f.order_id = o.id"
    " AND f.wave_id = ANY(%(wave)s::bigint[]))",
    "site": "o.site_ids && %(site)s::bigint[]",
    "import": "o.imported_in_id = ANY(%(import)s::bigint[])",
}
# The same of one value, so that an index gives the rows in the list's own order.
_ONE = {
    "channel": "o.channel_id = (%(channel)s::bigint[])[1]",
    "payment": "o.payment_state = (%(payment)s::text[])[1]",
    "service": "o.delivery_method = (%(service)s::text[])[1]",
    "fulfilled_by": "o.fulfilled_by = (%(fulfilled_by)s::text[])[1]",
}
# One word of state in other words, which indexes know; what is neither here nor closed is open.
_KEPT = "o.state <> 'cancelled' AND NOT o.is_test"
_HERE = ", ".join(f"'{state}'" for state in sorted(FULFILMENT.states - {"elsewhere", "shipped"}))
_ONE_WORD = {
    "cancelled": "o.state = 'cancelled'",
    "test": "o.is_test AND o.state <> 'cancelled'",
    "history": f"o.mode = 'history' AND {_KEPT}",
    "listening": f"o.mode = 'listening' AND {_KEPT}",
    "elsewhere": f"o.mode = 'live' AND o.fulfilment_state = 'elsewhere' AND {_KEPT}",
    "shipped": f"o.mode = 'live' AND o.fulfilment_state = 'shipped' AND {_KEPT}",
    "closed": f"o.mode = 'live' AND o.fulfilment_state IN ({_HERE}) AND o.state = 'closed' AND NOT o.is_test",
}
_NUMBERS = frozenset({"channel", "assigned", "customer", "sku", "lacks", "wave", "site", "import"})
_CHOICES: Mapping[str, frozenset[str]] = {
    "payment": PAYMENT.states,
    "word": frozenset(WORD_TEXT),
}
_OTHER = frozenset({"view", "q", "placed_from", "placed_to", "sort", "page"})


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """One list of orders. `chosen` holds the plain words with their values; `unknown` what nobody understands."""

    view: str = "open"
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    text: str = ""
    placed_from: date | None = None
    placed_to: date | None = None
    sort: str = ""
    unknown: tuple[str, ...] = ()

    @property
    def edited(self) -> bool:
        """Whether anything narrows the named view."""
        return bool(self.chosen or self.text or self.placed_from or self.placed_to)

    def query(self, **changes: str) -> str:
        """The list's own address without its path; `changes` replace or, when empty, remove a word."""
        pairs: list[tuple[str, str]] = [("view", self.view)]
        pairs += [(word, value) for word, values in self.chosen.items() for value in values]
        told = (
            ("q", self.text),
            ("placed_from", self.placed_from),
            ("placed_to", self.placed_to),
            ("sort", self.sort),
        )
        pairs += [(word, str(value)) for word, value in told if value]
        kept = [(word, value) for word, value in pairs if word not in changes]
        return urlencode(kept + [(word, value) for word, value in changes.items() if value])


def parse(words: Mapping[str, list[str]]) -> OrderFilter:
    """The filter a URL asks for; what cannot be understood is named in `unknown` and narrows nothing."""
    chosen: dict[str, tuple[str, ...]] = {}
    unknown: list[str] = []
    for word, values in words.items():
        given = tuple(v for v in values if v)
        if word in _OTHER or not given:
            continue
        good = tuple(v for v in given if _valid(word, v)) if word in _PLAIN else ()
        unknown += [f"{word}={v}" for v in given if v not in good]
        if good:
            chosen[word] = good
    view = (words.get("view") or ["open"])[-1]
    if view not in BY_KEY:
        unknown.append(f"view={view}")
        view = "open"
    sort = (words.get("sort") or [""])[-1]
    placed_from, placed_to = _day(words, "placed_from", unknown), _day(words, "placed_to", unknown)
    return OrderFilter(
        view=view,
        chosen=chosen,
        text=search_text((words.get("q") or [""])[-1]),
        placed_from=placed_from,
        placed_to=placed_to,
        sort=sort if sort in SORTS else "",
        unknown=tuple(unknown),
    )


def _valid(word: str, value: str) -> bool:
    if word in _NUMBERS:
        return value.isdecimal() and len(value) < 19
    return (
        value in _CHOICES[word] if word in _CHOICES else "\0" not in value and len(value) <= SEARCH_CHARS_MAX
    )


def _day(words: Mapping[str, list[str]], word: str, unknown: list[str]) -> date | None:
    value = (words.get(word) or [""])[-1]
    if not value:
        return None
    try:
        return day_of(value)
    except ValueError:
        unknown.append(f"{word}={value}")
        return None


def day_of(text: str) -> date:
    """A day that has a day before and after it in every time zone. Raises ValueError."""
    found = date.fromisoformat(text)
    if not MINYEAR < found.year < MAXYEAR:
        raise ValueError(text)
    return found


def moments(now: datetime, time_zone: str) -> dict[str, datetime]:
    """The instants every view is judged by: now and the bounds of the business day around it, in UTC."""
    zone = ZoneInfo(time_zone)
    today = now.astimezone(zone).date()
    return {
        "now": now,
        "day_start": midnight(today, zone),
        "day_end": midnight(today + timedelta(days=1), zone),
    }


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The first instant of a local day, in UTC."""
    return datetime.combine(day, time(0), zone).astimezone(UTC)


def scope(actor: Actor) -> tuple[str, dict[str, Any]]:
    """What the actor may see at all, as the first condition of every list and count."""
    companies = sorted(actor.company_ids)
    sql: str
    args: dict[str, Any]
    if len(companies) == 1:  # said plainly, so that an index gives the rows in the list's own order
        sql, args = "o.company_id = %(company_seen)s::bigint", {"company_seen": companies[0]}
    else:
        sql, args = "o.company_id = ANY(%(companies)s::bigint[])", {"companies": companies}
    if actor.site_ids is not None:
        sql += " AND o.site_ids && %(sites)s::bigint[]"
        args["sites"] = sorted(actor.site_ids)
    return sql, args


def condition(
    actor: Actor, wanted: OrderFilter, now: datetime, time_zone: str, *, walked: str = ""
) -> tuple[str, dict[str, Any]]:
    """The WHERE of a list and its values, without its text (order_search). `walked`: the word that its rows answer."""
    seen, args = scope(actor)
    parts = [seen, BY_KEY[wanted.view].sql]
    args |= moments(now, time_zone)
    for word, values in wanted.chosen.items():
        if word != walked:
            parts.append(_one(word, values[0]) if len(values) == 1 else _PLAIN[word])
        args[word] = [int(v) for v in values] if word in _NUMBERS else list(values)
    zone = ZoneInfo(time_zone)
    if wanted.placed_from:
        parts.append("o.placed_at >= %(placed_from)s")
        args["placed_from"] = midnight(wanted.placed_from, zone)
    if wanted.placed_to:
        parts.append("o.placed_at < %(placed_to)s")
        args["placed_to"] = midnight(wanted.placed_to + timedelta(days=1), zone)
    return " AND ".join(f"({part})" for part in parts), args


def _one(word: str, value: str) -> str:
    if word == "word":
        return _ONE_WORD.get(value, f"o.state = 'open' AND {_PLAIN['word']}")
    return _ONE.get(word, _PLAIN[word])


def word_title(word: str) -> str:
    """The word of state as people read it."""
    return WORD_TEXT[Word(word)]
