"""Puts a list of tracking numbers on a wave's parcels; refuses bad rows one by one, each with its sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.fulfilment.actions.ensure_parcels import ensure_parcels
from opsroom.domains.fulfilment.actions.set_tracking import set_tracking
from opsroom.domains.fulfilment.errors import TooManyRows, WaveNotFound
from opsroom.domains.fulfilment.models import FulfilmentOrder, Parcel, Wave
from opsroom.domains.fulfilment.rules import TrackingRow
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.errors import CodedError
from opsroom.kernel.values.limits import TRACKING_ROWS_MAX


@dataclass(frozen=True, slots=True)
class TrackingSet:
    """How many parcels got a number, how many had it already, and a sentence for each row left out."""

    changed: int
    same: int
    problems: tuple[str, ...]


@transaction.atomic
def import_tracking(actor: Actor, company_id: int, wave_id: int, rows: Sequence[TrackingRow]) -> TrackingSet:
    """Rows name an order, a fulfilment order or a parcel of the wave. Good rows are kept beside bad ones."""
    wave = Wave.objects.filter(pk=wave_id, company_id=company_id).first()
    if wave is None:
        raise WaveNotFound()
    site = int(wave.site_id)
    access.require(actor, "fulfilment.ship", company_id=company_id, site_id=site)
    if len(rows) > TRACKING_ROWS_MAX:
        raise TooManyRows(most=TRACKING_ROWS_MAX)
    parcels = _parcels(actor, company_id, wave)
    changed = same = 0
    problems: list[str] = []
    for row in rows:
        parcel = parcels.get(row.number.upper().lstrip("#"))
        if parcel is None:
            problems.append(
                f"Row {row.row}: {row.number[:40]!r} is no order, fulfilment order or parcel of {wave.number}. "
                "Check the number."
            )
            continue
        try:
            with transaction.atomic():
                fresh = set_tracking(actor, company_id, parcel, row.tracking, row.carrier)
        except CodedError as error:
            problems.append(f"Row {row.row}: {error.message}")
            continue
        changed, same = changed + fresh, same + (not fresh)
    return TrackingSet(changed, same, tuple(problems))


def _parcels(actor: Actor, company_id: int, wave: Wave) -> dict[str, int]:
    """Parcel id by every number a row may name it by, upper-cased; parcels are made where there are none."""
    live = FulfilmentOrder.objects.filter(wave=wave).exclude(state="cancelled").select_related("order")
    orders = list(live.order_by("id"))
    first = ensure_parcels(actor, company_id, int(wave.site_id), [int(o.pk) for o in orders])
    names: dict[str, int] = {}
    for order in orders:
        outside = order.order.external_name.lstrip("#").upper()
        for name in (outside, order.order.number.upper(), order.number.upper()):
            if name:
                names[name] = first[int(order.pk)]
    living = Parcel.objects.filter(fulfilment_order__in=orders).exclude(state="voided")
    return names | {number.upper(): pk for pk, number in living.values_list("id", "number")}
