"""Ends checkout holds whose time is over and serves who waits for the goods; finding none changes nothing."""

from __future__ import annotations

from datetime import datetime

from opsroom.domains.access import rules as access
from opsroom.domains.warehouse.actions.end_checkout_holds import end_checkout_holds
from opsroom.domains.warehouse.holds import holds_over
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import CHECKOUT_HOLDS_ENDED_COUNT_MAX
from opsroom.workflows._serve_waiting import serve_soon


@in_one_piece
def expire_checkout_holds(actor: Actor, company_id: int, now: datetime) -> int:
    """Returns how many were over, at most CHECKOUT_HOLDS_ENDED_COUNT_MAX."""
    access.require(actor, "warehouse.hold_stock", company_id=company_id)
    over = holds_over(company_id, now, CHECKOUT_HOLDS_ENDED_COUNT_MAX)
    if over:
        serve_soon(company_id, end_checkout_holds(actor, company_id, over, "expire"))
    return len(over)
