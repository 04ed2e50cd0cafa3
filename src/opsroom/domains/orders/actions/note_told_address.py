"""Keeps the address a channel gives beside the one we send to; refuses to send anything there by itself."""

from __future__ import annotations

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.orders.models import Order
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def note_told_address(actor: Actor, company_id: int, order_id: int, party_id: int | None) -> None:
    """`party_id` None: the channel gives the very address we send to. The order's change event is its caller's."""
    access.require(actor, "orders.accept", company_id=company_id)
    Order.objects.filter(pk=order_id, company_id=company_id).update(told_ship_to_id=party_id)
