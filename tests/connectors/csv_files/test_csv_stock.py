"""A CSV of stock: what the figure counts is read from its title or asked; empty is unknown, not zero."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from tests.connectors.shared_data import CONTEXT

from opsroom.connectors.csv_files.translate_stock import CsvStock
from opsroom.ports.incoming import QuantityMeaning

STOCK = CsvStock()


@pytest.mark.parametrize(
    ("title", "meaning"), [("On hand", QuantityMeaning.ON_HAND), ("Available", QuantityMeaning.AVAILABLE)]
)
def test_the_title_says_what_is_counted(read, title: str, meaning: QuantityMeaning) -> None:
    (record,) = read(STOCK, f"SKU,{title},Bin,Cost\nA,5,B1,4.10\n")
    assert (record.value.quantity, record.value.meaning, record.value.unit_cost) == (
        5,
        meaning,
        Decimal("4.10"),
    )
    assert record.natural_key == "A@/B1"


def test_a_bare_quantity_is_asked_once_and_the_answer_is_used(read, sentences) -> None:
    question, record = read(STOCK, "SKU,Qty\nA,5\n")
    assert sentences([question]) == [
        'What does the column "Qty" count: what lies on the shelf (on hand), or what is left to sell (available)? Open '
        "orders are added to available figures only."
    ]
    assert record.value.meaning is QuantityMeaning.UNKNOWN
    (told,) = read(STOCK, "SKU,Qty\nA,5\n", replace(CONTEXT, quantity_meaning=QuantityMeaning.ON_HAND))
    assert told.value.meaning is QuantityMeaning.ON_HAND


def test_empty_is_unknown_and_below_zero_cannot_lie_on_a_shelf(read, sentences) -> None:
    empty, below, nobody = read(STOCK, "SKU,On hand\nB,\nC,-2\n,7\n")
    assert empty.value.quantity is None
    assert sentences([empty, below, nobody]) == [
        "Row 2: the quantity is empty, which is unknown and not 0. Nothing is changed for this article.",
        "Row 3: On hand −2 is below zero. A shelf holds 0 or more.",
        "Row 4: neither SKU nor barcode is filled in. Add one.",
    ]
    assert below.value is None


def test_the_same_article_twice_at_one_place_is_told(read, sentences) -> None:
    assert sentences(read(STOCK, "SKU,On hand,Bin\nA,5,B1\nA,6,B1\nA,7,B2\n")) == [
        'Row 3: the article and place "A@/B1" already stands in row 2. Nothing is merged: change one of them.'
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "Order number,SKU,Quantity,Price\nZ-1,A,1,5.00\n",
            'This file lists orders, not stock: it has the column "Order number". Import it as orders; if it is stock '
            "all the same, take that column out. Nothing was imported.",
        ),
        (
            "[1, 2, 3]",
            "This is a JSON file, not a CSV file. Choose the kind of order it holds, or export a CSV. Nothing was "
            "imported.",
        ),
        (
            "SKU,sku,On hand\nA,A,1\nB,,1\n",
            "",
        ),
        (
            "SKU,Sku,On hand\nA,,1\nB,B,1\nC,D,1\n",
            'Two columns are called "SKU" and differ: row 4 has "C" and "D". Rename the one that does not count or '
            "take it out, then import the file again. Nothing was imported.",
        ),
        (
            "SKU,On hand\nA\n",
            "Row 2 has 1 cell where the header has 2. The rest of the row is missing: complete it or "
            "leave it out.",
        ),
    ],
)
def test_what_is_no_list_of_stock_is_told_in_one_sentence(read, sentences, text: str, sentence: str) -> None:
    assert sentences(read(STOCK, text)) == ([sentence] if sentence else [])
    if "orders" in sentence:
        assert STOCK.recognise("stock.csv", text.encode()).confidence == 0


@pytest.mark.parametrize("title", ["Created at", "Date created", "Purchase date"])
def test_the_day_an_article_was_made_or_bought_makes_no_list_of_orders(read, sentences, title: str) -> None:
    text = f"SKU,On hand,{title}\nA,3,2025-11-24\n"
    assert STOCK.recognise("stock.csv", text.encode()).confidence >= 0.5
    assert sentences(read(STOCK, text)) == []
    dated = text.replace(title, "Order date")
    assert STOCK.recognise("x.csv", dated.encode()).confidence == 0
    assert sentences(read(STOCK, dated)) == []
