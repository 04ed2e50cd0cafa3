"""Makes a parcel with everything in it for fulfilment orders that have none; leaves packed parcels alone."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.fulfilment.models import FulfilmentLine, Parcel, ParcelLine
from opsroom.domains.fulfilment.states import PARCEL
from opsroom.kernel.records import counters, transition
from opsroom.kernel.values.actor import Actor

FIRST_NUMBER = 20_000


@transaction.atomic
def ensure_parcels(
    actor: Actor, company_id: int, site_id: int, fulfilment_order_ids: Sequence[int]
) -> dict[int, int]:
    """Returns the first living parcel's id by fulfilment order id."""
    access.require(actor, "fulfilment.ship", company_id=company_id, site_id=site_id)
    rows = Parcel.objects.filter(fulfilment_order_id__in=fulfilment_order_ids, company_id=company_id)
    rows = rows.exclude(state="voided").order_by("-id")  # the first of an order is told last and stays
    found: dict[int, int] = dict(rows.values_list("fulfilment_order_id", "id"))
    bare = [pk for pk in fulfilment_order_ids if pk not in found]
    if not bare:
        return found
    numbers = counters.next_numbers(f"parcel:{company_id}", len(bare))
    made = Parcel.objects.bulk_create(
        Parcel(
            company_id=company_id,
            fulfilment_order_id=pk,
            number=f"P-{FIRST_NUMBER + number}",
            state="open",
            carrier="",
            service="",
            tracking="",
            is_test_label=False,
        )
        for pk, number in zip(bare, numbers, strict=True)
    )
    parcel_of = {int(p.fulfilment_order_id): p for p in made}
    lines = FulfilmentLine.objects.filter(fulfilment_order_id__in=bare).order_by("id")
    ParcelLine.objects.bulk_create(
        ParcelLine(
            parcel=parcel_of[int(line.fulfilment_order_id)], line=line, quantity=line.quantity - line.short
        )
        for line in lines
        if line.quantity > line.short
    )
    transition.born(
        PARCEL,
        Parcel,
        [(int(p.pk), "open", {"fulfilment_order": int(p.fulfilment_order_id)}) for p in made],
        actor,
    )
    return found | {order: int(p.pk) for order, p in parcel_of.items()}
