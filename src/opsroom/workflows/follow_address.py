"""Sends an order to the address its channel gives now; undo: fix the address. Refuses orders with the warehouse."""

from __future__ import annotations

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.customers import queries as customers
from opsroom.domains.orders import queries as orders
from opsroom.domains.orders import rows as order_rows
from opsroom.domains.orders.actions.release_hold import release_hold
from opsroom.domains.orders.errors import OrderNotFound
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.intake.send_to import ADDRESS_TOLD, Sent, send_to
from opsroom.workflows.ruling.one_pass import pass_over


@transaction.atomic
def follow_address(actor: Actor, company_id: int, order_id: int) -> Sent | None:
    """None: the channel gives the address we send to already. What else the channel changed stays held."""
    access.require(actor, "orders.edit", company_id=company_id)
    found = order_rows.locked(company_id, [order_id])
    if not found:
        raise OrderNotFound()
    told = found[0].told_ship_to_id
    if told is None:
        return None
    draft = customers.parties(company_id, [told])[told].draft
    done = send_to(actor, company_id, order_id, draft, told=True)
    if any(hold.detail == ADDRESS_TOLD for hold in orders.holds_of(order_id) if hold.state == "placed"):
        release_hold(actor, company_id, [order_id], reason="changed", why="sent to the channel's address")
    pass_over(company_id, [order_id], "changed")
    return done
