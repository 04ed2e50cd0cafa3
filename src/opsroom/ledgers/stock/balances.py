"""Keeps what each place holds in step with the moves; refuses to take from a real place what is not there.

Balance rows are locked in one order (place, item, lot), so that two postings never wait for each other in a circle.
That holds for one call; who posts several times in a transaction hands them over together (post_many_entries).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from opsroom.ledgers.book.statements import rows
from opsroom.ledgers.core.legs import StockMove
from opsroom.ledgers.stock.errors import NotThere

NO_LOT = 0

BalanceKey = tuple[int, int, int]

# Missing rows first, in the same order as the locks: a row that came into being between two statements of ours would
# otherwise be locked out of turn. They start with their change where that is possible, so that opening stock is written
# once; a real place that should give what it never had starts at zero and is found short by the next statement.
_OPEN = """
INSERT INTO stock_balance (place_id, item_id, lot_id, on_hand, unbounded)
SELECT t.place_id, t.item_id, t.lot_id,
    CASE WHEN p.unbounded OR t.quantity > 0 THEN t.quantity ELSE 0 END, p.unbounded
FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::numeric[]) AS t(place_id, item_id, lot_id, quantity)
    JOIN stock_place p ON p.id = t.place_id
ORDER BY t.place_id, t.item_id, t.lot_id
ON CONFLICT (place_id, item_id, lot_id) DO NOTHING
RETURNING place_id, item_id, lot_id, on_hand
"""
_SHIFT = """
WITH delta AS (
    SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::numeric[])
        AS t(place_id, item_id, lot_id, quantity)
), locked AS (
    SELECT b.id, b.on_hand, b.unbounded, d.quantity
    FROM stock_balance b JOIN delta d USING (place_id, item_id, lot_id)
    ORDER BY b.place_id, b.item_id, b.lot_id
    FOR NO KEY UPDATE OF b
)
UPDATE stock_balance b SET on_hand = b.on_hand + l.quantity
FROM locked l
WHERE b.id = l.id AND (l.unbounded OR l.on_hand + l.quantity >= 0)
RETURNING b.place_id, b.item_id, b.lot_id
"""
_EXPLAIN = """
SELECT t.place_id, t.item_id, t.lot_id, p.kind || ' ' || p.code, trim_scale(coalesce(b.on_hand, 0)),
    trim_scale(-t.quantity)
FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::numeric[]) AS t(place_id, item_id, lot_id, quantity)
    JOIN stock_place p ON p.id = t.place_id
    LEFT JOIN stock_balance b USING (place_id, item_id, lot_id)
ORDER BY t.place_id, t.item_id, t.lot_id
"""


def deltas(moves: Iterable[StockMove]) -> dict[BalanceKey, Decimal]:
    """{(place, item, lot): change}, summed and without zeros: what only passes through a place needs no lock."""
    summed: defaultdict[BalanceKey, Decimal] = defaultdict(Decimal)
    for move in moves:
        lot = move.lot_id or NO_LOT
        summed[(move.source_id, move.item_id, lot)] -= move.quantity
        summed[(move.target_id, move.item_id, lot)] += move.quantity
    return {key: change for key, change in sorted(summed.items()) if change}


def shift(changes: Mapping[BalanceKey, Decimal]) -> None:
    """Adds the changes to the balances, all or none; raises NotThere with every shortage."""
    if not changes:
        return
    opened = rows(_OPEN, _columns(changes))
    done = {(place, item, lot) for place, item, lot, on_hand in opened if on_hand}
    left = {key: change for key, change in changes.items() if key not in done}
    if not left:
        return
    shifted = {(place, item, lot) for place, item, lot in rows(_SHIFT, _columns(left))}
    # An update that finds too little succeeds without a word, so what it did is compared with what was asked.
    short = {key: change for key, change in left.items() if key not in shifted}
    if short:
        raise _not_there(short)


def _columns(changes: Mapping[BalanceKey, Decimal]) -> list[list[int] | list[Decimal]]:
    places, items, lots = ([key[part] for key in changes] for part in range(3))
    return [places, items, lots, list(changes.values())]


def _not_there(short: Mapping[BalanceKey, Decimal]) -> NotThere:
    shortages = [
        {
            "place": place,
            "place_id": place_id,
            "item_id": item_id,
            "lot_id": lot_id or None,
            "on_hand": on_hand,
            "wanted": wanted,
        }
        for place_id, item_id, lot_id, place, on_hand, wanted in rows(_EXPLAIN, _columns(short))
    ]
    return NotThere(**shortages[0], shortages=shortages)
