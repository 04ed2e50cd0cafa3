"""WooCommerce's order JSON into orders: net lines made whole, statuses told apart; refuses no plugin's status."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from opsroom.connectors.woocommerce.order_lines import coupons, meta_text, order_lines, shipping_lines
from opsroom.kernel.values.money import to_minor
from opsroom.ports.file_format import Problem, ReadContext, RecordKind
from opsroom.ports.incoming import (
    FulfilledBy,
    FulfilledLine,
    IncomingAddress,
    IncomingCustomer,
    IncomingFulfilment,
    IncomingLine,
    IncomingOrder,
    IncomingPayment,
    IncomingRefund,
    IncomingTax,
    IncomingTotals,
    LineKind,
    PaymentCondition,
)
from opsroom.ports.reading.cells import clean_text, shown
from opsroom.ports.reading.fields import Reader
from opsroom.ports.reading.json_format import JsonFormat
from opsroom.ports.reading.order_truth import currency_problem, judge_order
from opsroom.ports.reading.record import Value

CONDITIONS = {
    "pending": PaymentCondition.PENDING,
    "on-hold": PaymentCondition.PENDING,
    "checkout-draft": PaymentCondition.PENDING,
    "processing": PaymentCondition.CAPTURED,
    "completed": PaymentCondition.CAPTURED,
    "refunded": PaymentCondition.REFUNDED,
    "failed": PaymentCondition.VOIDED,
    "cancelled": PaymentCondition.VOIDED,
    "trash": PaymentCondition.VOIDED,
}
_GIFT_KEYS = ("gift_message", "_gift_message", "gift message")
_DELIVER_KEYS = ("delivery_date", "_delivery_date", "jckwds_date")
_TAX_NUMBER_KEYS = ("_billing_vat_number", "_vat_number", "vat_number", "_billing_eu_vat_number")
_TEST_KEYS = ("_wcpay_mode", "_stripe_mode", "_payment_mode")


class WooOrders(JsonFormat):
    """REST v3 payloads: a bare list, single objects, or an envelope {"orders": [..]} or {"order": ..}."""

    code = "woocommerce-orders"
    title = "WooCommerce orders (JSON)"
    kind = RecordKind.ORDER
    MANY = ("orders", "body")
    ONE = ("order", "body")
    MARKS = ("line_items", "billing", "date_created", "prices_include_tax")

    def key_of(self, value: dict[str, Any]) -> str:
        """WooCommerce's order id."""
        return clean_text(value.get("id"))

    def translate(
        self, value: dict[str, Any], row: int, context: ReadContext
    ) -> tuple[Value | None, list[Problem]]:
        """One order; an error answer of the shop says that it is one."""
        name = clean_text(value.get("number")) or clean_text(value.get("id"))
        read = Reader(row, f"Order {name}" if name else f"Record {row}", context)
        if "line_items" not in value or "status" not in value or "billing" not in value:
            read.name = f"Record {row}"
            if "message" in value and "code" in value:
                sentence = f'this is an error answer of the shop, not an order: "{shown(value["message"])}".'
            else:
                known = ", ".join(list(value)[:4]) or "nothing"
                sentence = f"this is no order: it has {shown(known)} but no status, billing and lines. It was left out."
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
    gross = value.get("prices_include_tax") is True
    status = read.text(value, "status").removeprefix("wc-")
    lines = order_lines(value, gross, read)
    shipping = shipping_lines(value, gross, read)
    refunds = _refunds(value, read)
    goods = [line for line in lines if line.kind is LineKind.GOODS]
    modified = _moment(value, "date_modified", read)
    placed = _moment(value, "date_created", read)
    if placed is None and not any(problem.field.startswith("date_created") for problem in read.problems):
        read.error(
            "date_created", "", "the order does not say when it was placed. Export it again.", "order.no_date"
        )
    return IncomingOrder(
        external_id=read.text(value, "id"),
        name=name,
        number=read.text(value, "number"),
        placed_at=placed,
        updated_at=modified,
        currency=read.currency,
        prices_include_tax=gross,
        totals=_totals(value, gross, refunds, read),
        payment=_condition(value, status, refunds, read),
        payment_words=", ".join(filter(None, (status, read.text(value, "payment_method_title")))),
        cancelled_at=modified if status in {"cancelled", "failed", "trash"} else None,
        cancel_reason=status if status in {"cancelled", "failed", "trash"} else "",
        closed_at=_moment(value, "date_completed", read),
        test=any(meta_text(value, key, read).lower() == "test" for key in _TEST_KEYS),
        fulfilled_by=FulfilledBy.US if goods or not lines else FulfilledBy.NOBODY,
        source=read.text(value, "created_via"),
        lines=lines,
        shipping_lines=shipping,
        discounts=coupons(value, gross, read),
        taxes=_taxes(value, read),
        note=read.text(value, "customer_note"),
        gift_message=next((text for key in _GIFT_KEYS if (text := meta_text(value, key, read))), ""),
        deliver_by=read.moment(
            {"d": next((t for k in _DELIVER_KEYS if (t := meta_text(value, k, read))), "")}, "d"
        ),
        delivery_method=shipping[0].title if shipping else "",
        customer=_customer(value, read),
        ship_to=_address(value, "shipping", read) or _address(value, "billing", read),
        bill_to=_address(value, "billing", read),
        fulfilments=_completed(value, status, lines, read),
        refunds=refunds,
        payments=_payments(value, read),
    )


def _moment(value: dict[str, Any], key: str, read: Reader) -> Any:
    """The GMT member where it is told, else the shop's local time."""
    if value.get(f"{key}_gmt"):
        return read.moment(value, f"{key}_gmt", "UTC")
    return read.moment(value, key)


def _condition(
    value: dict[str, Any], status: str, refunds: tuple[IncomingRefund, ...], read: Reader
) -> PaymentCondition:
    if status not in CONDITIONS:
        sentence = (
            f'the status "{shown(status)}" comes from a plugin. It counts as not paid until someone decides.'
        )
        read.flag("status", status, sentence, "order.unknown_status")
        return PaymentCondition.CAPTURED if value.get("date_paid") else PaymentCondition.PENDING
    condition = CONDITIONS[status]
    method = read.text(value, "payment_method").lower()
    if method == "cod" and condition in {PaymentCondition.CAPTURED, PaymentCondition.PENDING}:
        return PaymentCondition.CAPTURED if status == "completed" else PaymentCondition.COD
    if method in {"cheque_invoice", "invoice", "on_account", "net30"} and not value.get("date_paid"):
        return PaymentCondition.TERMS
    if condition is PaymentCondition.CAPTURED and refunds:
        returned, total = sum(refund.amount_minor for refund in refunds), read.minor(value, "total") or 0
        return PaymentCondition.REFUNDED if 0 < total <= returned else PaymentCondition.PART_REFUNDED
    return condition


def _totals(
    value: dict[str, Any], gross: bool, refunds: tuple[IncomingRefund, ...], read: Reader
) -> IncomingTotals:
    """Totals in the order's tax sense: WooCommerce tells discount and shipping net with their tax beside."""
    sides = {}
    for key in ("discount", "shipping"):
        net = read.number(value, f"{key}_total")
        tax = read.number(value, f"{key}_tax") or Decimal(0)
        sides[key] = None if net is None else to_minor(net + (tax if gross else 0), read.currency)
    return IncomingTotals(
        total_minor=read.minor(value, "total"),
        discount_minor=sides["discount"],
        shipping_minor=sides["shipping"],
        tax_minor=read.minor(value, "total_tax"),
        refunded_minor=sum(refund.amount_minor for refund in refunds),
    )


def _taxes(value: dict[str, Any], read: Reader) -> tuple[IncomingTax, ...]:
    found = []
    for one in read.parts(value, "tax_lines"):
        amount = (read.number(one, "tax_total") or Decimal(0)) + (
            read.number(one, "shipping_tax_total") or Decimal(0)
        )
        percent = read.number(one, "rate_percent")
        found.append(
            IncomingTax(
                title=read.text(one, "label") or read.text(one, "rate_code"),
                rate=percent / 100 if percent is not None else None,
                amount_minor=to_minor(amount, read.currency),
            )
        )
    return tuple(found)


def _customer(value: dict[str, Any], read: Reader) -> IncomingCustomer | None:
    billing = read.inner(value, "billing") or {}
    customer_id = read.text(value, "customer_id")
    known = customer_id if customer_id not in {"", "0"} else None
    name, email = _name(billing, read), read.text(billing, "email")
    if not (known or name or email):
        return None
    return IncomingCustomer(
        external_id=known,
        name=name,
        email=email,
        phone=read.text(billing, "phone"),
        company=read.text(billing, "company"),
        tax_number=next((text for key in _TAX_NUMBER_KEYS if (text := meta_text(value, key, read))), ""),
    )


def _name(part: dict[str, Any], read: Reader) -> str:
    return " ".join(filter(None, (read.text(part, "first_name"), read.text(part, "last_name"))))


def _address(value: dict[str, Any], key: str, read: Reader) -> IncomingAddress | None:
    """None where WooCommerce sends an address of empty strings."""
    told = read.inner(value, key) or {}
    if not any(read.text(told, name) for name in ("address_1", "city", "postcode", "last_name", "company")):
        return None
    return IncomingAddress(
        name=_name(told, read),
        company=read.text(told, "company"),
        line1=read.text(told, "address_1"),
        line2=read.text(told, "address_2"),
        postcode=read.text(told, "postcode"),
        city=read.text(told, "city"),
        region=read.text(told, "state"),
        region_code=read.text(told, "state"),
        country_code=read.text(told, "country").upper(),
        phone=read.text(told, "phone"),
        email=read.text(told, "email"),
    )


def _completed(
    value: dict[str, Any], status: str, lines: tuple[IncomingLine, ...], read: Reader
) -> tuple[IncomingFulfilment, ...]:
    """WooCommerce has no shipments: "completed" is its word for shipped, so it is never shipped again."""
    parts = tuple(FulfilledLine(line.external_id, line.quantity) for line in lines if line.requires_shipping)
    if status != "completed" or not parts:
        return ()
    at = _moment(value, "date_completed", read)
    return (IncomingFulfilment(f"{read.text(value, 'id')}-completed", "shipped", at, parts),)


def _refunds(value: dict[str, Any], read: Reader) -> tuple[IncomingRefund, ...]:
    """Totals come below zero; which lines they were for is told by the refunds of the shop's API only."""
    return tuple(
        IncomingRefund(
            external_id=read.text(one, "id") or f"refund-{place}",
            created_at=None,
            amount_minor=abs(read.minor(one, "total") or 0),
            note=read.text(one, "reason"),
        )
        for place, one in enumerate(read.parts(value, "refunds"), start=1)
    )


def _payments(value: dict[str, Any], read: Reader) -> tuple[IncomingPayment, ...]:
    paid = _moment(value, "date_paid", read)
    total = read.minor(value, "total")
    if paid is None or total is None:
        return ()
    order_id = read.text(value, "id")
    reference = read.text(value, "transaction_id")
    gateway = read.text(value, "payment_method")
    return (
        IncomingPayment(
            f"{order_id}-paid", "sale", gateway, "success", total, read.currency, paid, reference
        ),
    )
