"""Voids the label of a parcel that is still here and makes a new one; refuses a parcel that has left."""

from __future__ import annotations

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.fulfilment.actions.close_parcel import close_parcel
from opsroom.domains.fulfilment.actions.ensure_parcels import ensure_parcels
from opsroom.domains.fulfilment.errors import FulfilmentOrderNotFound, NoLabelToVoid
from opsroom.domains.fulfilment.models import Parcel
from opsroom.domains.fulfilment.states import PARCEL
from opsroom.kernel.records import transition, wake
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def void_label(actor: Actor, company_id: int, parcel_id: int, *, reason: str = "") -> int:
    """Returns the id of the parcel that takes its place, with everything in it and a label of its own."""
    row = (
        Parcel.objects.select_for_update(no_key=True, of=("self",))
        .select_related("fulfilment_order")
        .filter(pk=parcel_id, company_id=company_id)
        .first()
    )
    if row is None:
        raise FulfilmentOrderNotFound()
    site = int(row.fulfilment_order.site_id)
    access.require(actor, "fulfilment.pack", company_id=company_id, site_id=site)
    if row.state != "labelled":
        raise NoLabelToVoid(number=row.number)
    transition.move(PARCEL, Parcel, "state", [parcel_id], "void", actor, reason=reason)
    fresh = ensure_parcels(actor, company_id, site, [int(row.fulfilment_order_id)])
    parcel = fresh[int(row.fulfilment_order_id)]
    close_parcel(actor, company_id, parcel)
    wake.notify("fulfil")
    return parcel
