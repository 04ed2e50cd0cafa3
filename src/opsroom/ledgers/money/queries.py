"""Reads the money book: what stands where, the trial balance, entries; refuses other companies by asking for one.

Every balance is a debit balance in minor units: assets and expenses above zero, liabilities, income, equity below.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from opsroom.kernel.values.limits import LEDGER_ROWS_PER_QUERY_MAX
from opsroom.ledgers.book.statements import rows


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One account in one currency: turnover on both sides and what stands (debit minus credit)."""

    account: str
    kind: str
    currency: str
    debit: int
    credit: int
    minor: int


@dataclass(frozen=True, slots=True)
class TransferLine:
    """One transfer as read: `source_account` is credited, `target_account` debited."""

    transfer_id: int
    entry_id: int
    at: datetime
    business_date: date
    kind: str
    actor_id: int | None
    actor_name: str
    ref_kind: str
    ref_id: int | None
    source_account: str
    target_account: str
    minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class SumLine:
    """All transfers of one kind of entry between two accounts for one business object."""

    ref_id: int
    kind: str
    source_account: str
    target_account: str
    currency: str
    minor: int


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry's heading; `reversed_by` is the entry that took it back."""

    entry_id: int
    key: str
    kind: str
    at: datetime
    business_date: date
    actor_id: int | None
    actor_name: str
    ref_kind: str
    ref_id: int | None
    reverses: int | None
    reversed_by: int | None


@dataclass(frozen=True, slots=True)
class LegLine:
    """One signed side of a transfer: debit above zero, credit below. An entry's legs sum to zero per currency."""

    entry_id: int
    position: int
    account: str
    currency: str
    minor: int


_BALANCE = """
SELECT coalesce(sum(b.minor), 0)::bigint
FROM money_balance b JOIN money_account a ON a.id = b.account_id
WHERE a.company_id = %s::bigint AND a.code = %s::text AND b.currency = %s::text
"""
_BALANCES = """
SELECT a.code, b.currency, sum(b.minor)::bigint
FROM money_balance b JOIN money_account a ON a.id = b.account_id
WHERE a.company_id = %s::bigint GROUP BY a.code, b.currency HAVING sum(b.minor) <> 0 ORDER BY a.code, b.currency
"""
_TRIAL = """
SELECT a.code, a.kind, l.currency,
    coalesce(sum(l.minor) FILTER (WHERE l.minor > 0), 0)::bigint,
    coalesce(-sum(l.minor) FILTER (WHERE l.minor < 0), 0)::bigint,
    sum(l.minor)::bigint
FROM money_leg l JOIN money_entry e ON e.id = l.entry_id JOIN money_account a ON a.id = l.account_id
WHERE e.company_id = %s::bigint AND (%s::date IS NULL OR e.business_date >= %s::date)
    AND (%s::date IS NULL OR e.business_date <= %s::date)
GROUP BY a.code, a.kind, l.currency ORDER BY l.currency, a.code
"""
_TRANSFERS = """
SELECT transfer_id, entry_id, at, business_date, kind, actor_id, actor_name, ref_kind, ref_id,
    source_account, target_account, minor, currency
FROM money_transfer_line
WHERE company_id = %s::bigint AND ref_kind = %s::text AND ref_id = ANY(%s::bigint[])
ORDER BY transfer_id LIMIT %s::int
"""
_SUMS = """
SELECT ref_id, kind, source_account, target_account, currency, sum(minor)::bigint
FROM money_transfer_line
WHERE company_id = %s::bigint AND ref_kind = %s::text AND ref_id = ANY(%s::bigint[])
GROUP BY ref_id, kind, source_account, target_account, currency
"""
_ENTRIES = """
SELECT e.id, e.key, e.kind, e.at, e.business_date, e.actor_id, e.actor_name, e.ref_kind, e.ref_id, e.reverses_id, r.id
FROM money_entry e LEFT JOIN money_entry r ON r.reverses_id = e.id
WHERE e.company_id = %s::bigint AND e.ref_kind = %s::text AND e.ref_id = ANY(%s::bigint[])
ORDER BY e.id
"""
_LEGS = """
SELECT l.entry_id, l.position, a.code, l.currency, l.minor
FROM money_leg l JOIN money_entry e ON e.id = l.entry_id JOIN money_account a ON a.id = l.account_id
WHERE e.company_id = %s::bigint AND l.entry_id = ANY(%s::bigint[])
ORDER BY l.entry_id, l.position, l.minor
"""
_BY_KEY = "SELECT id FROM money_entry WHERE company_id = %s::bigint AND key = %s::text"


def balance(company_id: int, account: str, currency: str) -> int:
    """What stands on an account, in minor units; 0 for one that was never used."""
    ((minor,),) = rows(_BALANCE, [company_id, account, currency])
    return int(minor)


def balances(company_id: int) -> dict[tuple[str, str], int]:
    """{(account, currency): minor} of everything that does not stand at zero."""
    return {(code, currency): minor for code, currency, minor in rows(_BALANCES, [company_id])}


def trial_balance(
    company_id: int, *, from_date: date | None = None, to_date: date | None = None
) -> list[AccountLine]:
    """Every account used on business days in the span (both ends count); `minor` sums to zero per currency."""
    found = rows(_TRIAL, [company_id, from_date, from_date, to_date, to_date])
    return [AccountLine(*fields) for fields in found]


def transfers_of_ref(
    company_id: int, ref_kind: str, ref_ids: Iterable[int], *, limit: int = LEDGER_ROWS_PER_QUERY_MAX
) -> list[TransferLine]:
    """The transfers booked for business objects, oldest first."""
    found = rows(_TRANSFERS, [company_id, ref_kind, list(ref_ids), limit])
    return [TransferLine(*fields) for fields in found]


def sums_of_ref(company_id: int, ref_kind: str, ref_ids: Iterable[int]) -> list[SumLine]:
    """What was booked for business objects, summed by object, kind of entry and pair of accounts: however many
    transfers that were, none is left out."""
    return [SumLine(*fields) for fields in rows(_SUMS, [company_id, ref_kind, list(ref_ids)])]


def entries_of_ref(company_id: int, ref_kind: str, ref_ids: Iterable[int]) -> list[EntryLine]:
    """The entries booked for business objects, oldest first."""
    return [EntryLine(*fields) for fields in rows(_ENTRIES, [company_id, ref_kind, list(ref_ids)])]


def legs(company_id: int, entry_ids: Iterable[int]) -> list[LegLine]:
    """The signed legs of entries, two for each transfer."""
    return [LegLine(*fields) for fields in rows(_LEGS, [company_id, list(entry_ids)])]


def entry_with_key(company_id: int, key: str) -> int | None:
    """The id of the entry booked under a key, or None."""
    found = rows(_BY_KEY, [company_id, key])
    return int(found[0][0]) if found else None
