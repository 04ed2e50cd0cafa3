"""Credits orders for money that went back or will never come; has no undo, a new invoice is a new sale.

What is due follows from what stands: invoiced, credited, received, given back. So telling it twice credits it once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from opsroom.domains.access import rules as access
from opsroom.domains.billing.actions.draft_credit_notes import ToCredit, draft_credit_notes
from opsroom.domains.billing.tasks import bill_soon
from opsroom.domains.payments import queries as payments
from opsroom.kernel.values.actor import Actor

Units = Mapping[int, Mapping[int, int]]
_NO_UNITS: dict[int, int] = {}


def credit_refunds(
    actor: Actor,
    company_id: int,
    order_ids: Collection[int],
    *,
    called_off: Collection[int] = (),
    units: Units | None = None,
    site_id: int | None = None,
    verb: str = "orders.accept",
) -> list[int]:
    """Returns the new drafts. The caller holds the orders and came by `verb`.

    called_off: orders that were cancelled or whose payment was given up: nothing more is owed for them.
    units: by order id and order line id, told to be taken back.
    """
    access.require(actor, verb, company_id=company_id, site_id=site_id)
    back = payments.refunded_of_ours(company_id, order_ids)
    wanted = sorted({*back, *called_off})
    if not wanted:
        return []
    came = payments.received(company_id, wanted, promises=False)
    promised = payments.received(company_id, wanted)
    rows = []
    for pk in wanted:
        over = pk in called_off
        rows.append(
            ToCredit(
                order_id=pk,
                reason="refund" if back.get(pk) else "cancelled",
                kept=(came if over else promised)[pk] - back.get(pk, 0),
                most=None if over else back[pk],
                units=(units or {}).get(pk, _NO_UNITS),
            )
        )
    made = draft_credit_notes(actor, company_id, rows, site_id=site_id, verb=verb)
    if made:
        bill_soon(company_id)
    return made
