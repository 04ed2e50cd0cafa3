"""No bytes make a reader raise: every file gives records or a sentence; what we write is read back unchanged."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from decimal import Decimal
from importlib.metadata import entry_points

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from opsroom.interfaces.cli.import_files import KINDS
from opsroom.ports import registry
from opsroom.ports.file_format import FileFormat, LineFormat, ReadContext
from opsroom.ports.incoming_line import IncomingLine, LineBatch
from opsroom.ports.reading.cells import parse_decimal, safe_json
from opsroom.ports.reading.dates import parse_moment
from opsroom.ports.reading.guard import guard, unguard
from opsroom.ports.reading.json_records import read_records
from opsroom.ports.reading.rows import RowReader

CONTEXT = ReadContext(now=datetime(2026, 11, 24, tzinfo=UTC), currency="EUR")
FORMATS = [entry.load() for entry in entry_points(group=registry.ENTRY_POINT_GROUP)]
BY_CODE: dict[str, FileFormat] = {one.code: one for manifest in FORMATS for one in manifest.formats}
HEADERS = {
    "orders": "Order,Date,SKU,Quantity,Price,Total,Currency,Quantity shipped,Cancelled,Item type\n",
    "stock": "SKU,Qty,Bin,Cost\n",
    "shopify-products": "Handle,Title,Option1 Value,Variant SKU,Variant Price,Variant Inventory Qty,Variant Barcode\n",
    "woocommerce-products": "ID,Type,SKU,Name,Regular price,Stock,Parent,Weight (kg)\n",
}
CELLS = st.one_of(
    st.sampled_from(
        [
            "1",
            "-1",
            "1e9",
            "NaN",
            "variable",
            "variation",
            "EUR",
            "2026-11-01",
            "99999-99-99",
            "12/31/9999",
            "'=1",
        ]
    ),
    st.text(max_size=12),
)


def holds_nul(value: object) -> bool:
    """Whether any text in it holds the character that no database takes; its six written letters are only text."""
    if isinstance(value, dict):
        return any(holds_nul(one) for pair in value.items() for one in pair)
    if isinstance(value, list | tuple):
        return any(holds_nul(one) for one in value)
    return isinstance(value, str) and "\0" in value


def test_the_formats_are_found_by_their_entry_points() -> None:
    assert sorted(BY_CODE) == [
        "amazon-orders",
        "customers",
        "open-invoices",
        "opening-balances",
        "order-lines",
        "orders",
        "purchase-orders",
        "shopify-orders",
        "shopify-orders-csv",
        "shopify-products",
        "stock",
        "suppliers",
        "woocommerce-orders",
        "woocommerce-orders-csv",
        "woocommerce-products",
    ]


@pytest.mark.parametrize("code", sorted(BY_CODE))
@given(body=st.binary(max_size=400))
@example(body=b'"')
@example(body=b"\xff\xfe\x00")
@example(body=b'{"orders":[{"id":1,"line_items":[1],"total_price":{}}]}')
def test_U7_no_bytes_make_a_reader_raise(code: str, body: bytes) -> None:
    records = list(BY_CODE[code].read(io.BytesIO(body), None, CONTEXT))
    assert BY_CODE[code].recognise("x", body).confidence <= 1
    for record in records:
        assert record.value is not None or record.problems
        json.dumps(record.raw)


@pytest.mark.parametrize("code", sorted(HEADERS))
@given(rows=st.lists(st.lists(CELLS, min_size=1, max_size=11), max_size=6))
def test_U7_no_cells_make_a_table_reader_raise(code: str, rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    body = (HEADERS[code] + out.getvalue()).encode("utf-8", "replace")
    for record in BY_CODE[code].read(io.BytesIO(body), None, CONTEXT):
        assert record.value is not None or record.problems
        assert not holds_nul(record.raw)
        again = BY_CODE[code].check(
            json.loads(json.dumps(record.raw)), record.row_numbers, record.number, None, CONTEXT
        )
        assert again.natural_key is not None


JSON_VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.just("10.00")),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=8,
)
MEMBER_NAMES = (
    "id name status total total_price financial_status billing quantity price subtotal currency refunds "
)
MEMBER_NAMES += (
    "fulfillments transactions tax_lines shipping_lines customer meta_data created_at date_created "
)
MEMBER_NAMES += "properties discount_codes"
MEMBERS = st.sampled_from(MEMBER_NAMES.split())


@pytest.mark.parametrize("code", ["shopify-orders", "woocommerce-orders"])
@given(
    order=st.dictionaries(MEMBERS, JSON_VALUES, max_size=10),
    line=st.dictionaries(MEMBERS, JSON_VALUES, max_size=6),
)
def test_U7_no_json_makes_an_order_reader_raise(
    code: str, order: dict[str, object], line: dict[str, object]
) -> None:
    whole = {
        "id": 5,
        "status": "processing",
        "billing": {},
        "total_price": "1",
        **order,
        "line_items": [line],
    }
    body = json.dumps({"orders": [whole]}).encode()
    for record in BY_CODE[code].read(io.BytesIO(body), None, CONTEXT):
        assert record.value is not None or record.problems
        assert not holds_nul(record.raw)


@given(st.text())
def test_X1_the_quote_put_on_comes_off_again(text: str) -> None:
    assert unguard(guard(text)) == text
    assert not guard(text).startswith(("=", "+", "-", "@", "\t", "\r", "\0"))


@given(
    st.lists(
        st.lists(
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=2, max_size=5
        ),
        min_size=1,
        max_size=8,
    )
)
def test_rows_written_by_the_csv_module_are_read_back(rows: list[list[str]]) -> None:
    width = len(rows[0])
    table = [(row + ["x"] * width)[:width] for row in rows]
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(table)
    reader = RowReader(io.BytesIO(out.getvalue().encode()), "utf-8", ",")
    assert [row.cells for row in reader] == table


PLAIN_CELLS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters='\0\ufffd",\n\r'), max_size=6
)


@given(st.lists(st.lists(PLAIN_CELLS, min_size=2, max_size=4), max_size=6), st.sampled_from(["\n", "\r\n"]))
def test_a_row_without_quotes_is_cut_as_one_with_quotes(rows: list[list[str]], end: str) -> None:
    plain = "".join(",".join(cells) + end for cells in rows)
    quoted = "".join(",".join(f'"{cell}"' for cell in cells) + end for cells in rows)
    one, other = (list(RowReader(io.BytesIO(text.encode()), "utf-8", ",")) for text in (plain, quoted))
    assert one == other
    assert [row.cells for row in one] == rows


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["A1", " A1", "C2", "", "x" * 81, "\x07B"]),
            st.sampled_from(["85123A", "'=1", "", "POST "]),
            st.sampled_from(["6", "-6", " 6", "1.0", "1.5", "", "9999999999"]),
            st.sampled_from(["2010-12-01 08:26", "1/12/2010", "32/13/2010", ""]),
            st.sampled_from(["2.55", "-1", "0", "1,234.50", "3.1234567", "1e3", ""]),
            st.sampled_from(["13085.0", "17850", "", " a "]),
            st.sampled_from(["France", "", "x" * 81]),
        ),
        max_size=6,
    )
)
def test_a_line_of_history_reads_alike_quickly_and_with_words(rows: list[tuple[str, ...]]) -> None:
    head = ("InvoiceNo", "StockCode", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country")
    out = io.StringIO(newline="")
    csv.writer(out).writerows([head, *rows])
    body = io.BytesIO(out.getvalue().encode())
    lines = BY_CODE["order-lines"]
    assert isinstance(lines, LineFormat)
    slow = {one.number: one.value for one in lines.read(body, None, CONTEXT)}
    quick: dict[int, object] = {}
    for found in lines.read_lines(body, None, CONTEXT):
        if isinstance(found, LineBatch):
            quick |= {row[0]: IncomingLine(*row[2:6], Decimal(row[6]), datetime.fromisoformat(row[7]), *row[8:])
                      for row in found.rows}  # fmt: skip
        else:
            quick[found.number] = found.value
    assert quick == slow


@given(
    st.lists(
        st.dictionaries(st.text(max_size=5), st.one_of(st.integers(-(10**20), 10**20), st.text(max_size=9))),
        min_size=1,
    )
)
def test_json_records_are_read_back_exactly(values: list[dict[str, object]]) -> None:
    for body in (json.dumps({"orders": values}), json.dumps(values, indent=1)):
        found = list(read_records(io.BytesIO(body.encode()), ["orders"], ["order"]))
        assert [record.value for record in found] == values


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9))
def test_a_number_reads_alike_with_point_and_with_comma(number: Decimal) -> None:
    assert parse_decimal(f"{number:,.2f}") == number
    swapped = f"{number:,.2f}".replace(",", "_").replace(".", ",").replace("_", ".")
    assert parse_decimal(swapped, comma_decimal=True) == number


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_none_or_a_sentence(text: str) -> None:
    parse_moment(text, UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-24",
        "24.11.2026",
        "24/11/2026",
        "11/24/2026",
        "Nov 24, 2026",
        "24 November 2026",
        "Tue, 24 Nov 2026",
        "20261124",
        "2026/11/24",
        "24.11.26",
    ],
)
def test_one_day_in_the_forms_shops_write(text: str) -> None:
    found = parse_moment(text, UTC)
    assert found is not None
    assert found.at == datetime(2026, 11, 24, tzinfo=UTC)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            '{"orders":[{"id":1},{"id":2',
            "The file ends in the middle of a record (line 1, column 21). It was probably cut off: export it again. "
            "The record before it is whole and was read.",
        ),
        (
            '[{"a":NaN}]',
            "Record 1, line 1: NaN is not a number. It was left out. Correct it and import again.",
        ),
        (
            '[{"a":1,"a":2}]',
            'Record 1, line 1: the name "a" stands twice with two values. It was left out. Correct it '
            "and import again.",
        ),
        (
            '[{"id":1}\n {"id":2}]',
            'The file is not valid JSON at line 2, column 2: found "{" where a comma or ] was expected. '
            "Nothing after it "
            "was read. The record before it is whole and was read.",
        ),
        (
            "[" * 3 + '{"a":' + "[" * 100 + "]" * 100 + "}]]]",
            "Record 1, line 1: it is nested too deeply. It was left out. Correct it and import again.",
        ),
        (
            "a,b\n1,2\n",
            "This is plain text, not a JSON file. A JSON file begins with { or [. Export the orders as JSON. "
            "Nothing was imported.",
        ),
    ],
)
def test_broken_json_says_where(text: str, sentence: str) -> None:
    found = [p.sentence for r in read_records(io.BytesIO(text.encode()), ["orders"], []) for p in r.problems]
    assert found == [sentence]


def test_a_stored_raw_record_holds_nothing_that_a_database_refuses() -> None:
    raw = {"a\0": [Decimal("1.10"), "x\x00y\ud800"], "b": None}
    assert safe_json(raw) == {"a": ["1.10", "xy"], "b": None}


def test_the_help_of_import_names_every_kind_of_file() -> None:
    named = KINDS.removesuffix(".").rpartition("One of: ")[2].split(", ")
    assert sorted(named) == sorted(BY_CODE)
