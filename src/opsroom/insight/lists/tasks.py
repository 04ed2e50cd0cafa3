"""A list of tasks as a URL: its rows, their number, its groups; leaves out what roles and sites do not show."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db import connection

from opsroom.domains.access import rules as access
from opsroom.domains.access.kinds import KINDS
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import BULK_ROWS_MAX, PAGE_ROWS_USUAL
from opsroom.kernel.values.search_text import search_text

_AWAKE = "t.state = 'open' AND (t.snoozed_until IS NULL OR t.snoozed_until <= now())"
_FOR_ME = "(t.owner_id = %(me)s OR t.owner_id IS NULL AND t.role = ANY(%(roles)s::text[]))"
CLOSED_DAYS = 14
# Key in the URL -> (words, predicate over a task `t`).
VIEWS: dict[str, tuple[str, str]] = {
    "open": ("Open", _AWAKE),
    "mine": ("For me", f"{_AWAKE} AND {_FOR_ME}"),
    "nobody": ("Nobody's yet", f"{_AWAKE} AND t.owner_id IS NULL"),
    "snoozed": ("Snoozed", "t.state = 'open' AND t.snoozed_until > now()"),
    "closed": (
        "Closed lately",
        f"t.state = 'closed' AND t.closed_at > now() - interval '{CLOSED_DAYS} days'",
    ),
}
WORDS = frozenset({"view", "kind", "owner", "site", "older", "q", "page"})
AGES = {"1": "over a day", "3": "over 3 days", "7": "over a week"}
_FROM = """
FROM access_task t
LEFT JOIN orders_order o ON t.subject_kind = 'orders.order' AND o.id = t.subject_id
LEFT JOIN catalog_sku s ON t.subject_kind = 'catalog.sku' AND s.id = t.subject_id
LEFT JOIN channels_import i ON t.subject_kind = 'channels.import' AND i.id = t.subject_id
LEFT JOIN warehouse_site w ON w.id = t.site_id
WHERE """
_ROW = """t.id, t.kind, t.subject_kind, t.subject_id, t.cause_key, COALESCE(o.number, s.code, i.file_name, ''), t.role,
    t.owner_id, COALESCE(w.name, ''), t.facts::text, t.state, t.opened_at, t.closed_at, t.close_reason,
    t.snoozed_until, o.ship_by"""


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """One list of tasks. `older`: whole days since it was opened; `unknown` names what nobody understands."""

    view: str = "open"
    kind: str = ""
    owner: int | None = None
    site: int | None = None
    older: str = ""
    text: str = ""
    unknown: tuple[str, ...] = ()

    @property
    def edited(self) -> bool:
        """Whether anything narrows the named view."""
        return bool(self.kind or self.owner or self.site or self.older or self.text)

    def query(self, **changes: str) -> str:
        """The list's address without its path; `changes` replace or, when empty, remove a word."""
        words = {
            "view": self.view, "kind": self.kind, "owner": str(self.owner or ""), "site": str(self.site or ""),
            "older": self.older, "q": self.text,
        }  # fmt: skip
        return urlencode([(word, value) for word, value in (words | changes).items() if value])


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task; `name` is what its subject is called: an order's number, a SKU's code, a file's name."""

    id: int
    kind: str
    subject_kind: str
    subject_id: int
    cause_key: str
    name: str
    role: str
    owner_id: int | None
    site: str
    facts: dict[str, Any]
    state: str
    opened_at: datetime
    closed_at: datetime | None
    close_reason: str
    snoozed_until: datetime | None
    ship_by: datetime | None


@dataclass(frozen=True, slots=True)
class TaskGroup:
    """Tasks of one kind in a list: how many, since when, whose; `subject_id`: what the oldest is about."""

    kind: str
    count: int
    oldest: datetime
    owner_ids: tuple[int, ...]
    subject_id: int


def parse(words: Mapping[str, list[str]]) -> TaskFilter:
    """The filter an address asks for; what is not understood is named and narrows nothing."""
    given = {word: values[-1].strip() for word, values in words.items() if values and values[-1].strip()}
    unknown = [f"{word}={value}" for word, value in given.items() if word not in WORDS]

    def one_of(word: str, known: Mapping[str, object], usual: str = "") -> str:
        value = given.get(word, usual)
        if value and value not in known:
            unknown.append(f"{word}={value}")
            return usual
        return value

    def number(word: str) -> int | None:
        value = given.get(word, "")
        if value and not (value.isdecimal() and len(value) < 19):
            unknown.append(f"{word}={value}")
            return None
        return int(value) if value else None

    return TaskFilter(
        one_of("view", VIEWS, "open"), search_text(given.get("kind", "")), number("owner"), number("site"),
        one_of("older", AGES), search_text(given.get("q", "")), tuple(unknown),
    )  # fmt: skip


def seen_by(actor: Actor) -> tuple[str, dict[str, Any]]:
    """What the actor may see at all: own companies and sites, kinds the roles are shown."""
    sql = "t.company_id = ANY(%(companies)s::bigint[]) AND NOT t.kind = ANY(%(hidden)s::text[])"
    args: dict[str, Any] = {
        "companies": sorted(actor.company_ids),
        "hidden": sorted(key for key, kind in KINDS.items() if not access.may(actor, kind.sees)),
        "me": actor.user_id,
        "roles": sorted(actor.roles),
    }
    if actor.site_ids is not None:
        sql += """ AND (t.site_id IS NULL OR t.site_id = ANY(%(sites)s::bigint[]))
            AND (t.subject_kind <> 'orders.order' OR EXISTS (
                SELECT FROM orders_order so WHERE so.id = t.subject_id AND so.site_ids && %(sites)s::bigint[]))"""
        args["sites"] = sorted(actor.site_ids)
    return sql, args


def _condition(actor: Actor, wanted: TaskFilter) -> tuple[str, dict[str, Any]]:
    access.require(actor, "access.tasks", site_id=min(actor.site_ids or (), default=None))
    seen, args = seen_by(actor)
    parts = [seen, VIEWS[wanted.view][1]]
    plain = wanted.text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
    args |= {
        "kind": wanted.kind, "owner": wanted.owner, "site": wanted.site, "older": int(wanted.older or 0),
        "q": f"{plain}%",
    }  # fmt: skip
    if wanted.kind:
        parts.append("t.kind = %(kind)s")
    if wanted.owner is not None:
        parts.append("t.owner_id = %(owner)s")
    if wanted.site is not None:
        parts.append("(t.site_id = %(site)s OR o.site_ids && ARRAY[%(site)s]::bigint[])")
    if wanted.older:
        parts.append("t.opened_at < now() - make_interval(days => %(older)s)")
    if wanted.text:
        parts.append("(o.number ILIKE %(q)s OR o.external_name ILIKE %(q)s OR s.code ILIKE %(q)s)")
    return " AND ".join(f"({part})" for part in parts), args


def page(actor: Actor, wanted: TaskFilter, *, number: int = 1, size: int = PAGE_ROWS_USUAL) -> list[TaskRow]:
    """Rows of one page, counted from 1: what leaves first, then the oldest; of closed ones the latest."""
    where, args = _condition(actor, wanted)
    sort = (
        "t.closed_at DESC, t.id" if wanted.view == "closed" else "o.ship_by ASC NULLS LAST, t.opened_at, t.id"
    )
    args |= {"limit": size, "offset": (max(number, 1) - 1) * size}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_ROW} {_FROM} {where} ORDER BY {sort} LIMIT %(limit)s OFFSET %(offset)s",
            args,
        )
        return [_read(row) for row in cursor.fetchall()]


def by_ids(
    actor: Actor, task_ids: Collection[int]
) -> list[tuple[TaskRow, int, int | None, list[int] | None, int | None]]:
    """Tasks the actor may see, ended ones too: each with its company and site, its order's sites and buyer."""
    if not access.may(actor, "access.tasks", site_id=min(actor.site_ids or (), default=None)):
        return []
    seen, args = seen_by(actor)
    args["ids"] = list(task_ids)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT t.company_id, t.site_id, o.site_ids, o.customer_id, {_ROW} {_FROM} {seen}"
            " AND t.id = ANY(%(ids)s::bigint[])",
            args,
        )
        return [
            (_read(row), company_id, site_id, order_sites, buyer_id)
            for company_id, site_id, order_sites, buyer_id, *row in cursor.fetchall()
        ]


def _read(row: Sequence[Any]) -> TaskRow:
    values = list(row)
    values[9] = json.loads(values[9])  # raw statements give jsonb as text
    return TaskRow(*values)


def ids(actor: Actor, wanted: TaskFilter) -> list[int]:
    """Ids of the whole list, at most BULK_ROWS_MAX: what a bulk act works on."""
    where, args = _condition(actor, wanted)
    args["limit"] = BULK_ROWS_MAX
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT t.id {_FROM} {where} ORDER BY t.id LIMIT %(limit)s", args)
        return [pk for (pk,) in cursor.fetchall()]


def count(actor: Actor, wanted: TaskFilter) -> int:
    """How many tasks the list holds."""
    where, args = _condition(actor, wanted)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {_FROM} {where}", args)
        return int(cursor.fetchone()[0])


def counts(actor: Actor) -> dict[str, int]:
    """Number of tasks by view key, in one statement."""
    seen, args = seen_by(actor)
    columns = ", ".join(f"count(*) FILTER (WHERE {sql})" for _, sql in VIEWS.values())
    lately = f"(t.state = 'open' OR t.closed_at > now() - interval '{CLOSED_DAYS} days')"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM access_task t WHERE {seen} AND {lately}", args)  # noqa: S608  # our own views
        return dict(zip(VIEWS, cursor.fetchone(), strict=True))


def groups(actor: Actor, wanted: TaskFilter) -> list[TaskGroup]:
    """The list's kinds, the one with the oldest task first."""
    where, args = _condition(actor, wanted)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.kind, count(*), min(t.opened_at),"
            " COALESCE(array_agg(DISTINCT t.owner_id) FILTER (WHERE t.owner_id IS NOT NULL), '{}'),"
            " (array_agg(t.subject_id ORDER BY t.opened_at, t.id))[1]"
            f" {_FROM} {where} GROUP BY t.kind ORDER BY 3, 1",
            args,
        )
        return [
            TaskGroup(kind, n, oldest, tuple(owners), subject)
            for kind, n, oldest, owners, subject in cursor.fetchall()
        ]
