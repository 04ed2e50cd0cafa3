"""Moves goods between places of a site, also into and out of quarantine, and serves or marks the orders concerned.

Its undo is the move back. Refuses pieces that wait for a picker in exactly that bin.
"""

from __future__ import annotations

from opsroom.domains.access import rules as access
from opsroom.domains.warehouse.actions.shift_stock import shift_stock
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.allocate_orders import Allocated
from opsroom.workflows.count_stock import lock_for_change, serve_waiting


@in_one_piece
def move_stock(
    actor: Actor,
    company_id: int,
    site_id: int,
    sku_id: int,
    source: str,
    target: str,
    pieces: int,
    key: str,
    *,
    reason: str = "",
) -> Allocated:
    """Returns which orders have and lack their goods after it. Raises as shift_stock."""
    access.require(actor, "warehouse.post_stock", company_id=company_id, site_id=site_id)
    lock_for_change(company_id, {sku_id})
    done = shift_stock(actor, company_id, site_id, sku_id, source, target, pieces, key, reason=reason)
    return serve_waiting(actor, company_id, {sku_id}, stopped=done.lost.released_order_ids)
