"""Any program's order CSV: mapped by itself, rows of one order joined, everything that cannot be true told."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace
from decimal import Decimal

import pytest
from tests.connectors.shared_data import CONTEXT

from opsroom.connectors.csv_files.translate_orders import CsvOrders
from opsroom.ports.incoming import IncomingOrder, PaymentCondition

ORDERS = CsvOrders()
HEADER = "Order number,Date,SKU,Quantity,Unit price,Shipping,Total,Currency,Test\n"
GOOD = "999,2026-11-20,OK,1,5,,5,EUR,\n"


def test_rows_of_one_order_are_joined_though_another_stands_between(read) -> None:
    text = (
        HEADER
        + "1,2026-11-20,A,2,10.00,5.00,25.00,EUR,\n2,2026-11-21,B,1,7,,7,EUR,\n1,2026-11-20,C,1,0,,,EUR,\n"
    )
    second, first = read(ORDERS, text)
    assert (first.natural_key, first.row_numbers) == ("1", (2, 4))
    assert isinstance(first.value, IncomingOrder)
    assert [(line.sku, line.quantity, line.unit_price) for line in first.value.lines] == [
        ("A", 2, Decimal("10.00")),
        ("C", 1, 0),
    ]
    assert (first.value.totals.total_minor, first.value.shipping_lines[0].price_minor) == (2500, 500)
    assert first.value.placed_at is not None
    assert first.value.placed_at.isoformat() == "2026-11-20T00:00:00+01:00"
    assert (second.natural_key, first.problems, second.problems) == ("2", (), ())


@pytest.mark.parametrize(
    ("row", "value", "sentence"),
    [
        (
            "1,20244-01-02,A,1,5,,5,EUR,",
            False,
            'Row 2, column "Date": The year 20244 in "20244-01-02" has 5 digits. If 2024-01-02 was meant, write that.',
        ),
        (
            "1,2026-02-30,A,1,5,,5,EUR,",
            False,
            'Row 2, column "Date": "2026-02-30" is not a day of the calendar. Correct day and month.',
        ),
        (
            "1,2031-01-02,A,1,5,,5,EUR,",
            True,
            "Order 1: 2031-01-02 lies in the future; today is 2026-11-24. Correct the date.",
        ),
        (
            "1,1899-12-30,A,1,5,,5,EUR,",
            True,
            "Order 1: 1899-12-30 is before any online shop sold anything; spreadsheets write 1899 for an empty date. "
            "Correct the date.",
        ),
        (
            "1,2026-11-02,A,1,-5,,,EUR,",
            False,
            "Order 1, A: the price −5 is below zero. A discount belongs in the discount, a refund in the refunds.",
        ),
        (
            "1,2026-11-02,A,1,5,,-5,EUR,",
            False,
            "Order 1: the total −5.00 EUR is below zero. A refund is not an order: record it as a refund.",
        ),
        (
            "1,2026-11-02,A,-1,5,,,EUR,",
            False,
            "Order 1, A: the quantity −1 is below zero. A return is not an order line: record it as a return.",
        ),
        (
            "1,2026-11-02,A,1,5,1,9,EUR,",
            True,
            "Order 1: the parts come to 6.00 EUR, the total says 9.00; 3.00 is not explained. It is kept as "
            "sent. Compare "
            "it with the channel.",
        ),
        (
            "1,2026-11-02,A,1,5,,5,XXQ,",
            False,
            'Order 1: "XXQ" is not a currency we know. Use its three-letter code, such as EUR.',
        ),
        (
            "1,2026-11-02,A,1,5,,5,EUR,yes",
            True,
            "Order 1 is a test order. It is marked as test and never picked, invoiced or counted.",
        ),
        (
            "1,2026-11-02,A,1,5",
            False,
            "Row 2 has 5 cells where the header has 9. The rest of the row is missing: complete it or leave it out.",
        ),
        (
            "1,2026-11-02,A,1,5,,5,EUR,,more",
            False,
            'Row 2 has 10 cells where the header has 9. A cell probably holds the separator "," without quotes around '
            "it. Correct the row.",
        ),
        ("1,2026-11-02,A,,5,,5,EUR,", False, "Row 2: the quantity is missing. Fill it in."),
        ("1,,A,1,5,,5,EUR,", False, "Row 2: the date of the order is missing. Fill it in."),
        (",2026-11-02,A,1,5,,5,EUR,", False, "Row 2: the order number is missing. Fill it in."),
    ],
)
def test_what_cannot_be_true_is_told_and_the_next_order_still_comes(
    read, sentences, row: str, value: bool, sentence: str
) -> None:
    bad, good = read(ORDERS, HEADER + row + "\n" + GOOD)
    assert sentence in sentences([bad])
    assert (bad.value is not None) is value
    assert (good.natural_key, good.ready) == ("999", True)


def test_rows_of_one_order_that_contradict_each_other_are_an_error_with_a_proposal(read) -> None:
    (record,) = read(ORDERS, HEADER + "1,2026-11-20,A,1,5,,,EUR,\n1,2026-11-20,B,1,5,,,USD,\n")
    assert [(problem.sentence, problem.fix) for problem in record.problems] == [
        (
            'Row 3: Currency is "USD" where row 2 of the same order says "EUR". Make them one, or give one '
            "of them another "
            "order number.",
            "EUR",
        )
    ]


def test_html_and_formulas_stay_text_and_our_own_quote_comes_off(read) -> None:
    (record,) = read(ORDERS, HEADER + "1,2026-11-20,<b>=1+1</b>,1,5,,5,EUR,\n1,,'=HYPERLINK(1),1,0,,,,\n")
    assert isinstance(record.value, IncomingOrder)
    assert [line.sku for line in record.value.lines] == ["<b>=1+1</b>", "=HYPERLINK(1)"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            b"PK\x03\x04 [Content_Types].xml xl/workbook.xml",
            "This is an Excel workbook, not a CSV file. Open it in a spreadsheet program and save it "
            'as "CSV UTF-8", then '
            "import that file. Nothing was imported.",
        ),
        (
            b"PK\x03\x04 data",
            "This is a zip archive, not a CSV file. If it is a workbook, open it in a spreadsheet program and save it "
            'as "CSV UTF-8"; else unpack it. Then import that file. Nothing was imported.',
        ),
        (
            b"%PDF-1.7",
            "This is a PDF document, not a CSV file. Export the data as CSV from the program that made it. Nothing was "
            "imported.",
        ),
        (
            b"\x89PNG\r\n",
            "This is a PNG picture, not a CSV file. Choose the data file instead. Nothing was imported.",
        ),
        (
            b"<!DOCTYPE html><html>",
            "This is a web page, not a CSV file. The download was probably a sign-in or error page. Sign "
            "in to the shop "
            "and export again. Nothing was imported.",
        ),
        (
            b"",
            "This is an empty file, not a CSV file. Export it again and look into it before importing. "
            "Nothing was imported.",
        ),
        (
            b"just words\nand more\n",
            "This file is no table: its first row does not hold at least two column titles. Put the "
            "titles in the first "
            "row, separated by commas, semicolons or tabs. Nothing was imported.",
        ),
        (
            b"Colour,Size\nred,M\n",
            'No column was found for "Order number" (for example 1042), "Placed at" (for example 2026-11-24 09:12), '
            '"Quantity" (for example 2). The file has: Colour, Size. Choose the column, then check again.',
        ),
    ],
)
def test_a_wrong_file_gives_one_sentence_and_nothing_else(
    read, sentences, content: bytes, sentence: str
) -> None:
    records = read(ORDERS, content)
    assert sentences(records) == [sentence]
    assert [record.value for record in records] == [None]


def test_windows_text_is_read_and_asked_about(read, sentences) -> None:
    content = (HEADER + "1,2026-11-20,Größe,1,5,,5,EUR,\n").encode("cp1252")
    question, record = read(ORDERS, content)
    assert sentences([question]) == [
        "This file is not UTF-8. It was read as Windows Western (cp1252), which gives "
        '"026-11-20,Größe,1,5,,5,E". If that '
        "looks wrong, save the file as UTF-8 and import it again."
    ]
    assert record.value.lines[0].sku == "Größe"
    assert sentences(read(ORDERS, content, replace(CONTEXT, encoding="cp1252"))) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_unicode_encoding_and_line_end_reads_alike(read, encoding: str, newline: str) -> None:
    text = (HEADER + '1,2026-11-20,"Grö,""ße",1,5,,5,EUR,\n').replace("\n", newline)
    (record,) = read(ORDERS, text.encode(encoding))
    assert (record.value.lines[0].sku, record.problems) == ('Grö,"ße', ())


def test_a_ten_megabyte_cell_costs_its_row_only_and_little_memory(read, sentences) -> None:
    body = (HEADER + '1,2026-11-20,"').encode() + b"x" * 10_000_000 + b'",1,5,,5,EUR,\n' + GOOD.encode()
    tracemalloc.start()
    bad, good = read(ORDERS, body)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sentences([bad]) == [
        'Row 2, column "SKU": the cell holds more than 65,536 characters. Shorten it. The other rows are not affected.'
    ]
    assert (bad.value, good.ready) == (None, True)
    assert peak < 12_000_000


def test_nul_bytes_are_taken_out_and_told(read, sentences) -> None:
    (record,) = read(ORDERS, HEADER + "1,2026-11-20,A\0B,1,5,,5,EUR,\n")
    assert sentences([record]) == [
        "Row 2 held NUL bytes, which no text has. They were taken out; compare the row."
    ]
    assert record.value.lines[0].sku == "AB"


def test_a_quote_that_never_closes_swallows_no_neighbour(read, sentences) -> None:
    bad, good = read(ORDERS, HEADER + '1,2026-11-20,"A,1,5,,5,EUR,\n' + GOOD)
    assert sentences([bad]) == [
        'Row 2, column "SKU": a quote opens before "A,1,5,,5,EUR," and never closes. Close it or take it '
        "away. The rows "
        "after it were read on their own."
    ]
    assert good.ready


def test_a_file_cut_off_in_mid_row_says_so(read, sentences) -> None:
    good, cut = read(ORDERS, HEADER + GOOD + "2,2026-11")
    assert good.ready
    assert sentences([cut]) == [
        "Row 3 has 2 cells where the header has 9. The file ends here, so it was probably cut off: export it again."
    ]


def test_german_files_map_by_title_and_write_amounts_their_way(read) -> None:
    (record,) = read(
        ORDERS, "Bestellnummer;Datum;Artikelnummer;Menge;Preis;Gesamt\n77;03.11.2026;X;3;1.234,50;3.703,50\n"
    )
    assert (record.value.lines[0].unit_price, record.value.totals.total_minor) == (Decimal("1234.50"), 370350)
    assert record.value.placed_at.date().isoformat() == "2026-11-03"
    assert record.problems == ()


def test_day_and_month_are_proven_by_another_row_or_asked(read, sentences) -> None:
    head = "Order,When,SKU,Pieces,Each\n1,03/04/2026,A,1,2.50\n"
    proven = read(ORDERS, head + "2,04/14/2026,B,2,2.50\n")
    assert [record.value.placed_at.date().isoformat() for record in proven] == ["2026-03-04", "2026-04-14"]
    asked = read(ORDERS, head + "2,04/04/2026,B,2,2.50\n")
    assert sentences(asked) == [
        '"03/04/2026" in column "When" was read day first, as 3 April 2026. If the file writes the month first, say so.'
    ]
    told = read(ORDERS, head, replace(CONTEXT, date_order="mdy"))
    assert [record.value.placed_at.date().isoformat() for record in told] == ["2026-03-04"]


def test_what_left_already_is_not_shipped_again(read, sentences) -> None:
    head = "Order,Date,SKU,Quantity,Price,Quantity shipped,Tracking,Order status\n"
    part, whole, wrong = read(
        ORDERS, head + "1,2026-11-20,A,3,5,1,T1,\n2,2026-11-20,A,3,5,,,Shipped\n3,2026-11-20,A,1,5,2,,\n"
    )
    assert [(f.lines[0].quantity, f.tracking_numbers) for f in part.value.fulfilments] == [(1, ("T1",))]
    assert [f.lines[0].quantity for f in whole.value.fulfilments] == [3]
    assert sentences([wrong]) == ["Row 4: 2 were shipped of 1 ordered. Correct one of them."]


def test_shopifys_own_order_csv_maps_without_help(read) -> None:
    text = (
        "Name,Email,Financial Status,Currency,Shipping,Taxes,Total,Created at,Lineitem quantity,Lineitem name,"
        "Lineitem price,Lineitem sku,Shipping Name,Shipping Street,Shipping City,Shipping Zip,Shipping Country\n"
        "#1001,a@b.com,paid,EUR,5.00,0.00,25.00,2026-11-20 10:00:00 +0100,2,Mug,10.00,M1,Ada,Mill 1,Bonn,'53111,DE\n"
        "#1001,a@b.com,,,,,,,1,Cup,0.00,M2,,,,,\n"
    )
    (record,) = read(ORDERS, text)
    order = record.value
    assert (record.problems, order.payment, [line.sku for line in order.lines]) == (
        (),
        PaymentCondition.CAPTURED,
        ["M1", "M2"],
    )
    assert (order.ship_to.postcode, order.ship_to.country_code, order.customer.email) == (
        "53111",
        "DE",
        "a@b.com",
    )


def test_five_thousand_orders_stream_in_little_memory() -> None:
    import io

    rows = "".join(f"{n},2026-11-20,A,1,5,,5,EUR,\n" for n in range(5_000))
    stream = io.BytesIO((HEADER + rows).encode())
    tracemalloc.start()
    count = sum(1 for record in ORDERS.read(stream, None, CONTEXT) if record.ready)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 5_000
    assert peak < 5_000_000
