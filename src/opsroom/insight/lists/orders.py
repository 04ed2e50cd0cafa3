"""Reads lists of orders: a page of rows, their number, their ids; shows people only to those who may see them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from opsroom.domains.access import rules as access
from opsroom.domains.orders.queries import WORD_SQL
from opsroom.insight.lists.order_filter import SORTS, TURNED, OrderFilter, condition, scope
from opsroom.insight.lists.order_search import NUMBERS, found
from opsroom.insight.lists.order_source import source
from opsroom.insight.lists.order_views import BY_KEY
from opsroom.kernel.records.own_plans import ask
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import (
    BULK_ROWS_MAX,
    LIST_COUNTED_ROWS_MAX,
    PAGE_ROWS_USUAL,
    SEARCH_PAGES_COUNT,
)


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One order in a list. `customer` and `place` are None for those who may not see people."""

    id: int
    number: str
    external_name: str
    purchase_order: str
    word: str
    channel: str
    channel_prefix: str
    customer: str | None
    place: str | None
    country: str
    placed_at: datetime
    ship_by: datetime | None
    service: str
    payment_state: str
    fulfilled_by: str
    line_count: int
    units: int
    total_minor: int
    currency: str
    priority: int
    on_hold: bool
    has_note: bool
    gift: bool
    tags: tuple[str, ...]
    hold_reasons: tuple[str, ...]
    first_item: str


_ROWS = f"""
WITH page AS (
    SELECT o.id, row_number() OVER () AS place
    FROM (SELECT o.id FROM {{rows}} WHERE {{where}} ORDER BY {{sort}} LIMIT %(limit)s OFFSET %(offset)s) o
)
SELECT o.id, o.number, o.external_name, o.purchase_order, {WORD_SQL}, c.name, c.prefix,
       CASE WHEN %(people)s AND p.restricted_at IS NULL THEN COALESCE(NULLIF(p.name, ''), p.organisation) END,
       CASE WHEN %(people)s AND p.restricted_at IS NULL THEN p.city END, COALESCE(p.country, ''),
       o.placed_at, o.ship_by, o.delivery_method, o.payment_state, o.fulfilled_by, o.line_count, o.units,
       o.total_minor, o.currency, o.priority, o.on_hold,
       o.customer_note <> '' OR EXISTS (SELECT FROM orders_ordernote n WHERE n.order_id = o.id),
       o.gift_message <> '',
       ARRAY(SELECT tag FROM orders_ordertag t WHERE t.order_id = o.id ORDER BY tag),
       ARRAY(SELECT reason FROM orders_hold h WHERE h.order_id = o.id AND h.state = 'placed' ORDER BY h.id),
       COALESCE((SELECT l.title FROM orders_orderline l WHERE l.order_id = o.id ORDER BY l.position LIMIT 1), '')
FROM page JOIN orders_order o ON o.id = page.id
JOIN channels_channel c ON c.id = o.channel_id
LEFT JOIN customers_party p ON p.id = o.ship_to_id
ORDER BY page.place {{way}}
"""  # noqa: S608  # WORD_SQL is a constant of ours; the rest are named placeholders


@dataclass(frozen=True, slots=True)
class Length:
    """How many orders a list holds; `more`: it holds more than these, which were not counted."""

    rows: int
    more: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a list as a person reads it: its rows, its number, and how long the list is."""

    rows: list[OrderRow]
    number: int
    length: Length


def listed(
    actor: Actor,
    wanted: OrderFilter,
    *,
    now: datetime,
    time_zone: str,
    asked: int = 1,
    known: int | None = None,
    size: int = PAGE_ROWS_USUAL,
) -> Listed:
    """Page `asked`, or the last one there is. `known`: the list's length, where somebody has counted it.

    A list is counted as far as LIST_COUNTED_ROWS_MAX and its page go; a page behind that is walked to once, and says
    itself whether another follows. Where a text matches thousands, a walk through the list meets them one by one: it
    goes no further than the page, and there are SEARCH_PAGES_COUNT of them.
    """
    access.require(actor, "orders.view")
    walk = _walk(actor, wanted, now, time_zone, asked)
    if walk.many:
        return _reached(actor, wanted, walk, max(1, min(asked, SEARCH_PAGES_COUNT)), size)
    if known is None and not wanted.text and asked * size >= LIST_COUNTED_ROWS_MAX:
        deep = _reached(actor, wanted, walk, asked, size)
        if deep.rows:
            return deep
    length = Length(known) if known is not None else _length(walk, max(asked * size, LIST_COUNTED_ROWS_MAX))
    if not length.rows:
        return Listed([], 1, length)
    number = max(1, min(asked, -(-length.rows // size)))
    before = (number - 1) * size
    behind = max(length.rows - before - size, 0)
    if length.more or behind >= before:
        return Listed(_page(actor, wanted, walk, before, size), number, length)
    rows = _page(actor, wanted, walk, behind, length.rows - before - behind, turned=True)
    return Listed(rows, number, length)


def _reached(actor: Actor, wanted: OrderFilter, walk: _Walk, number: int, size: int) -> Listed:
    """That page, counted as far as it goes; without rows where the list ends before it."""
    before = (number - 1) * size
    rows = _page(actor, wanted, walk, before, size + 1)
    return Listed(rows[:size], number, Length(before + min(len(rows), size), len(rows) > size))


def page(
    actor: Actor,
    wanted: OrderFilter,
    *,
    now: datetime,
    time_zone: str,
    number: int = 1,
    size: int = PAGE_ROWS_USUAL,
) -> list[OrderRow]:
    """Rows of one page, counted from 1, in the list's order."""
    access.require(actor, "orders.view")
    walk = _walk(actor, wanted, now, time_zone)
    return _page(actor, wanted, walk, (max(number, 1) - 1) * size, size)


def _page(
    actor: Actor, wanted: OrderFilter, walk: _Walk, offset: int, limit: int, *, turned: bool = False
) -> list[OrderRow]:
    """`turned`: so far from the end of the list; the rows come in its own order all the same."""
    sort, way = (TURNED[_sort(wanted)], "DESC") if turned else (SORTS[_sort(wanted)], "ASC")
    more = {"limit": limit, "offset": offset, "people": access.may_see(actor, "people")}
    rows = ask(_ROWS.format(rows=walk.rows, where=walk.where, sort=sort, way=way), walk.args | more)
    return [OrderRow(*_frozen(row)) for row in rows]


def _frozen(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """The driver gives arrays as lists; a row that is shown must not change."""
    return tuple(tuple(value) if isinstance(value, list) else value for value in row)


def numbered(actor: Actor, text: str, most: int) -> list[tuple[int, str]]:
    """Id and number of orders whose number, outside name or purchase order begins with the text, the newest first."""
    access.require(actor, "orders.view")
    if not text.strip():
        return []
    seen, args = scope(actor)
    named = found(actor, text.strip(), among=NUMBERS)
    statement = (
        f"SELECT o.id, o.number FROM orders_order o WHERE {seen} AND ({named.sql})"  # noqa: S608  # as above
        f" ORDER BY {SORTS['new']} LIMIT %(limit)s"
    )
    return [(pk, number) for pk, number in ask(statement, args | named.args | {"limit": most})]


def length(actor: Actor, wanted: OrderFilter, *, now: datetime, time_zone: str) -> Length:
    """How many orders the list holds, up to LIST_COUNTED_ROWS_MAX; of a text that matches thousands, one page."""
    access.require(actor, "orders.view")
    walk = _walk(actor, wanted, now, time_zone)
    return _length(walk, PAGE_ROWS_USUAL if walk.many else LIST_COUNTED_ROWS_MAX)


def _length(walk: _Walk, bound: int) -> Length:
    rows = _counted(
        f"SELECT count(*) FROM (SELECT FROM {walk.counted} WHERE {walk.where} LIMIT %(most)s) s",  # noqa: S608  # as above
        walk.args | {"most": bound + 1},
    )
    return Length(min(rows, bound), rows > bound)


def count(actor: Actor, wanted: OrderFilter, *, now: datetime, time_zone: str) -> int:
    """How many orders the list holds, to the last one."""
    access.require(actor, "orders.view")
    walk = _walk(actor, wanted, now, time_zone)
    return _counted(f"SELECT count(*) FROM {walk.counted} WHERE {walk.where}", walk.args)  # noqa: S608  # as above


def _counted(sql: str, args: dict[str, Any]) -> int:
    return int(ask(sql, args)[0][0])


@dataclass(frozen=True, slots=True)
class _Walk:
    """What a list walks: `rows` behind FROM with orders `o`, its condition, its values; `counted`: rows without order.

    `many`: its text matches too many orders to name them.
    """

    rows: str
    counted: str
    where: str
    args: dict[str, Any]
    many: bool


def _walk(actor: Actor, wanted: OrderFilter, now: datetime, time_zone: str, page: int = 1) -> _Walk:
    """`page`: as far as the list is to be walked."""
    rows = source(wanted, sites=actor.site_ids is not None)
    where, args = condition(actor, wanted, now, time_zone, walked=rows.word)
    if not wanted.text:
        return _Walk(rows.ordered, rows.counted, where, args, False)
    text = found(actor, wanted.text, people=access.may_see(actor, "people"), page=page)
    return _Walk(rows.ordered, rows.counted, f"{where} AND ({text.sql})", args | text.args, text.many)


@dataclass(frozen=True, slots=True)
class WholeOrders:
    """The first orders of a list, whole: their ids in its order, how many lines they have; `more`: there are others."""

    ids: list[int]
    lines: int
    more: bool


_WHOLE = """
WITH page AS (
    SELECT o.id, row_number() OVER () AS place
    FROM (SELECT o.id FROM {rows} WHERE {where} ORDER BY {sort} LIMIT %(most)s + 1) o
), counted AS (
    SELECT page.id, page.place, greatest(count(l.id), 1) AS lines
    FROM page LEFT JOIN orders_orderline l ON l.order_id = page.id AND l.kind <> 'difference'
    GROUP BY page.id, page.place
)
SELECT id, sum(lines) OVER (ORDER BY place) FROM counted ORDER BY place
"""


def whole(actor: Actor, wanted: OrderFilter, *, now: datetime, time_zone: str, most: int) -> WholeOrders:
    """As many orders of the list as have `most` lines at most; none of them is cut. One without lines counts as one.

    The line that only makes up a difference to the total is told by the total, and does not count.
    """
    access.require(actor, "orders.view")
    walk = _walk(actor, wanted, now, time_zone)
    statement = _WHOLE.format(rows=walk.rows, where=walk.where, sort=SORTS[_sort(wanted)])
    rows = ask(statement, walk.args | {"most": most})
    kept = [(pk, int(lines)) for pk, lines in rows if lines <= most]
    return WholeOrders([pk for pk, _ in kept], kept[-1][1] if kept else 0, len(kept) < len(rows))


def _sort(wanted: OrderFilter) -> str:
    return wanted.sort or ("due" if BY_KEY[wanted.view].open_only else "new")


def ids(
    actor: Actor, wanted: OrderFilter, *, now: datetime, time_zone: str, among: Collection[int] | None = None
) -> list[int]:
    """Ids of the whole list, at most BULK_ROWS_MAX, or of those `among` them: what a bulk action works on."""
    access.require(actor, "orders.view")
    walk = _walk(actor, wanted, now, time_zone)
    where, more = walk.where, {"limit": BULK_ROWS_MAX, "among": sorted(among or ())}
    if among is not None:
        where += " AND o.id = ANY(%(among)s::bigint[])"
    statement = f"SELECT o.id FROM {walk.rows} WHERE {where} ORDER BY o.id LIMIT %(limit)s"  # noqa: S608  # as above
    return [pk for (pk,) in ask(statement, walk.args | more)]


def choices(actor: Actor) -> dict[str, list[tuple[str, str]]]:
    """What the filters offer, from what there is: channels, services and tags as (value, words)."""
    access.require(actor, "orders.view")
    companies = {"companies": sorted(actor.company_ids)}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id::text, name FROM channels_channel WHERE company_id = ANY(%(companies)s) ORDER BY name",
            companies,
        )
        channels = cursor.fetchall()
        cursor.execute(
            "SELECT DISTINCT delivery_method FROM orders_order WHERE company_id = ANY(%(companies)s)"
            " AND state = 'open' AND delivery_method <> '' ORDER BY 1 LIMIT 100",
            companies,
        )
        services = [(s, s) for (s,) in cursor.fetchall()]
        cursor.execute(
            "SELECT DISTINCT t.tag FROM orders_ordertag t JOIN orders_order o ON o.id = t.order_id"
            " WHERE o.company_id = ANY(%(companies)s) AND o.state = 'open' ORDER BY 1 LIMIT 100",
            companies,
        )
        tags = [(t, t) for (t,) in cursor.fetchall()]
    return {"channel": channels, "service": services, "tag": tags}
