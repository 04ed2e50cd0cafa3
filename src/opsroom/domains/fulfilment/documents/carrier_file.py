"""The orders of a wave as CSV for a carrier's own tool; texts that a spreadsheet would run are made harmless."""

from __future__ import annotations

from opsroom.domains.access import rules as access
from opsroom.domains.customers import queries as customers
from opsroom.domains.fulfilment.errors import WaveNotFound
from opsroom.domains.fulfilment.models import FulfilmentLine, FulfilmentOrder, Wave
from opsroom.domains.fulfilment.rules import parcel_weight
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.escaping import csv_line

HEADS = (
    "fulfilment_number", "order_number", "purchase_order", "name", "organisation", "line1", "line2", "postcode",
    "city", "region", "country", "phone", "email", "delivery_method", "pieces", "weight_g", "tracking_number",
    "carrier",
)  # fmt: skip


def carrier_csv(actor: Actor, company_id: int, wave_id: int) -> tuple[str, bytes]:
    """(file name, CSV in UTF-8 with a mark for spreadsheets). Fill tracking_number in and bring it back."""
    wave = Wave.objects.filter(pk=wave_id, company_id=company_id).first()
    if wave is None:
        raise WaveNotFound()
    access.require(actor, "fulfilment.export", company_id=company_id, site_id=int(wave.site_id))
    live = FulfilmentOrder.objects.filter(wave=wave).exclude(state__in=["cancelled", "shipped"])
    rows = list(live.select_related("order").prefetch_related("parcels").order_by("id"))
    parties = {}
    if access.may_see(actor, "parcel_address"):
        parties = customers.parties(company_id, {int(row.order.ship_to_id or 0) for row in rows})
    loads = _loads(rows)
    out = [csv_line(HEADS)]
    for row in rows:
        p = parties.get(int(row.order.ship_to_id or 0))
        who = (
            (
                p.name,
                p.organisation,
                p.line1,
                p.line2,
                p.postcode,
                p.city,
                p.region,
                p.country,
                p.phone,
                p.email,
            )
            if p is not None
            else ("",) * 10
        )
        parcel = next((one for one in row.parcels.all() if one.state != "voided"), None)
        told = (parcel.tracking, parcel.carrier) if parcel is not None else ("", "")
        numbers = (row.number, row.order.number, row.order.purchase_order)
        out.append(csv_line((*numbers, *who, row.delivery_method, *loads[int(row.pk)], *told)))
    return f"{wave.number}-carrier.csv", ("\ufeff" + "".join(out)).encode()


def _loads(rows: list[FulfilmentOrder]) -> dict[int, tuple[int, int | None]]:
    """Pieces and grams by fulfilment order id; grams None when a weight is not known."""
    lines = FulfilmentLine.objects.filter(fulfilment_order__in=rows).select_related("sku")
    things: dict[int, list[tuple[int, int | None]]] = {int(row.pk): [] for row in rows}
    for line in lines:
        things[int(line.fulfilment_order_id)].append((line.quantity - line.short, line.sku.weight_g))
    return {pk: (sum(n for n, _ in found), parcel_weight(found)) for pk, found in things.items()}
