"""Proves ids: outside keys keep case and refuse controls; short codes find mistyped, swapped and foreign characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsroom.kernel.values.ids import (
    PAPERS,
    BadExternalId,
    BadShortCode,
    ExternalKey,
    external_key,
    parse_short_code,
    short_code,
)

NUMBERS = st.integers(0, 2**63 - 1)
LETTERS = st.sampled_from(sorted(PAPERS))


def test_an_outside_key_is_trimmed_and_keeps_its_case() -> None:
    assert external_key(3, "order", " gid-Ab ") == ExternalKey(3, "order", "gid-Ab")
    assert external_key(3, "order", "ab") != external_key(3, "order", "AB")
    assert str(external_key(3, "order", 450789469)) == "3:order:450789469"


@pytest.mark.parametrize("found", ["", "   ", "a\nb", "a\0b", "x" * 201])
def test_an_outside_id_that_is_none_is_refused(found: str) -> None:
    with pytest.raises(BadExternalId, match=r"cannot be the id of a order\. It must hold 1 to 200"):
        external_key(3, "order", found)


def test_a_slip_number_is_short_and_forgiving() -> None:
    code = short_code("P", 1)
    assert code == "P-0001-N"
    assert parse_short_code("P", " p 0oo1 n ") == 1
    assert short_code("W", 31**4).count("-") == 2


@pytest.mark.parametrize("text", ["", "P", "P-N", "W-0001-N", "P-0001-M", "P-00U1-N", "P-" + "1" * 14 + "-N"])
def test_a_wrong_code_says_what_to_do(text: str) -> None:
    with pytest.raises(BadShortCode, match=r"is not a parcel number\. Scan it again or type it as printed"):
        parse_short_code("P", text)


@pytest.mark.parametrize(("letter", "number"), [("P", -1), ("Q", 1)])
def test_there_is_no_code_for_what_is_not_printed(letter: str, number: int) -> None:
    with pytest.raises(ValueError, match="no short code"):
        short_code(letter, number)


@given(LETTERS, NUMBERS)
def test_every_code_reads_back(letter: str, number: int) -> None:
    assert parse_short_code(letter, short_code(letter, number)) == number


@given(LETTERS, NUMBERS, st.data())
def test_one_wrong_character_or_two_swapped_are_found(letter: str, number: int, data: st.DataObject) -> None:
    code = short_code(letter, number).replace("-", "")
    place = data.draw(st.integers(1, len(code) - 1))
    other = data.draw(
        st.sampled_from([one for one in "0123456789ABCDEFGHJKMNPQRSTWXYZ" if one != code[place]])
    )
    with pytest.raises(BadShortCode):
        parse_short_code(letter, code[:place] + other + code[place + 1 :])
    if place < len(code) - 2 and code[place] != code[place + 1]:
        swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        with pytest.raises(BadShortCode):
            parse_short_code(letter, swapped)


@given(NUMBERS)
def test_a_parcel_is_never_read_as_a_wave(number: int) -> None:
    code = short_code("P", number)
    with pytest.raises(BadShortCode):
        parse_short_code("W", "W" + code[1:])
