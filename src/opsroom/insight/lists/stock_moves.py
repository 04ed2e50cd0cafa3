"""Reads the stock book's moves as a URL asks for them, newest first; shows moves of the actor's own sites only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db import connection

from opsroom.domains.access import rules as access
from opsroom.domains.warehouse import queries as warehouse
from opsroom.insight.lists.order_filter import day_of, midnight
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import PAGE_ROWS_USUAL
from opsroom.kernel.values.search_text import search_text

KINDS = {
    "opening": "Opening stock",
    "count": "Count",
    "adjust": "Correction",
    "move": "Moved",
    "pick": "Picked",
    "shipment": "Shipped",
}
WORDS = frozenset({"kind", "site", "q", "from", "to", "before"})


@dataclass(frozen=True, slots=True)
class MoveFilter:
    """Which moves; days are the company's own."""

    kind: str = ""
    site: int | None = None
    text: str = ""
    first_day: date | None = None
    last_day: date | None = None
    before: int | None = None
    unknown: tuple[str, ...] = ()

    @property
    def edited(self) -> bool:
        """Whether anything narrows the list."""
        return bool(self.kind or self.site or self.text or self.first_day or self.last_day)

    def query(self, **changes: str) -> str:
        """The list's address without its path."""
        words = {
            "kind": self.kind, "site": str(self.site or ""), "q": self.text,
            "from": str(self.first_day or ""), "to": str(self.last_day or ""),
        }  # fmt: skip
        return urlencode([(word, value) for word, value in (words | changes).items() if value])


@dataclass(frozen=True, slots=True)
class MoveRow:
    """One move: who, when, why, between which places, and what it refers to by kind, id and name."""

    move_id: int
    entry_id: int
    at: datetime
    kind: str
    actor_id: int | None
    actor_name: str
    ref_kind: str
    ref_id: int | None
    ref_name: str
    sku_id: int
    code: str
    pieces: int
    source: str
    target: str
    reason: str
    reversed: bool


def parse(words: Mapping[str, list[str]]) -> MoveFilter:
    """The filter an address asks for; what is not understood is named and narrows nothing."""
    given = {word: values[-1].strip() for word, values in words.items() if values and values[-1].strip()}
    unknown = [f"{word}={value}" for word, value in given.items() if word not in WORDS]

    def number(word: str) -> int | None:
        value = given.get(word, "")
        if value and not (value.isdecimal() and len(value) < 19):
            unknown.append(f"{word}={value}")
            return None
        return int(value) if value else None

    def day(word: str) -> date | None:
        try:
            return day_of(given[word]) if word in given else None
        except ValueError:
            unknown.append(f"{word}={given[word]}")
            return None

    kind = given.get("kind", "")
    if kind and kind not in KINDS:
        unknown.append(f"kind={kind}")
        kind = ""
    return MoveFilter(
        kind, number("site"), search_text(given.get("q", "")), day("from"), day("to"), number("before"),
        tuple(unknown),
    )  # fmt: skip


_PAGE = """
WITH page AS (
    SELECT m.* FROM stock_move_line m
    WHERE m.company_id = ANY(%(companies)s::bigint[])
        AND (m.source_id = ANY(%(places)s::bigint[]) OR m.target_id = ANY(%(places)s::bigint[])) {more}
    ORDER BY m.move_id DESC LIMIT %(limit)s
)
"""
_COUNT = "{page} SELECT count(*) FROM page"
_ROWS = """
{page}
SELECT m.move_id, m.entry_id, m.at, m.kind, m.actor_id, m.actor_name, m.ref_kind, m.ref_id,
    COALESCE(o.number, i.file_name, ''), m.item_id, COALESCE(s.code, ''), m.quantity::bigint,
    split_part(m.source_code, '/', -1), split_part(m.target_code, '/', -1), COALESCE(why.reason, ''),
    EXISTS (SELECT FROM stock_entry e WHERE e.reverses_id = m.entry_id)
FROM page m LEFT JOIN catalog_sku s ON s.id = m.item_id
LEFT JOIN orders_order o ON m.ref_kind = 'orders.order' AND o.id = m.ref_id
LEFT JOIN channels_import i ON m.ref_kind = 'channels.import' AND i.id = m.ref_id
LEFT JOIN LATERAL (
    SELECT v.reason FROM records_event v
    WHERE v.subject_kind = 'warehouse.site' AND v.subject_id = ANY(%(sites)s::bigint[])
        AND v.at >= m.at AND v.at < m.at + interval '1 minute' AND v.data->>'entry' = m.entry_id::text
    LIMIT 1
) why ON true
ORDER BY m.move_id DESC
"""


def page(
    actor: Actor,
    wanted: MoveFilter,
    *,
    time_zone: str,
    sku_id: int | None = None,
    size: int = PAGE_ROWS_USUAL,
) -> list[MoveRow]:
    """At most `size` moves before the move of `wanted.before`."""
    more, args = _asked(actor, wanted, time_zone, sku_id, size)
    with connection.cursor() as cursor:
        cursor.execute(_ROWS.format(page=_PAGE.format(more=more)), args)
        return [MoveRow(*row) for row in cursor]


def count(actor: Actor, wanted: MoveFilter, *, time_zone: str, most: int) -> int:
    """How many moves the filter finds, `most` of them at most."""
    more, args = _asked(actor, wanted, time_zone, None, most)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT.format(page=_PAGE.format(more=more)), args)
        return int(cursor.fetchone()[0])


def _asked(
    actor: Actor, wanted: MoveFilter, time_zone: str, sku_id: int | None, size: int
) -> tuple[str, dict[str, Any]]:
    """The conditions of the filter in SQL, and their values."""
    access.require(actor, "warehouse.view")
    sites = [int(site.pk) for site in warehouse.sites(actor) if wanted.site in (None, site.pk)]
    places = list(warehouse.locations(actor).filter(site_id__in=sites).values_list("place_id", flat=True))
    zone = ZoneInfo(time_zone)
    more: list[str] = []
    args: dict[str, Any] = {
        "companies": sorted(actor.company_ids), "places": places, "sites": sites, "limit": size,
        "kind": wanted.kind, "before": wanted.before, "sku": sku_id,
    }  # fmt: skip
    if wanted.kind:
        more.append("AND m.kind IN (%(kind)s, %(kind)s || '.reversed')")
    if wanted.before is not None:
        more.append("AND m.move_id < %(before)s")
    if sku_id is not None:
        more.append("AND m.item_id = %(sku)s")
    if wanted.text:
        more.append("AND m.item_id IN (SELECT id FROM catalog_sku WHERE code ILIKE %(q)s)")
        plain = wanted.text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
        args["q"] = f"{plain}%"
    if wanted.first_day:
        more.append("AND m.at >= %(first)s")
        args["first"] = midnight(wanted.first_day, zone)
    if wanted.last_day:
        more.append("AND m.at < %(end)s")
        args["end"] = midnight(wanted.last_day + timedelta(days=1), zone)
    return " ".join(more), args


def kind_words(kind: str) -> str:
    """A move's kind as people read it."""
    base, _, rest = kind.partition(".")
    words = KINDS.get(base, base.replace("_", " ").capitalize())
    return f"{words}, taken back" if rest else words
