"""Which SKUs open orders wait for: pieces lacking and orders waiting; proposes no purchase."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from opsroom.domains.access import rules as access
from opsroom.domains.catalog import queries as catalog
from opsroom.insight.lists.order_filter import UNCOVERED, WAITS_FOR_STOCK, scope
from opsroom.insight.lists.order_views import BY_KEY
from opsroom.kernel.values.actor import Actor


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
