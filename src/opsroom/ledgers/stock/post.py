"""Posts entries to the stock book, once per key, and reverses them; refuses taking from a real place what it lacks.

Lock order for callers that write both books: stock first, then money.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import IntegrityError, transaction

from opsroom.kernel.values.actor import Actor
from opsroom.ledgers.book.posted import Posted
from opsroom.ledgers.book.statements import rows
from opsroom.ledgers.core.entries import REVERSED_SUFFIX, StockEntry, require_reversible, turned_moves
from opsroom.ledgers.core.errors import AlreadyReversed, UnknownEntry
from opsroom.ledgers.core.idempotency import earlier_entries, wanted_once
from opsroom.ledgers.core.legs import StockMove
from opsroom.ledgers.stock import balances
from opsroom.ledgers.stock.errors import UnknownPlace

__all__ = ["Posted", "StockEntry", "StockMove", "post_many_entries", "post_moves", "reverse", "reverse_many"]

_BOOK = """
WITH wanted AS (
    SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::bigint[], %s::bigint[])
        AS t(key, request_hash, kind, ref_kind, ref_id, reverses_id)
), booked AS (
    INSERT INTO stock_entry
        (company_id, key, request_hash, kind, actor_id, actor_name, ref_kind, ref_id, reverses_id)
    SELECT %s::bigint, key, request_hash, kind, %s::bigint, %s::text, ref_kind, ref_id, reverses_id
    FROM wanted ORDER BY key
    ON CONFLICT (company_id, key) DO NOTHING
    RETURNING id, key
), moved AS (
    INSERT INTO stock_move (entry_id, position, source_id, target_id, item_id, lot_id, quantity)
    SELECT b.id, m.position, m.source_id, m.target_id, m.item_id, m.lot_id, m.quantity
    FROM unnest(%s::text[], %s::int[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::numeric[])
        AS m(key, position, source_id, target_id, item_id, lot_id, quantity)
        JOIN booked b USING (key)
    ORDER BY b.id, m.position
)
SELECT key, id FROM booked
"""
_EARLIER = """
SELECT key, id, request_hash FROM stock_entry WHERE company_id = %s::bigint AND key = ANY(%s::text[])
"""
_ORIGINALS = """
SELECT e.id, e.kind, e.ref_kind, e.ref_id, e.reverses_id, r.id, r.key
FROM stock_entry e LEFT JOIN stock_entry r ON r.reverses_id = e.id
WHERE e.company_id = %s::bigint AND e.id = ANY(%s::bigint[])
"""
_MOVES = """
SELECT entry_id, item_id, source_id, target_id, quantity, lot_id
FROM stock_move WHERE entry_id = ANY(%s::bigint[]) ORDER BY entry_id, position
"""
_PLACES = "SELECT id FROM stock_place WHERE company_id = %s::bigint AND id = ANY(%s::bigint[])"


def post_moves(
    *,
    key: str,
    kind: str,
    moves: Sequence[StockMove],
    actor: Actor,
    company_id: int,
    ref_kind: str = "",
    ref_id: int | None = None,
) -> int:
    """Books one entry and returns its id; the same key with the same content returns the earlier entry's id.

    Raises ledgers.key_reused, ledgers.empty_entry, ledgers.bad_entry, stock.not_there, stock.unknown_place; then
    nothing was written.
    """
    entry = StockEntry(key, kind, tuple(moves), ref_kind, ref_id)
    return post_many_entries([entry], actor=actor, company_id=company_id)[0].entry_id


def post_many_entries(entries: Iterable[StockEntry], *, actor: Actor, company_id: int) -> list[Posted]:
    """Books many entries by the same few statements as one: all of them or none. Answers in the order given.

    Keys the book knows already are answered with their earlier entry. Shortages are judged on the sum of all new
    entries, so one may bring what the next takes. Raises as post_moves.
    """
    checked = [entry.checked() for entry in entries]
    hashes = {id(entry): entry.request_hash() for entry in checked}
    wanted = wanted_once((entry.key, hashes[id(entry)]) for entry in checked)
    if not checked:
        return []
    by_key = {entry.key: entry for entry in checked}
    try:
        with transaction.atomic():
            fresh = _book(by_key, wanted, actor, company_id)
            known = wanted.keys() - fresh.keys()
            earlier = earlier_entries(wanted, rows(_EARLIER, [company_id, sorted(known)])) if known else {}
            balances.shift(balances.deltas(move for key in fresh for move in by_key[key].moves))
    except IntegrityError as fault:
        raise _explained(fault, checked, company_id) from fault
    return [
        Posted(fresh[entry.key], True) if entry.key in fresh else Posted(earlier[entry.key], False)
        for entry in checked
    ]


def reverse(entry_id: int, key: str, actor: Actor, *, company_id: int) -> int:
    """Books the mirror of an entry and returns the mirror's id; the same key again returns the same id.

    Raises ledgers.unknown_entry, ledgers.already_reversed, ledgers.reversal_stands, and stock.not_there when the
    goods have moved on meanwhile.
    """
    return reverse_many({entry_id: key}, actor=actor, company_id=company_id)[0].entry_id


def reverse_many(keys: dict[int, str], *, actor: Actor, company_id: int) -> list[Posted]:
    """Reverses many entries, {entry id: key of its reversal}, all of them or none. Answers in the order given."""
    found = {row[0]: row for row in rows(_ORIGINALS, [company_id, list(keys)])}
    moves: dict[int, list[StockMove]] = {entry_id: [] for entry_id in found}
    for entry_id, *fields in rows(_MOVES, [list(found)]):
        moves[entry_id].append(StockMove(*fields))
    mirrors = []
    for entry_id, key in keys.items():
        if entry_id not in found:
            raise UnknownEntry(entry_id=entry_id)
        _, kind, ref_kind, ref_id, reverses, reversed_by, reversed_key = found[entry_id]
        require_reversible(entry_id, reverses, None if reversed_key == key else reversed_by)
        turned = turned_moves(tuple(moves[entry_id]))
        mirrors.append(StockEntry(key, kind + REVERSED_SUFFIX, turned, ref_kind, ref_id, entry_id))
    return post_many_entries(mirrors, actor=actor, company_id=company_id)


def _book(
    by_key: dict[str, StockEntry], wanted: dict[str, str], actor: Actor, company_id: int
) -> dict[str, int]:
    """{key: entry id} of the entries that are new; the others are left to whoever booked them first."""
    entries = list(by_key.values())
    moves = [(e.key, number, m) for e in entries for number, m in enumerate(e.moves, start=1)]
    booked = rows(
        _BOOK,
        [
            [e.key for e in entries],
            [wanted[e.key] for e in entries],
            [e.kind for e in entries],
            [e.ref_kind for e in entries],
            [e.ref_id for e in entries],
            [e.reverses for e in entries],
            company_id,
            actor.user_id,
            actor.name,
            [key for key, _, _ in moves],
            [number for _, number, _ in moves],
            [m.source_id for _, _, m in moves],
            [m.target_id for _, _, m in moves],
            [m.item_id for _, _, m in moves],
            [m.lot_id for _, _, m in moves],
            [m.quantity for _, _, m in moves],
        ],
    )
    return dict(booked)


def _explained(fault: IntegrityError, entries: Sequence[StockEntry], company_id: int) -> Exception:
    """The coded error behind a constraint's refusal, or the fault itself when it is not an expected one."""
    constraint = getattr(getattr(fault.__cause__, "diag", None), "constraint_name", None)
    if constraint == "stock_move_places_of_company":
        named = {place for e in entries for m in e.moves for place in (m.source_id, m.target_id)}
        known = {place for (place,) in rows(_PLACES, [company_id, sorted(named)])}
        return UnknownPlace(place_ids=", ".join(str(place) for place in sorted(named - known)))
    if (
        constraint == "stock_entry_reversed_once"
    ):  # another reversal came first, between our look and our booking
        originals = [e.reverses for e in entries if e.reverses is not None]
        for entry_id, _, _, _, _, reversed_by, _ in rows(_ORIGINALS, [company_id, originals]):
            if reversed_by is not None:
                return AlreadyReversed(entry_id=entry_id, by_id=reversed_by)
    return fault
