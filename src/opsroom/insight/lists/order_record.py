"""Reads everything that stands around one order: goods on their way, money, papers, both books, what happened.

Every read begins at the orders the actor may see, so a foreign id yields nothing; money only for those who may see it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from opsroom.domains.access import rules as access
from opsroom.domains.catalog import queries as catalog
from opsroom.domains.orders import queries as orders
from opsroom.domains.orders.queries import DemandFacts, LineFacts, OrderFacts
from opsroom.kernel.records import events
from opsroom.kernel.records.events import EventRow
from opsroom.kernel.values.actor import Actor
from opsroom.ledgers.money import queries as money_book
from opsroom.ledgers.money.queries import TransferLine
from opsroom.ledgers.stock import queries as stock_book
from opsroom.ledgers.stock.queries import MoveLine

REF = "orders.order"


@dataclass(frozen=True, slots=True)
class SentLine:
    """Pieces of one order line inside a fulfilment order."""

    fulfilment_order_id: int
    order_line_id: int
    sku_code: str
    quantity: int
    picked: int
    packed: int
    short: int


@dataclass(frozen=True, slots=True)
class Consignment:
    """One fulfilment order: what one site sends, in which wave."""

    id: int
    number: str
    state: str
    site_id: int
    site_name: str
    wave_id: int | None
    wave_number: str | None
    released_at: datetime
    shipped_at: datetime | None


@dataclass(frozen=True, slots=True)
class ParcelFacts:
    """One box with its tracking."""

    id: int
    fulfilment_order_id: int
    number: str
    state: str
    carrier: str
    service: str
    tracking: str
    is_test_label: bool


@dataclass(frozen=True, slots=True)
class SetAside:
    """Pieces set aside for one line, with their bin where one is given."""

    id: int
    line_id: int
    sku_code: str
    site_id: int
    site_name: str
    location: str | None
    state: str
    quantity: int


@dataclass(frozen=True, slots=True)
class PaymentFacts:
    """One payment as told."""

    id: int
    kind: str
    gateway: str
    state: str
    amount_minor: int
    currency: str
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class InvoiceFacts:
    """One invoice; `number` None while it is a draft, `document_id` None until its paper exists."""

    id: int
    number: str | None
    state: str
    net_minor: int
    tax_minor: int
    gross_minor: int
    currency: str
    issued_on: date | None
    document_id: int | None


@dataclass(frozen=True, slots=True)
class RefundFacts:
    """Money that went back, as told."""

    id: int
    amount_minor: int
    concession_minor: int
    currency: str
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class CreditNoteFacts:
    """One credit note with the invoice it corrects; `number` None while it is a draft."""

    id: int
    number: str | None
    invoice_number: str | None
    reason: str
    tax_minor: int
    gross_minor: int
    currency: str
    issued_on: date | None
    document_id: int | None


@dataclass(frozen=True, slots=True)
class OrderRecord:
    """All of it. `moves` and `transfers` are the postings of both books, oldest first."""

    order: OrderFacts
    lines: Sequence[LineFacts]
    demands: Sequence[DemandFacts]
    consignments: Sequence[Consignment]
    sent: Sequence[SentLine]
    parcels: Sequence[ParcelFacts]
    set_aside: Sequence[SetAside]
    payments: Sequence[PaymentFacts]
    invoices: Sequence[InvoiceFacts]
    refunds: Sequence[RefundFacts]
    credit_notes: Sequence[CreditNoteFacts]
    moves: Sequence[MoveLine]
    transfers: Sequence[TransferLine]
    sku_codes: dict[int, str]
    events: Sequence[EventRow]


def read(actor: Actor, order_id: int) -> OrderRecord:
    """Raises OrderNotFound for a foreign id as for a missing one. About a dozen statements, however long the order."""
    order = orders.order_of(actor, order_id)
    lines, demands = orders.lines_of([order_id]), orders.demands_of([order_id])
    floor = access.may(actor, "fulfilment.view")
    consignments = _consignments(actor, order_id) if floor else []
    mine = {one.id for one in consignments}
    sent = [s for s in _sent(actor, order_id) if s.fulfilment_order_id in mine] if floor else []
    parcels = [p for p in _parcels(actor, order_id) if p.fulfilment_order_id in mine] if floor else []
    set_aside = [a for a in _set_aside(actor, order_id) if actor.sees_site(a.site_id)]
    purse = access.may(actor, "payments.view")
    payments = _payments(actor, order_id) if purse else []
    papers = access.may(actor, "billing.view")
    invoices = _invoices(actor, order_id) if papers else []
    refunds = _refunds(actor, order_id) if purse else []
    credit_notes = _credit_notes(actor, order_id) if papers else []
    company = order.company_id
    moves = stock_book.moves_of_ref(company, REF, [order_id])
    transfers = money_book.transfers_of_ref(company, REF, [order_id]) if purse else []
    skus = {d.sku_id for d in demands} | {m.item_id for m in moves} | {ln.sku_id for ln in lines if ln.sku_id}
    happened = _events(
        {
            REF: [order_id],
            "warehouse.allocation": [a.id for a in set_aside],
            "fulfilment.fulfilmentorder": sorted(mine),
            "fulfilment.parcel": [p.id for p in parcels],
            "payments.payment": [p.id for p in payments],
            "billing.invoice": [i.id for i in invoices],
            "payments.refund": [r.id for r in refunds],
            "billing.creditnote": [c.id for c in credit_notes],
        }
    )
    return OrderRecord(
        order=order,
        lines=lines,
        demands=demands,
        consignments=consignments,
        sent=sent,
        parcels=parcels,
        set_aside=set_aside,
        payments=payments,
        invoices=invoices,
        refunds=refunds,
        credit_notes=credit_notes,
        moves=moves,
        transfers=transfers,
        sku_codes={pk: facts.code for pk, facts in catalog.skus_by_id(company, skus).items()},
        events=happened,
    )


def _events(subjects: dict[str, list[int]]) -> list[EventRow]:
    found = [
        row
        for kind, ids in subjects.items()
        if ids
        for rows in events.timelines(kind, ids).values()
        for row in rows
    ]
    return sorted(found, key=lambda row: row.id)


def _rows(actor: Actor, order_id: int, relation: str, fields: Sequence[str]) -> list[tuple[Any, ...]]:
    """Rows on the far side of one relation of the order, by id."""
    names = [f"{relation}__{field}" for field in fields]
    there = orders.visible_to(actor).filter(pk=order_id, **{f"{relation}__isnull": False})
    return list(there.order_by(f"{relation}__id").values_list(*names))


def _consignments(actor: Actor, order_id: int) -> list[Consignment]:
    fields = (
        "id", "number", "state", "site_id", "site__name", "wave_id", "wave__number", "released_at", "shipped_at",
    )  # fmt: skip
    found = [Consignment(*row) for row in _rows(actor, order_id, "fulfilment_orders", fields)]
    return [one for one in found if one.state != "cancelled" and actor.sees_site(one.site_id)]


def _sent(actor: Actor, order_id: int) -> list[SentLine]:
    fields = (
        "fulfilment_order_id", "order_line_id", "sku__code", "quantity", "picked", "packed", "short",
    )  # fmt: skip
    return [SentLine(*row) for row in _rows(actor, order_id, "fulfilment_orders__lines", fields)]


def _parcels(actor: Actor, order_id: int) -> list[ParcelFacts]:
    fields = (
        "id", "fulfilment_order_id", "number", "state", "carrier", "service", "tracking", "is_test_label",
    )  # fmt: skip
    return [ParcelFacts(*row) for row in _rows(actor, order_id, "fulfilment_orders__parcels", fields)]


def _set_aside(actor: Actor, order_id: int) -> list[SetAside]:
    fields = (
        "id", "demand__line_id", "sku__code", "site_id", "site__name", "location__code", "state", "quantity",
    )  # fmt: skip
    return [SetAside(*row) for row in _rows(actor, order_id, "allocations", fields)]


def _payments(actor: Actor, order_id: int) -> list[PaymentFacts]:
    fields = ("id", "kind", "gateway", "state", "amount_minor", "currency", "occurred_at")
    return [PaymentFacts(*row) for row in _rows(actor, order_id, "payments", fields)]


def _invoices(actor: Actor, order_id: int) -> list[InvoiceFacts]:
    fields = (
        "id", "display_number", "state", "net_minor", "tax_minor", "gross_minor", "currency", "issued_on",
        "document__id",
    )  # fmt: skip
    return [InvoiceFacts(*row) for row in _rows(actor, order_id, "invoices", fields)]


def _refunds(actor: Actor, order_id: int) -> list[RefundFacts]:
    fields = ("id", "amount_minor", "concession_minor", "currency", "occurred_at")
    return [RefundFacts(*row) for row in _rows(actor, order_id, "refunds", fields)]


def _credit_notes(actor: Actor, order_id: int) -> list[CreditNoteFacts]:
    fields = (
        "id", "display_number", "invoice__display_number", "reason", "tax_minor", "gross_minor", "currency",
        "issued_on", "document__id",
    )  # fmt: skip
    return [CreditNoteFacts(*row) for row in _rows(actor, order_id, "credit_notes", fields)]
