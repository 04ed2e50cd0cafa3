"""Sends an open order to another address row; refuses one whose papers are printed. Rows as given stay."""

from __future__ import annotations

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.orders import events
from opsroom.domains.orders.errors import NotEditable, OrderNotFound
from opsroom.domains.orders.models import Order
from opsroom.domains.orders.queries import axes_of
from opsroom.domains.orders.rules import edit_refusal
from opsroom.kernel.records import events as records
from opsroom.kernel.records import wake
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def set_ship_to(
    actor: Actor, company_id: int, order_id: int, party_id: int, *, problems: int, told: bool = False
) -> int | None:
    """Returns the id of the former address. `problems`: how many the country's rules found in the new one.

    `told`: the channel gives this address itself. Otherwise what the channel gave is kept beside it, so that the
    same address told once more does not look like news.
    """
    access.require(actor, "orders.edit", company_id=company_id)
    order = Order.objects.select_for_update(no_key=True).filter(pk=order_id, company_id=company_id).first()
    if order is None:
        raise OrderNotFound()
    if why := edit_refusal(axes_of(order)):
        raise NotEditable(number=order.number, why=why)
    before = order.ship_to_id
    order.told_ship_to_id = None if told else order.told_ship_to_id or before
    order.ship_to_id = party_id
    order.has_bad_address = problems > 0
    order.save(update_fields=["ship_to", "told_ship_to", "has_bad_address"])
    data = {"from": before, "to": party_id, "problems": problems, "told": told}
    records.record(events.ADDRESS_CHANGED, events.ORDER, [order_id], actor, data=data, company_id=company_id)
    wake.notify("orders")
    return before
