"""Keeps what stands on each account in step with the transfers; refuses nothing: an account may stand either way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from opsroom.kernel.values.limits import BALANCE_SLOTS_COUNT
from opsroom.ledgers.book.statements import rows
from opsroom.ledgers.core.legs import MoneyTransfer

BalanceKey = tuple[int, str]

# One statement locks and adds, row by row in one order (account, currency), so no two postings wait in a circle.
SHIFT = f"""
INSERT INTO money_balance AS b (account_id, currency, slot, minor)
SELECT account_id, currency, pg_backend_pid() %% {BALANCE_SLOTS_COUNT}, minor
FROM unnest(%s::bigint[], %s::text[], %s::bigint[]) AS t(account_id, currency, minor)
ORDER BY account_id, currency
ON CONFLICT (account_id, currency, slot) DO UPDATE SET minor = b.minor + excluded.minor
"""  # noqa: S608  # a number of ours


def deltas(transfers: Iterable[MoneyTransfer], ids: Mapping[str, int]) -> dict[BalanceKey, int]:
    """{(account, currency): change in minor units}, debit above zero; what only passes through is left out."""
    summed: defaultdict[BalanceKey, int] = defaultdict(int)
    for transfer in transfers:
        summed[(ids[transfer.source_account], transfer.currency)] -= transfer.minor
        summed[(ids[transfer.target_account], transfer.currency)] += transfer.minor
    return {key: change for key, change in sorted(summed.items()) if change}


def shift(changes: Mapping[BalanceKey, int]) -> None:
    """Adds the changes to the balances."""
    if changes:
        keys = list(changes)
        rows(SHIFT, [[k[0] for k in keys], [k[1] for k in keys], list(changes.values())])
