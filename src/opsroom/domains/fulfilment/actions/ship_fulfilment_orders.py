"""Marks fulfilment orders as shipped with their parcels and tracking; refuses a tracking number of another parcel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from opsroom.domains.access import rules as access
from opsroom.domains.fulfilment.actions.ensure_parcels import ensure_parcels
from opsroom.domains.fulfilment.actions.set_tracking import set_tracking
from opsroom.domains.fulfilment.models import FulfilmentOrder, Parcel, Pick, Wave
from opsroom.domains.fulfilment.states import FULFILMENT_ORDER, PARCEL, PICK, WAVE
from opsroom.kernel.records import transition, wake
from opsroom.kernel.values.actor import Actor


@dataclass(frozen=True, slots=True)
class Tracking:
    """What a carrier's tool told: carrier and service may be empty."""

    number: str
    carrier: str = ""
    service: str = ""


@transaction.atomic
def ship_fulfilment_orders(
    actor: Actor,
    company_id: int,
    site_id: int,
    fulfilment_order_ids: Sequence[int],
    tracking: Mapping[int, Tracking],
) -> list[int]:
    """Returns the ids that moved. A parcel is made where none was packed; its wave is done when all have left."""
    access.require(actor, "fulfilment.ship", company_id=company_id, site_id=site_id)
    ids = list(
        FulfilmentOrder.objects.filter(
            pk__in=fulfilment_order_ids, company_id=company_id, site_id=site_id
        ).values_list("id", flat=True)
    )
    parcels = ensure_parcels(actor, company_id, site_id, ids)
    for pk, told in tracking.items():
        if pk in parcels:
            set_tracking(actor, company_id, parcels[pk], told.number, told.carrier, told.service)
    moved = transition.move(
        FULFILMENT_ORDER, FulfilmentOrder, "state", ids, "ship", actor, sets={"shipped_at": timezone.now()}
    )
    leaving = Parcel.objects.filter(fulfilment_order_id__in=moved).exclude(state__in=["voided", "shipped"])
    transition.move(
        PARCEL,
        Parcel,
        "state",
        list(leaving.values_list("id", flat=True)),
        "ship",
        actor,
        sets={"shipped_at": timezone.now()},
    )
    _finish_picks(actor, moved)
    _finish_waves(actor, moved)
    wake.notify("fulfil")
    return moved


def _finish_picks(actor: Actor, fulfilment_order_ids: Sequence[int]) -> None:
    """On paper nobody scans: what left was taken."""
    picks = Pick.objects.filter(
        line__fulfilment_order_id__in=fulfilment_order_ids, state__in=["open", "skipped"]
    )
    ids = list(picks.values_list("id", flat=True))
    moved = transition.move(PICK, Pick, "state", ids, "pick", actor, sets={"done_at": timezone.now()})
    Pick.objects.filter(pk__in=moved).update(taken=F("quantity"))


def _finish_waves(actor: Actor, fulfilment_order_ids: Sequence[int]) -> None:
    waves = set(
        FulfilmentOrder.objects.filter(pk__in=fulfilment_order_ids, wave__isnull=False).values_list(
            "wave_id", flat=True
        )
    )
    busy = set(
        FulfilmentOrder.objects.filter(wave_id__in=waves)
        .exclude(state__in=["shipped", "cancelled"])
        .values_list("wave_id", flat=True)
    )
    transition.move(
        WAVE, Wave, "state", sorted(waves - busy), "finish", actor, sets={"finished_at": timezone.now()}
    )
