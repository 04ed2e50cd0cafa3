"""Whom a text calls: exactly those behind an @, the longest name first, nobody by an e-mail address."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from opsroom.domains.access.rules import labels, mentioned, without

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
