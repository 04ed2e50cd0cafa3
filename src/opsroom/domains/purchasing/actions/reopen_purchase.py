"""Opens a closed purchase order again: what was said not to come is to come after all. Undo: close_remaining."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from opsroom.domains.access.rules import require
from opsroom.domains.purchasing.errors import UnknownPurchase, WrongState
from opsroom.domains.purchasing.models import PurchaseLine, PurchaseOrder
from opsroom.domains.purchasing.states import PURCHASE
from opsroom.kernel.records.transition import move
from opsroom.kernel.records.wake import notify
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def reopen_purchase(actor: Actor, company_id: int, order_id: int, *, reason: str = "") -> int:
    """Returns the pieces that are to come again. Raises WrongState where all of it came: nothing is left to open."""
    row = (
        PurchaseOrder.objects.select_for_update(no_key=True)
        .filter(company_id=company_id, pk=order_id)
        .first()
    )
    require(actor, "purchasing.edit", company_id=company_id, site_id=row.site_id if row else None)
    if row is None:
        raise UnknownPurchase()
    lines = PurchaseLine.objects.filter(order=row, cancelled__gt=0)
    pieces = sum(lines.values_list("cancelled", flat=True))
    if row.state == "open" or not pieces:
        state = "open" if row.state == "open" else "received in full"
        raise WrongState(number=row.number, state=state, what="opened again")
    lines.update(cancelled=F("cancelled") * 0)
    move(
        PURCHASE, PurchaseOrder, "state", [order_id], "reopen", actor, reason=reason, data={"pieces": pieces}
    )
    notify("stock")
    return pieces
