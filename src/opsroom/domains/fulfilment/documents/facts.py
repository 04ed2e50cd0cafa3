"""What papers say about fulfilment orders: addresses, lines in bin order, numbers as barcodes; never a price."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from opsroom.domains.access import rules as access
from opsroom.domains.customers import queries as customers
from opsroom.domains.fulfilment.models import FulfilmentOrder, Pick
from opsroom.domains.warehouse import queries as warehouse
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.code128 import code_128_modules


@dataclass(frozen=True, slots=True)
class Thing:
    """Pieces of a SKU in a fulfilment order, with the bin they come from and what is to be written on them."""

    pieces: int
    sku: str
    title: str
    bin: str
    personalisation: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dispatch:
    """One fulfilment order as papers show it. `ship_to` is empty for readers who may not see addresses."""

    id: int
    number: str
    order: str
    outside: str
    purchase_order: str
    delivery: str
    gift: str
    note: str
    ship_to: tuple[str, ...]
    things: tuple[Thing, ...]


def barcode(text: str) -> dict[str, Any]:
    """A number with the module widths of its Code 128."""
    return {"text": text, "modules": code_128_modules(text)}


def sender(company_id: int, site_id: int) -> str:
    """The site's own address on one line."""
    site = warehouse.site_facts(company_id, site_id)
    address = site.address
    place = " ".join(part for part in (address.get("postcode", ""), address.get("city", "")) if part)
    parts = (address.get("name", "") or site.name, address.get("street", ""), place, site.country)
    return " · ".join(part for part in parts if part)


def dispatches(
    actor: Actor, company_id: int, site_id: int, rows: Sequence[FulfilmentOrder]
) -> list[Dispatch]:
    """In the order given; `rows` come with their order."""
    access.require(actor, "fulfilment.print", company_id=company_id, site_id=site_id)
    parties = {}
    if access.may_see(actor, "parcel_address"):
        parties = customers.parties(company_id, {int(row.order.ship_to_id or 0) for row in rows})
    things = _things([int(row.pk) for row in rows])
    return [
        _dispatch(row, parties.get(int(row.order.ship_to_id or 0)), things.get(int(row.pk), ()))
        for row in rows
    ]


def _dispatch(
    row: FulfilmentOrder, party: customers.PartyFacts | None, things: tuple[Thing, ...]
) -> Dispatch:
    order = row.order
    return Dispatch(
        id=int(row.pk),
        number=row.number,
        order=order.number,
        outside=order.external_name if order.external_name.lstrip("#") not in order.number else "",
        purchase_order=order.purchase_order,
        delivery=row.delivery_method,
        gift=order.gift_message,
        note=order.customer_note,
        ship_to=tuple(party.lines) if party is not None else (),
        things=things,
    )


def _things(ids: Sequence[int]) -> dict[int, tuple[Thing, ...]]:
    picks = Pick.objects.filter(line__fulfilment_order_id__in=ids).exclude(state="cancelled")
    out: dict[int, list[Thing]] = {}
    for pick in picks.select_related("line__order_line", "sku__product", "location").order_by(
        "sequence", "id"
    ):
        short = pick.line.short if pick.state == "short" else 0
        if pick.quantity <= short:
            continue
        told = tuple(f"{label}: {text}" for label, text in pick.line.order_line.personalisation)
        thing = Thing(
            pieces=pick.quantity - short,
            sku=pick.sku.code,
            title=title_of(pick.sku.product.title, pick.sku.title),
            bin=pick.location.code if pick.location else "",
            personalisation=told,
        )
        out.setdefault(int(pick.line.fulfilment_order_id), []).append(thing)
    return {pk: tuple(rows) for pk, rows in out.items()}


def title_of(product: str, variant: str) -> str:
    """Product and variant as one line."""
    return f"{product}, {variant}" if variant else product
