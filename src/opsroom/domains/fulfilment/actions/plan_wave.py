"""Plans a wave from released fulfilment orders: one walk through the bins; refuses orders that are in a wave."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.fulfilment.errors import FulfilmentOrderNotFound
from opsroom.domains.fulfilment.models import FulfilmentLine, FulfilmentOrder, Pick, Wave
from opsroom.domains.fulfilment.rules import Stop, walk
from opsroom.domains.fulfilment.states import PICK, WAVE
from opsroom.kernel.records import counters, transition, wake
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import WAVE_ORDERS_COUNT_MAX

FIRST_NUMBER = 200


@transaction.atomic
def plan_wave(
    actor: Actor, company_id: int, site_id: int, profile: str, fulfilment_order_ids: Sequence[int]
) -> list[int]:
    """Returns wave ids: one, or several of at most WAVE_ORDERS_COUNT_MAX orders, earliest ship-by first."""
    access.require(actor, "fulfilment.release", company_id=company_id, site_id=site_id)
    orders = list(
        FulfilmentOrder.objects.select_for_update(no_key=True)
        .filter(
            pk__in=fulfilment_order_ids, company_id=company_id, site_id=site_id, wave=None, state="released"
        )
        .order_by("id")
    )
    if not orders:
        raise FulfilmentOrderNotFound()
    orders.sort(key=lambda o: (-o.priority, o.ship_by is None, o.ship_by or o.released_at, o.pk))
    waves = [
        _plan(actor, company_id, site_id, profile, orders[start : start + WAVE_ORDERS_COUNT_MAX])
        for start in range(0, len(orders), WAVE_ORDERS_COUNT_MAX)
    ]
    wake.notify("fulfil")
    return waves


def _plan(
    actor: Actor, company_id: int, site_id: int, profile: str, orders: Sequence[FulfilmentOrder]
) -> int:
    (number,) = counters.next_numbers(f"wave:{company_id}", 1)
    wave = Wave.objects.create(
        company_id=company_id,
        site_id=site_id,
        number=f"W-{FIRST_NUMBER + number}",
        profile=profile,
        state="open",
        owner_id=actor.user_id,
        due_at=min((o.ship_by for o in orders if o.ship_by is not None), default=None),
    )
    FulfilmentOrder.objects.filter(pk__in=[o.pk for o in orders]).update(wave=wave)
    transition.born(WAVE, Wave, [(int(wave.pk), "open", {"orders": len(orders)})], actor)
    lines = FulfilmentLine.objects.filter(fulfilment_order__in=orders).select_related("allocation__location")
    picks = Pick.objects.bulk_create(
        Pick(
            wave=wave,
            line_id=stop.line_id,
            location_id=stop.location_id,
            sku_id=stop.sku_id,
            quantity=stop.pieces,
            taken=0,
            state="open",
            sequence=place,
        )
        for place, stop in enumerate(walk([_stop(line) for line in lines]), 1)
    )
    transition.born(PICK, Pick, [(int(p.pk), "open", None) for p in picks], actor)
    return int(wave.pk)


def _stop(line: FulfilmentLine) -> Stop:
    location = line.allocation.location if line.allocation else None
    return Stop(
        line_id=int(line.pk),
        sku_id=int(line.sku_id),
        location_id=int(location.pk) if location else None,
        sequence=location.sequence if location else 0,
        zone=location.zone if location else "",
        pieces=line.quantity,
    )
