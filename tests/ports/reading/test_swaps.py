"""Two columns that changed places are noticed by what stands in them; a file that is right raises no alarm."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsroom.ports import registry
from opsroom.ports.file_format import ReadContext
from opsroom.ports.reading.swaps import Known, find_swaps
from opsroom.ports.reading.tables import open_table
from opsroom.project import wiring

NOBODY = Known()
ROOT = Path(__file__).resolve().parents[3]
GTINS = ["4006381333931", "4006381333948", "4006381333955", "4006381333962"]


def swapped(cells: dict[str, list[str]], first: str, second: str) -> dict[str, list[str]]:
    return cells | {first: cells[second], second: cells[first]}


@pytest.mark.parametrize(
    ("cells", "known"),
    [
        ({"quantity": ["1", "2", "3"], "unit_price": ["12.50", "4.99", "10.00"]}, NOBODY),
        ({"sku": ["MUG-1", "MUG-2", "CUP-3"], "title": ["Stone mug, blue", "Stone mug, red", "Big cup"]}, NOBODY),
        ({"sku": ["A-1", "A-2", "A-3"], "barcode": GTINS[:3]}, NOBODY),
        ({"quantity": ["3", "2", "5", "1"], "shipped_quantity": ["1", "0", "5", "0"]}, NOBODY),
        ({"placed_at": ["2026-11-01", "2026-11-03", "2026-11-04"],
          "ship_by": ["2026-11-05", "2026-11-06", "2026-11-09"]}, NOBODY),
        ({"ship_postcode": ["10115", "BS1 4DJ", "75001"], "ship_city": ["Berlin", "Bristol", "Paris"]}, NOBODY),
        ({"cost": ["4"] * 6, "price": ["9", "8", "7", "6", "5", "12"]}, NOBODY),
        ({"sku": ["a", "b", "c"], "title": ["Mug", "Cup", "Bowl"]}, Known(frozenset({"a", "b", "c"}))),
        ({"sku": ["a", "b", "c"], "quantity": ["2", "30", "7"], "unit_cost": ["900", "1200", "450"]},
         Known(frozenset({"a", "b", "c"}), costs={"a": Decimal(900), "b": Decimal(1200), "c": Decimal(450)})),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)  # fmt: skip
def test_each_pair_is_noticed_when_swapped_and_never_when_right(
    cells: dict[str, list[str]], known: Known
) -> None:
    assert find_swaps(cells, known) == []
    first, second = [name for name in cells if name != "sku" or len(cells) == 2]
    (found,) = find_swaps(swapped(cells, first, second), known)
    assert {found.first, found.second} == {first, second}


def test_every_pair_that_was_swapped_is_named_and_no_column_twice() -> None:
    cells = {
        "quantity": ["1", "2", "3"], "unit_price": ["12.50", "4.99", "10.00"], "unit_cost": ["2.50", "1.99", "3.10"],
        "ship_postcode": ["10115", "BS1 4DJ", "75001"], "ship_city": ["Berlin", "Bristol", "Paris"],
        "placed_at": ["2026-11-01", "2026-11-03", "2026-11-04"], "ship_by": ["2026-11-05", "2026-11-06", "2026-11-09"],
    }  # fmt: skip
    assert find_swaps(cells, NOBODY) == []
    mixed = swapped(swapped(cells, "quantity", "unit_price"), "ship_postcode", "ship_city")
    assert [(one.first, one.second) for one in find_swaps(mixed, NOBODY)] == [
        ("quantity", "unit_price"), ("ship_postcode", "ship_city"),
    ]  # fmt: skip


PIECES = st.lists(st.integers(0, 5_000).map(str), min_size=1, max_size=30)
MONEY = st.decimals(0, 9_999, places=2).map(lambda amount: f"{amount:.2f}")


@given(PIECES, st.data())
def test_pieces_and_prices_that_are_right_are_never_asked_about(
    pieces: list[str], data: st.DataObject
) -> None:
    size = len(pieces)
    money = data.draw(st.lists(MONEY, min_size=size, max_size=size))
    dates = data.draw(st.lists(st.dates(date(2026, 1, 1), date(2026, 6, 1)), min_size=size, max_size=size))
    cells = {
        "quantity": pieces, "unit_price": money, "placed_at": [day.isoformat() for day in dates],
        "ship_by": [day.replace(month=day.month + 1, day=28).isoformat() for day in dates],
        "sku": [f"SKU-{number}" for number in range(size)], "title": [f"Thing {number}" for number in range(size)],
        "shipped_quantity": ["0"] * size,
    }  # fmt: skip
    assert find_swaps(cells, NOBODY) == []


def test_fewer_than_three_rows_prove_nothing() -> None:
    assert find_swaps({"quantity": ["12.50", "4.99"], "unit_price": ["1", "2"]}, NOBODY) == []


def test_no_file_that_stands_here_raises_an_alarm() -> None:
    wiring.connect()
    context = ReadContext(now=datetime.now(UTC), currency="EUR")
    looked_at = 0
    for path in sorted([*(ROOT / "tests").rglob("*.csv"), *(ROOT / "src").rglob("*.csv")]):
        data = path.read_bytes()
        for kind in registry.all_formats():
            if not kind.columns() or kind.recognise(path.name, data[:65_536]).confidence <= 0.05:
                continue
            mapping = kind.inspect(io.BytesIO(data), context).mapping
            cells: dict[str, list[str]] = {name: [] for name in mapping.columns}
            for row in open_table(io.BytesIO(data)):
                for name, title in mapping.columns.items():
                    cells[name].append(row.cells.get(title, ""))
            looked_at += 1
            found = find_swaps(cells, NOBODY, comma=mapping.comma_decimal, date_order=mapping.date_order)
            assert found == [], (path, kind.code, found)
    assert looked_at >= 1
