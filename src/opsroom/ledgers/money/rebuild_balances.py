"""Rebuilds balances from the transfers and logs each one that differed; refuses to touch the transfers themselves."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from opsroom.kernel.records import events
from opsroom.kernel.values.actor import Actor
from opsroom.ledgers.book.statements import rows


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """One balance that was put right, in minor units."""

    balance_id: int
    account: str
    currency: str
    was: int
    now: int


_ENSURE = """
INSERT INTO money_balance (account_id, currency, minor)
SELECT DISTINCT l.account_id, l.currency, 0
FROM money_leg l JOIN money_account a ON a.id = l.account_id
WHERE a.company_id = %s::bigint ORDER BY 1, 2
ON CONFLICT (account_id, currency) DO NOTHING
"""
_LOCK = """
SELECT count(*) FROM (
    SELECT 1 FROM money_balance b JOIN money_account a ON a.id = b.account_id
    WHERE a.company_id = %s::bigint ORDER BY b.account_id, b.currency FOR NO KEY UPDATE OF b
) AS locked
"""
_REPAIR = """
WITH told AS (
    SELECT b.id, a.code, b.minor AS was, coalesce(sum(l.minor), 0)::bigint AS total
    FROM money_balance b JOIN money_account a ON a.id = b.account_id
        LEFT JOIN money_leg l ON l.account_id = b.account_id AND l.currency = b.currency
    WHERE a.company_id = %s::bigint
    GROUP BY b.id, a.code
)
UPDATE money_balance b SET minor = t.total
FROM told t WHERE b.id = t.id AND t.was <> t.total
RETURNING b.id, t.code, b.currency, t.was, t.total
"""


@transaction.atomic
def rebuild_balances(company_id: int, actor: Actor) -> list[Rebuilt]:
    """Puts right every balance of a company that differs from its transfers; returns what changed.

    Postings wait meanwhile: all balances are locked first, in the order every posting locks them, and only then read.
    """
    rows(_ENSURE, [company_id])
    rows(_LOCK, [company_id])
    found = [Rebuilt(*fields) for fields in rows(_REPAIR, [company_id])]
    # The server answers in the order of its plan, which is another one on another day.
    changed = sorted(found, key=lambda one: (one.account, one.currency))
    for line in changed:
        events.record(
            "money.balance.rebuilt",
            "money.balance",
            [line.balance_id],
            actor,
            data={"was": line.was, "now": line.now, "account": line.account, "currency": line.currency},
            company_id=company_id,
        )
    return changed
