"""Releases holds by hand and ends what only they kept open: an order of which nothing ships is invoiced then.

Its undo is placing the hold anew; an invoice that was made meanwhile stays.
"""

from __future__ import annotations

from collections.abc import Sequence

from opsroom.domains.orders import rows as order_rows
from opsroom.domains.orders.actions.release_hold import release_hold
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.intake.nothing_to_ship import serve_paid


@in_one_piece
def let_go(
    actor: Actor, company_id: int, order_ids: Sequence[int], *, reason: str | None = None
) -> list[int]:
    """Returns the ids of orders on which a hold was released; `reason` and refusals as in release_hold."""
    order_rows.lock(order_ids)
    done = release_hold(actor, company_id, order_ids, reason=reason)
    if done:
        serve_paid(actor, company_id, done)
    return done
