"""Amazon's order report, which tells no total: what it would bring in is counted from its parts, and undone whole."""

from __future__ import annotations

from typing import Any

from tests.connectors.csv_files.test_csv_from_outside import AMAZON

from opsroom.domains.orders.models import Order


def test_the_dry_run_counts_what_the_parts_come_to_and_the_orders_say_the_same(shop: Any) -> None:
    run = shop.bring(AMAZON, "orders.txt", dry_run=True, answers={"history": "live"})
    assert run.effects["money"]["new"] == {"GBP": 2598 + 999 + 499}
    run = shop.again(run.import_id)
    order = Order.objects.get()
    assert (order.total_minor, order.tax_minor, order.payment_state) == (4096, 600, "guaranteed")
    assert shop.undo(run.import_id) == (1, [])
    assert Order.objects.count() == 0
