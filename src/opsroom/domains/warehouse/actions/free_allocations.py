"""Gives set-aside pieces back to free stock; refuses those already picked into a tote."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.warehouse.actions._stock_rows import give_back, lock_stock
from opsroom.domains.warehouse.models import Allocation
from opsroom.domains.warehouse.states import ALLOCATION_ROW
from opsroom.kernel.records import transition
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def free_allocations(actor: Actor, company_id: int, allocation_ids: Iterable[int], *, reason: str) -> int:
    """Returns how many pieces became free. Picked or shipped allocations are left as they are."""
    access.require(actor, "warehouse.allocate", company_id=company_id)
    ids = sorted(set(allocation_ids))
    rows = list(
        Allocation.objects.filter(pk__in=ids, order__company_id=company_id, state__in=["soft", "hard"])
        .order_by("sku_id", "site_id", "id")
        .values_list("id", "site_id", "sku_id", "quantity")
    )
    lock_stock([(site, sku) for _, site, sku, _ in rows])
    freed = set(
        transition.move(
            ALLOCATION_ROW, Allocation, "state", [row[0] for row in rows], "free", actor, reason=reason
        )
    )
    sums: dict[tuple[int, int], int] = {}
    for pk, site, sku, pieces in rows:
        if pk in freed:
            sums[(site, sku)] = sums.get((site, sku), 0) + pieces
    give_back(sums)
    return sum(sums.values())
