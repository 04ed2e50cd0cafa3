"""Shopify's order export beside its product export: one channel, every line found, no order held over its sums."""

from __future__ import annotations

import json
from typing import Any

from tests.connectors.shopify.test_shopify_order_sheet import sheet
from tests.workflows.imports.test_products import HEADER

from opsroom.domains.channels.models import Channel
from opsroom.domains.orders.models import Hold, Order
from opsroom.domains.payments.models import Payment

PRODUCT = "mug,Mug,V,,,MUG,shopify,9,20.00,1,TRUE,active\n"


def test_an_order_with_tax_in_it_a_code_and_free_delivery_is_ready_to_be_picked(shop: Any) -> None:
    shop.bring(HEADER + PRODUCT, "products.csv", answers={"quantity_meaning": "available"})
    told = {
        "Tax_1_Name": "DE MwSt 19%",
        "Tax_1_Value": "2.87",
        "Discount_Code": "X",
        "Discount_Amount": "7.00",
    }
    text = sheet({}, Shipping="0.00", Subtotal="18.00", Taxes="2.87", Total="18.00", **told)
    run = shop.bring(text, "orders_export_1.csv", format="shopify-orders", answers={"history": "live"})
    assert (run.written, shop.sentences(run.import_id)) == (1, [])
    order = Order.objects.get()
    assert (order.external_id, order.total_minor, order.tax_minor) == ("4070039355469", 1800, 287)
    assert [(line.net_minor, line.tax_minor) for line in order.lines.order_by("id")] == [(1513, 287), (0, 0)]
    assert (order.allocation_state, Hold.objects.count()) == ("allocated", 0)
    assert list(Channel.objects.values_list("connector", flat=True)) == ["shopify"]
    again = shop.bring(text, "orders_export_2.csv", answers={"same_file": "again"})
    assert (again.counts["same"], again.counts["changed"], Order.objects.count()) == (1, 0, 1)
    assert shop.undo(run.import_id) == (1, [])


def test_the_same_order_as_json_and_as_csv_is_one_order_paid_once_and_not_held(shop: Any) -> None:
    shop.bring(HEADER + PRODUCT, "products.csv", answers={"quantity_meaning": "available"})
    tax = {"title": "DE MwSt", "rate": 0.19}
    told = {
        "id": 4070039355469, "name": "#1411", "order_number": 1411, "currency": "EUR", "taxes_included": True,
        "created_at": "2026-11-20T04:32:30-05:00", "updated_at": "2026-11-20T04:32:31-05:00",
        "financial_status": "paid", "total_price": "25.00", "subtotal_price": "20.00", "total_tax": "3.99",
        "line_items": [
            {"id": 1, "sku": "MUG", "title": "Mug", "variant_title": "Blue", "quantity": 1, "price": "20.00",
             "fulfillable_quantity": 1, "discount_allocations": [], "tax_lines": [tax | {"price": "3.19"}]},
        ],
        "shipping_lines": [{"id": 9, "title": "Standard", "price": "5.00", "tax_lines": [tax | {"price": "0.80"}]}],
        "transactions": [{"id": 55, "kind": "sale", "status": "success", "amount": "25.00", "currency": "EUR"}],
        "shipping_address": {"name": "Ada", "address1": "Mill 1", "city": "Bonn", "zip": "53111",
                             "country_code": "DE", "phone": "+49 228 1"},
    }  # fmt: skip
    shop.bring(json.dumps(told), "order.json", answers={"history": "live"})
    text = sheet({}, Taxes="3.99", Total="25.00", Tax_1_Name="DE MwSt 19%", Tax_1_Value="3.99")
    run = shop.bring(text, "orders_export_1.csv", answers={"history": "live"})
    assert (run.counts["new"], run.counts["changed"], Order.objects.count()) == (0, 1, 1)
    assert (Hold.objects.count(), list(Payment.objects.values_list("amount_minor", flat=True))) == (0, [2500])
