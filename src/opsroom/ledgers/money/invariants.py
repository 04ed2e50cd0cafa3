"""Says in sentences what is wrong with the money book; refuses to repair anything (see rebuild_balances)."""

from __future__ import annotations

from collections.abc import Iterator

from opsroom.kernel.values.limits import LEDGER_FINDINGS_COUNT_MAX, LEDGER_ROWS_PER_QUERY_MAX
from opsroom.ledgers.book import guards
from opsroom.ledgers.book.statements import rows
from opsroom.ledgers.core.entries import MoneyEntry
from opsroom.ledgers.core.legs import MoneyTransfer

TRIGGERS = (
    "money_account_keeps_nature",
    "money_entry_append_only",
    "money_entry_guard",
    "money_transfer_append_only",
    "money_transfer_guard",
)
CONSTRAINTS = (
    "money_account_once",
    "money_balance_once",
    "money_entry_key_once",
    "money_entry_reversed_once",
    "money_transfer_goes_elsewhere",
    "money_transfer_minor_above_zero",
)

_DRIFTED = """
WITH told AS (SELECT account_id, currency, sum(minor) AS total FROM money_leg GROUP BY 1, 2),
    kept AS (SELECT account_id, currency, sum(minor)::bigint AS minor FROM money_balance GROUP BY 1, 2)
SELECT a.code, currency, b.minor, coalesce(l.total, 0)::bigint
FROM told l FULL JOIN kept b USING (account_id, currency) JOIN money_account a ON a.id = account_id
WHERE coalesce(b.minor, 0) <> coalesce(l.total, 0) AND (%s::bigint IS NULL OR a.company_id = %s::bigint)
ORDER BY a.code, currency LIMIT %s::int
"""
_TILTED = """
SELECT b.currency, sum(b.minor)::bigint
FROM money_balance b JOIN money_account a ON a.id = b.account_id
WHERE %s::bigint IS NULL OR a.company_id = %s::bigint
GROUP BY a.company_id, b.currency HAVING sum(b.minor) <> 0 ORDER BY 1, 2 LIMIT %s::int
"""
_EMPTY = """
SELECT e.id, e.key FROM money_entry e
WHERE NOT EXISTS (SELECT 1 FROM money_transfer t WHERE t.entry_id = e.id)
    AND (%s::bigint IS NULL OR e.company_id = %s::bigint)
ORDER BY e.id LIMIT %s::int
"""
_CROOKED = """
SELECT e.id, e.reverses_id FROM money_entry e
WHERE e.reverses_id IS NOT NULL AND (%s::bigint IS NULL OR e.company_id = %s::bigint) AND EXISTS (
    SELECT 1 FROM (
        SELECT source_id, target_id, currency, minor FROM money_transfer WHERE entry_id = e.id
        UNION ALL
        SELECT target_id, source_id, currency, -minor FROM money_transfer WHERE entry_id = e.reverses_id
    ) AS both_entries
    GROUP BY source_id, target_id, currency HAVING sum(minor) <> 0)
ORDER BY e.id LIMIT %s::int
"""
_HEADINGS = """
SELECT id, key, kind, business_date, ref_kind, ref_id, reverses_id, request_hash FROM money_entry
WHERE id > %s::bigint AND (%s::bigint IS NULL OR company_id = %s::bigint) ORDER BY id LIMIT %s::int
"""
_TRANSFERS = """
SELECT t.entry_id, s.code, g.code, t.minor, t.currency
FROM money_transfer t JOIN money_account s ON s.id = t.source_id JOIN money_account g ON g.id = t.target_id
WHERE t.entry_id = ANY(%s::bigint[]) ORDER BY t.entry_id, t.position
"""


def broken(company_id: int | None = None, *, hashes: bool = True) -> list[str]:
    """One sentence for each thing that cannot be true, at most LEDGER_FINDINGS_COUNT_MAX of a sort; [] is healthy.

    `hashes` also recomputes every entry's hash from its rows (reads the whole book), which finds a changed byte.
    """
    asked = [company_id, company_id, LEDGER_FINDINGS_COUNT_MAX]
    found = guards.missing(TRIGGERS, CONSTRAINTS)
    for code, currency, minor, total in rows(_DRIFTED, asked):
        stands = "has no balance" if minor is None else f"has the balance {minor}"
        found.append(
            f"Account {code} {stands} in minor units of {currency}, but its transfers add up to {total}."
        )
    for currency, total in rows(_TILTED, asked):
        found.append(f"All balances in {currency} add up to {total} minor units instead of 0.")
    for entry_id, key in rows(_EMPTY, asked):
        found.append(f"Money entry {entry_id} ({key}) transfers nothing.")
    for entry_id, reverses in rows(_CROOKED, asked):
        found.append(f"Money entry {entry_id} is not the mirror of entry {reverses}, which it reverses.")
    if hashes:
        found.extend(_changed(company_id))
    return found


def _changed(company_id: int | None) -> Iterator[str]:
    """Entries whose rows no longer give the hash that was written with them, a page at a time."""
    last, told = 0, 0
    while page := rows(_HEADINGS, [last, company_id, company_id, LEDGER_ROWS_PER_QUERY_MAX]):
        transfers: dict[int, list[MoneyTransfer]] = {row[0]: [] for row in page}
        for entry_id, *fields in rows(_TRANSFERS, [list(transfers)]):
            transfers[entry_id].append(MoneyTransfer(*fields))
        for entry_id, key, kind, on_date, ref_kind, ref_id, reverses, request_hash in page:
            entry = MoneyEntry(key, kind, tuple(transfers[entry_id]), on_date, ref_kind, ref_id, reverses)
            if entry.request_hash() != request_hash and told < LEDGER_FINDINGS_COUNT_MAX:
                told += 1
                yield f"Money entry {entry_id} ({key}) is not what was booked: its hash differs from its rows."
        last = page[-1][0]
