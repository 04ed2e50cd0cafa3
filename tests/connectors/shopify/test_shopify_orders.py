"""Shopify's order payloads land to the cent; edits, refunds and shipments leave only what is still to be shipped."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.connectors.shared_data import CONTEXT, read_path, shared

from opsroom.connectors.shopify.translate_orders import ShopifyOrders
from opsroom.ports.incoming import FulfilledBy, IncomingOrder, LineKind, Party, PaymentCondition

FORMAT = ShopifyOrders()


def _order(**changes: Any) -> dict[str, Any]:
    base: dict[str, Any] = {
        "id": 9007199254740993,
        "name": "#50217",
        "created_at": "2026-11-20T10:00:00+01:00",
        "currency": "EUR",
        "total_price": "30.00",
        "total_tax": "0.00",
        "total_discounts": "0.00",
        "financial_status": "paid",
        "line_items": [
            {
                "id": 1,
                "sku": "A",
                "variant_id": 11,
                "title": "Mug",
                "quantity": 3,
                "price": "10.00",
                "tax_lines": [],
            }
        ],
        "shipping_lines": [],
    }
    return base | changes


def _one(read: Any, **changes: Any) -> IncomingOrder:
    (record,) = read(FORMAT, json.dumps({"order": _order(**changes)}))
    assert isinstance(record.value, IncomingOrder), record.problems
    return record.value


def _files() -> list[Path]:
    folder = shared("shopify")
    return sorted(
        path
        for name in ("go-shopify-fixtures", "python-api-fixtures")
        for path in folder.joinpath(name).rglob("*.json")
    )


def test_every_real_payload_gives_an_order_or_a_sentence() -> None:
    files = _files()
    assert len(files) == 189
    orders: dict[str, int | None] = {}
    for path in files:
        for record in read_path(FORMAT, path):
            assert record.value is not None or record.problems, path
            assert all(problem.sentence.endswith((".", "?")) for problem in record.problems)
            if isinstance(record.value, IncomingOrder):
                orders[f"{path.parts[-3]}/{path.name}"] = record.value.totals.total_minor
    assert orders == {
        "go-shopify-fixtures/order.json": 1000,
        "go-shopify-fixtures/order_with_transaction.json": 1000,
        "go-shopify-fixtures/orders.json": 1000,
        "test/order.json": 40994,
    }


def test_a_real_order_whose_lines_do_not_add_up_is_kept_and_flagged(sentences) -> None:
    records = read_path(FORMAT, shared("shopify", "python-api-fixtures", "test", "fixtures", "order.json"))
    assert sentences(records) == [
        "Order #1001: the parts come to 608.94 USD, the total says 409.94; 199.00 is not explained. It is "
        "kept as sent. "
        "Compare it with the channel."
    ]
    order = records[0].value
    assert isinstance(order, IncomingOrder)
    assert [(f.state, f.tracking_numbers) for f in order.fulfilments] == [("failed", ("1Z2345",))]
    assert [line.quantity for line in order.lines] == [1, 1, 1]  # a failed shipment ships nothing
    assert order.lines[0].personalisation == (("Custom Engraving", "Happy Birthday"),)
    assert order.payment is PaymentCondition.AUTHORISED


@pytest.mark.parametrize(
    "wrap",
    [
        lambda one: {"order": one},
        lambda one: {"orders": [one]},
        lambda one: [one],
        lambda one: one,
    ],
)
def test_every_envelope_gives_the_same_order(read, wrap) -> None:
    (record,) = read(FORMAT, json.dumps(wrap(_order())))
    (bare,) = read(FORMAT, json.dumps(_order()))
    assert record == bare
    assert record.natural_key == "9007199254740993"  # beyond what a float could hold


def test_shop_money_is_the_book_and_presentment_stands_beside(read) -> None:
    both = {
        "shop_money": {"amount": "30.00", "currency_code": "EUR"},
        "presentment_money": {"amount": "32.71", "currency_code": "USD"},
    }
    order = _one(read, presentment_currency="USD", total_price="30.00", total_price_set=both)
    assert (order.currency, order.totals.total_minor) == ("EUR", 3000)
    assert (order.presentment_currency, order.presentment_total) == ("USD", Decimal("32.71"))


def test_yen_have_no_minor_digits_and_dinars_three(read) -> None:
    yen = _one(
        read, currency="JPY", total_price="3000", line_items=[{"id": 1, "quantity": 3, "price": "1000"}]
    )
    assert (yen.totals.total_minor, yen.lines[0].total_minor) == (3000, 3000)
    dinar = _one(
        read, currency="KWD", total_price="3.375", line_items=[{"id": 1, "quantity": 3, "price": "1.125"}]
    )
    assert (dinar.totals.total_minor, dinar.lines[0].unit_price) == (3375, Decimal("1.125"))


def test_an_edited_order_ships_only_what_is_left_and_never_twice(read) -> None:
    line = {"id": 1, "sku": "A", "variant_id": 11, "title": "Mug", "price": "10.00"}
    edited = _one(read, line_items=[{**line, "quantity": 3, "current_quantity": 2}])
    assert (edited.lines[0].quantity_first, edited.lines[0].quantity) == (3, 2)

    returned = _one(
        read,
        line_items=[{**line, "quantity": 3, "current_quantity": 2, "fulfillable_quantity": 2}],
        fulfillments=[{"id": 7, "status": "success", "line_items": [{"id": 1, "quantity": 1}]}],
        refunds=[
            {"id": 8, "refund_line_items": [{"line_item_id": 1, "quantity": 1, "restock_type": "return"}]}
        ],
    )
    assert returned.lines[0].quantity == 3  # one is shipped and came back, two are still to be shipped
    assert returned.fulfilments[0].lines[0].quantity == 1

    removed = _one(
        read,
        line_items=[{**line, "quantity": 3}],
        refunds=[
            {"id": 8, "refund_line_items": [{"line_item_id": 1, "quantity": 1, "restock_type": "cancel"}]}
        ],
    )
    assert removed.lines[0].quantity == 2


def test_an_order_marked_as_shipped_without_shipments_counts_as_shipped(read) -> None:
    (record,) = read(FORMAT, json.dumps(_order(fulfillment_status="fulfilled", fulfillments=[])))
    assert isinstance(record.value, IncomingOrder)
    assert [(f.state, f.lines[0].quantity) for f in record.value.fulfilments] == [("shipped", 3)]
    assert [problem.code for problem in record.problems] == ["order.shipped_without_shipment"]


def test_refunded_money_is_the_successful_transactions_only(read) -> None:
    refund = {
        "id": 8,
        "refund_line_items": [
            {
                "line_item_id": 1,
                "quantity": 1,
                "restock_type": "return",
                "subtotal": "8.40",
                "total_tax": "1.60",
            }
        ],
        "transactions": [
            {"id": 1, "kind": "refund", "status": "success", "amount": "10.00", "currency": "EUR"},
            {"id": 2, "kind": "refund", "status": "failure", "amount": "99.00", "currency": "EUR"},
        ],
        "order_adjustments": [{"kind": "shipping_refund", "amount": "-4.20", "tax_amount": "-0.80"}],
    }
    (found,) = _one(read, refunds=[refund]).refunds
    assert (found.amount_minor, found.shipping_minor, found.lines[0].subtotal_minor) == (1000, 500, 840)


def test_discounts_on_lines_and_shipping_add_up_to_the_total(read) -> None:
    (record,) = read(
        FORMAT,
        json.dumps(
            _order(
                total_price="24.17",
                total_discounts="10.83",
                line_items=[
                    {
                        "id": 1,
                        "sku": "A",
                        "quantity": 3,
                        "price": "10.00",
                        "discount_allocations": [{"amount": "5.83"}],
                    }
                ],
                shipping_lines=[{"id": 2, "title": "DHL", "price": "5.00", "discounted_price": "0.00"}],
            )
        ),
    )
    assert record.problems == ()
    assert isinstance(record.value, IncomingOrder)
    assert record.value.lines[0].discount_minor == 583
    assert record.value.shipping_lines[0].discount_minor == 500


def test_gift_cards_tips_and_services_are_never_picked(read) -> None:
    order = _one(
        read,
        total_price="38.00",
        total_tip_received="3.00",
        line_items=[
            {"id": 1, "title": "Card", "quantity": 1, "price": "25.00", "gift_card": True},
            {"id": 2, "title": "Engraving", "quantity": 1, "price": "10.00", "requires_shipping": False},
        ],
    )
    assert [(line.kind, line.requires_shipping) for line in order.lines] == [
        (LineKind.GIFT_CARD, False),
        (LineKind.SERVICE, False),
        (LineKind.TIP, False),
    ]
    assert order.fulfilled_by is FulfilledBy.NOBODY


@pytest.mark.parametrize(
    ("changes", "shipper"),
    [
        ({"source_name": "pos"}, FulfilledBy.TILL),
        ({"source_name": "pos", "shipping_address": {"city": "Bonn"}}, FulfilledBy.US),
        ({"source_name": "web"}, FulfilledBy.US),
        (
            {
                "line_items": [
                    {
                        "id": 1,
                        "sku": "A",
                        "quantity": 3,
                        "price": "10",
                        "fulfillment_service": "amazon_marketplace_web",
                    }
                ]
            },
            FulfilledBy.MARKETPLACE,
        ),
        (
            {
                "line_items": [
                    {"id": 1, "sku": "A", "quantity": 3, "price": "10", "fulfillment_service": "shipbob"}
                ]
            },
            FulfilledBy.THREE_PL,
        ),
    ],
)
def test_who_ships(read, changes: dict[str, Any], shipper: FulfilledBy) -> None:
    assert _one(read, **changes).fulfilled_by is shipper


@pytest.mark.parametrize(
    ("changes", "condition"),
    [
        ({"financial_status": "paid"}, PaymentCondition.CAPTURED),
        ({"financial_status": "paid", "source_name": "amazon-us"}, PaymentCondition.MARKETPLACE),
        ({"financial_status": "pending"}, PaymentCondition.PENDING),
        ({"financial_status": "partially_paid"}, PaymentCondition.PENDING),
        (
            {"financial_status": "pending", "payment_gateway_names": ["Cash on Delivery (COD)"]},
            PaymentCondition.COD,
        ),
        ({"financial_status": "pending", "payment_terms": {"due_in_days": 30}}, PaymentCondition.TERMS),
        ({"financial_status": "partially_refunded"}, PaymentCondition.PART_REFUNDED),
        ({"financial_status": "voided"}, PaymentCondition.VOIDED),
    ],
)
def test_how_it_is_paid(read, changes: dict[str, Any], condition: PaymentCondition) -> None:
    assert _one(read, **changes).payment is condition


def test_tax_that_the_channel_owes_is_remitted_by_the_marketplace(read) -> None:
    tax = {"title": "VAT", "price": "4.79", "rate": 0.19, "channel_liable": True}
    order = _one(read, taxes_included=True, total_tax="4.79", tax_lines=[tax])
    assert order.tax_remitter is Party.MARKETPLACE
    assert (order.taxes[0].rate, order.taxes[0].amount_minor) == (Decimal("0.19"), 479)
    assert _one(read, tax_lines=[{**tax, "channel_liable": False}]).tax_remitter is Party.US


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"test": True},
            "Order #50217 is a test order. It is marked as test and never picked, invoiced or counted.",
        ),
        (
            {"currency": "DOGE"},
            'Order #50217: "DOGE" is not a currency we know. Use its three-letter code, such as EUR.',
        ),
        (
            {"total_price": "-30.00"},
            "Order #50217: the total −30.00 EUR is below zero. A refund is not an order: record it as a refund.",
        ),
        (
            {"created_at": "20266-11-20T10:00:00+01:00"},
            'Order #50217: created_at: The year 20266 in "20266-11-20T10:00:00+01:00" has 5 digits. If 2026-11-20 was '
            "meant, write that.",
        ),
        (
            {"financial_status": "mystery"},
            'Order #50217: the payment status "mystery" is not known. It counts as not paid until someone decides.',
        ),
        (
            {"line_items": [{"id": 1, "sku": "A", "quantity": "many", "price": "10"}]},
            'Order #50217: quantity is "many", which is not a number. Correct it.',
        ),
        ({"line_items": []}, "Order #50217 has no lines. It stays visible, with nothing to pick."),
        (
            {"line_items": [{"id": 1, "sku": "A", "quantity": 3, "price": "-10"}], "total_price": "-30"},
            "Order #50217, A: the price −10 is below zero. A discount belongs in the discount, a refund "
            "in the refunds.",
        ),
    ],
)
def test_what_cannot_be_true_is_told(read, sentences, changes: dict[str, Any], sentence: str) -> None:
    assert sentence in sentences(read(FORMAT, json.dumps(_order(**changes))))


def test_one_broken_order_costs_no_other(read, sentences) -> None:
    good = json.dumps(_order())
    records = read(FORMAT, f'{{"orders": [{good},\n{{"id": 2, "x": tru}},\n{good}]}}')
    assert [record.value is not None for record in records] == [True, False, True]
    assert sentences(records) == [
        'Record 2 is not valid JSON at line 2, column 16: found "tru}". It was left out; the other records are not '
        "affected. Export it again or correct the line."
    ]


def test_checking_a_stored_record_again_gives_the_same(read) -> None:
    (record,) = read(FORMAT, json.dumps(_order(total_tax=1.25, total_price=31.25)))
    stored = json.loads(json.dumps(record.raw))
    assert FORMAT.check(stored, record.row_numbers, record.number, None, CONTEXT).value == record.value
