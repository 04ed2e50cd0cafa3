"""Proves that an expected failure has a code, a filled-in sentence and an answer to "again?"; refuses half of it."""

from __future__ import annotations

import pickle

import pytest

from opsroom.kernel.values.errors import CodedError, Retry


class ShelfEmpty(CodedError):
    """An example."""

    code = "values.shelf_empty"
    sentence = "{sku} has {count} left, {wanted[0]!r} asked. Count the bin {place.name}."
    retry = Retry.LATER


class Place:
    name = "B-02"


def _raised() -> ShelfEmpty:
    return ShelfEmpty(sku="MUG", count=0, wanted=["two"], place=Place)


def test_the_sentence_is_filled_in() -> None:
    failure = _raised()
    assert failure.message == str(failure) == "MUG has 0 left, 'two' asked. Count the bin B-02."
    assert (failure.code, failure.retry, failure.facts["sku"]) == ("values.shelf_empty", Retry.LATER, "MUG")
    assert ShelfEmpty.facts_needed() == {"sku", "count", "wanted", "place"}


def test_a_fact_left_out_is_found_when_raised_and_not_when_shown() -> None:
    with pytest.raises(TypeError, match=r"lacks \['count', 'place', 'wanted'\]"):
        ShelfEmpty(sku="MUG")


def test_it_crosses_process_borders() -> None:
    again = pickle.loads(pickle.dumps(_raised()))  # noqa: S301 - our own bytes
    assert (type(again), again.message) == (ShelfEmpty, _raised().message)


@pytest.mark.parametrize(
    ("code", "sentence", "says"),
    [
        ("empty", "The shelf is empty.", "not of the form"),
        ("Values.Empty", "The shelf is empty.", "not of the form"),
        ("values.empty", "", "full stop"),
        ("values.empty", "The shelf is empty", "full stop"),
        ("values.empty", "The shelf is empty! Count it.", "no exclamation marks"),
    ],
)
def test_a_class_without_code_or_sentence_is_refused(code: str, sentence: str, says: str) -> None:
    with pytest.raises(TypeError, match=says):
        type("Half", (CodedError,), {"code": code, "sentence": sentence})


def test_a_group_of_errors_cannot_be_raised() -> None:
    group = type("Group", (CodedError,), {})
    with pytest.raises(TypeError, match="Group groups errors"):
        group()
