"""Code 128 symbols: eleven modules a value, one shape each, and one symbol that another generator drew the same."""

from __future__ import annotations

import pytest

from opsroom.kernel.values.barcodes import code_128_values
from opsroom.kernel.values.code128 import _WIDTHS, code_128_modules


def test_every_value_has_a_shape_of_its_own_eleven_modules_wide() -> None:
    assert len(_WIDTHS) == len(set(_WIDTHS)) == 106
    assert {sum(map(int, shape)) for shape in _WIDTHS} == {11}


def test_a_fulfilment_number_is_drawn_as_an_independent_generator_draws_it() -> None:
    assert "".join(map(str, code_128_modules("F-10031"))) == (
        "2112141323111221321232211231221231222211321232211211422331112"
    )


def test_a_symbol_is_as_wide_as_its_values_and_its_stop() -> None:
    for text in ("P-20011", "W-201", "a b~"):
        assert sum(code_128_modules(text)) == 11 * len(code_128_values(text)) + 13


def test_letters_beyond_ascii_are_refused() -> None:
    with pytest.raises(ValueError, match="printable ASCII"):
        code_128_modules("Größe")
