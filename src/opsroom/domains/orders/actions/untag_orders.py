"""Takes a tag off orders; those without it are left alone."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.orders import events
from opsroom.domains.orders.models import OrderTag
from opsroom.kernel.records import events as records
from opsroom.kernel.records import wake
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def untag_orders(actor: Actor, company_id: int, order_ids: Sequence[int], tag: str) -> list[int]:
    """Returns the ids of orders that carried the tag."""
    access.require(actor, "orders.tag", company_id=company_id)
    rows = OrderTag.objects.filter(order_id__in=order_ids, order__company_id=company_id, tag=tag)
    ids = sorted(rows.values_list("order_id", flat=True))
    rows.delete()
    records.record(events.UNTAGGED, events.ORDER, ids, actor, data={"tag": tag}, company_id=company_id)
    if ids:
        wake.notify("orders")
    return ids
