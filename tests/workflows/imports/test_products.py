"""Stories of product files: created once, changed once, nothing merged; refuses to believe a second run."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from opsroom.domains.catalog import queries as catalog
from opsroom.domains.catalog.models import Product, Sku
from opsroom.domains.channels.models import Listing
from opsroom.workflows.fix_import_row import Fix, fix_import_row

HEADER = (
    "Handle,Title,Vendor,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,"
    "Variant Price,Variant Grams,Variant Requires Shipping,Status\n"
)
MUG = (
    "mug,Stone mug,Atelier,Colour,Blue,MUG-B,shopify,12,12.50,350,TRUE,active\n"
    "mug,,,,Green,MUG-G,shopify,0,12.50,350,TRUE,\n"
)


def test_a_product_file_creates_products_and_says_what_it_asks(shop: Any) -> None:
    run = shop.bring(HEADER + MUG, "products.csv", answers={"quantity_meaning": "on_hand"})
    assert (run.state, run.counts["new"], run.written) == ("committed", 1, 1)
    facts = catalog.skus_by_code(shop.company, ["MUG-B", "MUG-G", "mug-b"])
    assert sorted(facts) == ["MUG-B", "MUG-G"]
    assert facts["MUG-B"].price == Decimal("12.500000")
    assert facts["MUG-B"].weight_g == 350


def test_the_same_file_again_changes_nothing(shop: Any) -> None:
    shop.bring(HEADER + MUG, "products.csv", answers={"quantity_meaning": "on_hand"})
    again = shop.bring(HEADER + MUG, "products.csv", answers={"quantity_meaning": "on_hand"})
    assert (again.counts["new"], again.counts["changed"], again.counts["same"]) == (0, 0, 1)
    assert again.effects["same_file"] == again.import_id - 1
    assert (Product.objects.count(), Sku.objects.count()) == (1, 2)


@pytest.mark.parametrize(
    "name",
    [
        "product-csvs-and-images/csv-files/apparel.csv",
        "product-csvs-and-images/csv-files/jewelry.csv",
        "product-csvs/apparel.csv",
        "product-csvs/home-and-garden.csv",
        "product-csvs/jewelery.csv",
    ],
)
def test_real_shopify_files_go_in_whole_and_twice_change_nothing(
    shop: Any, shared_data: Path, name: str
) -> None:
    path = shared_data / "shopify" / name
    run = shop.bring(path.read_bytes(), path.name, answers={"quantity_meaning": "on_hand"})
    said = [one for one in shop.sentences(run.import_id) if "proposed. To use your own" not in one]
    assert said == []
    assert run.counts["all"] == run.counts["new"] == Product.objects.count()
    again = shop.bring(path.read_bytes(), path.name, answers={"quantity_meaning": "on_hand"})
    assert again.counts["same"] == run.counts["all"]


def test_the_largest_real_file_goes_in_whole(committed_db: Any, make_shop: Any, shared_data: Path) -> None:
    shop = make_shop()
    path = shared_data / "shopify" / "product-csvs-and-images" / "csv-files" / "fashion.csv"
    run = shop.bring(path.read_bytes(), path.name, answers={"quantity_meaning": "on_hand"})
    said = shop.sentences(run.import_id)
    assert len(said) == 8
    assert all("stands twice in this file, first in row" in one for one in said), said
    assert (run.counts["all"], run.counts["fix"], run.written) == (997, 0, 997 - run.counts["questions"])
    for row in shop.rows(run.import_id):
        if row.verdict == "question":
            fix_import_row(shop.manager, run.import_id, row.number, Fix(confirm=True), recheck=False)
    assert shop.again(run.import_id).state == "committed"
    assert Product.objects.count() == 997
    again = shop.bring(path.read_bytes(), path.name, answers={"quantity_meaning": "on_hand"}, dry_run=True)
    assert (again.counts["new"], again.counts["changed"]) == (0, 0)
    variants = sum(len(row.value["variants"]) for row in shop.rows(run.import_id))
    assert Listing.objects.count() == variants > Sku.objects.count()


def test_the_real_woocommerce_sample_goes_in(shop: Any, shared_data: Path) -> None:
    path = next((shared_data / "woocommerce" / "sample-data").rglob("*products*.csv"))
    run = shop.bring(path.read_bytes(), path.name, answers={"quantity_meaning": "on_hand"})
    assert shop.sentences(run.import_id) == []
    assert run.counts["all"] == run.counts["new"] == Product.objects.count()
