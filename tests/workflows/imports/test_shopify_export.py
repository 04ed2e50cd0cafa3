"""Shopify's order export beside its product export: one channel, every line found, no order held over its sums."""

from __future__ import annotations

from typing import Any

from tests.connectors.shopify.test_shopify_order_sheet import sheet
from tests.workflows.imports.test_products import HEADER

from opsroom.domains.channels.models import Channel
from opsroom.domains.orders.models import Hold, Order

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
