"""A shopkeeper brings Shopify's product files: counted by independent means, every odd row told."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from tests.connectors.shared_data import CONTEXT, read_path, shared

from opsroom.connectors.shopify.translate_products import ShopifyProducts
from opsroom.ports.file_format import Severity
from opsroom.ports.incoming import IncomingProduct, LineKind, QuantityMeaning

FORMAT = ShopifyProducts()
FILES = [
    ("product-csvs-and-images/csv-files/apparel.csv", 104, 25),
    ("product-csvs-and-images/csv-files/fashion.csv", 5024, 997),
    ("product-csvs-and-images/csv-files/jewelry.csv", 30, 19),
    ("product-csvs/apparel.csv", 22, 20),
    ("product-csvs/home-and-garden.csv", 21, 20),
    ("product-csvs/jewelery.csv", 41, 20),
]
HEADER = (
    "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,"
)
HEADER += "Variant Price,Variant Barcode,Image Src,Gift Card\n"


def _by_csv_module(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize(("name", "rows", "handles"), FILES)
def test_every_row_of_the_real_files_lands_in_its_product_once(name: str, rows: int, handles: int) -> None:
    path = shared("shopify", *name.split("/"))
    plain = _by_csv_module(path)
    records = read_path(FORMAT, path)

    assert len(plain) == rows
    assert len(records) == handles == len({row["Handle"] for row in plain})
    assert sorted(number for record in records for number in record.row_numbers) == list(range(2, rows + 2))
    products = [record.value for record in records if isinstance(record.value, IncomingProduct)]
    assert len(products) == handles
    variants = [variant for product in products for variant in product.variants]
    priced = [row for row in plain if row["Variant Price"]]
    assert len(variants) == len(priced)
    assert sum(variant.price or 0 for variant in variants) == sum(
        Decimal(row["Variant Price"]) for row in priced
    )
    tracked = [row for row in priced if row["Variant Inventory Tracker"]]
    assert sum(variant.quantity or 0 for variant in variants) == sum(
        Decimal(row["Variant Inventory Qty"]) for row in tracked
    )
    assert Counter(v.quantity_meaning for v in variants) == Counter(
        {QuantityMeaning.AVAILABLE: len(tracked), QuantityMeaning.NOT_TRACKED: len(priced) - len(tracked)}
    )
    assert len({variant.external_id for variant in variants}) == len(variants)
    images = {(row["Handle"], row["Image Src"]) for row in plain if row["Image Src"]}
    assert sum(len(product.images) for product in products) == len(images)


def test_the_real_fashion_file_has_eight_doubled_skus_and_none_is_merged() -> None:
    path = shared("shopify", "product-csvs-and-images", "csv-files", "fashion.csv")
    doubled = Counter(row["Variant SKU"] for row in _by_csv_module(path) if row["Variant SKU"])
    records = read_path(FORMAT, path)

    told = [problem for record in records for problem in record.problems]
    assert len([sku for sku, times in doubled.items() if times > 1]) == 8
    assert [problem.code for problem in told] == ["variant.same_sku"] * 8
    assert 'Row 4768: the SKU "50081" already stands in row 4767. Nothing is merged: change one of them.' in [
        problem.sentence for problem in told
    ]
    assert all(record.value is not None for record in records)


def test_reading_again_from_record_900_gives_the_same_records_as_the_whole_file() -> None:
    path = shared("shopify", "product-csvs-and-images", "csv-files", "fashion.csv")
    whole = read_path(FORMAT, path)
    rest = read_path(FORMAT, path, replace(CONTEXT, start_record=900))
    assert rest == whole[900:]
    assert rest[0].number == 900


def test_a_blank_sku_gets_a_proposal_and_is_keyed_by_handle_and_options(read) -> None:
    text = HEADER + "shirt,Linen shirt,Size,M,,shopify,5,49.90,,,\nshirt,,,L,,shopify,0,49.90,,,\n"
    (record,) = read(FORMAT, text)
    assert isinstance(record.value, IncomingProduct)
    assert [(v.sku, v.proposed_sku, v.external_id, v.options) for v in record.value.variants] == [
        (None, "SHIRT-M", "shirt|M", (("Size", "M"),)),
        (None, "SHIRT-L", "shirt|L", (("Size", "L"),)),
    ]
    assert [v.quantity for v in record.value.variants] == [Decimal(5), Decimal(0)]


def test_an_image_row_adds_a_picture_and_no_variant(read) -> None:
    text = HEADER + "cup,Cup,Title,Default Title,C1,,1,5,,https://a/1.jpg,\ncup,,,,,,,,,https://a/2.jpg,\n"
    (record,) = read(FORMAT, text)
    assert isinstance(record.value, IncomingProduct)
    assert record.value.images == ("https://a/1.jpg", "https://a/2.jpg")
    assert [(v.sku, v.title, v.quantity, v.tracked) for v in record.value.variants] == [
        ("C1", "", None, False)
    ]
    assert record.problems == ()


def test_a_gift_card_needs_no_shipping(read) -> None:
    (record,) = read(FORMAT, HEADER + "gift,Gift card,Title,25,G25,,,25,,,true\n")
    assert isinstance(record.value, IncomingProduct)
    (card,) = record.value.variants
    assert (card.gift_card, card.kind, card.requires_shipping) == (True, LineKind.GIFT_CARD, False)


def test_codes_that_differ_only_in_case_are_offered_as_alias_and_kept_apart(read, sentences) -> None:
    text = HEADER + "a,A,Title,x,abc-1,,,5,,,\nb,B,Title,x,ABC-1,,,5,,,\n"
    records = read(FORMAT, text)
    assert sentences(records) == [
        'Row 3: the SKU "ABC-1" and "abc-1" of row 2 differ only in case. If they are one article, take this one as an '
        "alias; that can be undone."
    ]
    assert records[1].problems[0].fix == "abc-1"
    assert [record.value.variants[0].sku for record in records] == ["abc-1", "ABC-1"]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("cup,Cup,Size,M,C1,,,-5,,,", "Row 2: Variant Price −5 is below zero. Correct it."),
        (
            "cup,Cup,Size,M,C1,,,abc,,,",
            'Row 2, column "Variant Price": "abc" is not a number. Write it as 12.50.',
        ),
        (
            "cup,Cup,Size,M,C1,,,,,,",
            "Row 2: the variant has no price. Shopify always exports one, so the row is probably cut off. Add it.",
        ),
        (
            "cup,,Size,M,C1,,,5,,,",
            'Row 2: no row of "cup" has a title. The first row of a product carries it.',
        ),
        (
            "cup,Cup,Size,M,C1,,,5,4.01E+12,,",
            'Row 2: the barcode "4.01E+12" was shortened by a spreadsheet program; its digits are lost. Export again '
            "and do not save it from the spreadsheet.",
        ),
        (
            "cup,Cup,Size",
            "Row 2 has 3 cells where the header has 11. The rest of the row is missing: complete it or leave it out.",
        ),
    ],
)
def test_a_wrong_cell_is_told_and_the_next_product_still_comes(read, row: str, sentence: str) -> None:
    bad, good = read(FORMAT, HEADER + row + "\nok,Fine,Size,M,OK1,,,5,,,\n")
    assert bad.value is None
    assert sentence in [problem.sentence for problem in bad.problems if problem.severity is Severity.ERROR]
    assert good.ready


def test_the_new_header_of_shopify_reads_like_the_old_one(read) -> None:
    text = (
        "Title,URL handle,Description,SKU,Barcode,Option1 name,Option1 value,Price,Compare-at price,Cost per item,"
        "Inventory tracker,Inventory quantity,Continue selling when out of stock,Weight value (grams),Status\n"
        "Cup,cup,<b>Good</b>,'0012,'4006381333931,Size,M,5.00,6.00,2.10,shopify,,deny,300,Draft\n"
    )
    (record,) = read(FORMAT, text)
    assert isinstance(record.value, IncomingProduct)
    (cup,) = record.value.variants
    assert (record.value.status, record.value.body_html) == ("draft", "<b>Good</b>")
    assert (cup.sku, cup.barcode, cup.cost, cup.weight_grams) == (
        "0012",
        "4006381333931",
        Decimal("2.10"),
        300,
    )
    assert (cup.quantity, cup.quantity_meaning) == (
        None,
        QuantityMeaning.UNKNOWN,
    )  # tracked, but not told: not 0


def test_a_spreadsheets_words_and_another_exporters_columns_are_read(read, sentences) -> None:
    header = (
        "Handle;Title;Option1 Name;Option1 Value;Variant SKU;Variant Price;Variant Compare At Price;Variant Weight;"
        "Variant Weight Unit;Variant Cost;Variant Requires Shipping;Variant Barcode\n"
    )
    mug, cup = read(
        FORMAT,
        header + "mug;Mug;Title;Default Title;MUG;12,50;0,00;0,32;kg;5,20;FALSCH;\n"
        "cup;Cup;Title;Default Title;CUP;9,00;;;;;WAHR;4,00638E+12\n",
    )
    (variant,) = mug.value.variants
    assert (variant.price, variant.compare_at, variant.cost) == (Decimal("12.50"), None, Decimal("5.20"))
    assert (variant.weight_grams, variant.requires_shipping) == (320, False)
    assert "its digits are lost" in sentences([cup])[0]


def test_formulas_and_html_in_names_stay_text(read) -> None:
    (record,) = read(FORMAT, HEADER + "'=evil,'=cmd|' /C calc'!A0,Title,<script>x</script>,E1,,,5,,,\n")
    assert isinstance(record.value, IncomingProduct)
    assert record.value.title == "=cmd|' /C calc'!A0"
    assert record.value.variants[0].title == "<script>x</script>"


def test_checking_a_corrected_row_again_gives_the_value_the_file_should_have_given(read) -> None:
    (bad,) = read(FORMAT, HEADER + "cup,Cup,Size,M,C1,,,abc,,,\n")
    assert isinstance(bad.raw, list)
    raw = [{**bad.raw[0], "Variant Price": "5"}]
    again = FORMAT.check(raw, bad.row_numbers, bad.number, None, CONTEXT)
    (good,) = read(FORMAT, HEADER + "cup,Cup,Size,M,C1,,,5,,,\n")
    assert again == good
