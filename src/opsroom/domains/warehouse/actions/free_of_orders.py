"""Gives everything set aside for orders back to free stock; refuses those pieces that are already in a tote."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.warehouse.actions.free_allocations import free_allocations
from opsroom.domains.warehouse.models import Allocation
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def free_of_orders(actor: Actor, company_id: int, order_ids: Collection[int], *, reason: str) -> int:
    """Returns how many pieces became free."""
    access.require(actor, "warehouse.allocate", company_id=company_id)
    rows = Allocation.objects.filter(
        order_id__in=list(order_ids), order__company_id=company_id, state__in=["soft", "hard"]
    )
    return free_allocations(actor, company_id, list(rows.values_list("id", flat=True)), reason=reason)
