"""Stories of undo: untouched rows go as if they had never come, touched ones stay and say why."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from django.db import OperationalError
from tests.workflows.imports.test_bad_input import ORDERS, order
from tests.workflows.imports.test_products import HEADER, MUG

from opsroom.domains.catalog import queries as catalog
from opsroom.domains.catalog.models import KitComponent, Product, Sku
from opsroom.domains.channels import queries as channels
from opsroom.domains.channels.models import Listing
from opsroom.domains.orders.actions.add_draft_lines import WantedGoods, add_draft_lines
from opsroom.domains.orders.actions.place_hold import place_hold
from opsroom.domains.orders.models import Order
from opsroom.domains.warehouse.actions.set_stock import StockRow, set_stock
from opsroom.domains.warehouse.models import Stock
from opsroom.workflows import commit_import as commit_workflow
from opsroom.workflows import undo_import as undo_workflow
from opsroom.workflows.begin_draft import begin_draft
from opsroom.workflows.importing.context import setting_of
from opsroom.workflows.importing.runs import run_for
from opsroom.workflows.undo_import import KIND, undo_import


def undo(shop: Any, import_id: int) -> tuple[int, list[tuple[int, str]]]:
    run = run_for(setting_of(shop.manager, import_id), KIND, "Undo", None)
    return undo_import(shop.manager, import_id, run)


def on_hand(shop: Any) -> int:
    return sum(Stock.objects.filter(site_id=shop.site).values_list("on_hand", flat=True))


def test_new_products_go_with_their_listings_and_can_come_again(shop: Any) -> None:
    run = shop.bring(HEADER + MUG, "products.csv", answers={"quantity_meaning": "not_tracked"})
    assert undo(shop, run.import_id) == (1, [])
    assert (Product.objects.count(), Sku.objects.count(), Listing.objects.count()) == (0, 0, 0)
    assert channels.import_of(shop.manager, run.import_id).state == "undone"
    again = shop.bring(HEADER + MUG, "products.csv", answers={"quantity_meaning": "not_tracked"})
    assert (again.counts["new"], Sku.objects.count()) == (1, 2)


def test_opened_stock_goes_by_a_counter_entry_and_the_code_is_free_again(shop: Any) -> None:
    run = shop.bring(HEADER + MUG, "products.csv", answers={"quantity_meaning": "on_hand"})
    assert on_hand(shop) == 12
    assert undo(shop, run.import_id) == (1, [])
    assert on_hand(shop) == 0
    assert catalog.skus_by_code(shop.company, ["MUG-B", "MUG-G"]) == {}
    assert list(Sku.objects.filter(active=True)) == []
    again = shop.bring(HEADER + MUG, "products.csv", answers={"quantity_meaning": "on_hand"})
    assert (again.counts["new"], on_hand(shop)) == (1, 12)


@pytest.mark.parametrize("stock", ["not_tracked", "on_hand"])
def test_a_new_sku_on_a_draft_keeps_its_product_and_names_the_draft(shop: Any, stock: str) -> None:
    run = shop.bring(HEADER + MUG, "products.csv", answers={"quantity_meaning": stock})
    draft_id = begin_draft(shop.manager, shop.company)
    mug = Sku.objects.get(code="MUG-B")
    add_draft_lines(shop.manager, shop.company, draft_id, [WantedGoods(mug.pk)])
    assert undo(shop, run.import_id) == (0, [(2, "MUG-B is in draft D-1001.")])
    kept = Sku.objects.get(pk=mug.pk)
    assert (kept.code, kept.active) == ("MUG-B", True)


def test_a_changed_product_gets_its_old_price_back(shop: Any) -> None:
    shop.bring(HEADER + MUG, "products.csv", answers={"quantity_meaning": "on_hand"})
    dearer = MUG.replace("12.50", "13.50")
    run = shop.bring(HEADER + dearer, "products.csv", answers={"quantity_meaning": "on_hand"})
    assert run.counts["changed"] == 1
    assert catalog.skus_by_code(shop.company, ["MUG-B"])["MUG-B"].price == Decimal("13.5")
    assert undo(shop, run.import_id) == (1, [])
    assert catalog.skus_by_code(shop.company, ["MUG-B"])["MUG-B"].price == Decimal("12.5")
    assert on_hand(shop) == 12


def test_a_shelf_that_moved_since_keeps_its_product_and_says_why(shop: Any) -> None:
    run = shop.bring(HEADER + MUG, "products.csv", answers={"quantity_meaning": "on_hand"})
    sku = catalog.skus_by_code(shop.company, ["MUG-B"])["MUG-B"].id
    ref = ("warehouse.site", shop.site)
    rows = [StockRow(sku, "STOCK", 11)]
    set_stock(shop.manager, shop.site, rows, "count", company_id=shop.company, ref=ref)
    undone, kept = undo(shop, run.import_id)
    assert (undone, kept) == (0, [(2, "MUG-B in STOCK: 11 lie there now, the import left 12.")])
    assert on_hand(shop) == 11
    assert sorted(catalog.skus_by_code(shop.company, ["MUG-B", "MUG-G"])) == ["MUG-B", "MUG-G"]
    assert channels.import_of(shop.manager, run.import_id).state == "committed"


def test_a_count_goes_back_to_what_the_book_said_before(shop: Any) -> None:
    shop.bring(HEADER + MUG, "products.csv", answers={"quantity_meaning": "on_hand"})
    text = "SKU,On hand,Bin,Unit cost\nMUG-B,13,STOCK,4.00\n"
    run = shop.bring(text, "stock.csv", answers={"guard": "yes"})
    assert (run.written, on_hand(shop)) == (1, 13)
    assert undo(shop, run.import_id) == (1, [])
    assert on_hand(shop) == 12
    assert catalog.skus_by_code(shop.company, ["MUG-B"])["MUG-B"].cost is None


def test_untouched_orders_go_and_a_held_one_stays_and_says_why(shop: Any) -> None:
    shop.bring(HEADER + MUG, "products.csv", answers={"quantity_meaning": "on_hand"})
    text = ORDERS + order(sku="MUG-B") + order("1002", sku="MUG-B")
    run = shop.bring(text, "orders.csv")
    assert list(Stock.objects.filter(allocated__gt=0).values_list("on_hand", "allocated")) == [(12, 2)]
    held = Order.objects.get(external_id="1002")
    place_hold(shop.manager, shop.company, [held.pk], "by_hand")
    undone, kept = undo(shop, run.import_id)
    assert (undone, [row for row, _ in kept], Order.objects.count()) == (1, [3], 1)
    assert kept[0][1].startswith(held.number)
    assert list(Stock.objects.filter(allocated__gt=0).values_list("on_hand", "allocated")) == [(12, 1)]
    again = shop.bring(text, "orders.csv")
    assert (again.counts["new"], again.counts["same"], Order.objects.count()) == (1, 1, 2)


def test_products_in_an_order_stay(shop: Any) -> None:
    run = shop.bring(HEADER + MUG, "products.csv", answers={"quantity_meaning": "not_tracked"})
    shop.bring(ORDERS + order(sku="MUG-B"), "orders.csv")
    number = Order.objects.get().number
    assert undo(shop, run.import_id) == (0, [(2, f"MUG-B is in order {number}.")])
    assert Sku.objects.count() == 2


def test_an_order_that_stood_twice_in_its_file_goes_once_and_whole(shop: Any) -> None:
    shop.bring(HEADER + MUG, "products.csv", answers={"quantity_meaning": "on_hand"})
    one = {
        "id": 1, "name": "#1", "currency": "EUR", "created_at": "2026-11-20T10:00:00+01:00",
        "updated_at": "2026-11-20T10:00:00+01:00", "financial_status": "paid", "total_price": "12.50",
        "taxes_included": True,
        "line_items": [{"id": 11, "sku": "MUG-B", "title": "Mug", "quantity": 1, "price": "12.50",
                        "requires_shipping": True, "fulfillable_quantity": 1}],
    }  # fmt: skip
    run = shop.bring(json.dumps({"orders": [one, one]}), "orders.json")
    assert [row.effect for row in shop.rows(run.import_id)] == ["new", "same"]
    assert undo(shop, run.import_id) == (2, [])
    assert Order.objects.count() == 0
    assert list(Stock.objects.filter(on_hand__gt=0).values_list("on_hand", "allocated")) == [(12, 0)]


def test_an_undo_whose_piece_gave_way_takes_every_row_back_once(
    committed_db: Any, make_shop: Any, monkeypatch: Any
) -> None:
    """The kept row comes last in the file: the piece that walks on from it must not lose the rows before it."""
    shop = make_shop()
    rows = "".join(f"p-{n},Product {n},V,,,SKU-{n},shopify,{n},2.00,1,TRUE,active\n" for n in range(5))
    run = shop.bring(HEADER + rows, "products.csv", answers={"quantity_meaning": "on_hand"})
    monkeypatch.setattr(undo_workflow, "IMPORT_COMMIT_ROWS", 2)
    mark, met = undo_workflow.mark_rows, []

    def give_way(*args: Any, **named: Any) -> None:
        mark(*args, **named)
        if len(met) < 2:
            met.append(1)
            raise OperationalError("given way") from psycopg.errors.DeadlockDetected("given way")

    monkeypatch.setattr(undo_workflow, "mark_rows", give_way)
    assert undo(shop, run.import_id) == (5, [])
    assert (len(met), Sku.objects.filter(active=True).count(), on_hand(shop)) == (2, 0, 0)


def test_a_kit_gets_its_parts_from_a_later_piece_of_the_same_file_and_goes_before_them_again(
    committed_db: Any, make_shop: Any, monkeypatch: Any
) -> None:
    shop = make_shop()
    monkeypatch.setattr(commit_workflow, "IMPORT_COMMIT_ROWS", 2)
    monkeypatch.setattr(undo_workflow, "IMPORT_COMMIT_ROWS", 2)
    head = HEADER.rstrip("\n") + ",Bundle Components\n"
    kits = [f"set-{n},Set {n},V,,,SET-{n},,,9.00,1,TRUE,active,P-{n} x 2; P-{n + 1} x 1\n" for n in range(3)]
    parts = [f"p-{n},Part {n},V,,,P-{n},shopify,{n},2.00,1,TRUE,active,\n" for n in range(4)]
    run = shop.bring(head + "".join(kits + parts), "kits.csv", answers={"quantity_meaning": "on_hand"})
    assert (run.written, run.counts["new"]) == (7, 7)
    made = KitComponent.objects.order_by("id").values_list("kit__code", "component__code", "quantity")
    assert list(made) == [
        (f"SET-{n}", code, pieces) for n in range(3) for code, pieces in ((f"P-{n}", 2), (f"P-{n + 1}", 1))
    ]
    assert undo(shop, run.import_id) == (7, [])
    assert Sku.objects.filter(active=True).count() == KitComponent.objects.count() == 0
