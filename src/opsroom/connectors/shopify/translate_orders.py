"""Shopify's order JSON into orders: shop money is the book, edits and refunds applied; refuses presentment amounts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from opsroom.connectors.shopify.notes import DELIVER_BY_NOTES, GIFT_NOTES, SHIP_BY_NOTES, first_note
from opsroom.connectors.shopify.order_afterwards import fulfilments, payments, refunds
from opsroom.connectors.shopify.order_lines import order_lines
from opsroom.connectors.shopify.order_money import amount_minor, discounts, shipping_lines, tax_lines
from opsroom.connectors.shopify.order_source import fulfilled_by, payment_condition, tax_remitter
from opsroom.ports.file_format import Problem, ReadContext, RecordKind
from opsroom.ports.incoming import IncomingAddress, IncomingCustomer, IncomingOrder, IncomingTotals
from opsroom.ports.reading.cells import clean_text, parse_decimal, shown, split_tags
from opsroom.ports.reading.fields import Reader
from opsroom.ports.reading.json_format import JsonFormat
from opsroom.ports.reading.order_truth import currency_problem, judge_order
from opsroom.ports.reading.record import Value


class ShopifyOrders(JsonFormat):
    """REST payloads: {"order": ..}, {"orders": [..]}, a bare list, single objects or one a line."""

    code = "shopify-orders"
    title = "Shopify orders (JSON)"
    kind = RecordKind.ORDER
    MANY = ("orders",)
    ONE = ("order",)
    MARKS = ("line_items", "financial_status", "total_price", "order_number")

    def key_of(self, value: dict[str, Any]) -> str:
        """Shopify's order id."""
        return clean_text(value.get("id"))

    def translate(
        self, value: dict[str, Any], row: int, context: ReadContext
    ) -> tuple[Value | None, list[Problem]]:
        """One order. Draft orders, risks and other payloads say what they are."""
        name = (
            clean_text(value.get("name"))
            or clean_text(value.get("order_number"))
            or clean_text(value.get("id"))
        )
        read = Reader(row, f"Order {name}" if name else f"Record {row}", context)
        if "line_items" not in value or ("total_price" not in value and "total_price_set" not in value):
            read.name = f"Record {row}"
            known = ", ".join(list(value)[:4]) or "nothing"
            sentence = f"this is no order: it has {shown(known)} but no lines and total. It was left out."
            if "payment_details" in value and "line_items" in value:
                sentence = (
                    "this order comes from WooCommerce's old API, which is gone since 2022. Export it with the REST "
                    "API of today, or with a plugin as CSV. It was left out."
                )
            read.error("line_items", "", sentence, "order.no_order")
            return None, read.problems
        if not self.key_of(value):
            read.error("id", "", "the order has no id, so it could not be told from others.", "order.no_id")
        currency = clean_text(value.get("currency")).upper() or context.currency
        wrong = currency_problem(row, currency, context, read.name)
        if wrong is not None:
            return None, [*read.problems, wrong]
        read.currency = currency
        order = _order(value, name, read)
        return order, read.problems + judge_order(order, row, context, read.problems)


def _order(value: dict[str, Any], name: str, read: Reader) -> IncomingOrder:
    shipped = fulfilments(value, read)
    returned = refunds(value, read)
    lines = order_lines(value, shipped, returned, read)
    shipped = shipped or _as_marked(value, lines, read)
    notes = _notes(value, read)
    presentment = read.text(value, "presentment_currency")
    foreign = presentment if presentment and presentment != read.currency else None
    condition, words = payment_condition(value, read)
    customer = _customer(value, read)
    shipping = shipping_lines(value, read)
    return IncomingOrder(
        external_id=read.text(value, "id"),
        name=name,
        number=read.text(value, "order_number") or read.text(value, "number"),
        placed_at=_placed_at(value, read),
        updated_at=read.moment(value, "updated_at"),
        currency=read.currency,
        presentment_currency=foreign,
        presentment_total=_presentment_total(value) if foreign else None,
        prices_include_tax=value.get("taxes_included") is True,
        totals=_totals(value, read),
        payment=condition,
        payment_words=words,
        cancelled_at=read.moment(value, "cancelled_at"),
        cancel_reason=read.text(value, "cancel_reason"),
        closed_at=read.moment(value, "closed_at"),
        test=value.get("test") is True,
        fulfilled_by=fulfilled_by(value, lines, read),
        source=read.text(value, "source_name"),
        lines=lines,
        shipping_lines=shipping,
        discounts=discounts(value, read),
        taxes=tax_lines(value, read),
        note=read.text(value, "note"),
        gift_message=first_note(notes, GIFT_NOTES),
        tags=split_tags(value.get("tags")),
        ship_by=read.moment({"ship_by": first_note(notes, SHIP_BY_NOTES)}, "ship_by"),
        deliver_by=read.moment({"deliver_by": first_note(notes, DELIVER_BY_NOTES)}, "deliver_by"),
        delivery_method=shipping[0].title if shipping else "",
        customer=customer,
        ship_to=_address(value, "shipping_address", read),
        bill_to=_address(value, "billing_address", read),
        fulfilments=shipped,
        refunds=returned,
        payments=payments(value, read),
        tax_remitter=tax_remitter(value, read),
        location_external_id=read.text(value, "location_id") or None,
    )


def _placed_at(value: dict[str, Any], read: Reader) -> Any:
    placed = read.moment(value, "processed_at") or read.moment(value, "created_at")
    if placed is None and not any(
        problem.field in {"processed_at", "created_at"} for problem in read.problems
    ):
        read.error(
            "created_at", "", "the order does not say when it was placed. Export it again.", "order.no_date"
        )
    return placed


def _as_marked(value: dict[str, Any], lines: Any, read: Reader) -> Any:
    """An order marked as shipped whose shipments the file leaves out must not be shipped again."""
    from_status = fulfilments({"fulfillments": []}, read, marked=value, lines=lines)
    if from_status:
        sentence = "it is marked as shipped but lists no shipment. What is marked counts as shipped."
        read.flag("fulfillment_status", "fulfilled", sentence, "order.shipped_without_shipment")
    return from_status


def _totals(value: dict[str, Any], read: Reader) -> IncomingTotals:
    shipping = value.get("total_shipping_price_set")
    return IncomingTotals(
        total_minor=amount_minor(value, "total_price", read),
        subtotal_minor=amount_minor(value, "subtotal_price", read),
        lines_gross_minor=amount_minor(value, "total_line_items_price", read),
        discount_minor=amount_minor(value, "total_discounts", read),
        shipping_minor=amount_minor(value, "total_shipping_price", read) if shipping else None,
        tax_minor=amount_minor(value, "total_tax", read),
        current_total_minor=amount_minor(value, "current_total_price", read),
    )


def _presentment_total(value: dict[str, Any]) -> Decimal | None:
    money = value.get("total_price_set")
    shown_money = money.get("presentment_money") if isinstance(money, dict) else None
    return parse_decimal(shown_money.get("amount")) if isinstance(shown_money, dict) else None


def _notes(value: dict[str, Any], read: Reader) -> dict[str, str]:
    return {
        read.text(one, "name").lower(): read.text(one, "value")
        for one in read.parts(value, "note_attributes")
    }


def _customer(value: dict[str, Any], read: Reader) -> IncomingCustomer | None:
    told = read.inner(value, "customer") or {}
    email = read.text(told, "email") or read.text(value, "email") or read.text(value, "contact_email")
    phone = read.text(told, "phone") or read.text(value, "phone")
    if not told and not email and not phone:
        return None
    billing = read.inner(value, "billing_address") or {}
    return IncomingCustomer(
        external_id=read.text(told, "id") or None,
        name=_full_name(told, read) or _full_name(billing, read),
        email=email,
        phone=phone,
        company=read.text(billing, "company"),
        locale=read.text(value, "customer_locale"),
        accepts_marketing=_yes(told.get("accepts_marketing", value.get("buyer_accepts_marketing"))),
    )


def _yes(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _full_name(value: dict[str, Any], read: Reader) -> str:
    parts = (read.text(value, "first_name"), read.text(value, "last_name"))
    return read.text(value, "name") or " ".join(part for part in parts if part)


def _address(value: dict[str, Any], key: str, read: Reader) -> IncomingAddress | None:
    told = read.inner(value, key)
    if told is None:
        return None
    return IncomingAddress(
        name=_full_name(told, read),
        company=read.text(told, "company"),
        line1=read.text(told, "address1"),
        line2=read.text(told, "address2"),
        postcode=read.text(told, "zip"),
        city=read.text(told, "city"),
        region=read.text(told, "province"),
        region_code=read.text(told, "province_code"),
        country=read.text(told, "country"),
        country_code=read.text(told, "country_code").upper(),
        phone=read.text(told, "phone"),
    )
