"""The built-in TEST label of a parcel as PDF and as ZPL; people's text reaches the printer as hex only."""

from __future__ import annotations

from pathlib import Path

from opsroom.domains.access import rules as access
from opsroom.domains.fulfilment.documents.facts import Dispatch, barcode, dispatches, sender
from opsroom.domains.fulfilment.errors import FulfilmentOrderNotFound
from opsroom.domains.fulfilment.models import Parcel
from opsroom.kernel.paper.typeset import typeset
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.escaping import zpl_field

TEMPLATE = Path(__file__).with_name("label.typ")
_LINE_DOTS = 46  # 203 dpi


def label_pdf(actor: Actor, company_id: int, parcel_id: int) -> tuple[str, bytes]:
    """(file name, PDF of 100 x 150 mm)."""
    parcel, one, from_line = _found(actor, company_id, parcel_id)
    label = {
        "sender": from_line,
        "ship_to": list(one.ship_to),
        "order": _numbers(one),
        "delivery": one.delivery,
        "weight": _weight(parcel),
        "code": barcode(parcel.number),
    }
    return f"{parcel.number}-label.pdf", typeset(TEMPLATE, {"labels": [label]})


def label_zpl(actor: Actor, company_id: int, parcel_id: int) -> tuple[str, bytes]:
    """(file name, ZPL for a 203 dpi printer). Each text is a hex field, so no name can start a command."""
    parcel, one, from_line = _found(actor, company_id, parcel_id)
    texts = [
        (220, 24, from_line),
        *((270 + _LINE_DOTS * at, 38, text) for at, text in enumerate(one.ship_to)),
    ]
    texts += [(800, 40, _numbers(one)), (850, 28, one.delivery), (890, 28, _weight(parcel))]
    body = "".join(f"^FO40,{y}^A0N,{size},{size}{zpl_field(text)}" for y, size, text in texts if text)
    head = "^XA^CI28^PW812^LL1218^FO230,40^A0N,150,150^FDTEST^FS"
    bars = f"^FO120,950^BY3^BCN,160,Y,N,N{zpl_field(parcel.number)}"
    return f"{parcel.number}-label.zpl", f"{head}{body}{bars}^XZ\n".encode()


def _found(actor: Actor, company_id: int, parcel_id: int) -> tuple[Parcel, Dispatch, str]:
    rows = Parcel.objects.select_related("fulfilment_order__order").filter(
        pk=parcel_id, company_id=company_id
    )
    parcel = rows.exclude(state="voided").first()
    if parcel is None:
        raise FulfilmentOrderNotFound()
    site = int(parcel.fulfilment_order.site_id)
    access.require(actor, "fulfilment.print", company_id=company_id, site_id=site)
    (one,) = dispatches(actor, company_id, site, [parcel.fulfilment_order])
    return parcel, one, sender(company_id, site)


def _numbers(one: Dispatch) -> str:
    """Our number and the buyer's own, who may know the parcel by no other."""
    return " · ".join(part for part in (one.order, one.purchase_order) if part)


def _weight(parcel: Parcel) -> str:
    return "" if parcel.weight_g is None else f"{parcel.weight_g / 1000:.2f} kg"
