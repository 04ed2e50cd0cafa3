"""Adds the payments of new orders to rows that are written together, and books what was captured; refuses no sale.

For orders that come into being in the same statement: nothing was paid, invoiced or promised on them before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from opsroom.domains.access import rules as access
from opsroom.domains.payments.actions.record_payments import PaymentRow, entries_of
from opsroom.domains.payments.errors import UnknownKind
from opsroom.domains.payments.models import KINDS, Payment
from opsroom.domains.payments.states import PAYMENT
from opsroom.kernel.records.new_events import add_births
from opsroom.kernel.records.new_rows import NewRows, table
from opsroom.kernel.values.actor import Actor
from opsroom.ledgers.money.post import MoneyEntry

PAYMENTS = "payments_payment"  # whose ids the caller takes beforehand (`question_of_ids`)
_PAYMENT = (
    "id", "company_id", "order_id", "external_id", "kind", "gateway", "state", "amount_minor", "currency",
    "occurred_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """What of a new order's money is not ours, in minor units.

    `settled`: an earlier tool invoiced it; `kept_tax` of `total`: its channel keeps it back.
    """

    settled: int = 0
    kept_tax: int = 0
    total: int = 0


def add_payments(
    actor: Actor,
    company_id: int,
    rows: NewRows,
    payments: Sequence[PaymentRow],
    ids: Sequence[int],
    standing: dict[int, Standing],
    zone: str,
) -> list[MoneyEntry]:
    """The entries to be added to the money book by the same statement. `standing` by order id, where it says anything;
    `zone`: the company's, whose business day counts.

    The same payment told twice of one order counts once.
    """
    access.require(actor, "payments.record", company_id=company_id)
    if unknown := [row.kind for row in payments if row.kind not in KINDS]:
        raise UnknownKind(found=unknown[0], known=", ".join(KINDS))
    once = {(row.order_id, row.external_id): row for row in reversed(payments)}
    pairs = list(zip(ids, reversed(once.values()), strict=False))
    rows.add(
        table(Payment, *_PAYMENT),
        [
            (pk, company_id, p.order_id, p.external_id, p.kind, p.gateway, p.state, p.amount_minor, p.currency,
             p.occurred_at)
            for pk, p in pairs
        ],
    )  # fmt: skip
    add_births(
        rows, PAYMENT, Payment, [(pk, p.state, {"order": p.order_id}) for pk, p in pairs], actor, company_id
    )
    captured = [(pk, p) for pk, p in pairs if p.state == "captured"]
    settled = {pk: one.settled for pk, one in standing.items()}
    kept = {pk: (one.kept_tax, one.total) for pk, one in standing.items() if one.kept_tax > 0}
    return entries_of(captured, settled=settled, before={}, kept_back=kept, owed={}, promised={}, zone=zone)
