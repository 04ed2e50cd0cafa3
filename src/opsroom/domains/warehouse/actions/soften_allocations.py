"""Takes the bins off hard allocations again, so that they wait softly; leaves picked ones alone."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.warehouse.models import Allocation
from opsroom.domains.warehouse.states import ALLOCATION_ROW
from opsroom.kernel.records import transition
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def soften_allocations(actor: Actor, company_id: int, site_id: int, order_ids: Sequence[int]) -> int:
    """Returns how many allocations became soft."""
    access.require(actor, "fulfilment.release", company_id=company_id, site_id=site_id)
    ids = Allocation.objects.filter(
        order_id__in=list(order_ids), order__company_id=company_id, site_id=site_id, state="hard"
    ).values_list("id", flat=True)
    moved = transition.move(
        ALLOCATION_ROW, Allocation, "state", list(ids), "soften", actor, sets={"location": None}
    )
    return len(moved)
