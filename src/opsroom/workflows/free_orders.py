"""Gives back what was set aside for orders: the undo of allocate_orders; refuses what is already picked."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.access.actions.close_tasks import close_tasks
from opsroom.domains.orders.actions.move_axis import move_axis
from opsroom.domains.warehouse.actions.free_allocations import free_allocations
from opsroom.domains.warehouse.models import Allocation
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def free_orders(actor: Actor, company_id: int, order_ids: Collection[int], *, reason: str) -> int:
    """Returns the pieces that became free."""
    access.require(actor, "warehouse.allocate", company_id=company_id)
    ids = sorted(order_ids)
    live = Allocation.objects.filter(
        order_id__in=ids, order__company_id=company_id, state__in=["soft", "hard"]
    )
    pieces = free_allocations(actor, company_id, list(live.values_list("id", flat=True)), reason=reason)
    move_axis(actor, company_id, "allocation_state", "deallocate", ids, reason=reason)
    close_tasks(actor, [f"short:order:{pk}" for pk in ids])
    return pieces
