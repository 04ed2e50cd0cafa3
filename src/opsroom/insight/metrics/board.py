"""Every count of the operation from one place: tiles, tabs, map nodes, headline and navigation read these numbers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from opsroom.domains.access import rules as access
from opsroom.domains.access.queries import companies_of
from opsroom.domains.catalog import queries as catalog
from opsroom.insight.lists import stock, tasks
from opsroom.insight.lists.order_filter import UNCOVERED, WAITS_FOR_STOCK, moments, scope
from opsroom.insight.lists.order_views import BY_KEY, VIEWS
from opsroom.kernel.values.actor import Actor

ENDED = tuple(view.key for view in VIEWS if not view.open_only)


def order_counts(
    actor: Actor, *, now: datetime, time_zone: str, ended: Collection[str] = ENDED
) -> dict[str, int]:
    """Number of orders by view key: all views of open orders in one statement, and those of `ended` that are asked for.

    A shop ends more orders every day, so each page asks for what it shows; what it did not ask for has no number here.
    """
    access.require(actor, "orders.view")
    seen, args = scope(actor)
    args |= moments(now, time_zone)
    live = {v.key: v.sql for v in VIEWS if v.open_only}
    return _open_counts(live, f"{seen} AND o.state = 'open'", args) | _ended_counts(ended, seen, args)


def has_orders(actor: Actor) -> bool:
    """Whether there is any order at all, of whatever state."""
    access.require(actor, "orders.view")
    seen, args = scope(actor)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT FROM orders_order o WHERE {seen})", args)  # noqa: S608  # as below
        return bool(cursor.fetchone()[0])


def _open_counts(views: Mapping[str, str], where: str, args: dict[str, Any]) -> dict[str, int]:
    columns = ", ".join(f"count(*) FILTER (WHERE {sql})" for sql in views.values())
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM orders_order o WHERE {where}", args)  # noqa: S608  # our own views
        return dict(zip(views, cursor.fetchone(), strict=True))


def _ended_counts(keys: Collection[str], seen: str, args: dict[str, Any]) -> dict[str, int]:
    """Each by a count of its own, because each view has an index of its own."""
    wanted = [key for key in ENDED if key in keys]
    if not wanted:
        return {}
    columns = ", ".join(
        f"(SELECT count(*) FROM orders_order o WHERE {seen} AND {BY_KEY[key].sql})"  # noqa: S608  # our own views
        for key in wanted
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns}", args)
        return dict(zip(wanted, cursor.fetchone(), strict=True))


def first_due(
    actor: Actor, views: Collection[str], *, now: datetime, time_zone: str
) -> dict[str, datetime | None]:
    """The earliest ship-by among the orders of each view; None where none has one. Views of open orders only."""
    access.require(actor, "orders.view")
    if not views:
        return {}
    seen, args = scope(actor)
    args |= moments(now, time_zone)
    columns = ", ".join(f"min(o.ship_by) FILTER (WHERE {BY_KEY[key].sql})" for key in views)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns} FROM orders_order o WHERE {seen} AND o.state = 'open'",  # noqa: S608  # our own views
            args,
        )
        return dict(zip(views, cursor.fetchone(), strict=True))


def nav_counts(actor: Actor, counts: Mapping[str, int] | None = None) -> dict[str, int]:
    """Count by place of the navigation; a place without a count shows none. `counts`: the page's own."""
    company = next(iter(companies_of(actor)), None)
    if company is None:
        return {}
    now = datetime.now(UTC)
    out: dict[str, int] = {}
    if access.may(actor, "orders.view"):
        if counts is None:
            counts = order_counts(actor, now=now, time_zone=company.timezone, ended=())
        out["orders"] = counts["late"]
        out["fulfil"] = on_the_floor(counts)
    if access.may(actor, "warehouse.view"):
        out["stock"] = stock.short_items(actor)
    if access.may(actor, "imports.view"):
        out["imports"] = rows_to_fix(actor)
    return out


# What lies with the warehouse: on paper, in a tote, in a box, before the carrier.
FLOOR = ("released", "picking", "picked", "packing", "packed")


def on_the_floor(counts: Mapping[str, int]) -> int:
    """Orders released and not yet shipped."""
    return sum(counts[key] for key in FLOOR)


def rows_to_fix(actor: Actor) -> int:
    """Rows of imports that wait for a person, also of those whose good rows are in already."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM channels_importrow r JOIN channels_import i ON i.id = r.imported_in_id"
            " WHERE i.company_id = ANY(%s::bigint[]) AND i.state IN ('staged', 'committed')"
            " AND r.verdict IN ('error', 'question')",
            [sorted(actor.company_ids)],
        )
        return int(cursor.fetchone()[0])


@dataclass(frozen=True, slots=True)
class Waiting:
    """One file: rows that are wrong, and rows that a person must answer a question about."""

    import_id: int
    file_name: str
    errors: int
    questions: int


def waiting_imports(actor: Actor) -> list[Waiting]:
    """Files with such rows, the newest first."""
    access.require(actor, "imports.view")
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT i.id, i.file_name, count(*) FILTER (WHERE r.verdict = 'error'),
                   count(*) FILTER (WHERE r.verdict = 'question')
            FROM channels_import i JOIN channels_importrow r ON r.imported_in_id = i.id
            WHERE i.company_id = ANY(%s::bigint[]) AND i.state IN ('staged', 'committed')
              AND r.verdict IN ('error', 'question')
            GROUP BY i.id ORDER BY i.id DESC
            """,
            [sorted(actor.company_ids)],
        )
        return [Waiting(*row) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class Shortage:
    """One SKU that lacks. `orders` is the length of the list of open orders filtered by `lacks` = `sku_id`."""

    sku_id: int
    code: str
    name: str
    pieces: int
    orders: int
    first_due: datetime | None


def running_short(actor: Actor, company_id: int, *, rows: int) -> tuple[list[Shortage], int]:
    """The SKUs most orders wait for, and how many SKUs lack in all."""
    access.require(actor, "orders.view", company_id=company_id)
    seen, args = scope(actor)
    args |= {"company": company_id, "rows": rows}
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT w.sku_id, sum(w.pieces), count(DISTINCT w.order_id), min(w.ship_by), count(*) OVER ()
            FROM (
                SELECT d.sku_id, {UNCOVERED} AS pieces, o.id AS order_id, o.ship_by
                FROM orders_order o JOIN orders_demand d ON d.order_id = o.id
                JOIN catalog_sku s ON s.id = d.sku_id AND s.tracked
                WHERE {seen} AND o.company_id = %(company)s AND {BY_KEY["open"].sql} AND {WAITS_FOR_STOCK}
            ) w
            WHERE w.pieces > 0 GROUP BY w.sku_id
            ORDER BY 3 DESC, 2 DESC, 1 LIMIT %(rows)s
            """,  # noqa: S608  # constants of ours
            args,
        )
        found = cursor.fetchall()
    skus = catalog.skus_by_id(company_id, [row[0] for row in found])
    return [
        Shortage(sku, skus[sku].code, skus[sku].name, int(pieces), orders, due)
        for sku, pieces, orders, due, _ in found
    ], (found[0][4] if found else 0)


def task_counts(actor: Actor) -> dict[str, int]:
    """Number of tasks by view key of their list; nothing for who has no tasks."""
    if not access.may(actor, "access.tasks", site_id=min(actor.site_ids or (), default=None)):
        return dict.fromkeys(tasks.VIEWS, 0)
    return tasks.counts(actor)


def task_groups(actor: Actor, wanted: tasks.TaskFilter | None = None) -> list[tasks.TaskGroup]:
    """Open tasks by kind, the kind with the oldest first; their sum is the length of the same list."""
    if not access.may(actor, "access.tasks", site_id=min(actor.site_ids or (), default=None)):
        return []
    return tasks.groups(actor, wanted or tasks.TaskFilter())
