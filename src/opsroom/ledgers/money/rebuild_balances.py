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
ON CONFLICT (account_id, currency, slot) DO NOTHING
"""
_LOCK = """
SELECT count(*) FROM (
    SELECT 1 FROM money_balance b JOIN money_account a ON a.id = b.account_id
    WHERE a.company_id = %s::bigint ORDER BY b.account_id, b.currency, b.slot FOR NO KEY UPDATE OF b
) AS locked
"""
_REPAIR = """
WITH kept AS (
    SELECT b.account_id, b.currency, a.code, sum(b.minor)::bigint AS was
    FROM money_balance b JOIN money_account a ON a.id = b.account_id
    WHERE a.company_id = %s::bigint GROUP BY b.account_id, b.currency, a.code
), told AS (
    SELECT k.*, (SELECT coalesce(sum(l.minor), 0)::bigint FROM money_leg l
        WHERE l.account_id = k.account_id AND l.currency = k.currency) AS total FROM kept k
)
UPDATE money_balance b SET minor = b.minor + t.total - t.was
FROM told t WHERE b.account_id = t.account_id AND b.currency = t.currency AND b.slot = 0 AND t.was <> t.total
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
