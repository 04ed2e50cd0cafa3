"""Gives back what was set aside for orders: the undo of allocate_orders; refuses what is already picked.

Who waits for these goods is served right after, by a job that commits with it: their orders may not be locked here,
after the stock.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.access.actions.close_tasks import close_tasks
from opsroom.domains.orders import rows as order_rows
from opsroom.domains.orders.actions.move_axis import move_axis
from opsroom.domains.warehouse.actions.free_of_orders import free_of_orders
from opsroom.kernel.values.actor import Actor
from opsroom.workflows._serve_waiting import serve_soon


@transaction.atomic
def free_orders(actor: Actor, company_id: int, order_ids: Collection[int], *, reason: str) -> int:
    """Returns the pieces that became free."""
    access.require(actor, "warehouse.allocate", company_id=company_id)
    ids = sorted(order_ids)
    pieces = free_of_orders(actor, company_id, ids, reason=reason)
    move_axis(actor, company_id, "allocation_state", "deallocate", ids, reason=reason)
    close_tasks(actor, [f"short:order:{pk}" for pk in ids])
    if pieces:
        serve_soon(company_id, order_rows.sku_ids(ids), but=ids)
    return pieces
