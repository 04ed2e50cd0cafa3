"""Amazon's order reports into orders: a price is that of its row, delivery is summed; refuses one without prices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from opsroom.kernel.values.currencies import minor_digits
from opsroom.kernel.values.money import SIX_PLACES, to_minor
from opsroom.ports.file_format import Column, Problem, Severity
from opsroom.ports.incoming import (
    IncomingLine,
    IncomingOrder,
    IncomingShippingLine,
    IncomingTax,
    IncomingTotals,
    LineKind,
    PaymentCondition,
)
from opsroom.ports.reading.mapping import plain
from opsroom.ports.reading.order_head import Head
from opsroom.ports.reading.order_table import OrderTable
from opsroom.ports.reading.sheet import Sheet
from opsroom.ports.reading.tables import Table, TitledRow

_TAX_ON_TOP = frozenset({"USD", "CAD"})
_NOT_YET_CHARGED = frozenset({"pending", "pendingavailability"})


def _column(field: str, title: str, *synonyms: str, required: bool = False, example: str = "") -> Column:
    return Column(field, title, synonyms, required, example)


COLUMNS: tuple[Column, ...] = (
    _column("order_number", "order-id", "amazon-order-id", required=True, example="026-1111111-1111111"),
    _column("line_id", "order-item-id"),
    _column("placed_at", "purchase-date", required=True, example="2026-11-24T09:12:00+00:00"),
    _column("updated_at", "last-updated-date"),
    _column("paid_at", "payments-date"),
    _column("sku", "sku", required=True, example="MUG-STN-350"),
    _column("title", "product-name", example="Stone mug 350 ml"),
    _column("quantity", "quantity-purchased", "quantity", required=True, example="2"),
    _column("shipped_quantity", "quantity-shipped"),
    _column("currency", "currency", example="GBP"),
    _column("line_total", "item-price", example="25.00"),
    _column("line_tax", "item-tax"),
    _column("line_discount", "item-promotion-discount"),
    _column("row_shipping", "shipping-price"),
    _column("row_shipping_tax", "shipping-tax"),
    _column("row_shipping_discount", "ship-promotion-discount"),
    _column("gift_wrap", "gift-wrap-price"),
    _column("shipped_status", "order-status"),
    _column("line_status", "item-status"),
    _column("fulfilled_by", "fulfillment-channel"),
    _column("source", "sales-channel"),
    _column("delivery_method", "ship-service-level"),
    _column("ship_by", "promise-date", "latest-ship-date"),
    _column("deliver_by", "latest-delivery-date"),
    _column("email", "buyer-email"),
    _column("customer_name", "buyer-name"),
    _column("phone", "buyer-phone-number"),
    _column("ship_name", "recipient-name"),
    _column("ship_line1", "ship-address-1"),
    _column("ship_line2", "ship-address-2"),
    _column("ship_line3", "ship-address-3"),
    _column("ship_city", "ship-city"),
    _column("ship_region", "ship-state"),
    _column("ship_postcode", "ship-postal-code"),
    _column("ship_country", "ship-country"),
    _column("ship_phone", "ship-phone-number"),
    _column("bill_name", "bill-name"),
    _column("bill_line1", "bill-address-1"),
    _column("bill_line2", "bill-address-2"),
    _column("bill_city", "bill-city"),
    _column("bill_region", "bill-state"),
    _column("bill_postcode", "bill-postal-code"),
    _column("bill_country", "bill-country"),
    _column("gift_message", "gift-message-text"),
    _column("purchase_order", "purchase-order-number"),
    _column("note", "delivery-Instructions"),
)


class AmazonOrders(OrderTable):
    """The flat files of Seller Central: new orders, and all orders by date."""

    code = "amazon-orders"
    title = "Amazon order report (text)"
    COLUMNS = COLUMNS
    SIGNATURE = frozenset({"delivery_method", "quantity"})
    NUMBER_FIELDS = ("line_total", "row_shipping")

    def questions(self, table: Table, sheet: Sheet) -> list[Problem]:
        """The report of unshipped orders has no prices, and nothing can be invoiced without."""
        if sheet.has("line_total"):
            return []
        sentence = (
            "This report has no prices (item-price), as Amazon's report of unshipped orders. Download the report of "
            "new orders or of all orders for the same days and import that. Nothing was imported."
        )
        return [Problem(1, "line_total", "", sentence, Severity.ERROR, "file.missing_column")]

    def finish(
        self, order: IncomingOrder, rows: Sequence[TitledRow], head: Head, sheet: Sheet
    ) -> IncomingOrder:
        """Amazon holds the money; a row's price is divided by its pieces, delivery is summed up over the rows."""
        includes = order.currency not in _TAX_ON_TOP
        lines = [_line(line, order.currency) for line in order.lines]
        wrap = _sum(rows, "gift_wrap", order.currency, sheet)
        if wrap:
            lines.append(_gift_wrap(wrap, order.currency))
        delivery = _delivery(order, rows, sheet)
        taken = sum(line.discount_minor for line in lines) + sum(one.discount_minor for one in delivery)
        return replace(
            order,
            prices_include_tax=includes,
            lines=tuple(lines),
            shipping_lines=delivery,
            totals=IncomingTotals(discount_minor=taken),
            taxes=(),
            discounts=(),
            payment=_condition(order, head),
        )


def _condition(order: IncomingOrder, head: Head) -> PaymentCondition:
    """Amazon holds the money of what it lets go; of a pending order it has none yet."""
    if order.cancelled_at is not None:
        return PaymentCondition.VOIDED
    waits = plain(head.text("shipped_status")) in _NOT_YET_CHARGED
    return PaymentCondition.PENDING if waits else PaymentCondition.MARKETPLACE


def _line(line: IncomingLine, currency: str) -> IncomingLine:
    """The row's price by its pieces; told before the promotion."""
    if not line.quantity or line.total_minor is None:
        return line
    whole = Decimal(line.total_minor).scaleb(-minor_digits(currency))
    price = (whole / line.quantity).quantize(SIX_PLACES, ROUND_HALF_UP)
    return replace(line, unit_price=price, total_minor=line.total_minor - line.discount_minor)


def _gift_wrap(minor: int, currency: str) -> IncomingLine:
    return IncomingLine(
        external_id="gift-wrap",
        sku=None,
        variant_external_id=None,
        title="Gift wrap",
        quantity=Decimal(1),
        quantity_first=Decimal(1),
        unit_price=Decimal(minor).scaleb(-minor_digits(currency)),
        kind=LineKind.SERVICE,
        requires_shipping=False,
    )


def _delivery(
    order: IncomingOrder, rows: Sequence[TitledRow], sheet: Sheet
) -> tuple[IncomingShippingLine, ...]:
    price = _sum(rows, "row_shipping", order.currency, sheet)
    tax = _sum(rows, "row_shipping_tax", order.currency, sheet)
    off = _sum(rows, "row_shipping_discount", order.currency, sheet)
    taxes = (IncomingTax("tax", None, tax),) if tax else ()
    return (IncomingShippingLine("shipping", order.delivery_method or "Shipping", "", price, off, taxes),)


def _sum(rows: Sequence[TitledRow], name: str, currency: str, sheet: Sheet) -> int:
    told = (sheet.number(row, name, below_zero=True) for row in rows)
    return sum(to_minor(abs(one), currency) for one in told if one is not None)
