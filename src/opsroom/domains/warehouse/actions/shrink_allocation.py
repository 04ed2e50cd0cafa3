"""Gives some pieces of one allocation back to free stock; refuses picked ones by leaving them."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from opsroom.domains.access import rules as access
from opsroom.domains.warehouse.actions._stock_rows import give_back, lock_stock
from opsroom.domains.warehouse.actions.free_allocations import free_allocations
from opsroom.domains.warehouse.models import Allocation
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def shrink_allocation(actor: Actor, company_id: int, allocation_id: int, pieces: int, *, reason: str) -> int:
    """Gives back some pieces of one allocation; all of them frees it. Returns the pieces given back."""
    access.require(actor, "warehouse.allocate", company_id=company_id)
    row = Allocation.objects.filter(
        pk=allocation_id, order__company_id=company_id, state__in=["soft", "hard"]
    ).first()
    if row is None:
        return 0
    if pieces >= row.quantity:
        return free_allocations(actor, company_id, [allocation_id], reason=reason)
    lock_stock([(int(row.site_id), int(row.sku_id))])
    changed = Allocation.objects.filter(
        pk=allocation_id, state__in=["soft", "hard"], quantity__gt=pieces
    ).update(quantity=F("quantity") - pieces)
    if changed:
        give_back({(int(row.site_id), int(row.sku_id)): pieces})
    return pieces if changed else 0
