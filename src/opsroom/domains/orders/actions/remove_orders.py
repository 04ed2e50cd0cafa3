"""Takes untouched orders out again, with their lines and demand; their events stay. Refuses nothing quietly."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.orders import events
from opsroom.domains.orders.models import Order
from opsroom.kernel.records import events as records
from opsroom.kernel.records import wake
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def remove_orders(actor: Actor, company_id: int, order_ids: Collection[int], *, reason: str) -> set[int]:
    """Returns the address ids the orders referred to, which nobody may need any more."""
    access.require(actor, "orders.cancel", company_id=company_id)
    rows = Order.objects.filter(pk__in=sorted(order_ids), company_id=company_id)
    facts = list(rows.values_list("id", "ship_to_id", "bill_to_id", "told_ship_to_id"))
    records.record(
        events.REMOVED, events.ORDER, [pk for pk, *_ in facts], actor, reason=reason, company_id=company_id
    )
    rows.delete()
    wake.notify("orders")
    return {party for _, *parties in facts for party in parties if party is not None}
