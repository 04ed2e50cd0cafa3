"""Puts a carrier's tracking number on a parcel; refuses one that is not a number or stands on another parcel."""

from __future__ import annotations

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.fulfilment import events
from opsroom.domains.fulfilment.errors import BadTracking, FulfilmentOrderNotFound, TrackingTaken
from opsroom.domains.fulfilment.models import Parcel
from opsroom.domains.fulfilment.rules import clean_tracking
from opsroom.kernel.records import events as records
from opsroom.kernel.records import wake
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import TRACKING_CHARS_MAX


@transaction.atomic
def set_tracking(
    actor: Actor, company_id: int, parcel_id: int, number: str, carrier: str = "", service: str = ""
) -> bool:
    """Whether anything changed; the same number again changes nothing."""
    row = (
        Parcel.objects.select_for_update(no_key=True, of=("self",))
        .filter(pk=parcel_id, company_id=company_id)
        .select_related("fulfilment_order")
        .first()
    )
    if row is None:
        raise FulfilmentOrderNotFound()
    access.require(actor, "fulfilment.ship", company_id=company_id, site_id=int(row.fulfilment_order.site_id))
    plain = clean_tracking(number)
    if plain is None:
        raise BadTracking(found=number[:TRACKING_CHARS_MAX], most=TRACKING_CHARS_MAX)
    carrier = carrier.strip() or row.carrier
    if (row.tracking, row.carrier) == (plain, carrier):
        return False
    taken = Parcel.objects.filter(company_id=company_id, carrier=carrier, tracking=plain).exclude(pk=row.pk)
    if other := taken.exclude(state="voided").first():
        raise TrackingTaken(tracking=plain, parcel=other.number)
    Parcel.objects.filter(pk=row.pk).update(
        tracking=plain, carrier=carrier, service=service.strip() or row.service
    )
    records.record(events.TRACKING_SET, events.PARCEL, [int(row.pk)], actor, company_id=company_id)
    wake.notify("fulfil")
    return True
