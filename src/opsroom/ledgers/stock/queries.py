"""Reads the stock book: what is where, what moved when; refuses another company's rows by always asking for one.

The books stand below the question who may see what: callers pass the company (and the places) their actor may see.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from opsroom.kernel.values.limits import LEDGER_ROWS_PER_QUERY_MAX
from opsroom.ledgers.book.statements import rows


@dataclass(frozen=True, slots=True)
class BalanceLine:
    """What one place holds of one item and lot (None: no lot), in the item's base unit."""

    place_id: int
    place_kind: str
    place_code: str
    item_id: int
    lot_id: int | None
    on_hand: Decimal


@dataclass(frozen=True, slots=True)
class MoveLine:
    """One move as read; `running` is what the counted places held of the item after it."""

    move_id: int
    entry_id: int
    at: datetime
    kind: str
    actor_id: int | None
    actor_name: str
    ref_kind: str
    ref_id: int | None
    item_id: int
    lot_id: int | None
    quantity: Decimal
    source_id: int
    source_kind: str
    source_code: str
    target_id: int
    target_kind: str
    target_code: str
    running: Decimal | None = None


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry's heading; `reversed_by` is the entry that took it back."""

    entry_id: int
    key: str
    kind: str
    at: datetime
    actor_id: int | None
    actor_name: str
    ref_kind: str
    ref_id: int | None
    reverses: int | None
    reversed_by: int | None


_BALANCE = """
SELECT coalesce(trim_scale(sum(b.on_hand)), 0)
FROM stock_balance b JOIN stock_place p ON p.id = b.place_id
WHERE p.company_id = %s::bigint AND b.place_id = %s::bigint AND b.item_id = %s::bigint
    AND (%s::bigint IS NULL OR b.lot_id = %s::bigint)
"""
_BALANCES = """
SELECT p.id, p.kind, p.code, b.item_id, nullif(b.lot_id, 0), trim_scale(b.on_hand)
FROM stock_balance b JOIN stock_place p ON p.id = b.place_id
WHERE p.company_id = %s::bigint AND b.on_hand <> 0
    AND (%s::bigint[] IS NULL OR b.place_id = ANY(%s::bigint[]))
    AND (%s::bigint[] IS NULL OR b.item_id = ANY(%s::bigint[]))
    AND (%s::text[] IS NULL OR p.kind = ANY(%s::text[]))
ORDER BY p.kind, p.code, p.id, b.item_id, b.lot_id
"""
_HISTORY = """
WITH counted AS (
    SELECT id FROM stock_place
    WHERE company_id = %s::bigint
        AND CASE WHEN %s::bigint[] IS NULL THEN NOT unbounded ELSE id = ANY(%s::bigint[]) END
), told AS (
    SELECT m.id AS move_id, sum(m.quantity * ((m.target_id IN (SELECT id FROM counted))::int
        - (m.source_id IN (SELECT id FROM counted))::int)) OVER (ORDER BY m.id) AS running
    FROM stock_move m JOIN stock_entry e ON e.id = m.entry_id
    WHERE m.item_id = %s::bigint AND e.company_id = %s::bigint
        AND (m.source_id IN (SELECT id FROM counted) OR m.target_id IN (SELECT id FROM counted))
)
SELECT move_id, entry_id, at, kind, actor_id, actor_name, ref_kind, ref_id, item_id, lot_id, quantity,
    source_id, source_kind, source_code, target_id, target_kind, target_code, trim_scale(running)
FROM told JOIN stock_move_line USING (move_id)
WHERE %s::bigint IS NULL OR move_id < %s::bigint
ORDER BY move_id DESC LIMIT %s::int
"""
_OF_REF = """
SELECT move_id, entry_id, at, kind, actor_id, actor_name, ref_kind, ref_id, item_id, lot_id, quantity,
    source_id, source_kind, source_code, target_id, target_kind, target_code
FROM stock_move_line
WHERE company_id = %s::bigint AND ref_kind = %s::text AND ref_id = ANY(%s::bigint[])
ORDER BY move_id LIMIT %s::int
"""
_ENTRIES = """
SELECT e.id, e.key, e.kind, e.at, e.actor_id, e.actor_name, e.ref_kind, e.ref_id, e.reverses_id, r.id
FROM stock_entry e LEFT JOIN stock_entry r ON r.reverses_id = e.id
WHERE e.company_id = %s::bigint AND e.ref_kind = %s::text AND e.ref_id = ANY(%s::bigint[])
ORDER BY e.id
"""
_BY_KEY = "SELECT id FROM stock_entry WHERE company_id = %s::bigint AND key = %s::text"


def balance(company_id: int, place_id: int, item_id: int, lot_id: int | None = None) -> Decimal:
    """What a place holds of an item: of one lot, or of all lots together when none is named."""
    ((on_hand,),) = rows(_BALANCE, [company_id, place_id, item_id, lot_id, lot_id])
    return Decimal(on_hand)


def balances(
    company_id: int,
    *,
    place_ids: Iterable[int] | None = None,
    item_ids: Iterable[int] | None = None,
    kinds: Iterable[str] | None = None,
) -> list[BalanceLine]:
    """Every balance that is not zero, by place and item, narrowed to the places, items and kinds that are named."""
    places = None if place_ids is None else list(place_ids)
    items = None if item_ids is None else list(item_ids)
    named = None if kinds is None else list(kinds)
    found = rows(_BALANCES, [company_id, places, places, items, items, named, named])
    return [BalanceLine(*fields) for fields in found]


def moves_of_item(
    company_id: int,
    item_id: int,
    *,
    place_ids: Iterable[int] | None = None,
    before: int | None = None,
    limit: int = LEDGER_ROWS_PER_QUERY_MAX,
) -> list[MoveLine]:
    """An item's history, newest first, with what was on hand after each move.

    Counted are the named places, or every real one; moves that touch none of them are left out. `before`: the last
    move id of the previous page.
    """
    places = None if place_ids is None else list(place_ids)
    found = rows(_HISTORY, [company_id, places, places, item_id, company_id, before, before, limit])
    return [MoveLine(*fields) for fields in found]


def moves_of_ref(
    company_id: int, ref_kind: str, ref_ids: Iterable[int], *, limit: int = LEDGER_ROWS_PER_QUERY_MAX
) -> list[MoveLine]:
    """The moves booked for business objects, oldest first; `running` is None."""
    return [MoveLine(*fields) for fields in rows(_OF_REF, [company_id, ref_kind, list(ref_ids), limit])]


def entries_of_ref(company_id: int, ref_kind: str, ref_ids: Iterable[int]) -> list[EntryLine]:
    """The entries booked for business objects, oldest first."""
    return [EntryLine(*fields) for fields in rows(_ENTRIES, [company_id, ref_kind, list(ref_ids)])]


def entry_with_key(company_id: int, key: str) -> int | None:
    """The id of the entry booked under a key, or None."""
    found = rows(_BY_KEY, [company_id, key])
    return int(found[0][0]) if found else None
