"""Proves check digits against published codes, and that every single wrong digit is found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsroom.kernel.values.barcodes import (
    BadGtin,
    check_digit,
    code_128_check,
    code_128_values,
    fits_code_128,
    gtin,
    is_gtin,
    is_sscc,
)


@pytest.mark.parametrize(
    "code", ["036000291452", "4006381333931", "96385074", "10614141543219", "0036000291452"]
)
def test_published_codes_check(code: str) -> None:
    assert is_gtin(code)
    assert gtin(code) == code.rjust(14, "0")


def test_a_upc_and_its_ean_are_one_key() -> None:
    assert gtin(" 036000-291452 ") == gtin("0036000291452") == "00036000291452"


def test_a_mistyped_code_is_told_its_last_digit() -> None:
    with pytest.raises(BadGtin, match=r"the last one must be 1; scan it again\."):
        gtin("4006381333932")


@pytest.mark.parametrize("text", ["", "123", "400638133393X", "\u0664006381333931", "40063813339311234"])
def test_what_is_no_gtin_says_how_long_one_is(text: str) -> None:
    assert not is_gtin(text)
    with pytest.raises(BadGtin, match=r"It has 8, 12, 13 or 14 digits\."):
        gtin(text)


def test_a_parcel_number_checks() -> None:
    assert is_sscc("106141412345678908")
    assert not is_sscc("106141412345678909")
    assert not is_sscc("96385074")


@given(st.text("0123456789", min_size=12, max_size=12), st.integers(0, 12), st.integers(1, 9))
def test_every_single_wrong_digit_is_found(body: str, place: int, by: int) -> None:
    code = body + check_digit(body)
    wrong = str((int(code[place]) + by) % 10)
    assert is_gtin(code)
    assert not is_gtin(code[:place] + wrong + code[place + 1 :])


def test_code_128_carries_printable_ascii() -> None:
    assert (fits_code_128("P-0001-N"), fits_code_128(""), fits_code_128("ü"), fits_code_128("a\n")) == (
        True,
        False,
        False,
        False,
    )
    # The worked example of the symbology's article: "PJJ123C" in set A has check value 54; set B's letters are alike.
    assert code_128_check([103, 48, 42, 42, 17, 18, 19, 35]) == 54
    assert code_128_values("PJJ123C") == [104, 48, 42, 42, 17, 18, 19, 35, 55]
    with pytest.raises(ValueError, match="printable ASCII"):
        code_128_values("ü")
