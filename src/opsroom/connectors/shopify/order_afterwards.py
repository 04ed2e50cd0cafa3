"""What already happened to a Shopify order: shipments, refunds, payments; refuses to count failed ones."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from opsroom.connectors.shopify.order_money import amount_minor
from opsroom.kernel.values.money import to_minor
from opsroom.ports.incoming import (
    FulfilledLine,
    IncomingFulfilment,
    IncomingLine,
    IncomingPayment,
    IncomingRefund,
    RefundedLine,
)
from opsroom.ports.reading.cells import clean_text, parse_decimal
from opsroom.ports.reading.fields import Reader

_STATES = {"success": "shipped", "open": "open", "pending": "open", "cancelled": "cancelled"}
_KINDS = {
    "sale": "sale",
    "authorization": "authorisation",
    "capture": "capture",
    "refund": "refund",
    "void": "void",
}
_RESULTS = {"success": "success", "pending": "pending", "failure": "failed", "error": "failed"}


def fulfilments(
    value: dict[str, Any],
    read: Reader,
    *,
    marked: dict[str, Any] | None = None,
    lines: Sequence[IncomingLine] = (),
) -> tuple[IncomingFulfilment, ...]:
    """Shipments told by the payload, or, given `marked`, the one its status speaks of."""
    if marked is not None:
        return _marked_shipment(marked, lines, read)
    found = []
    for place, one in enumerate(read.parts(value, "fulfillments"), start=1):
        delivered = read.text(one, "shipment_status") == "delivered"
        state = _STATES.get(read.text(one, "status") or "success", "failed")
        numbers = one.get("tracking_numbers")
        tracking = [clean_text(number) for number in numbers] if isinstance(numbers, list) else []
        found.append(
            IncomingFulfilment(
                external_id=read.text(one, "id") or f"fulfilment-{place}",
                state="delivered" if delivered and state == "shipped" else state,
                shipped_at=read.moment(one, "created_at"),
                lines=tuple(
                    FulfilledLine(read.text(line, "id"), read.number(line, "quantity") or Decimal(0))
                    for line in read.parts(one, "line_items")
                ),
                carrier=read.text(one, "tracking_company"),
                tracking_numbers=tuple(filter(None, tracking or [read.text(one, "tracking_number")])),
                location_external_id=read.text(one, "location_id") or None,
            )
        )
    return tuple(found)


def _marked_shipment(
    marked: dict[str, Any], lines: Sequence[IncomingLine], read: Reader
) -> tuple[IncomingFulfilment, ...]:
    done = {
        read.text(one, "id")
        for one in read.parts(marked, "line_items")
        if read.text(one, "fulfillment_status") == "fulfilled"
        or read.text(marked, "fulfillment_status") == "fulfilled"
    }
    parts = tuple(
        FulfilledLine(line.external_id, line.quantity)
        for line in lines
        if line.external_id in done and line.requires_shipping and line.quantity > 0
    )
    if not parts:
        return ()
    at = read.moment(marked, "closed_at") or read.moment(marked, "updated_at")
    return (IncomingFulfilment(f"{read.text(marked, 'id')}-marked", "shipped", at, parts),)


def refunds(value: dict[str, Any], read: Reader) -> tuple[IncomingRefund, ...]:
    """Refunds with the money that really went back; lines removed before payment come with 0."""
    return tuple(
        IncomingRefund(
            external_id=read.text(one, "id") or f"refund-{place}",
            created_at=read.moment(one, "processed_at") or read.moment(one, "created_at"),
            amount_minor=sum(
                payment.amount_minor
                for payment in _payments(one, read)
                if payment.kind in {"refund", "void"} and payment.state == "success"
            ),
            lines=tuple(_refunded_line(line, read) for line in read.parts(one, "refund_line_items")),
            shipping_minor=_adjusted(one, "shipping_refund", read),
            adjustment_minor=_adjusted(one, "refund_discrepancy", read),
            note=read.text(one, "note"),
        )
        for place, one in enumerate(read.parts(value, "refunds"), start=1)
    )


def _refunded_line(line: dict[str, Any], read: Reader) -> RefundedLine:
    restock = read.text(line, "restock_type")
    return RefundedLine(
        line_external_id=read.text(line, "line_item_id") or read.text(line.get("line_item"), "id"),
        quantity=read.number(line, "quantity") or Decimal(0),
        subtotal_minor=amount_minor(line, "subtotal", read) or 0,
        tax_minor=amount_minor(line, "total_tax", read) or 0,
        restock=restock if restock in {"return", "cancel", "no_restock"} else "unknown",
    )


def _adjusted(refund: dict[str, Any], kind: str, read: Reader) -> int:
    """Adjustments are told as negative amounts beside their tax; here: what went back."""
    total = 0
    for one in read.parts(refund, "order_adjustments"):
        if read.text(one, "kind") == kind:
            total += (amount_minor(one, "amount", read) or 0) + (amount_minor(one, "tax_amount", read) or 0)
    return -total


def payments(value: dict[str, Any], read: Reader) -> tuple[IncomingPayment, ...]:
    """Transactions of the order and of its refunds, each once."""
    found = {payment.external_id: payment for payment in _payments(value, read)}
    for refund in read.parts(value, "refunds"):
        found |= {payment.external_id: payment for payment in _payments(refund, read)}
    return tuple(found.values())


def _payments(value: dict[str, Any], read: Reader) -> list[IncomingPayment]:
    found = []
    for place, one in enumerate(read.parts(value, "transactions"), start=1):
        kind = _KINDS.get(read.text(one, "kind"), "")
        if not kind:
            continue
        currency = read.text(one, "currency").upper() or read.currency
        told = parse_decimal(one.get("amount"))
        if currency != read.currency and told is not None:
            sentence = f"a payment is in {currency} where the order is in {read.currency}. Ask the processor."
            read.flag("transactions", currency, sentence, "payment.other_currency")
            continue
        found.append(
            IncomingPayment(
                external_id=read.text(one, "id") or f"payment-{place}",
                kind=kind,
                gateway=read.text(one, "gateway"),
                state=_RESULTS.get(read.text(one, "status"), "pending"),
                amount_minor=to_minor(told, read.currency) if told is not None else 0,
                currency=currency,
                at=read.moment(one, "processed_at") or read.moment(one, "created_at"),
                reference=read.text(one, "authorization"),
                test=one.get("test") is True,
            )
        )
    return found
