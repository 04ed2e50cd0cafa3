"""Says in sentences what is wrong with the stock book; refuses to repair anything (see rebuild_balances)."""

from __future__ import annotations

from collections.abc import Iterator

from opsroom.kernel.values.limits import LEDGER_FINDINGS_COUNT_MAX, LEDGER_ROWS_PER_QUERY_MAX
from opsroom.ledgers.book import guards
from opsroom.ledgers.book.statements import rows
from opsroom.ledgers.core.entries import StockEntry
from opsroom.ledgers.core.legs import StockMove

TRIGGERS = (
    "stock_entry_append_only",
    "stock_entry_guard",
    "stock_move_append_only",
    "stock_move_guard",
    "stock_place_keeps_nature",
)
CONSTRAINTS = (
    "stock_balance_nature_of_place",
    "stock_balance_not_negative",
    "stock_balance_once",
    "stock_entry_key_once",
    "stock_entry_reversed_once",
    "stock_move_goes_elsewhere",
    "stock_move_quantity_above_zero",
    "stock_place_only_outside_unbounded",
)

_DRIFTED = """
WITH told AS (
    SELECT place_id, item_id, coalesce(lot_id, 0) AS lot_id, sum(quantity) AS total
    FROM stock_leg GROUP BY 1, 2, 3
)
SELECT p.kind, p.code, place_id, item_id, lot_id, trim_scale(b.on_hand),
    trim_scale(coalesce(l.total, 0))
FROM told l FULL JOIN stock_balance b USING (place_id, item_id, lot_id) JOIN stock_place p ON p.id = place_id
WHERE coalesce(b.on_hand, 0) <> coalesce(l.total, 0) AND (%s::bigint IS NULL OR p.company_id = %s::bigint)
ORDER BY place_id, item_id, lot_id LIMIT %s::int
"""
_NEGATIVE = """
SELECT p.kind, p.code, b.item_id, trim_scale(b.on_hand)
FROM stock_balance b JOIN stock_place p ON p.id = b.place_id
WHERE b.on_hand < 0 AND NOT p.unbounded AND (%s::bigint IS NULL OR p.company_id = %s::bigint)
ORDER BY p.id, b.item_id LIMIT %s::int
"""
_EMPTY = """
SELECT e.id, e.key FROM stock_entry e
WHERE NOT EXISTS (SELECT 1 FROM stock_move m WHERE m.entry_id = e.id)
    AND (%s::bigint IS NULL OR e.company_id = %s::bigint)
ORDER BY e.id LIMIT %s::int
"""
_CROOKED = """
SELECT e.id, e.reverses_id FROM stock_entry e
WHERE e.reverses_id IS NOT NULL AND (%s::bigint IS NULL OR e.company_id = %s::bigint) AND EXISTS (
    SELECT 1 FROM (
        SELECT source_id, target_id, item_id, lot_id, quantity FROM stock_move WHERE entry_id = e.id
        UNION ALL
        SELECT target_id, source_id, item_id, lot_id, -quantity FROM stock_move WHERE entry_id = e.reverses_id
    ) AS both_entries
    GROUP BY source_id, target_id, item_id, lot_id HAVING sum(quantity) <> 0)
ORDER BY e.id LIMIT %s::int
"""
_HEADINGS = """
SELECT id, key, kind, ref_kind, ref_id, reverses_id, request_hash FROM stock_entry
WHERE id > %s::bigint AND (%s::bigint IS NULL OR company_id = %s::bigint) ORDER BY id LIMIT %s::int
"""
_MOVES = """
SELECT entry_id, item_id, source_id, target_id, quantity, lot_id
FROM stock_move WHERE entry_id = ANY(%s::bigint[]) ORDER BY entry_id, position
"""


def broken(company_id: int | None = None, *, hashes: bool = True) -> list[str]:
    """One sentence for each thing that cannot be true, at most LEDGER_FINDINGS_COUNT_MAX of a sort; [] is healthy.

    `hashes` also recomputes every entry's hash from its rows (reads the whole book), which finds a changed byte.
    """
    asked = [company_id, company_id, LEDGER_FINDINGS_COUNT_MAX]
    found = guards.missing(TRIGGERS, CONSTRAINTS)
    for kind, code, _, item, lot, on_hand, total in rows(_DRIFTED, asked):
        of_lot = f", lot {lot}" if lot else ""
        stands = "has no balance" if on_hand is None else f"has the balance {on_hand}"
        found.append(f"{kind} {code} {stands} for item {item}{of_lot}, but its moves add up to {total}.")
    for kind, code, item, on_hand in rows(_NEGATIVE, asked):
        found.append(f"{kind} {code} is real and holds {on_hand} of item {item}.")
    for entry_id, key in rows(_EMPTY, asked):
        found.append(f"Stock entry {entry_id} ({key}) moves nothing.")
    for entry_id, reverses in rows(_CROOKED, asked):
        found.append(f"Stock entry {entry_id} is not the mirror of entry {reverses}, which it reverses.")
    if hashes:
        found.extend(_changed(company_id))
    return found


def _changed(company_id: int | None) -> Iterator[str]:
    """Entries whose rows no longer give the hash that was written with them, a page at a time."""
    last, told = 0, 0
    while page := rows(_HEADINGS, [last, company_id, company_id, LEDGER_ROWS_PER_QUERY_MAX]):
        moves: dict[int, list[StockMove]] = {row[0]: [] for row in page}
        for entry_id, *fields in rows(_MOVES, [list(moves)]):
            moves[entry_id].append(StockMove(*fields))
        for entry_id, key, kind, ref_kind, ref_id, reverses, request_hash in page:
            entry = StockEntry(key, kind, tuple(moves[entry_id]), ref_kind, ref_id, reverses)
            if entry.request_hash() != request_hash and told < LEDGER_FINDINGS_COUNT_MAX:
                told += 1
                yield f"Stock entry {entry_id} ({key}) is not what was booked: its hash differs from its rows."
        last = page[-1][0]
