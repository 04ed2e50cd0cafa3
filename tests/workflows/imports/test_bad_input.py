"""Every bad input of a shopkeeper's day, with the exact sentence that is shown; nothing valid is lost beside it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests import factories
from tests.workflows.imports.test_products import HEADER

from opsroom.domains.access.errors import Refused
from opsroom.domains.catalog.models import Product, Sku, SkuAlias
from opsroom.domains.channels.models import Import
from opsroom.domains.orders.models import Order
from opsroom.domains.warehouse.models import Stock
from opsroom.kernel.records.models import Job
from opsroom.workflows.open_import import UnknownKind
from opsroom.workflows.run_import import run_import

GOOD = "good,Good,V,,,GOOD-1,shopify,1,2.00,1,TRUE,active\n"
ORDERS = "Order,Date,SKU,Quantity,Price,Total,Currency,Name,Address,Postcode,City,Country,Payment status\n"
DAY = "2026-11-20"


def order(
    number: str = "1001",
    day: str = DAY,
    sku: str = "GOOD-1",
    price: str = "2.00",
    total: str = "2.00",
    currency: str = "EUR",
) -> str:
    return f"{number},{day},{sku},1,{price},{total},{currency},Kim,Weg 1,10115,Berlin,DE,paid\n"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        (
            "photo.csv",
            b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
            "“photo.csv” was not imported: This is a PNG picture, not a CSV file. Choose the data file instead. Nothing"
            " was imported.",
        ),
        (
            "orders.pdf",
            b"%PDF-1.4\n" + b"x" * 100,
            "“orders.pdf” was not imported: This is a PDF document, not a CSV file. Export the data as CSV from the"
            " program that made it. Nothing was imported.",
        ),
        (
            "book.xlsx",
            b"PK\x03\x04" + b"\0" * 100,
            "“book.xlsx” was not imported: This is a zip archive, not a CSV file. If it is a workbook, open it in a"
            ' spreadsheet program and save it as "CSV UTF-8"; else unpack it. Then import that file.'
            " Nothing was imported.",
        ),
        (
            "empty.csv",
            b"",
            "“empty.csv” was not imported: This is an empty file, not a CSV file. Export it again and look into it"
            " before importing. Nothing was imported.",
        ),
    ],
)
def test_a_wrong_kind_of_file_is_refused_whole(shop: Any, name: str, content: bytes, sentence: str) -> None:
    with pytest.raises(UnknownKind) as refused:
        shop.bring(content, name)
    assert refused.value.message == sentence


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (
            'bad,Bad,V,,,"BAD-1',
            'Row 3, column "Variant SKU": a quote opens before "BAD-1" and never closes. Close it or take it away. The'
            " rows after it were read on their own.",
        ),
        (
            "bad,Bad,V\n",
            "Row 3 has 3 cells where the header has 12. The rest of the row is missing: complete it or leave it out.",
        ),
        (
            "bad,Bad,V,,,BAD-1,shopify,1,-2.00,1,TRUE,active\n",
            "Row 3: Variant Price −2.00 is below zero. Correct it.",
        ),
        (
            f"bad,{'x' * 10_000_000},V,,,BAD-1,shopify,1,2.00,1,TRUE,active\n",
            'Row 3, column "Title": the cell holds more than 65,536 characters. Shorten it. The other rows are not'
            " affected.",
        ),
        (
            "bad,Bad,V,,,GOOD-1,shopify,1,2.00,1,TRUE,active\n",
            "Row 3: The SKU “GOOD-1” stands twice in this file, first in row 2. Confirm that both are the same item, or"
            " give this one a code of its own.",
        ),
        (
            "bad,Bad,V,,,BAD-1,shopify,4006381333931,2.00,1,TRUE,active\n",
            "Row 3: Variant Inventory Qty 4006381333931 cannot be true: more than 100,000,000 pieces. Look whether a"
            " barcode or a price stands in this column, and correct it.",
        ),
    ],
    ids=[
        "half a row, open quote",
        "half a row, cut",
        "negative price",
        "10 MB cell",
        "same SKU twice",
        "too many",
    ],
)
def test_a_bad_product_waits_and_its_neighbour_goes_in(shop: Any, row: str, sentence: str) -> None:
    run = shop.bring(HEADER + GOOD + row, "products.csv")
    assert shop.sentences(run.import_id) == [sentence]
    assert (run.written, list(Sku.objects.values_list("code", flat=True))) == (1, ["GOOD-1"])


def test_a_file_of_titles_alone_says_that_it_holds_nothing(shop: Any) -> None:
    run = shop.bring(HEADER, "products.csv")
    assert (run.state, run.failure) == (
        "failed",
        "This file holds no record: nothing stands under its titles. Export it again with its data, then upload it.",
    )


def test_json_that_breaks_off_says_where(shop: Any) -> None:
    with pytest.raises(UnknownKind) as refused:
        shop.bring('{"orders":\n [{"id": 1,', "orders.json")
    assert str(refused.value) == (
        "“orders.json” was not imported: it begins as JSON and breaks off or is miswritten at line 2, column 12."
        " Download it again, then upload it."
    )


def test_a_wrong_encoding_is_read_and_said(shop: Any) -> None:
    run = shop.bring((HEADER + GOOD.replace("Good", "Käse")).encode("cp1252"), "products.csv")
    assert Product.objects.get().title == "Käse"
    assert shop.sentences(run.import_id)[0].startswith(
        "This file is not UTF-8. It was read as Windows Western (cp1252)"
    )


def test_image_rows_belong_to_their_product_and_gift_cards_are_never_picked(shop: Any) -> None:
    head = HEADER.strip() + ",Image Src,Gift Card\n"
    text = "good,Good,V,,,GOOD-1,shopify,1,2.00,1,TRUE,active,https://x.example/1.png,false\n"
    text += "good,,,,,,,,,,,,https://x.example/2.png,\n"
    text += "gift,Gift card,V,,,GIFT-1,,,25.00,0,FALSE,active,,true\n"
    run = shop.bring(head + text, "products.csv")
    assert (run.written, shop.sentences(run.import_id)) == (2, [])
    kinds = dict(Sku.objects.values_list("code", "kind"))
    assert kinds == {"GOOD-1": "goods", "GIFT-1": "gift_card"}
    assert list(Stock.objects.values_list("on_hand", flat=True)) == [1]


def test_html_and_formulas_are_kept_as_the_text_they_are(shop: Any) -> None:
    text = (
        "odd,<script>alert(1)</script>,=HYPERLINK(1),,,\"=cmd|' /C calc'!A0\",shopify,1,2.00,1,TRUE,active\n"
    )
    run = shop.bring(HEADER + text, "products.csv")
    assert run.written == 1
    assert (Product.objects.get().title, Sku.objects.get().code) == (
        "<script>alert(1)</script>",
        "=cmd|' /C calc'!A0",
    )


def test_a_blank_sku_gets_a_proposed_one_and_is_found_again_by_the_shop_s_own_id(shop: Any) -> None:
    text = HEADER + "good,Good,V,Size,L,,shopify,1,2.00,1,TRUE,active\n"
    run = shop.bring(text, "products.csv")
    first = Sku.objects.get()
    assert (first.code_proposed, first.code != "") == (True, True)
    assert shop.sentences(run.import_id) == [
        f"Row 2: The file has no SKU; “{first.code}” is proposed. To use your own, fill the column and upload the file"
        " again before this one goes in."
    ]
    again = shop.bring(text, "products.csv")
    assert (again.counts["same"], Sku.objects.get().pk, shop.sentences(again.import_id)) == (1, first.pk, [])


def test_codes_that_differ_in_case_are_offered_and_never_decided(shop: Any) -> None:
    text = HEADER + GOOD + "low,Low,V,,,good-1,shopify,1,2.00,1,TRUE,active\n"
    run = shop.bring(text, "products.csv", dry_run=True)
    assert [(one["code"], one["blocking"]) for one in run.effects["questions"]] == [("case_aliases", False)]
    assert run.effects["questions"][0]["sentence"] == (
        "“good-1” and “GOOD-1” differ only in case. Treat them as the same SKU? An alias is added, which you can take"
        " back."
    )
    shop.again(run.import_id)
    assert sorted(Sku.objects.values_list("code", flat=True)) == ["GOOD-1", "good-1"]


@pytest.mark.parametrize(
    ("text", "sentences", "orders"),
    [
        (
            order(day="20226-11-20"),
            [
                'Row 2, column "Date": The year 20226 in "20226-11-20" has 5 digits. If 2022-11-20 was meant, write'
                " that."
            ],
            0,
        ),
        (
            order(price="-3.00", total="2.00"),
            [
                "Order 1001, GOOD-1: the price −3.00 is below zero. A discount belongs in the discount, a refund in"
                " the refunds.",
                "Order 1001: the parts come to −3.00 EUR, the total says 2.00; 5.00 is not explained. It is kept as"
                " sent. Compare it with the channel.",
            ],
            0,
        ),
        (
            order(total="-2.00"),
            [
                "Order 1001: the total −2.00 EUR is below zero. A refund is not an order: record it as a refund."
            ],
            0,
        ),
        (
            order(total="99.00"),
            [
                "Order 1001: the parts come to 2.00 EUR, the total says 99.00; 97.00 is not explained. It is kept as"
                " sent. Compare it with the channel."
            ],
            1,
        ),
        (
            order(currency="XXQ"),
            ['Order 1001: "XXQ" is not a currency we know. Use its three-letter code, such as EUR.'],
            0,
        ),
        (
            order(day="2062-01-02"),
            ["Order 1001: 2062-01-02 lies in the future; today is 2026-11-23. Correct the date."],
            1,
        ),
    ],
    ids=["5-digit year", "negative price", "negative total", "does not add up", "unknown currency", "future"],
)
def test_a_bad_order_says_what_is_wrong(
    shop: Any, clock: Any, text: str, sentences: list[str], orders: int
) -> None:
    shop.bring(HEADER + GOOD, "products.csv")
    run = shop.bring(ORDERS + text, "orders.csv")
    assert shop.sentences(run.import_id) == sentences
    assert (run.written, Order.objects.count()) == (orders, orders)


def test_an_order_for_a_sku_nobody_knows_is_visible_allocated_as_far_as_known_and_not_to_be_released(
    shop: Any,
) -> None:
    shop.bring(HEADER + GOOD, "products.csv", answers={"quantity_meaning": "on_hand"})
    both = order(total="4.00") + order(sku="NOPE", total="4.00")
    run = shop.bring(ORDERS + both, "orders.csv")
    assert run.written == 1
    found = Order.objects.get()
    assert shop.sentences(run.import_id) == [
        "Order 1001: nobody here knows the SKU “NOPE”. The order comes in and takes the goods that are known. Import"
        " the product, or say under Orders which item it is; until then it cannot be released."
    ]
    assert (found.has_unknown_sku, found.state, found.fulfilment_state) == (True, "open", "unreleased")
    assert list(Stock.objects.values_list("on_hand", "allocated")) == [(1, 1)]


def test_an_order_s_code_in_another_case_is_an_alias_once_a_person_says_so_and_none_after_the_undo(
    shop: Any,
) -> None:
    shop.bring(HEADER + GOOD, "products.csv", answers={"quantity_meaning": "on_hand"})
    run = shop.bring(ORDERS + order(sku="good-1"), "orders.csv", answers={"case_aliases": "same"})
    assert (run.written, shop.sentences(run.import_id)) == (1, [])
    assert not Order.objects.get().has_unknown_sku
    assert list(SkuAlias.objects.values_list("alias", "sku__code")) == [("good-1", "GOOD-1")]
    assert list(Stock.objects.values_list("allocated", flat=True)) == [1]
    assert shop.undo(run.import_id) == (1, [])
    assert (SkuAlias.objects.count(), list(Stock.objects.values_list("allocated", flat=True))) == (0, [0])


def test_Z1_who_may_not_edit_the_catalog_makes_no_alias_by_an_answer_and_the_job_says_why(shop: Any) -> None:
    shop.bring(HEADER + GOOD, "products.csv", answers={"quantity_meaning": "on_hand"})
    opened = shop.open(ORDERS + order(sku="good-1"), "orders.csv", answers={"case_aliases": "same"})
    desk = factories.actor("desk", shop.company)
    with pytest.raises(Refused):
        run_import(desk, opened)
    assert (SkuAlias.objects.count(), Order.objects.count()) == (0, 0)
    assert Job.objects.filter(kind="imports.commit").latest("id").state == "failed"
    assert Import.objects.get(pk=opened).state == "staged"
    assert shop.again(opened).written == 1  # the same job goes on under somebody who may
    assert list(SkuAlias.objects.values_list("alias", "sku__code")) == [("good-1", "GOOD-1")]


def test_orders_that_are_all_old_are_asked_about_before_they_take_stock(shop: Any) -> None:
    shop.bring(HEADER + GOOD, "products.csv")
    run = shop.bring(ORDERS + order(day="2020-01-02"), "orders.csv")
    assert [one["sentence"] for one in run.questions] == [
        "The new order in this file is closed or old. History only fills reports; live takes stock, asks for picking"
        " and numbers."
    ]
    assert (Order.objects.count(), list(Stock.objects.values_list("allocated", flat=True))) == (0, [0])


def test_a_known_order_that_was_closed_since_is_no_question_of_history(shop: Any) -> None:
    shop.bring(HEADER + GOOD, "products.csv")
    shop.bring(ORDERS + order(), "orders.csv")
    run = shop.bring(ORDERS + order(day="2020-01-02"), "later.csv")
    assert (run.questions, run.counts["changed"], Order.objects.count()) == ((), 1, 1)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (
            {"data": {"orders": {"edges": [{"node": {"id": "gid://shopify/Order/1", "name": "#1"}}]}}},
            "it is an answer of Shopify's GraphQL API, which holds only what was asked for. Export the orders in"
            " Shopify's admin under Orders, Export, as CSV, or take the JSON of its REST API.",
        ),
        (
            {"errors": "[API] Invalid API key or access token"},
            "it is an error answer of the shop's API and holds no orders. Sign in to the shop and export again.",
        ),
    ],
)
def test_an_answer_of_an_api_says_what_it_is(shop: Any, body: dict[str, Any], sentence: str) -> None:
    with pytest.raises(UnknownKind) as refused:
        shop.bring(json.dumps(body), "answer.json")
    assert str(refused.value) == f"“answer.json” was not imported: {sentence}"


def test_json_without_orders_is_told_what_can_be_read_from_json(shop: Any) -> None:
    with pytest.raises(UnknownKind) as refused:
        shop.bring(json.dumps({"customers": [{"id": 1}]}), "people.json")
    assert str(refused.value) == (
        "“people.json” was not imported: it is JSON, but what it holds are no orders as Shopify or WooCommerce write"
        " them. Export the orders with all their fields, or anything else as CSV."
    )


def test_a_test_order_is_taken_in_as_one_and_takes_no_stock(shop: Any) -> None:
    shop.bring(HEADER + GOOD, "products.csv")
    sent = {
        "orders": [
            {
                "id": 1, "name": "#1", "order_number": 1, "test": True, "currency": "EUR",
                "created_at": "2026-11-20T10:00:00+01:00", "updated_at": "2026-11-20T10:00:00+01:00",
                "financial_status": "paid", "total_price": "2.00", "subtotal_price": "2.00", "taxes_included": True,
                "line_items": [{"id": 11, "sku": "GOOD-1", "title": "Good", "quantity": 1, "price": "2.00",
                                "requires_shipping": True, "fulfillable_quantity": 1}],
            }
        ]
    }  # fmt: skip
    run = shop.bring(json.dumps(sent), "orders.json")
    assert run.written == 1
    assert Order.objects.get().is_test
    assert list(Stock.objects.values_list("allocated", flat=True)) == [0]


def test_the_same_order_file_again_changes_nothing(shop: Any) -> None:
    shop.bring(HEADER + GOOD, "products.csv", answers={"quantity_meaning": "on_hand"})
    first = shop.bring(ORDERS + order() + order("1002"), "orders.csv")
    again = shop.bring(ORDERS + order() + order("1002"), "orders.csv")
    assert (first.counts["new"], again.counts["new"], again.counts["same"]) == (2, 0, 2)
    assert again.effects["same_file"] == first.import_id
    assert Order.objects.count() == 2
    assert list(Stock.objects.values_list("on_hand", "allocated")) == [(1, 1)]
