"""Posts entries to the money book, once per key, and reverses them; refuses accounts the company does not have.

A transfer credits its source and debits its target. Lock order for callers that write both books: stock, then money.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import IntegrityError, transaction

from opsroom.kernel.values.actor import Actor
from opsroom.ledgers.book.posted import Posted
from opsroom.ledgers.book.statements import rows
from opsroom.ledgers.core.entries import REVERSED_SUFFIX, MoneyEntry, require_reversible, turned_transfers
from opsroom.ledgers.core.errors import AlreadyReversed, UnknownEntry
from opsroom.ledgers.core.idempotency import earlier_entries, wanted_once
from opsroom.ledgers.core.legs import MoneyTransfer
from opsroom.ledgers.money import balances, chart

__all__ = [
    "MoneyEntry",
    "MoneyTransfer",
    "Posted",
    "post_many_entries",
    "post_transfers",
    "reverse",
    "reverse_many",
]

_BOOK = """
WITH wanted AS (
    SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::date[], %s::text[], %s::bigint[], %s::bigint[])
        AS t(key, request_hash, kind, business_date, ref_kind, ref_id, reverses_id)
), booked AS (
    INSERT INTO money_entry
        (company_id, key, request_hash, kind, business_date, actor_id, actor_name, ref_kind, ref_id, reverses_id)
    SELECT %s::bigint, key, request_hash, kind, business_date, %s::bigint, %s::text, ref_kind, ref_id, reverses_id
    FROM wanted ORDER BY key
    ON CONFLICT (company_id, key) DO NOTHING
    RETURNING id, key
), moved AS (
    INSERT INTO money_transfer (entry_id, position, source_id, target_id, minor, currency)
    SELECT b.id, t.position, t.source_id, t.target_id, t.minor, t.currency
    FROM unnest(%s::text[], %s::int[], %s::bigint[], %s::bigint[], %s::bigint[], %s::text[])
        AS t(key, position, source_id, target_id, minor, currency)
        JOIN booked b USING (key)
    ORDER BY b.id, t.position
)
SELECT key, id FROM booked
"""
_EARLIER = """
SELECT key, id, request_hash FROM money_entry WHERE company_id = %s::bigint AND key = ANY(%s::text[])
"""
_ORIGINALS = """
SELECT e.id, e.kind, e.ref_kind, e.ref_id, e.reverses_id, r.id, r.key
FROM money_entry e LEFT JOIN money_entry r ON r.reverses_id = e.id
WHERE e.company_id = %s::bigint AND e.id = ANY(%s::bigint[])
"""
_TRANSFERS = """
SELECT t.entry_id, s.code, g.code, t.minor, t.currency
FROM money_transfer t JOIN money_account s ON s.id = t.source_id JOIN money_account g ON g.id = t.target_id
WHERE t.entry_id = ANY(%s::bigint[]) ORDER BY t.entry_id, t.position
"""


def post_transfers(
    *,
    key: str,
    kind: str,
    transfers: Sequence[MoneyTransfer],
    on_date: date,
    actor: Actor,
    company_id: int,
    ref_kind: str = "",
    ref_id: int | None = None,
) -> int:
    """Books one entry and returns its id; the same key with the same content returns the earlier entry's id.

    Raises ledgers.key_reused, ledgers.empty_entry, ledgers.bad_entry, money.unknown_account; then nothing was
    written.
    """
    entry = MoneyEntry(key, kind, tuple(transfers), on_date, ref_kind, ref_id)
    return post_many_entries([entry], actor=actor, company_id=company_id)[0].entry_id


def post_many_entries(entries: Iterable[MoneyEntry], *, actor: Actor, company_id: int) -> list[Posted]:
    """Books many entries by the same few statements as one: all of them or none. Answers in the order given.

    Keys the book knows already are answered with their earlier entry. Raises as post_transfers.
    """
    checked = [entry.checked() for entry in entries]
    hashes = {id(entry): entry.request_hash() for entry in checked}
    wanted = wanted_once((entry.key, hashes[id(entry)]) for entry in checked)
    if not checked:
        return []
    by_key = {entry.key: entry for entry in checked}
    try:
        with transaction.atomic():
            ids = chart.account_ids(company_id, _codes(checked))
            fresh = _book(by_key, wanted, ids, actor, company_id)
            known = wanted.keys() - fresh.keys()
            earlier = earlier_entries(wanted, rows(_EARLIER, [company_id, sorted(known)])) if known else {}
            balances.shift(balances.deltas((t for key in fresh for t in by_key[key].transfers), ids))
    except IntegrityError as fault:
        raise _explained(fault, checked, company_id) from fault
    return [
        Posted(fresh[entry.key], True) if entry.key in fresh else Posted(earlier[entry.key], False)
        for entry in checked
    ]


def reverse(entry_id: int, key: str, actor: Actor, *, company_id: int, on_date: date) -> int:
    """Books the mirror of an entry on a business day; the same key again returns the same id.

    Raises ledgers.unknown_entry, ledgers.already_reversed, ledgers.reversal_stands.
    """
    return reverse_many({entry_id: key}, actor=actor, company_id=company_id, on_date=on_date)[0].entry_id


def reverse_many(keys: dict[int, str], *, actor: Actor, company_id: int, on_date: date) -> list[Posted]:
    """Reverses many entries, {entry id: key of its reversal}, all of them or none. Answers in the order given."""
    found = {row[0]: row for row in rows(_ORIGINALS, [company_id, list(keys)])}
    transfers: dict[int, list[MoneyTransfer]] = {entry_id: [] for entry_id in found}
    for entry_id, *fields in rows(_TRANSFERS, [list(found)]):
        transfers[entry_id].append(MoneyTransfer(*fields))
    mirrors = []
    for entry_id, key in keys.items():
        if entry_id not in found:
            raise UnknownEntry(entry_id=entry_id)
        _, kind, ref_kind, ref_id, reverses, reversed_by, reversed_key = found[entry_id]
        require_reversible(entry_id, reverses, None if reversed_key == key else reversed_by)
        turned = turned_transfers(tuple(transfers[entry_id]))
        mirrors.append(MoneyEntry(key, kind + REVERSED_SUFFIX, turned, on_date, ref_kind, ref_id, entry_id))
    return post_many_entries(mirrors, actor=actor, company_id=company_id)


def _codes(entries: Iterable[MoneyEntry]) -> set[str]:
    return {code for e in entries for t in e.transfers for code in (t.source_account, t.target_account)}


def _book(
    by_key: dict[str, MoneyEntry], wanted: dict[str, str], ids: dict[str, int], actor: Actor, company_id: int
) -> dict[str, int]:
    """{key: entry id} of the entries that are new; the others are left to whoever booked them first."""
    entries = list(by_key.values())
    transfers = [(e.key, number, t) for e in entries for number, t in enumerate(e.transfers, start=1)]
    booked = rows(
        _BOOK,
        [
            [e.key for e in entries],
            [wanted[e.key] for e in entries],
            [e.kind for e in entries],
            [e.on_date for e in entries],
            [e.ref_kind for e in entries],
            [e.ref_id for e in entries],
            [e.reverses for e in entries],
            company_id,
            actor.user_id,
            actor.name,
            [key for key, _, _ in transfers],
            [number for _, number, _ in transfers],
            [ids[t.source_account] for _, _, t in transfers],
            [ids[t.target_account] for _, _, t in transfers],
            [t.minor for _, _, t in transfers],
            [t.currency for _, _, t in transfers],
        ],
    )
    return dict(booked)


def _explained(fault: IntegrityError, entries: Sequence[MoneyEntry], company_id: int) -> Exception:
    """The coded error behind a constraint's refusal, or the fault itself when it is not an expected one."""
    constraint = getattr(getattr(fault.__cause__, "diag", None), "constraint_name", None)
    if (
        constraint == "money_entry_reversed_once"
    ):  # another reversal came first, between our look and our booking
        originals = [e.reverses for e in entries if e.reverses is not None]
        for entry_id, _, _, _, _, reversed_by, _ in rows(_ORIGINALS, [company_id, originals]):
            if reversed_by is not None:
                return AlreadyReversed(entry_id=entry_id, by_id=reversed_by)
    return fault
