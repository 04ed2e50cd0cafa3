"""What every file format promises, over all that are installed; a third party's connector is held to the same."""

from __future__ import annotations

import io
from importlib.metadata import entry_points

import pytest
from tests.connectors.shared_data import CONTEXT, shared

from opsroom.ports import registry
from opsroom.ports.file_format import FileFormat, RecordKind

FORMATS: list[FileFormat] = [
    one for entry in entry_points(group=registry.ENTRY_POINT_GROUP) for one in entry.load().formats
]
REAL = [
    ("shopify/product-csvs/apparel.csv", "shopify-products"),
    ("shopify/product-csvs-and-images/csv-files/jewelry.csv", "shopify-products"),
    ("woocommerce/sample-data/sample-data/sample_products.csv", "woocommerce-products"),
    ("shopify/python-api-fixtures/test/fixtures/order.json", "shopify-orders"),
    ("recordings/woo_orders.json", "woocommerce-orders"),
]


@pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.code)
def test_a_format_is_a_format_and_refuses_a_workbook(one: FileFormat) -> None:
    assert isinstance(one, FileFormat)
    assert one.kind is not RecordKind.FILE
    assert len({column.field for column in one.columns()}) == len(one.columns())
    workbook = b"PK\x03\x04 xl/workbook.xml"
    assert one.recognise("a.csv", workbook).confidence == 0
    (record,) = one.read(io.BytesIO(workbook), None, CONTEXT)
    assert (record.kind, record.value, record.problems[0].code) == (RecordKind.FILE, None, "file.wrong_kind")
    assert one.inspect(io.BytesIO(workbook), CONTEXT).problems == record.problems


@pytest.mark.parametrize(("name", "code"), REAL)
def test_the_right_format_recognises_a_real_file_best(name: str, code: str) -> None:
    path = shared(*name.split("/"))
    head = path.read_bytes()[: 64 * 1024]
    ranked = sorted(FORMATS, key=lambda one: one.recognise(path.name, head).confidence, reverse=True)
    assert ranked[0].code == code
    assert ranked[0].recognise(path.name, head).confidence > ranked[1].recognise(path.name, head).confidence


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (b"Order number,Date,SKU,Quantity,Price,Total\n1,2026-11-20,A,1,5,5\n", "orders"),
        (b"SKU,On hand,Location,Bin\nA,5,Main,B1\n", "stock"),
    ],
)
def test_plain_files_are_told_apart(header: bytes, code: str) -> None:
    assert max(FORMATS, key=lambda one: one.recognise("x.csv", header).confidence).code == code


@pytest.mark.parametrize(("name", "code"), REAL)
def test_a_saved_mapping_and_a_second_reading_give_the_same(name: str, code: str) -> None:
    one = next(one for one in FORMATS if one.code == code)
    with shared(*name.split("/")).open("rb") as stream:
        facts = one.inspect(stream, CONTEXT)
        first = list(one.read(stream, facts.mapping, CONTEXT))
        second = list(one.read(stream, None, CONTEXT))
        assert first == second
        for record in first:
            if record.kind is not RecordKind.FILE and record.value is not None:
                again = one.check(record.raw, record.row_numbers, record.number, facts.mapping, CONTEXT)
                assert again.value == record.value
