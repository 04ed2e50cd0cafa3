"""Puts orders of a demo shop's past in, thousands by a few statements; refuses live ones: those take the order path.

They are history: they take no stock, make no invoice and are never late. What is told of their way through the house
is written as events with the time at which it happened.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.orders import events
from opsroom.domains.orders.models import Demand, Order, OrderLine, OrderTag
from opsroom.domains.orders.states import FULFILMENT, ORDER, PAYMENT
from opsroom.kernel.records.bulk_rows import copy_rows, new_ids
from opsroom.kernel.records.past_events import PastEvent, record_past, told
from opsroom.kernel.values.actor import Actor

_ORDER = (
    "id", "company_id", "channel_id", "external_id", "external_name", "number", "mode", "fulfilled_by", "state",
    "payment_state", "allocation_state", "fulfilment_state", "site_ids", "placed_at", "accepted_at", "ship_by",
    "shipped_at", "closed_at", "delivery_method", "customer_id", "ship_to_id", "bill_to_id", "customer_note",
    "gift_message", "invoice_issuer", "tax_remitter", "currency", "net_minor", "tax_minor", "total_minor",
    "shipping_minor", "units", "line_count",
)  # fmt: skip
_LINE = (
    "id", "order_id", "position", "kind", "sku_id", "sku_text", "title", "quantity", "cancelled", "unit_price",
    "discount_minor", "tax_rate", "net_minor", "tax_minor", "gross_minor", "ships",
)  # fmt: skip
_DEMAND = ("line_id", "order_id", "placed_at", "sku_id", "quantity_each", "quantity")
_TAG = ("order_id", "tag", "company_id", "placed_at")
_WAY = ("release", "start_picking", "finish_picking", "start_packing", "finish_packing", "ship")


@dataclass(frozen=True, slots=True)
class PastLine:
    """One line as it was sold; `sku_id` None for shipping. Amounts in minor units after `discount_minor`."""

    kind: str
    sku_id: int | None
    sku_text: str
    title: str
    quantity: int
    unit_price: Decimal
    discount_minor: int
    tax_rate: Decimal
    net_minor: int
    tax_minor: int


@dataclass(frozen=True, slots=True)
class PastOrder:
    """One order that ended before the program came. `way`: when it was released, picking, picked, packing, packed and

    shipped; empty where it was not ours to send, or cancelled. `payment_state`: captured, part_refunded or refunded.
    """

    channel_id: int
    external_id: str
    number: str
    fulfilled_by: str
    cancelled: bool
    payment_state: str
    placed_at: datetime
    ended_at: datetime
    ship_by: datetime | None
    refunded_at: datetime | None
    way: tuple[datetime, ...]
    site_id: int | None
    delivery_method: str
    invoice_issuer: str
    tax_remitter: str
    currency: str
    customer_id: int | None
    party_id: int | None
    customer_note: str
    gift_message: str
    tags: tuple[str, ...]
    lines: tuple[PastLine, ...]


@transaction.atomic
def copy_past_orders(actor: Actor, company_id: int, past: Sequence[PastOrder]) -> list[int]:
    """Writes them with lines, demand, tags and events, all or none. Ids in the order given."""
    access.require(actor, "demo.load", company_id=company_id)
    ids = new_ids(Order, len(past))
    pairs = list(zip(ids, past, strict=True))
    line_ids = iter(new_ids(OrderLine, sum(len(one.lines) for one in past)))
    lines = [
        (next(line_ids), pk, position, line, one)
        for pk, one in pairs
        for position, line in enumerate(one.lines, 1)
    ]
    copy_rows(Order, _ORDER, (_order(pk, company_id, one) for pk, one in pairs))
    copy_rows(OrderLine, _LINE, (_line(*row) for row in lines))
    wanted = (
        (pk, order_id, one.placed_at, line.sku_id, 1, line.quantity)
        for pk, order_id, _, line, one in lines
        if line.sku_id is not None and not one.cancelled
    )
    copy_rows(Demand, _DEMAND, wanted)
    copy_rows(OrderTag, _TAG, ((pk, tag, company_id, one.placed_at) for pk, one in pairs for tag in one.tags))
    happened = (event for pk, one in pairs for event in _events(pk, one))
    record_past(events.ORDER, happened, actor, company_id=company_id)
    return ids


def _order(pk: int, company_id: int, one: PastOrder) -> tuple[object, ...]:
    goods = [line for line in one.lines if line.kind == "goods"]
    net, tax = sum(line.net_minor for line in one.lines), sum(line.tax_minor for line in one.lines)
    return (
        pk,
        company_id,
        one.channel_id,
        one.external_id,
        one.number,
        one.number,
        "history",
        one.fulfilled_by,
        "cancelled" if one.cancelled else "closed",
        one.payment_state,
        "not_needed",
        "nothing" if one.cancelled else "shipped" if one.way else "elsewhere",
        [one.site_id] if one.site_id else [],
        one.placed_at,
        one.placed_at,
        one.ship_by,
        one.way[-1] if one.way else None,
        one.ended_at,
        one.delivery_method,
        one.customer_id,
        one.party_id,
        one.party_id,
        one.customer_note,
        one.gift_message,
        one.invoice_issuer,
        one.tax_remitter,
        one.currency,
        net,
        tax,
        net + tax,
        sum(line.net_minor + line.tax_minor for line in one.lines if line.kind == "shipping"),
        sum(line.quantity for line in goods),
        len(goods),
    )


def _line(pk: int, order_id: int, position: int, line: PastLine, one: PastOrder) -> tuple[object, ...]:
    return (
        pk,
        order_id,
        position,
        line.kind,
        line.sku_id,
        line.sku_text,
        line.title,
        line.quantity,
        line.quantity if one.cancelled else 0,
        line.unit_price,
        line.discount_minor,
        line.tax_rate,
        line.net_minor,
        line.tax_minor,
        line.net_minor + line.tax_minor,
        line.kind == "goods",
    )


def _events(order_id: int, one: PastOrder) -> Iterator[PastEvent]:
    """Its timeline, oldest first; the last event of each axis is the state in which the order stands."""
    yield PastEvent(events.ACCEPTED, order_id, one.placed_at)
    paid_at = one.placed_at + timedelta(minutes=1)
    yield told(PAYMENT, "capture", order_id, min(paid_at, one.ended_at), "pending")
    state = "unreleased"
    for verb, at in zip(_WAY, one.way, strict=False):
        yield told(FULFILMENT, verb, order_id, at, state)
        state = FULFILMENT.steps[verb].target
    yield told(ORDER, "cancel" if one.cancelled else "close", order_id, one.ended_at, "open")
    if one.refunded_at:
        verb = "refund_part" if one.payment_state == "part_refunded" else "refund"
        yield told(PAYMENT, verb, order_id, one.refunded_at, "captured")
