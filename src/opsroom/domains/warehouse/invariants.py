"""Says in sentences where the warehouse's derived figures left the book; repairs nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection

from opsroom.kernel.values.limits import LEDGER_FINDINGS_COUNT_MAX

# What the book says lies inside each site, beside what the site's row says.
_DRIFTED = """
WITH book AS (
    SELECT l.site_id, b.item_id AS sku_id, sum(b.on_hand)::bigint AS on_hand,
        COALESCE(sum(b.on_hand) FILTER (WHERE NOT l.sellable), 0)::bigint AS unsellable
    FROM stock_balance b JOIN warehouse_location l ON l.place_id = b.place_id
    WHERE l.site_id IS NOT NULL GROUP BY 1, 2
), live AS (
    SELECT site_id, sku_id, sum(quantity)::bigint AS allocated FROM (
        SELECT site_id, sku_id, quantity FROM warehouse_allocation WHERE state IN ('soft', 'hard', 'picked')
        UNION ALL
        SELECT t.site_id, t.sku_id, t.quantity FROM warehouse_heldstock t
        JOIN warehouse_checkouthold h ON h.id = t.hold_id AND h.state = 'granted'
    ) AS kept GROUP BY 1, 2
), said AS (
    SELECT site_id, sku_id, on_hand, unsellable, allocated FROM warehouse_stock
), told AS (
    SELECT site_id, sku_id, word, said, told
    FROM said FULL JOIN book USING (site_id, sku_id) FULL JOIN live USING (site_id, sku_id),
    LATERAL (VALUES
        ('on hand', COALESCE(said.on_hand, 0), COALESCE(book.on_hand, 0)),
        ('unsellable', COALESCE(said.unsellable, 0), COALESCE(book.unsellable, 0)),
        ('allocated', COALESCE(said.allocated, 0), COALESCE(live.allocated, 0))
    ) AS v(word, said, told)
)
SELECT w.code, s.code, t.word, t.said, t.told
FROM told t JOIN warehouse_site w ON w.id = t.site_id JOIN catalog_sku s ON s.id = t.sku_id
WHERE t.said <> t.told AND (%(company)s::bigint IS NULL OR w.company_id = %(company)s::bigint)
ORDER BY w.code, s.code, t.word LIMIT %(most)s::int
"""
_BEYOND_DEMAND = """
SELECT o.number, s.code, sum(a.quantity)::bigint, d.quantity
FROM warehouse_allocation a JOIN orders_demand d ON d.id = a.demand_id
JOIN orders_order o ON o.id = a.order_id JOIN catalog_sku s ON s.id = d.sku_id
WHERE a.state <> 'freed' AND (%(company)s::bigint IS NULL OR o.company_id = %(company)s::bigint)
GROUP BY o.number, s.code, d.id HAVING sum(a.quantity) > d.quantity
ORDER BY o.number, s.code LIMIT %(most)s::int
"""
_STRANGE_SKU = """
SELECT o.number, a.id FROM warehouse_allocation a JOIN orders_demand d ON d.id = a.demand_id
JOIN orders_order o ON o.id = a.order_id
WHERE (d.sku_id <> a.sku_id OR d.order_id <> a.order_id)
    AND (%(company)s::bigint IS NULL OR o.company_id = %(company)s::bigint)
ORDER BY a.id LIMIT %(most)s::int
"""
_UNCOVERED = """
WITH claimed AS (
    SELECT location_id, sku_id, sum(quantity)::bigint AS pieces FROM warehouse_allocation
    WHERE state IN ('hard', 'picked') GROUP BY 1, 2
)
SELECT l.code, s.code, c.pieces, COALESCE(h.pieces, 0)
FROM claimed c JOIN warehouse_location l ON l.id = c.location_id JOIN catalog_sku s ON s.id = c.sku_id
LEFT JOIN LATERAL (
    SELECT sum(b.on_hand)::bigint AS pieces FROM stock_balance b
    WHERE b.place_id = l.place_id AND b.item_id = c.sku_id
) h ON true
WHERE c.pieces > COALESCE(h.pieces, 0) AND (%(company)s::bigint IS NULL OR l.company_id = %(company)s::bigint)
ORDER BY l.code, s.code LIMIT %(most)s::int
"""
# An order counts as short or allocated by what its tracked demand has been given.
_AXIS = """
WITH facts AS (
    SELECT o.id, o.number, o.allocation_state,
        bool_or(d.quantity > COALESCE(a.pieces, 0)) AS lacks, count(*) FILTER (WHERE d.quantity > 0) AS wants
    FROM orders_order o JOIN orders_demand d ON d.order_id = o.id
    JOIN catalog_sku s ON s.id = d.sku_id AND s.tracked
    LEFT JOIN LATERAL (
        SELECT sum(quantity)::int AS pieces FROM warehouse_allocation a
        WHERE a.demand_id = d.id AND a.state <> 'freed'
    ) a ON true
    WHERE o.state = 'open' AND o.mode = 'live' AND o.allocation_state IN ('allocated', 'short')
        AND (%(company)s::bigint IS NULL OR o.company_id = %(company)s::bigint)
    GROUP BY o.id
)
SELECT number, allocation_state, lacks FROM facts
WHERE (allocation_state = 'allocated' AND lacks) OR (allocation_state = 'short' AND NOT lacks)
ORDER BY number LIMIT %(most)s::int
"""


def broken(company_id: int | None = None) -> list[str]:
    """One sentence for each figure that cannot be true, at most LEDGER_FINDINGS_COUNT_MAX of a sort; [] is healthy."""
    return list(_findings({"company": company_id, "most": LEDGER_FINDINGS_COUNT_MAX}))


def _findings(asked: dict[str, Any]) -> Iterator[str]:
    for site, sku, word, said, told in _rows(_DRIFTED, asked):
        source = "what is kept for orders and checkouts" if word == "allocated" else "the book"
        yield f"Site {site} says {said} of {sku} {word}, but {source} says {told}."
    for number, sku, given, wanted in _rows(_BEYOND_DEMAND, asked):
        yield f"Order {number} wants {wanted} of {sku} and has {given} set aside."
    for number, allocation in _rows(_STRANGE_SKU, asked):
        yield f"Allocation {allocation} of order {number} is for another SKU or order than its demand."
    for location, sku, claimed, held in _rows(_UNCOVERED, asked):
        yield f"Released orders are to take {claimed} of {sku} from {location}, which holds {held}."
    for number, state, lacks in _rows(_AXIS, asked):
        fact = "still lacks stock" if lacks else "has all it wants"
        yield f"Order {number} is marked {state}, but {fact}."


def _rows(statement: str, asked: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return list(cursor.fetchall())
