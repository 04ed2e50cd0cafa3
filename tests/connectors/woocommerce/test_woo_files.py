"""WooCommerce: the real sample, documented and recorded orders; six product types, sums to the cent, odd statuses."""

from __future__ import annotations

import csv
import io
import json
import re
from decimal import Decimal
from typing import Any

import pytest
from tests.connectors.shared_data import CONTEXT, read_path, shared

from opsroom.connectors.woocommerce.translate_orders import WooOrders
from opsroom.connectors.woocommerce.translate_products import WooProducts
from opsroom.ports.incoming import IncomingOrder, IncomingProduct, LineKind, PaymentCondition, QuantityMeaning

PRODUCTS, ORDERS = WooProducts(), WooOrders()
HEADER = "ID,Type,SKU,Name,Stock,Weight (g),Length (in),Sale price,Regular price,Parent,Attribute 1 name,"
HEADER += "Attribute 1 value(s)\n"


def test_the_real_sample_gives_fifteen_products_of_six_types() -> None:
    path = shared("woocommerce", "sample-data", "sample-data", "sample_products.csv")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        plain = list(csv.DictReader(stream))
    parents = [row for row in plain if row["Type"] != "variation"]
    records = read_path(PRODUCTS, path)

    assert (len(plain), len(parents)) == (24, 15)
    assert sorted(record.natural_key for record in records) == sorted(row["ID"] for row in parents)
    assert [problem for record in records for problem in record.problems] == []
    products = {
        record.natural_key: record.value for record in records if isinstance(record.value, IncomingProduct)
    }
    assert len(products) == 15
    variants = [variant for product in products.values() for variant in product.variants]
    sold = [row for row in plain if row["Type"] not in {"variable", "grouped", "external"}]
    assert sorted(variant.external_id for variant in variants) == sorted(row["ID"] for row in sold)
    assert sum(variant.price or 0 for variant in variants) == sum(
        Decimal(row["Sale price"] or row["Regular price"]) for row in sold
    )
    assert {variant.quantity_meaning for variant in variants} == {QuantityMeaning.NOT_TRACKED}
    assert {variant.quantity for variant in variants} == {None}
    assert [v.options for v in products["741"].variants] == [
        (("Color", "Red"),),
        (("Color", "Blue"),),
        (("Color", "Green"),),
    ]
    assert products["871"].group_members == ("cc-hoodie-with-logo", "cc-beanie-logo", "cc-tshirt-logo")
    assert products["872"].sold_elsewhere_url == "https://www.classicpress.net/donate/"
    assert [(v.kind, v.requires_shipping) for v in products["753"].variants] == [(LineKind.DIGITAL, False)]


def test_a_variation_finds_its_parent_by_id_and_measures_come_in_grams_and_millimetres(read) -> None:
    text = (
        HEADER
        + '9,variation,TEE-R,Tee red,3,250,10,,20,id:5,Color,Red\n5,variable,TEE,Tee,,,,,,,Color,"Red, Blue"\n'
    )
    (record,) = read(PRODUCTS, text)
    assert isinstance(record.value, IncomingProduct)
    (tee,) = record.value.variants
    assert (record.natural_key, record.row_numbers) == ("5", (2, 3))
    assert (tee.weight_grams, tee.length_mm, tee.quantity) == (Decimal(250), Decimal(254), Decimal(3))
    assert (tee.tracked, tee.quantity_meaning) == (True, QuantityMeaning.AVAILABLE)


def test_a_variation_without_its_parent_is_told(read, sentences) -> None:
    records = read(PRODUCTS, HEADER + "9,variation,TEE-R,Tee red,3,,,,20,TEE,Color,Red\n")
    assert sentences(records) == [
        'Row 2: the variation belongs to "TEE", which is not in this file. Export the parent with it.'
    ]


def test_every_documented_order_adds_up() -> None:
    text = shared("woocommerce", "rest-docs", "source", "includes", "wp-api-v3", "_orders.md").read_text()
    found = []
    for block in re.findall(r"```json\n(.*?)```", text, re.DOTALL):
        found += list(ORDERS.read(io.BytesIO(block.encode()), None, CONTEXT))
    orders = [record.value for record in found if isinstance(record.value, IncomingOrder)]
    assert [(order.external_id, order.totals.total_minor) for order in orders] == [
        ("727", 2935),
        ("727", 2935),
        ("727", 2935),
        ("723", 3900),
        ("727", 2935),
        ("727", 2935),
    ]
    assert [problem.code for record in found for problem in record.problems] == ["order.no_order"]
    refunded = orders[3]
    assert [refund.amount_minor for refund in refunded.refunds] == [1000, 900]
    assert refunded.payment is PaymentCondition.PART_REFUNDED
    assert [len(order.fulfilments) for order in orders] == [0, 0, 0, 1, 1, 1]  # completed is shipped


def test_every_recording_of_a_real_shop_gives_orders_or_a_sentence(sentences) -> None:
    folder = shared("recordings")
    totals: dict[str, list[int | None]] = {}
    for path in sorted(folder.glob("woo_*.json")):
        records = read_path(ORDERS, path)
        orders = [record.value for record in records if isinstance(record.value, IncomingOrder)]
        assert len(orders) + len([record for record in records if record.problems]) == len(records)
        if orders:
            totals[path.stem] = [order.totals.total_minor for order in orders]
    assert totals == {
        "woo_cancel": [1099],
        "woo_order_after_refund": [1099],
        "woo_order_create": [1099],
        "woo_orders": [1250, 1250, 1250],
        "woo_orders_modified_after": [62500, 3000],
    }
    assert sentences(read_path(ORDERS, folder / "woo_404.json")) == [
        'Record 1: this is an error answer of the shop, not an order: "Invalid ID.".'
    ]


def _order(**changes: Any) -> str:
    base: dict[str, Any] = {
        "id": 7,
        "number": "7",
        "status": "processing",
        "currency": "EUR",
        "prices_include_tax": True,
        "date_created_gmt": "2026-11-20T09:00:00",
        "discount_total": "1.68",
        "discount_tax": "0.32",
        "shipping_total": "4.20",
        "shipping_tax": "0.80",
        "total": "33.00",
        "total_tax": "5.27",
        "billing": {"first_name": "Ada", "last_name": "L", "address_1": "Mill 1", "city": "Bonn", "country": "DE"},
        "line_items": [
            {"id": 1, "name": "Mug", "product_id": 10, "variation_id": 0, "quantity": 3, "sku": "M",
             "subtotal": "25.21", "subtotal_tax": "4.79", "total": "23.53", "total_tax": "4.47", "price": 7.843333}
        ],
        "shipping_lines": [{"id": 2, "method_title": "DHL", "method_id": "flat", "total": "4.20", "total_tax": "0.80"}],
    }  # fmt: skip
    return json.dumps(base | changes)


def test_prices_with_tax_are_put_together_from_net_and_tax(read) -> None:
    (record,) = read(ORDERS, _order())
    assert record.problems == ()
    order = record.value
    assert isinstance(order, IncomingOrder)
    assert (order.lines[0].unit_price, order.lines[0].discount_minor, order.lines[0].total_minor) == (
        Decimal("10.00"),
        200,
        2800,
    )
    assert (order.shipping_lines[0].price_minor, order.lines[0].taxes[0].amount_minor) == (500, 447)
    assert order.placed_at is not None
    assert order.placed_at.isoformat() == "2026-11-20T09:00:00+00:00"
    assert order.ship_to == order.bill_to


@pytest.mark.parametrize(
    ("changes", "condition"),
    [
        ({"status": "on-hold"}, PaymentCondition.PENDING),
        ({"payment_method": "cod"}, PaymentCondition.COD),
        ({"payment_method": "cod", "status": "completed"}, PaymentCondition.CAPTURED),
        ({"status": "wc-processing"}, PaymentCondition.CAPTURED),
        ({"refunds": [{"id": 1, "total": "-33.00"}]}, PaymentCondition.REFUNDED),
        ({"status": "failed"}, PaymentCondition.VOIDED),
        ({"status": "awaiting-shipment"}, PaymentCondition.PENDING),
        ({"status": "awaiting-shipment", "date_paid": "2026-11-20T09:01:00"}, PaymentCondition.CAPTURED),
    ],
)
def test_statuses(read, changes: dict[str, Any], condition: PaymentCondition) -> None:
    (record,) = read(ORDERS, _order(**changes))
    assert isinstance(record.value, IncomingOrder)
    assert record.value.payment is condition


def test_a_plugins_status_and_its_comma_too_many_are_told(read, sentences) -> None:
    text = _order(status="awaiting-shipment").replace(
        '"currency": "EUR",', '"currency": "EUR", "meta_data": [],'
    )
    records = read(ORDERS, text[:-1] + ",}")
    assert sentences(records) == [
        "Record 1, line 1, had a comma too many. It was read without it.",
        'Order 7: the status "awaiting-shipment" comes from a plugin. It counts as not paid until someone decides.',
    ]
    assert records[0].value is not None


def test_an_invented_currency_stops_the_order_only(read, sentences) -> None:
    assert sentences(read(ORDERS, _order(currency="BTC"))) == [
        'Order 7: "BTC" is not a currency we know. Use its three-letter code, such as EUR.'
    ]
