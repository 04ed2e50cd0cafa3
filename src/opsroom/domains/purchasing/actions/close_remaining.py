"""Closes what of a purchase order will not come, with its reason; what came stays. Undo: reopen_purchase."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from opsroom.domains.access.rules import require
from opsroom.domains.purchasing.errors import ReasonMissing, UnknownPurchase, WrongState
from opsroom.domains.purchasing.models import PurchaseLine, PurchaseOrder
from opsroom.domains.purchasing.states import PURCHASE
from opsroom.kernel.records.transition import move
from opsroom.kernel.records.wake import notify
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def close_remaining(actor: Actor, company_id: int, order_id: int, reason: str) -> int:
    """Returns the pieces that will not come. The order is closed, or cancelled where nothing of it ever came."""
    row = (
        PurchaseOrder.objects.select_for_update(no_key=True)
        .filter(company_id=company_id, pk=order_id)
        .first()
    )
    require(actor, "purchasing.edit", company_id=company_id, site_id=row.site_id if row else None)
    if row is None:
        raise UnknownPurchase()
    if not reason.strip():
        raise ReasonMissing(number=row.number)
    if row.state != "open":
        raise WrongState(number=row.number, state=row.state, what="closed")
    lines = PurchaseLine.objects.filter(order=row)
    left = lines.filter(ordered__gt=F("received") + F("cancelled"))
    pieces = sum(one.ordered - one.received - one.cancelled for one in left)
    came = lines.filter(received__gt=0).exists()
    left.update(cancelled=F("ordered") - F("received"))
    move(
        PURCHASE, PurchaseOrder, "state", [order_id], "close" if came else "cancel", actor,
        reason=reason.strip(), data={"pieces": pieces},
    )  # fmt: skip
    notify("stock")
    return pieces
