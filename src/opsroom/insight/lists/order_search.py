"""Finds orders by a few letters through the indexes: number, SKU, buyer, town; says when too many match to be named."""

from __future__ import annotations

from django.db import connection

from opsroom.insight.lists.order_filter import NAMED, patterns, scope
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import SEARCH_NAMED_ROWS_MAX

# Each part is answered by an index of its own and stops at `most`: whoever matches so often is found by a walk through
# the list, which meets a page of them soon.
_FOUND = """
WITH named AS MATERIALIZED ({people})
(SELECT o.id FROM orders_order o WHERE {seen} AND upper(o.number) COLLATE "C" LIKE upper(%(q)s) LIMIT %(most)s)
UNION ALL
(SELECT o.id FROM orders_order o WHERE {seen}
    AND upper(o.external_name) COLLATE "C" LIKE upper(%(q)s) LIMIT %(most)s)
UNION ALL
(SELECT o.id FROM orders_order o WHERE {seen} AND o.purchase_order <> ''
    AND upper(o.purchase_order) COLLATE "C" LIKE upper(%(q)s) LIMIT %(most)s)
UNION ALL
(SELECT o.id FROM orders_orderline l JOIN orders_order o ON o.id = l.order_id
    WHERE {seen} AND upper(l.sku_text) COLLATE "C" LIKE upper(%(q)s) LIMIT %(most)s)
UNION ALL
(SELECT o.id FROM named LEFT JOIN orders_order o ON o.ship_to_id = named.id AND {seen})
"""
_PEOPLE = f"SELECT p.id FROM customers_party p WHERE p.restricted_at IS NULL AND {NAMED} LIMIT %(most)s"  # noqa: S608
_NOBODY = "SELECT NULL::bigint AS id WHERE false"


def found_ids(actor: Actor, text: str, *, people: bool) -> list[int] | None:
    """Ids of all orders that match; None when more match than are worth naming. `people`: names and towns as well."""
    seen, args = scope(actor)
    sql = _FOUND.format(seen=seen, people=_PEOPLE if people else _NOBODY)
    with connection.cursor() as cursor:
        cursor.execute(sql, args | patterns(text) | {"most": SEARCH_NAMED_ROWS_MAX + 1})
        found = cursor.fetchall()
    if len(found) > SEARCH_NAMED_ROWS_MAX:  # some part may have stopped before its end
        return None
    return sorted({int(pk) for (pk,) in found if pk is not None})
