"""Withdraws a draft or a quote and gives back what was kept for it; refuses one that is an order by now."""

from __future__ import annotations

from opsroom.domains.access import rules as access
from opsroom.domains.orders import drafts
from opsroom.domains.orders.actions.withdraw_draft import withdraw_draft
from opsroom.domains.orders.draft_rules import checkout_of
from opsroom.domains.warehouse.actions.end_checkout_holds import end_checkout_holds
from opsroom.domains.warehouse.holds import hold_of
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.kernel.values.actor import Actor
from opsroom.workflows._serve_waiting import serve_soon


@in_one_piece
def call_off_draft(actor: Actor, company_id: int, draft_id: int, *, why: str) -> None:
    """`why` as in withdraw_draft. Raises DraftNotFound, DraftFixed."""
    access.require(actor, "orders.draft", company_id=company_id)
    withdraw_draft(actor, company_id, draft_id, why=why)
    channel = drafts.hand_channel_of(company_id)
    hold = hold_of(channel.id, checkout_of(draft_id)) if channel else None
    if hold is not None:
        program = access.system_actor("system.allocator", company_ids=frozenset({company_id}), way=actor.way)
        serve_soon(company_id, end_checkout_holds(program, company_id, [hold.id], "release"))
