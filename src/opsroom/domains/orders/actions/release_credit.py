"""Lets orders over their buyer's credit limit go; refuses without a reason, which stays in the history."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q

from opsroom.domains.access import rules as access
from opsroom.domains.orders.actions._holds import CREDIT, end_holds
from opsroom.domains.orders.errors import NoReason
from opsroom.kernel.values.actor import Actor

# Chosen, not typed: they stay in the history, which holds no names.
CREDIT_REASONS = {
    "paid": "The payment is on its way",
    "agreed": "Agreed for this order alone",
    "known": "The buyer is known and good for it",
}


@transaction.atomic
def release_credit(actor: Actor, company_id: int, order_ids: Sequence[int], *, why: str) -> list[int]:
    """Returns the ids of orders that were held for credit and are not any more. Raises NoReason."""
    access.require(actor, "orders.release_credit", company_id=company_id)
    if not why.strip():
        raise NoReason()
    return end_holds(actor, company_id, order_ids, Q(reason=CREDIT), reason=CREDIT, why=why)
