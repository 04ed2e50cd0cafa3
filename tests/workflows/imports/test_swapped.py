"""A mapping whose columns were swapped is asked about before anything is written, and put right at one press."""

from __future__ import annotations

import pytest
from tests.workflows.imports.conftest import Shop
from tests.workflows.imports.test_either_order import products

from opsroom.domains.channels import queries as channels
from opsroom.domains.channels.actions.answer_import import answer_import
from opsroom.domains.channels.errors import ImportNotReady, OpenQuestions
from opsroom.domains.orders.models import Order, OrderLine
from opsroom.domains.warehouse.models import Stock
from opsroom.workflows.commit_import import commit_import
from opsroom.workflows.importing.context import setting_of
from opsroom.workflows.importing.runs import run_for
from opsroom.workflows.read_again import Reading, read_again
from opsroom.workflows.swap_columns import swap_columns

pytestmark = pytest.mark.django_db
ORDERS = "Order number,Ordered at,Currency,SKU,Item,Quantity,Unit price\n"


def test_orders_with_prices_as_pieces_ask_first_and_are_right_after_the_swap(shop: Shop) -> None:
    shop.bring(products(["MUG", "BOWL", "CUP"]), "products.csv")
    rows = [
        ("1", "MUG", "12.50", "2"),
        ("2", "BOWL", "4.99", "1"),
        ("3", "CUP", "7.25", "3"),
        ("4", "CUP", "8.00", "1"),
    ]
    text = ORDERS + "".join(f"{n},2026-11-20,EUR,{sku},Thing,{a},{b}\n" for n, sku, a, b in rows)
    run = shop.bring(text, "orders.csv", answers={"history": "live"})
    (asked,) = run.questions
    assert asked["sentence"] == (
        "The column “Quantity” is read as Quantity and “Unit price” as Unit price, but the first holds amounts with "
        "cents and the second whole pieces. Have they changed places?"
    )
    assert asked["options"][0] == ["swap", "Yes, swap “Quantity” and “Unit price”"]
    assert Order.objects.count() == 0
    with pytest.raises(OpenQuestions):
        commit_import(
            shop.manager,
            run.import_id,
            run_for(setting_of(shop.manager, run.import_id), "imports.commit", "x", 1),
        )
    swap_columns(shop.manager, run.import_id)
    run = shop.again(run.import_id)
    assert (run.state, run.questions, run.counts["fix"]) == ("committed", (), 0)
    found = OrderLine.objects.order_by("order__external_id").values_list("quantity", "unit_price")
    assert [(pieces, f"{price:.2f}") for pieces, price in found] == [
        (2, "12.50"), (1, "4.99"), (3, "7.25"), (1, "8.00"),
    ]  # fmt: skip
    with pytest.raises(ImportNotReady):
        swap_columns(shop.manager, run.import_id)


def test_two_pairs_of_columns_are_both_named_and_swapped_at_one_press(shop: Shop) -> None:
    shop.bring(products(["MUG", "BOWL", "CUP"]), "products.csv")
    head = ORDERS.replace("Unit price\n", "Unit price,Postcode,City\n")
    rows = [
        ("1", "MUG", "12.50", "2", "Berlin"),
        ("2", "BOWL", "4.99", "1", "Bremen"),
        ("3", "CUP", "7.25", "3", "Ulm"),
    ]
    text = head + "".join(
        f"{n},2026-11-20,EUR,{sku},Thing,{price},{pieces},{town},1011{n}\n"
        for n, sku, price, pieces, town in rows
    )
    run = shop.bring(text, "orders.csv", answers={"history": "live"})
    (asked,) = run.questions
    assert asked["sentence"] == (
        "The column “Quantity” is read as Quantity and “Unit price” as Unit price, but the first holds amounts with "
        "cents and the second whole pieces. The column “Postcode” is read as Postcode and “City” as City, "
        "but the first holds names and the second numbers. Have they changed places?"
    )
    assert asked["options"][0] == ["swap", "Yes, swap “Quantity” and “Unit price”; “Postcode” and “City”"]
    swap_columns(shop.manager, run.import_id)
    run = shop.again(run.import_id)
    assert (run.state, run.questions) == ("committed", ())
    found = OrderLine.objects.order_by("order__external_id")
    assert [(one.quantity, one.order.ship_to.postcode, one.order.ship_to.city) for one in found] == [
        (2, "10111", "Berlin"), (1, "10112", "Bremen"), (3, "10113", "Ulm"),
    ]  # fmt: skip


def test_a_stock_file_is_judged_by_what_is_known_and_may_be_right_all_the_same(shop: Shop) -> None:
    shop.bring(products(["MUG", "BOWL", "CUP"]), "products.csv")
    shop.bring("SKU,On hand,Unit cost\nMUG,5,900\nBOWL,6,1200\nCUP,7,450\n", "stock.csv", format="stock")
    text = "SKU,On hand,Unit cost\nMUG,900,4\nBOWL,1200,5\nCUP,450,9\n"
    run = shop.bring(text, "swapped.csv", format="stock", answers={"guard": "yes"})
    assert [one["code"] for one in run.questions] == ["swapped"]
    assert "the first holds the amounts that are known here" in run.questions[0]["sentence"]
    assert Stock.objects.get(sku__code="MUG").on_hand == 5
    right = shop.bring(text + "\n", "right.csv", format="stock", answers={"guard": "yes", "swapped": "right"})
    assert right.questions == ()
    facts = channels.import_of(shop.manager, right.import_id)
    assert [one["answer"] for one in facts.effects["questions"] if one["code"] == "swapped"] == ["right"]


def test_names_in_the_column_of_codes_are_noticed_by_the_codes_known_here(shop: Shop) -> None:
    shop.bring(products(["MUG", "BOWL", "CUP"]), "products.csv")
    text = "SKU,Title,On hand\nThing MUG,MUG,3\nThing BOWL,BOWL,4\nThing CUP,CUP,5\n"
    run = shop.bring(text, "names.csv", format="stock")
    assert [one["code"] for one in run.questions] == ["swapped"] or not run.questions
    facts = channels.import_of(shop.manager, run.import_id)
    assert facts.effects["swap"] == ["sku", "title"]
    swap_columns(shop.manager, run.import_id)
    shop.again(run.import_id)
    assert dict(Stock.objects.values_list("sku__code", "on_hand")) == {"MUG": 3, "BOWL": 4, "CUP": 5}


def test_lines_of_a_history_with_prices_as_pieces_are_asked_about(shop: Shop) -> None:
    head = "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country\n"
    rows = [(2.55, 6), (3.39, 6), (2.75, 8), (4.25, 6), (1.85, 12), (3.00, 2)]
    text = head + "".join(
        f"53636{n},8512{n},LIGHT HOLDER {n},{price},2025-12-01 08:26,{pieces},17850,United Kingdom\n"
        for n, (price, pieces) in enumerate(rows)
    )
    given = {"format": "order-lines", "mode": "history", "answers": {"history": "history"}}
    run = shop.bring(text, "lines.csv", **given)
    assert [one["code"] for one in run.questions] == ["swapped"]
    assert Order.objects.count() == 0
    swap_columns(shop.manager, run.import_id)
    run = shop.again(run.import_id)
    assert (run.state, run.counts["fix"], Order.objects.count()) == ("committed", 0, 6)
    assert OrderLine.objects.get(sku_text="85120").quantity == 6


def test_that_columns_are_right_is_said_of_them_as_they_were(shop: Shop) -> None:
    shop.bring(products(["MUG", "BOWL", "CUP"]), "products.csv")
    rows = "".join(
        f"{n},2026-11-20,EUR,{sku},Thing,{n},1.5\n" for n, sku in ((1, "MUG"), (2, "BOWL"), (3, "CUP"))
    )
    text = ORDERS.replace("Quantity,Unit price", "A,B") + rows
    first = shop.open(text, "orders.csv", format="orders", answers={"history": "live"})
    shop.again(first, dry_run=True)
    columns = {"order_number": "Order number", "placed_at": "Ordered at", "sku": "SKU"}
    read_again(shop.manager, first, Reading(columns | {"quantity": "B", "unit_price": "A"}))
    (asked,) = shop.again(first, dry_run=True).questions
    answer_import(shop.manager, first, answers={"swapped": "right"})
    assert shop.again(first, dry_run=True).questions == ()
    read_again(shop.manager, first, Reading(columns | {"quantity": "A", "unit_price": "B"}))
    assert shop.again(first, dry_run=True).questions == ()
    read_again(shop.manager, first, Reading(columns | {"quantity": "B", "unit_price": "A"}))
    assert shop.again(first, dry_run=True).questions == (asked,), "chosen anew, it is asked anew"
