"""Proves that stored text is free of controls and of marks that make a name read as another."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from opsroom.kernel.values.printable import many_lines, one_line


def test_a_name_is_one_line_without_controls() -> None:
    assert one_line("  Ann\tLee\r\n\0 Ltd \x07") == "Ann Lee Ltd"
    assert one_line("safe\u202egpj.exe") == "safegpj.exe"
    assert one_line("\ufeffSKU\u200b-1") == "SKU-1"
    assert one_line("Zoe\u0308") == "Zo\u00eb"
    assert one_line("\ud800x") == "x"
    assert one_line("👩\u200d🚀 gift") == "👩\u200d🚀 gift"


def test_a_note_keeps_its_lines() -> None:
    assert many_lines("a\r\nb\rc\n\td\0\u2028e") == "a\nb\nc\n\td e"


@given(st.text(max_size=40))
def test_cleaned_text_can_be_stored_and_cleaning_again_changes_nothing(text: str) -> None:
    for clean in (one_line, many_lines):
        found = clean(text)
        found.encode("utf-8")
        assert clean(found) == found
        assert all(unicodedata.category(one) != "Cc" or one in "\n\t" for one in found)
