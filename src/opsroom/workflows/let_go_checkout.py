"""Gives back what was kept for a checkout before its time is over; what is not kept any more stays as it is."""

from __future__ import annotations

from opsroom.domains.access import rules as access
from opsroom.domains.channels import queries as channels
from opsroom.domains.warehouse.actions.end_checkout_holds import end_checkout_holds
from opsroom.domains.warehouse.holds import hold_of
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.kernel.values.actor import Actor
from opsroom.workflows._serve_waiting import serve_soon


@in_one_piece
def let_go_checkout(actor: Actor, channel_id: int, token: str) -> bool:
    """Whether anything was kept. Who waits for these goods is served at once."""
    company_id = channels.channel(actor, channel_id).company_id
    access.require(actor, "warehouse.hold_stock", company_id=company_id)
    hold = hold_of(channel_id, token)
    if hold is None:
        return False
    serve_soon(company_id, end_checkout_holds(actor, company_id, [hold.id], "release"))
    return True
