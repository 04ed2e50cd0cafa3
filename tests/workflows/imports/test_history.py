"""An old shop's years of order lines: each kind by its rule, pairs, closed orders, second run, undo."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from opsroom.domains.catalog.models import Product, Sku
from opsroom.domains.channels.models import HistoryPair
from opsroom.domains.customers.models import Customer
from opsroom.domains.orders.models import Order
from opsroom.workflows.importing.context import setting_of
from opsroom.workflows.importing.runs import run_for
from opsroom.workflows.undo_import import KIND, undo_import

OLD_SHOP = (Path(__file__).parent / "old_shop.csv").read_text()
HISTORY = {"format": "order-lines", "mode": "history", "answers": {"history": "history"}}


def test_each_kind_by_its_rule_then_twice_then_taken_back(shop: Any) -> None:
    run = shop.bring(OLD_SHOP, "old.csv", **HISTORY)
    told = run.effects["history"]
    assert (run.state, told["lines"], told["value"]) == ("committed", 27, "-27.597")
    assert told["groups"] == {
        "cancellations": 3, "write_offs": 1, "adjustments": 1, "zero_prices": 3, "sales": 19, "pseudo_codes": 6,
    }  # fmt: skip
    assert {one["code"]: one["lines"] for one in told["rules"]} == {
        "cancellation": 3, "write_off": 1, "adjustment": 1, "free": 2, "found": 1, "sale": 13, "postage": 1, "fee": 1,
        "manual": 1, "voucher": 1, "test": 1, "other_code": 1,
    }  # fmt: skip
    assert (told["identical_lines"], told["case_twins"], told["several_names"]) == (1, 1, 1)
    orders = Order.objects.order_by("id").values_list("number", "state", "mode", "total_minor")
    assert list(orders) == [
        ("CF-1001", "closed", "history", 8050),
        ("CF-1002", "cancelled", "history", 1995),
        ("CF-1004", "closed", "history", 2120),
        ("CF-1010", "closed", "history", 4020),
        ("CF-1012", "closed", "history", 9800),
    ]
    pairs = HistoryPair.objects.order_by("number").values_list("number", "sale_number", "quantity", "rule")
    assert list(pairs) == [(5, 4, 10, "cancelled"), (10, 0, 2, "returned")]

    again = shop.bring(OLD_SHOP + "\n", "same.csv", **HISTORY)
    assert (again.counts["new"], again.counts["changed"], again.counts["same"]) == (0, 0, 12)
    assert Order.objects.count() == 5

    right = run_for(setting_of(shop.manager, run.import_id), KIND, "Undo", None)
    assert undo_import(shop.manager, run.import_id, right) == (12, [])
    left = (Order.objects, Sku.objects, Product.objects, Customer.objects)
    assert [table.count() for table in left] == [0, 0, 0, 0]
