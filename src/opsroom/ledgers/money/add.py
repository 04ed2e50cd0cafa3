"""Adds entries of the money book to rows that are written together; refuses accounts the company does not have.

For entries whose key nobody can have used, since the thing they are about comes into being by the same statement. The
book's own triggers judge them like any other; the balances move in the same statement.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from opsroom.kernel.records.new_rows import Change, NewRows, table
from opsroom.kernel.records.questions import Question
from opsroom.kernel.values.actor import Actor
from opsroom.ledgers.core.entries import MoneyEntry
from opsroom.ledgers.money import balances, chart
from opsroom.ledgers.money.models import Entry, Transfer

ENTRIES = "money_entry"  # whose ids the caller takes beforehand (`question_of_ids`)
_ENTRY = (
    "id", "company_id", "key", "request_hash", "kind", "business_date", "actor_id", "actor_name", "ref_kind", "ref_id",
)  # fmt: skip
_TRANSFER = ("entry_id", "position", "source_id", "target_id", "minor", "currency")


def question_of_accounts(company_id: int, codes: Collection[str]) -> Question[dict[str, int]]:
    """{code: account id} of those of these accounts that are open."""
    return Question(chart.FIND, [company_id, sorted(codes)], dict)


def codes_of(entries: Sequence[MoneyEntry]) -> set[str]:
    """The accounts these entries name."""
    return {code for e in entries for t in e.transfers for code in (t.source_account, t.target_account)}


def add_entries(
    rows: NewRows,
    entries: Sequence[MoneyEntry],
    ids: Sequence[int],
    accounts: Mapping[str, int],
    actor: Actor,
    company_id: int,
) -> None:
    """`ids`: one for each entry, of the table's own sequence. `accounts`: {code: id}, those missing are opened.

    Raises ledgers.empty_entry, ledgers.bad_entry, money.unknown_account.
    """
    checked = [entry.checked() for entry in entries]
    if not checked:
        return
    known = dict(accounts)
    if missing := codes_of(checked) - known.keys():
        known |= chart.account_ids(company_id, missing)
    pairs = list(zip(ids, checked, strict=True))
    who = (actor.user_id, actor.name)
    rows.add(
        table(Entry, *_ENTRY),
        [
            (pk, company_id, e.key, e.request_hash(), e.kind, e.on_date, *who, e.ref_kind, e.ref_id)
            for pk, e in pairs
        ],
    )
    rows.add(
        table(Transfer, *_TRANSFER),
        [
            (pk, place, known[t.source_account], known[t.target_account], t.minor, t.currency)
            for pk, e in pairs
            for place, t in enumerate(e.transfers, 1)
        ],
    )
    changes = balances.deltas((t for e in checked for t in e.transfers), known)
    if changes:
        keys = list(changes)
        values = [[k[0] for k in keys], [k[1] for k in keys], list(changes.values())]
        rows.change(Change("shifted", balances.SHIFT, values))
