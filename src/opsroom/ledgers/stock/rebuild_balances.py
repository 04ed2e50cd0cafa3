"""Rebuilds balances from the moves and logs each one that differed; refuses to touch the moves themselves.

A balance that differs from its moves is a fault of ours and is rebuilt; a book that differs from the shelf is not, and
is put right by a count entry.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from opsroom.kernel.records import events
from opsroom.kernel.values.actor import Actor
from opsroom.ledgers.book.statements import rows


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """One balance that was put right."""

    balance_id: int
    place_id: int
    item_id: int
    lot_id: int | None
    was: Decimal
    now: Decimal


_ENSURE = """
INSERT INTO stock_balance (place_id, item_id, lot_id, on_hand, unbounded)
SELECT l.place_id, l.item_id, coalesce(l.lot_id, 0), 0, p.unbounded
FROM stock_leg l JOIN stock_place p ON p.id = l.place_id
WHERE p.company_id = %s::bigint
GROUP BY 1, 2, 3, 5 ORDER BY 1, 2, 3
ON CONFLICT (place_id, item_id, lot_id) DO NOTHING
"""
_LOCK = """
SELECT count(*) FROM (
    SELECT 1 FROM stock_balance b JOIN stock_place p ON p.id = b.place_id
    WHERE p.company_id = %s::bigint
    ORDER BY b.place_id, b.item_id, b.lot_id FOR NO KEY UPDATE OF b
) AS locked
"""
# A real place whose moves add up to less than nothing is left alone: no balance can say so, and the book itself was
# tampered with. The invariants go on naming it.
_REPAIR = """
WITH told AS (
    SELECT b.id, b.on_hand AS was, coalesce(sum(l.quantity), 0) AS total
    FROM stock_balance b JOIN stock_place p ON p.id = b.place_id
        LEFT JOIN stock_leg l
            ON l.place_id = b.place_id AND l.item_id = b.item_id AND coalesce(l.lot_id, 0) = b.lot_id
    WHERE p.company_id = %s::bigint
    GROUP BY b.id
)
UPDATE stock_balance b SET on_hand = t.total
FROM told t
WHERE b.id = t.id AND t.was <> t.total AND (b.unbounded OR t.total >= 0)
RETURNING b.id, b.place_id, b.item_id, nullif(b.lot_id, 0), trim_scale(t.was), trim_scale(t.total)
"""


@transaction.atomic
def rebuild_balances(company_id: int, actor: Actor) -> list[Rebuilt]:
    """Puts right every balance of a company that differs from its moves; returns what changed, [] when none did.

    Postings wait meanwhile: all balances are locked first, in the order every posting locks them, and only then read,
    so a posting still under way is either counted whole or adds itself afterwards.
    """
    rows(_ENSURE, [company_id])
    rows(_LOCK, [company_id])
    found = [Rebuilt(*fields) for fields in rows(_REPAIR, [company_id])]
    # The server answers in the order of its plan, which is another one on another day.
    changed = sorted(found, key=lambda one: (one.place_id, one.item_id, one.lot_id or 0))
    for line in changed:
        events.record(
            "stock.balance.rebuilt",
            "stock.balance",
            [line.balance_id],
            actor,
            data={"was": str(line.was), "now": str(line.now), "item": line.item_id, "place": line.place_id},
            company_id=company_id,
        )
    return changed
