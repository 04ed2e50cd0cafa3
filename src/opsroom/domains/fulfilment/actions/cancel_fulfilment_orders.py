"""Cancels fulfilment orders with their open stops and parcels; refuses those that have left by leaving them."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.fulfilment.models import FulfilmentOrder, Parcel, Pick, Wave
from opsroom.domains.fulfilment.states import FULFILMENT_ORDER, PARCEL, PICK, WAVE
from opsroom.kernel.records import transition, wake
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def cancel_fulfilment_orders(
    actor: Actor, company_id: int, site_id: int, ids: Collection[int], *, reason: str
) -> list[int]:
    """Returns the ids that were cancelled. Their allocations stay as they are: the caller knows where goods go."""
    access.require(actor, "fulfilment.release", company_id=company_id, site_id=site_id)
    mine = FulfilmentOrder.objects.filter(pk__in=ids, company_id=company_id, site_id=site_id)
    rows = list(mine.order_by("id").values_list("id", flat=True))
    moved = transition.move(FULFILMENT_ORDER, FulfilmentOrder, "state", rows, "cancel", actor, reason=reason)
    stops = Pick.objects.filter(line__fulfilment_order_id__in=moved, state__in=["open", "skipped"])
    stop_ids = list(stops.values_list("id", flat=True))
    transition.move(PICK, Pick, "state", stop_ids, "cancel", actor, company_id=company_id)
    parcels = Parcel.objects.filter(fulfilment_order_id__in=moved).exclude(state__in=["voided", "shipped"])
    parcel_ids = list(parcels.values_list("id", flat=True))
    transition.move(PARCEL, Parcel, "state", parcel_ids, "void", actor, reason=reason)
    FulfilmentOrder.objects.filter(pk__in=moved).update(tote_id=None)
    _end_waves(actor, moved)
    wake.notify("fulfil")
    return moved


def _end_waves(actor: Actor, ids: Collection[int]) -> None:
    """A wave with nothing to do is cancelled when nothing left in it, done when something did."""
    concerned = Wave.objects.filter(fulfilment_orders__in=ids).distinct()
    for wave in concerned:
        states = set(wave.fulfilment_orders.values_list("state", flat=True))
        if states == {"cancelled"}:
            transition.move(WAVE, Wave, "state", [int(wave.pk)], "cancel", actor)
        elif states <= {"cancelled", "shipped"}:
            transition.move(WAVE, Wave, "state", [int(wave.pk)], "finish", actor)
