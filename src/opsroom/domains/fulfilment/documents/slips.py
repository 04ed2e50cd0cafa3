"""The papers of a wave in one PDF: the pick list in walking order, then one packing slip an order; never a price."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils import timezone

from opsroom.domains.access import rules as access
from opsroom.domains.fulfilment.documents.facts import Dispatch, barcode, dispatches, sender, title_of
from opsroom.domains.fulfilment.errors import WaveNotFound
from opsroom.domains.fulfilment.models import FulfilmentOrder, Pick, Wave
from opsroom.domains.warehouse import queries as warehouse
from opsroom.kernel.paper.typeset import typeset
from opsroom.kernel.values.actor import Actor

TEMPLATE = Path(__file__).with_name("slips.typ")


def slips_pdf(actor: Actor, company_id: int, wave_id: int) -> tuple[str, bytes]:
    """(file name, PDF). Slips lie in the order in which the walk meets their first piece."""
    wave = Wave.objects.filter(pk=wave_id, company_id=company_id).first()
    if wave is None:
        raise WaveNotFound()
    site = int(wave.site_id)
    access.require(actor, "fulfilment.print", company_id=company_id, site_id=site)
    picks = list(
        Pick.objects.filter(wave=wave)
        .exclude(state="cancelled")
        .select_related("sku__product", "location", "line__fulfilment_order__order")
        .order_by("sequence", "id")
    )
    places = {int(pick.line.fulfilment_order_id): at for at, pick in reversed(list(enumerate(picks)))}
    live = FulfilmentOrder.objects.filter(wave=wave).exclude(state="cancelled").select_related("order")
    rows = sorted(live, key=lambda row: places.get(int(row.pk), len(picks)))
    found = dispatches(actor, company_id, site, rows)
    pieces = sum(pick.quantity for pick in picks)
    data: dict[str, Any] = {
        "title": f"Wave {wave.number}",
        "wave": wave.number,
        "code": barcode(wave.number),
        "site": warehouse.site_facts(company_id, site).name,
        "orders_words": "1 order" if len(rows) == 1 else f"{len(rows)} orders",
        "pieces_words": "1 piece" if pieces == 1 else f"{pieces} pieces",
        "printed": f"{timezone.localtime():%Y-%m-%d %H:%M}",
        "picks": [_pick(pick) for pick in picks],
        "slips": [_slip(one, at, sender(company_id, site)) for at, one in enumerate(found)],
    }
    return f"{wave.number}-papers.pdf", typeset(TEMPLATE, data)


def _pick(pick: Pick) -> dict[str, str]:
    order = pick.line.fulfilment_order.order
    return {
        "bin": pick.location.code if pick.location else "-",
        "pieces": str(pick.quantity),
        "sku": pick.sku.code,
        "title": title_of(pick.sku.product.title, pick.sku.title),
        "order": " · ".join(part for part in (order.number, order.purchase_order) if part),
    }


def _slip(one: Dispatch, place: int, from_line: str) -> dict[str, Any]:
    about = [one.number] + ([f"Your order {one.purchase_order}"] if one.purchase_order else [])
    return {
        "place": place,
        "sender": from_line,
        "ship_to": list(one.ship_to),
        "code": barcode(one.number),
        "order": one.order,
        "outside": one.outside,
        "delivery": one.delivery,
        "about": " · ".join(about),
        "gift": one.gift,
        "note": one.note,
        "lines": [
            {
                "pieces": str(thing.pieces),
                "sku": thing.sku,
                "title": thing.title,
                "bin": thing.bin,
                "personalisation": list(thing.personalisation),
            }
            for thing in one.things
        ],
    }
