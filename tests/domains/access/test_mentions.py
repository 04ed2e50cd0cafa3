"""Whom a text calls: exactly those behind an @, the longest name first, nobody by an e-mail address."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsroom.domains.access.rules import labels, mentioned, names_one, shared, without

PEOPLE = {1: "Ana", 2: "Ana Maria", 3: "Zoë Ünal", 4: "Ben"}
FILLER = st.sampled_from(
    ["please look", "kim@ana.de", "@nobody", "5 @ 3.20", "Ana", "ana@Ben.example", "x@Ana", "@", "…"]
)
CALL = st.sampled_from(sorted(PEOPLE)).flatmap(
    lambda pk: st.tuples(
        st.just(pk),
        st.sampled_from([f"@{PEOPLE[pk]}", f"@{PEOPLE[pk].upper()},", f"(@{PEOPLE[pk].lower()})"]),
    )
)


@given(st.lists(st.one_of(FILLER.map(lambda words: (0, words)), CALL), max_size=8))
def test_exactly_who_stands_behind_an_at_is_called_once_in_order(parts: list[tuple[int, str]]) -> None:
    text = " | ".join(words for _, words in parts)
    assert mentioned(text, PEOPLE) == list(dict.fromkeys(pk for pk, _ in parts if pk))


def test_a_name_that_goes_on_is_another_name_and_two_of_one_name_are_told_apart() -> None:
    assert mentioned("@Anabel and @Bench", PEOPLE) == []
    assert labels({7: "Kim", 8: "kim", 9: "Lee"}) == {7: "Kim 7", 8: "kim 8", 9: "Lee"}
    assert mentioned("@Kim 8 or @Kim", labels({7: "Kim", 8: "kim"})) == [8]
    assert mentioned("@Kim", {}) == []


def test_a_name_of_several_is_found_where_it_calls_without_saying_whom() -> None:
    people = {7: "Kim", 8: "kim", 9: "Kim Lee", 10: "Ana", 11: ""}
    assert shared("@Kim, @KIM and (@kim)", people) == ["kim"]
    for clear in ("@Kim 7", "@Kim Lee", "@Kimberley", "x@Kim", "Kim", "@Ana", "", "@"):
        assert shared(clear, people) == [], clear
    assert shared("@Kim", {7: "Kim", 9: "Lee"}) == []


@given(st.text(max_size=60), st.lists(st.text(min_size=3, max_size=12), max_size=4))
def test_Z4_no_whole_word_of_a_hidden_name_is_left(text: str, names: list[str]) -> None:
    shown = without(f"{text} | {' | '.join(names)}", names)
    for name in names:
        assert (
            f" {name} " not in f" {shown} ".replace("|", "") or len(name.strip()) < 3 or name.strip() != name
        )


def test_Z4_a_buyers_name_is_hidden_and_other_words_stay() -> None:
    said = "Mara Klein (klein) wrote from mara@example.com, kleinteilig, call Jo"
    assert (
        without(said, {"Mara Klein", "mara@example.com", "Jo"})
        == "••• (•••) wrote from •••, kleinteilig, call Jo"
    )


STORED = "+49 (0)40 123 45-67"
TYPED = (
    "+49401234567",
    "0049 40 1234567",
    "040/123 4567",
    "(040) 1234567",
    "1234567",
    "+49 (0) 40 / 12 34 567",
)
OTHERS = ("2234567", "12345678", "040 123 456", "AB1234567", "2026-11-29 1234")


@pytest.mark.parametrize("stored", [STORED, "040 1234567", "00494012345 67"])
def test_a_telephone_is_known_by_its_digits_however_it_is_written(stored: str) -> None:
    assert [typed for typed in TYPED if not names_one(f"ring {typed}, please", {stored})] == []
    assert [typed for typed in OTHERS if names_one(f"ring {typed}, please", {stored})] == []
    shown = {without(f"ring {typed}, please", {stored}) for typed in TYPED}
    assert {said.replace("(", "") for said in shown} == {"ring •••, please"}
    assert {without(f"ring {typed}", {stored}) for typed in OTHERS} >= {"ring 12345678", "ring AB1234567"}


@given(st.lists(st.sampled_from("0123456789"), min_size=7, max_size=14), st.data())
def test_no_spacing_of_a_telephone_hides_it(digits: list[str], data: st.DataObject) -> None:
    gaps = data.draw(
        st.lists(st.sampled_from(["", " ", "-", "/", ". "]), min_size=len(digits), max_size=len(digits))
    )
    typed = "".join(digit + gap for digit, gap in zip(digits, gaps, strict=True))
    if "".join(digits).lstrip("0")[6:]:
        assert names_one(f"call {typed} now", {"".join(digits)})


def test_P4_a_name_is_found_as_whole_words_and_not_inside_others() -> None:
    assert not names_one("Steinzeug and Klein-Steinbeck", {"Stein"})
    assert names_one("ask STEIN.", {"Stein"})
    assert names_one("Mara \n KLEIN rang", {"Mara Klein"})
    assert not names_one("tamara@example.com, mara@example.com.au, x.mara@example.com", {"mara@example.com"})
    assert names_one("(-Mara@example.com.", {"mara@example.com"})
    assert not names_one("anything", {"", " "})
