"""A proposed SKU is stable, never empty, never too long and never one that is taken."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from opsroom.ports.reading.proposed_sku import PROPOSED_SKU_CHARS_MAX, propose_sku


def test_accents_go_and_letters_of_other_scripts_stay() -> None:
    assert propose_sku("linen-shirt", ["M", "Königsblau / hell"]) == "LINEN-SHIRT-M-KONIGSBLAU-HELL"
    assert propose_sku("日本", ["青"]) == "日本-青"


def test_options_that_look_alike_get_a_number() -> None:
    assert propose_sku("cup", ["M/L"], {"CUP-M-L"}) == "CUP-M-L-2"


@given(st.text(max_size=200), st.lists(st.text(max_size=50), max_size=3))
def test_any_name_gives_one_usable_code(base: str, options: list[str]) -> None:
    code = propose_sku(base, options)
    assert code == propose_sku(base, options)
    assert 0 < len(code) <= PROPOSED_SKU_CHARS_MAX + 8
    assert not any(character.isspace() for character in code)
