"""Records money that came for an old tool's open invoice, and lets go what waited for it; refuses more than is due.

It is to such an invoice what record_payment is to an order. A wrong one is put right by an entry of the bookkeeper's.
"""

from __future__ import annotations

from datetime import datetime

from opsroom.domains.access import rules as access
from opsroom.domains.billing import queries as billing
from opsroom.domains.billing.actions.pay_receivable import pay_receivable
from opsroom.domains.billing.errors import UnknownReceivable
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.recheck_credit import recheck_credit


@in_one_piece
def settle_receivable(
    actor: Actor,
    company_id: int,
    receivable_id: int,
    *,
    kind: str,
    amount_minor: int,
    occurred_at: datetime,
    key: str,
) -> int:
    """Returns what is still due. The same `key` again records nothing. Raises UnknownReceivable, ReceivableNotDue."""
    access.require(actor, "payments.record", company_id=company_id)
    row = billing.receivable(actor, receivable_id)
    if row is None:
        raise UnknownReceivable()
    due = pay_receivable(
        actor,
        company_id,
        receivable_id,
        kind=kind,
        amount_minor=amount_minor,
        occurred_at=occurred_at,
        key=key,
    )
    if row.customer_id:
        recheck_credit(actor, company_id, [row.customer_id])
    return due
