"""Releases holds of orders, all or one reason; refuses those for credit. Undo: place the hold anew."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q

from opsroom.domains.access import rules as access
from opsroom.domains.orders.actions._holds import CREDIT, end_holds
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def release_hold(
    actor: Actor,
    company_id: int,
    order_ids: Sequence[int],
    *,
    reason: str | None = None,
    why: str = "",
    ended: bool = False,
) -> list[int]:
    """Returns the ids of orders on which a hold was released. `reason` None releases every reason but credit.

    `ended`: the order is over, so that nothing has to be decided any more and every hold ends.
    """
    access.require(actor, "orders.release_hold", company_id=company_id)
    if reason == CREDIT:
        access.require(actor, "orders.release_credit", company_id=company_id)
    which = Q() if ended else ~Q(reason=CREDIT)
    if reason is not None:
        which &= Q(reason=reason)
    return end_holds(actor, company_id, order_ids, which, reason=reason, why=why)
