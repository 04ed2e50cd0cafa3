"""Closes a parcel and gives it its label at once; refuses nothing twice: a labelled parcel stays as it is."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from opsroom.domains.access import rules as access
from opsroom.domains.fulfilment.errors import FulfilmentOrderNotFound
from opsroom.domains.fulfilment.models import Parcel
from opsroom.domains.fulfilment.rules import parcel_weight
from opsroom.domains.fulfilment.states import PARCEL
from opsroom.kernel.records import transition, wake
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def close_parcel(actor: Actor, company_id: int, parcel_id: int) -> bool:
    """Whether it got its label now. Until a carrier is connected the label says TEST and carries our own number."""
    row = (
        Parcel.objects.select_related("fulfilment_order").filter(pk=parcel_id, company_id=company_id).first()
    )
    if row is None:
        raise FulfilmentOrderNotFound()
    access.require(actor, "fulfilment.pack", company_id=company_id, site_id=int(row.fulfilment_order.site_id))
    lines = row.lines.select_related("line__sku")
    weight = parcel_weight([(line.quantity, line.line.sku.weight_g) for line in lines])
    transition.move(PARCEL, Parcel, "state", [parcel_id], "close", actor, sets={"weight_g": weight})
    sets = {
        "labelled_at": timezone.now(),
        "is_test_label": True,
        "service": row.fulfilment_order.delivery_method,
    }
    moved = transition.move(PARCEL, Parcel, "state", [parcel_id], "label", actor, sets=sets)
    if moved:
        wake.notify("fulfil")
    return bool(moved)
