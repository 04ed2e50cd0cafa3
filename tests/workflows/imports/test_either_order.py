"""Stories of moving in: products, stock and open orders in any order end with the same goods to sell; refuses luck."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opsroom.domains.catalog import queries as catalog
from opsroom.domains.orders.models import Order
from opsroom.domains.payments import queries as payments
from opsroom.domains.warehouse import invariants
from opsroom.domains.warehouse import queries as warehouse
from opsroom.domains.warehouse.models import OpeningShare, Stock

HEADER = (
    "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,"
    "Variant Price,Variant Requires Shipping,Status\n"
)
ORDERS = (
    "Order number,Ordered at,Payment,Currency,Customer name,Street,Postcode,City,Country,SKU,Item,Quantity,"
    "Unit price,Shipped quantity\n"
)
YESTERDAY = (datetime.now(UTC) - timedelta(days=1)).strftime("%Y-%m-%d %H:%M:%S")


def products(skus: list[str], quantities: dict[str, int] | None = None) -> str:
    told = quantities or {}
    return HEADER + "".join(
        f"{sku.lower()},Thing {sku},Title,Default Title,{sku},shopify,{told.get(sku, '')},10.00,TRUE,active\n"
        for sku in skus
    )


def orders(rows: list[tuple[str, str, int, int]], *, placed: str = YESTERDAY) -> str:
    """(order number, SKU, ordered, shipped before) a line."""
    return ORDERS + "".join(
        f"{number},{placed},paid,EUR,Ada Lovelace,Mill Lane 12,10115,Berlin,DE,{sku},Thing,{pieces},10.00,{gone}\n"
        for number, sku, pieces, gone in rows
    )


def stock(figures: list[tuple[str, str, int]], title: str = "Available") -> str:
    return f"SKU,Bin,{title}\n" + "".join(f"{sku},{code},{pieces}\n" for sku, code, pieces in figures)


def move_in(shop: Any, files: dict[str, str], order: tuple[str, ...]) -> None:
    """Imports the files in this order; then, as their pages say, the rows that had waited for a product."""
    runs = [shop.bring(files[name], f"{name}.csv", format=FORMATS[name]) for name in order]
    for run in runs:
        if run.counts["fix"]:
            shop.again(run.import_id)


FORMATS = {"products": "shopify-products", "stock": "stock", "orders": "orders"}


def to_sell(shop: Any) -> dict[str, int]:
    """SKU -> free pieces less those that orders still wait for."""
    rows = Stock.objects.filter(site_id=shop.site)
    found = {row.sku_id: row.on_hand - row.unsellable - row.allocated for row in rows}
    for one in warehouse.open_demands(shop.company):
        found[one.sku_id] = found.get(one.sku_id, 0) - one.pieces
    return {code: found[pk] for pk, code in catalog.codes_of(shop.company, list(found)).items()}


def on_hand(shop: Any) -> dict[str, int]:
    rows = dict(Stock.objects.filter(site_id=shop.site).values_list("sku_id", "on_hand"))
    return {code: rows[pk] for pk, code in catalog.codes_of(shop.company, list(rows)).items()}


# Each file is the first once, the middle once and the last once; the property below draws from all six orders.
ORDERS_OF_FILES = [
    ("products", "stock", "orders"),
    ("stock", "orders", "products"),
    ("orders", "products", "stock"),
]
BACKLOG = [("1001", "MUG", 3, 0), ("1001", "BOWL", 2, 1), ("1002", "MUG", 4, 0), ("1003", "LAMP", 5, 0)]


@pytest.mark.parametrize("order", ORDERS_OF_FILES, ids=" ".join)
def test_available_figures_and_open_orders_meet_whichever_comes_first(
    shop: Any, order: tuple[str, ...]
) -> None:
    """Ten mugs on offer, seven sold and unsent: seventeen lie there. Lamps were oversold by two: three of five are."""
    files = {
        "products": products(["MUG", "BOWL", "LAMP"]),
        "stock": stock([("MUG", "B-1", 10), ("BOWL", "B-2", 0), ("LAMP", "B-3", -2)]),
        "orders": orders(BACKLOG),
    }
    move_in(shop, files, order)
    assert on_hand(shop) == {"MUG": 17, "BOWL": 1, "LAMP": 3}
    assert to_sell(shop) == {"MUG": 10, "BOWL": 0, "LAMP": -2}
    assert sorted(OpeningShare.objects.values_list("pieces", flat=True)) == [1, 3, 4, 5]
    assert list(invariants.broken(shop.company)) == []
    if order[0] == "stock":  # the order in which rows had waited: bringing it all again changes nothing
        move_in(shop, files, order)
        assert on_hand(shop) == {"MUG": 17, "BOWL": 1, "LAMP": 3}


@pytest.mark.parametrize("order", [("stock", "orders", "products")], ids=" ".join)
def test_on_hand_figures_are_what_lies_there_and_a_product_file_gives_way(
    shop: Any, order: tuple[str, ...]
) -> None:
    """The shop's product file offers figures too; the stock file knows the bins, so nothing is counted twice."""
    files = {
        "products": products(["MUG", "BOWL", "LAMP"], {"MUG": 10, "BOWL": 4, "LAMP": 1}),
        "stock": stock([("MUG", "B-1", 9), ("MUG", "B-2", 8), ("BOWL", "B-2", 6)], "On hand"),
        "orders": orders(BACKLOG),
    }
    move_in(shop, files, order)
    assert on_hand(shop) == {"MUG": 17, "BOWL": 6, "LAMP": 6}
    assert to_sell(shop) == {"MUG": 10, "BOWL": 5, "LAMP": 1}
    assert list(invariants.broken(shop.company)) == []


@pytest.mark.parametrize("first", ["products", "orders"])
@pytest.mark.parametrize(
    ("answer", "lies", "free"),
    [
        ("available", {"MUG": 17, "BOWL": 5, "LAMP": 6}, {"MUG": 10, "BOWL": 4, "LAMP": 1}),
        ("on_hand", {"MUG": 10, "BOWL": 4, "LAMP": 1}, {"MUG": 3, "BOWL": 3, "LAMP": -4}),
        ("not_tracked", {}, {}),
    ],
    ids=["available", "on_hand", "not_tracked"],
)
def test_what_a_product_files_figure_counts_decides_what_lies_there_beside_open_orders(
    shop: Any, first: str, answer: str, lies: dict[str, int], free: dict[str, int]
) -> None:
    """Seven mugs, one bowl and five lamps are sold and unsent: available has lost them already, on hand has not."""
    files = {
        "products": products(["MUG", "BOWL", "LAMP"], {"MUG": 10, "BOWL": 4, "LAMP": 1}),
        "orders": orders(BACKLOG),
    }
    answers = {"products": {"quantity_meaning": answer}, "orders": {}}
    for name in (first, *(files.keys() - {first})):
        shop.bring(files[name], f"{name}.csv", format=FORMATS[name], answers=answers[name])
    assert on_hand(shop) == lies
    assert to_sell(shop) == free
    short = set(Order.objects.filter(allocation_state="short").values_list("external_name", flat=True))
    assert bool(short) == (answer == "on_hand"), "five lamps are wanted, one lies there"
    assert list(invariants.broken(shop.company)) == []


def test_an_order_placed_after_the_figures_is_a_sale_and_an_undone_one_takes_its_goods_along(
    shop: Any,
) -> None:
    shop.bring(products(["MUG"]), "products.csv")
    shop.bring(stock([("MUG", "B-1", 10)]), "stock.csv")
    run = shop.bring(orders([("1001", "MUG", 4, 1)]), "orders.csv", format="orders")
    # The shop's clock may stand two hours ahead of this one.
    later = (datetime.now(UTC) + timedelta(hours=3)).strftime("%Y-%m-%d %H:%M:%S")
    shop.bring(orders([("1002", "MUG", 2, 0)], placed=later), "later.csv", format="orders")
    assert (on_hand(shop), to_sell(shop)) == ({"MUG": 13}, {"MUG": 8})
    order = Order.objects.get(number__endswith="1001")
    assert payments.prepayments(shop.company, [int(order.pk)]) == {
        order.pk: 30_00
    }  # 4 paid, 1 invoiced before
    shop.undo(run.import_id)
    assert (on_hand(shop), to_sell(shop)) == ({"MUG": 10}, {"MUG": 8})
    assert list(invariants.broken(shop.company)) == []


def test_a_count_speaks_for_the_shelf_so_that_late_orders_add_nothing(shop: Any) -> None:
    shop.bring(products(["MUG"]), "products.csv")
    shop.bring(stock([("MUG", "B-1", 10)]), "stock.csv")
    shop.bring(stock([("MUG", "B-1", 12)], "On hand"), "count.csv")
    shop.bring(orders([("1001", "MUG", 3, 0)]), "orders.csv", format="orders")
    assert (on_hand(shop), to_sell(shop)) == ({"MUG": 12}, {"MUG": 9})


lines = st.tuples(
    st.sampled_from(["1001", "1002", "1003"]), st.sampled_from(["MUG", "BOWL"]), st.integers(1, 9)
).flatmap(lambda row: st.tuples(*map(st.just, row), st.integers(0, row[2])))
figures = st.lists(
    st.tuples(st.sampled_from(["MUG", "BOWL"]), st.sampled_from(["B-1", "B-2"]), st.integers(0, 30)),
    unique_by=lambda row: row[:2], max_size=4,
)  # fmt: skip


@settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    files=st.permutations(["products", "stock", "orders"]),
    backlog=st.lists(lines, min_size=1, max_size=5, unique_by=lambda row: row[:2]),
    told=figures,
    title=st.sampled_from(["Available", "On hand"]),
)
def test_the_end_is_the_same_for_any_backlog_figures_and_order(
    shop: Any, files: list[str], backlog: Any, told: Any, title: str
) -> None:
    texts = {"products": products(["MUG", "BOWL"]), "stock": stock(told, title), "orders": orders(backlog)}
    expected: dict[str, int] = {}
    for sku, _, pieces in told:
        expected[sku] = expected.get(sku, 0) + pieces
    for _, sku, pieces, gone in backlog:
        if title == "On hand" or sku not in {one[0] for one in told}:
            expected[sku] = expected.get(sku, 0) - (pieces - gone)
    with transaction.atomic():
        move_in(shop, texts, tuple(files))
        assert {sku: n for sku, n in to_sell(shop).items() if n} == {
            sku: n for sku, n in expected.items() if n
        }
        transaction.set_rollback(True)
