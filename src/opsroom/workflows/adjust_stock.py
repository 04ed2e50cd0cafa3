"""Writes stock up or down for a reason, and serves or marks the orders concerned; refuses what goes beyond the limit.

Its undo is the opposite correction, with its own reason.
"""

from __future__ import annotations

from datetime import datetime

from opsroom.domains.access import rules as access
from opsroom.domains.warehouse.actions.correct_stock import Correction, correct_stock
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.allocate_orders import Allocated
from opsroom.workflows.count_stock import lock_for_change, serve_waiting


@in_one_piece
def adjust_stock(
    actor: Actor, company_id: int, wanted: Correction, key: str, *, day_start: datetime, note: str = ""
) -> Allocated:
    """Returns which orders have and lack their goods after it. Raises as correct_stock."""
    access.require(
        actor, "warehouse.post_stock", company_id=company_id, site_id=wanted.site_id
    )  # the limit is asked by the action, under the locks
    lock_for_change(company_id, {wanted.sku_id})
    done = correct_stock(actor, company_id, wanted, key, day_start=day_start, note=note)
    return serve_waiting(actor, company_id, {wanted.sku_id}, stopped=done.lost.released_order_ids)
