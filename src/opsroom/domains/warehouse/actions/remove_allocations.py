"""Removes freed allocations of orders that are being taken out again; refuses those that hold or held goods."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.warehouse.models import Allocation
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def remove_allocations(actor: Actor, company_id: int, order_ids: Collection[int]) -> int:
    """Returns how many rows went. Their events stay."""
    access.require(actor, "warehouse.allocate", company_id=company_id)
    rows = Allocation.objects.filter(
        order_id__in=sorted(order_ids), order__company_id=company_id, state="freed"
    )
    return int(rows.delete()[0])
