"""Shopify's order CSV into orders: the first row holds the order, each row a line; refuses to ship what left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from opsroom.connectors.shopify.notes import DELIVER_BY_NOTES, GIFT_NOTES, SHIP_BY_NOTES, first_note
from opsroom.connectors.shopify.order_columns import COLUMNS
from opsroom.connectors.shopify.order_source import COD_WORDS, held_by_marketplace, line_kind
from opsroom.connectors.shopify.sheet_taxes import with_taxes
from opsroom.kernel.values.money import to_minor
from opsroom.ports.incoming import (
    FulfilledBy,
    IncomingLine,
    IncomingOrder,
    IncomingPayment,
    IncomingRefund,
    LineKind,
    PaymentCondition,
)
from opsroom.ports.reading.dates import Moment, as_day_or_moment, parse_moment, zone
from opsroom.ports.reading.order_head import Head
from opsroom.ports.reading.order_table import OrderTable
from opsroom.ports.reading.sheet import Sheet
from opsroom.ports.reading.tables import TitledRow

_TEST_GATEWAYS = ("bogus gateway", "(for testing)")


class ShopifyOrderSheet(OrderTable):
    """What "Export orders" of Shopify's admin writes, in all its header versions."""

    code = "shopify-orders-csv"
    title = "Shopify orders (CSV)"
    COLUMNS = COLUMNS
    SIGNATURE = frozenset({"title", "quantity", "unit_price"})
    DISCOUNT_HOLDS_LINES = True
    SUBTOTAL_AFTER_DISCOUNT = True

    def lines_of(self, rows: Sequence[TitledRow], currency: str, sheet: Sheet) -> list[IncomingLine]:
        """One a row, then the duties."""
        return [*super().lines_of(rows, currency, sheet), *_duties(rows, sheet)]

    def finish(
        self, order: IncomingOrder, rows: Sequence[TitledRow], head: Head, sheet: Sheet
    ) -> IncomingOrder:
        """Shopify's own id, what its words mean, the taxes by name, and what went back."""
        lines = tuple(_as_kind(line) for line in order.lines)
        notes = _notes(head.text("note_attributes"))
        ship_by = _moment(first_note(notes, SHIP_BY_NOTES), sheet)
        deliver_by = _moment(first_note(notes, DELIVER_BY_NOTES), sheet)
        key = head.text("external_id") or order.external_id
        order = replace(
            order,
            external_id=key,
            number=order.name.lstrip("#"),
            lines=lines,
            payment=_condition(order, head),
            test=any(word in head.text("payment_method").lower() for word in _TEST_GATEWAYS),
            fulfilled_by=_fulfilled_by(order, lines),
            gift_message=first_note(notes, GIFT_NOTES),
            ship_by=as_day_or_moment(ship_by) if ship_by else None,
            deliver_by=as_day_or_moment(deliver_by) if deliver_by else None,
            payments=_paid_in_part(key, order, head, sheet),
            refunds=_refunds(key, order),
        )
        return _without_restocked(with_taxes(order, rows, head, sheet), rows, sheet)


def _without_restocked(order: IncomingOrder, rows: Sequence[TitledRow], sheet: Sheet) -> IncomingOrder:
    """A line that was put back is no longer ordered; what was placed stays told."""
    back = {
        sheet.text(row, "line_id") or str(place)
        for place, row in enumerate(rows, start=1)
        if sheet.text(row, "line_status").lower() == "restocked"
    }
    lines = (
        replace(one, quantity=Decimal(0)) if one.external_id in back and one.kind is not LineKind.FEE else one
        for one in order.lines
    )
    return replace(order, lines=tuple(lines))


def _as_kind(line: IncomingLine) -> IncomingLine:
    if line.kind is LineKind.FEE:
        return line
    kind = line_kind(line.title, own_article=bool(line.sku), ships=line.requires_shipping)
    return replace(line, kind=kind, requires_shipping=kind is LineKind.GOODS)


def _condition(order: IncomingOrder, head: Head) -> PaymentCondition:
    """Cash on delivery and terms stand beside the status; marketplaces hold what they call paid."""
    method = head.text("payment_method").lower()
    if order.payment is PaymentCondition.PENDING and head.text("payment").lower() != "partially_paid":
        if "(cod)" in method or any(word in method for word in COD_WORDS):
            return PaymentCondition.COD
        if head.text("payment_terms"):
            return PaymentCondition.TERMS
    sold_by = (order.source.lower(), method)
    if order.payment is PaymentCondition.CAPTURED and held_by_marketplace(sold_by):
        return PaymentCondition.MARKETPLACE
    return order.payment


def _fulfilled_by(order: IncomingOrder, lines: Sequence[IncomingLine]) -> FulfilledBy:
    """A till sale that is sent home later is ours to ship."""
    if lines and all(line.kind is not LineKind.GOODS for line in lines):
        return FulfilledBy.NOBODY
    at_the_till = order.source.lower() == "pos" and order.ship_to is None and not order.delivery_method
    return FulfilledBy.TILL if at_the_till else order.fulfilled_by


def _duties(rows: Sequence[TitledRow], sheet: Sheet) -> tuple[IncomingLine, ...]:
    """Import duties that Shopify charged beside lines, shipping and taxes."""
    told = next((found for row in rows if (found := sheet.number(row, "duties"))), None)
    if not told:
        return ()
    return (
        IncomingLine(
            external_id="duties",
            sku=None,
            variant_external_id=None,
            title="Import duties",
            quantity=Decimal(1),
            quantity_first=Decimal(1),
            unit_price=told,
            kind=LineKind.FEE,
            requires_shipping=False,
        ),
    )


def _paid_in_part(key: str, order: IncomingOrder, head: Head, sheet: Sheet) -> tuple[IncomingPayment, ...]:
    """What was paid of an order that is not paid in full."""
    total = order.totals.total_minor
    left = sheet.number(head.row("outstanding"), "outstanding", below_zero=True)
    if head.text("payment").lower() != "partially_paid" or total is None or left is None:
        return ()
    paid = total - to_minor(left, order.currency)
    if paid <= 0:
        return ()
    moment = sheet.moment(head.row("paid_at"), "paid_at")
    return (
        IncomingPayment(
            external_id=f"order:{key}",
            kind="sale",
            gateway=head.text("payment_method"),
            state="success",
            amount_minor=paid,
            currency=order.currency,
            at=moment.at if moment else None,
        ),
    )


def _refunds(key: str, order: IncomingOrder) -> tuple[IncomingRefund, ...]:
    """The sum that went back; the file does not tell on which day and for which lines."""
    back = order.totals.refunded_minor
    return (IncomingRefund(f"{key}-refunded", None, back),) if back else ()


def _notes(text: str) -> dict[str, str]:
    """Note attributes, one "name: value" a line."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        name, mark, value = line.partition(":")
        if mark:
            found.setdefault(name.strip().lower(), value.strip())
    return found


def _moment(text: str, sheet: Sheet) -> Moment | None:
    """A day a buyer chose at the till; what is no date stays a note."""
    found = parse_moment(text, zone(sheet.context.time_zone), sheet.context.date_order) if text else None
    return found if isinstance(found, Moment) else None
