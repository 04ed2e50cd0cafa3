"""Takes purchase orders of an import out again that nobody worked on; leaves the others to who asked."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from opsroom.domains.access.rules import require
from opsroom.domains.purchasing.events import PURCHASE, PURCHASE_REMOVED
from opsroom.domains.purchasing.models import PurchaseOrder
from opsroom.kernel.records import events
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def remove_purchases(actor: Actor, company_id: int, order_ids: Collection[int]) -> list[int]:
    """Returns the ids that are gone, with their lines."""
    require(actor, "imports.undo", company_id=company_id)
    rows = PurchaseOrder.objects.filter(company_id=company_id, pk__in=list(order_ids))
    gone = sorted(rows.values_list("id", flat=True))
    rows.delete()
    events.record(PURCHASE_REMOVED, PURCHASE, gone, actor, company_id=company_id)
    return gone
