"""Proves that people's text cannot become a formula or a printer command, and that it comes back unchanged (X1, X2)."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsroom.kernel.values.escaping import csv_line, plain_cell, safe_cell, zpl_field

STARTS = ["=", "+", "-", "@", "\t", "\r", "\0"]


@pytest.mark.parametrize("start", STARTS)
def test_X1_a_cell_that_starts_like_a_formula_gets_a_quote(start: str) -> None:
    assert safe_cell(start + "cmd") == "'" + start + "cmd"
    assert plain_cell(safe_cell(start + "cmd")) == start + "cmd"


@pytest.mark.parametrize("text", ["", "Mug", "1+1", "it's", "'quoted'", "a=b"])
def test_X1_plain_text_stays_as_it_is(text: str) -> None:
    assert safe_cell(text) == text
    assert plain_cell(text) == text


def test_X1_a_quote_that_was_there_before_survives() -> None:
    assert safe_cell("'=1") == "''=1"
    assert plain_cell("''=1") == "'=1"
    assert plain_cell("'=1") == "=1"


@given(st.text("'=+-@\t\r\0ab", max_size=8) | st.text(max_size=20))
def test_X1_export_then_import_changes_nothing(text: str) -> None:
    cell = safe_cell(text)
    assert plain_cell(cell) == text
    assert not cell.startswith(tuple(STARTS))


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=15), min_size=2
    )
)
def test_X1_a_csv_line_is_read_back_by_any_reader(cells: list[str]) -> None:
    read = next(csv.reader(io.StringIO(csv_line(cells), newline="")))
    assert [plain_cell(one) for one in read] == cells


def test_X1_numbers_stay_numbers() -> None:
    line = csv_line(["=A1", -5, Decimal("1E+2"), None, True, False, 'say "hi"', " x"])
    assert line == '\'=A1,-5,100,,true,false,"say ""hi"""," x"\r\n'


def test_X2_a_hostile_name_cannot_end_its_field() -> None:
    assert zpl_field("^XZ~JR") == "^FH_^FD_5EXZ_7EJR^FS"
    assert zpl_field("a_b") == "^FH_^FDa_5Fb^FS"
    assert zpl_field("Zoë\nLine 2") == "^FH_^FDZo_C3_AB Line 2^FS"


@given(st.text(max_size=30))
def test_X2_no_raw_command_byte_is_left_in_the_field(text: str) -> None:
    body = zpl_field(text).removeprefix("^FH_^FD").removesuffix("^FS")
    assert not re.search(r"[\^~\\\x00-\x1f\x7f-\U0010ffff]", body)
    read = re.sub(r"_([0-9A-F]{2})", lambda hit: chr(int(hit[1], 16)), body).encode("latin-1")
    assert read == " ".join(text.split()).encode("utf-8", "replace")
