"""A template holds titles and words, never people or rows; laid over a file it says what is missing. No database."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsroom.domains.channels.errors import BadTemplate
from opsroom.domains.channels.template_rules import (
    TemplateDraft,
    as_file,
    fit,
    from_file,
    judged,
    likeness,
    said_of,
)
from opsroom.kernel.values.limits import TEMPLATE_BYTES_MAX
from opsroom.project import wiring

SHELF = TemplateDraft(
    "Shelf list",
    "stock",
    {"sku": "Art", "quantity": "Menge", "location": "Lager"},
    ("Art", "Menge", "Lager", "Note"),
    {"delimiter": ";", "decimals": "comma"},
    {"location": {"Halle 1": "Main"}},
)


@pytest.fixture(autouse=True)
def _connectors() -> None:
    wiring.connect()


def test_a_template_comes_back_from_its_file_as_it_went() -> None:
    kept = judged(SHELF)
    assert kept.words == {"location": {"halle1": "Main"}}, "words are found whatever their case and spaces"
    assert from_file(as_file(kept).encode()) == kept
    assert from_file(b"\xef\xbb\xbf" + as_file(kept).encode()) == kept, (
        "an editor's mark in front is no fault"
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (b"not json", "line 1, column 1"),
        (b"{}", "it is no template"),
        (b"[1]", "it is no template"),
        (b'\xff\xfe{"a":1}', "it is no JSON file"),
        ({"opsroom_template": 2}, "version 2"),
        ({"rows": [["Ada"]]}, "holds “rows”, which no template has"),
        ({"kind": "tea"}, "“tea” is no kind of file with columns"),
        ({"kind": "shopify-orders"}, "is no kind of file with columns"),
        ({"columns": {"colour": "X"}}, "“colour” is no field of Stock (CSV)"),
        ({"columns": {}}, "it reads no column"),
        ({"columns": {"sku": 1}}, "“columns” must hold text"),
        ({"columns": {"sku": "X", "barcode": "X"}}, "“X” feeds two fields"),
        ({"columns": []}, "must be pairs in braces"),
        ({"name": "  "}, "it has no name"),
        ({"name": "x" * 121}, "its name has more than 120 characters"),
        ({"titles": "a"}, "“titles” must be a list"),
        ({"titles": ["x"] * 401}, "more than 400 columns"),
        ({"titles": ["ada@example.com"]}, "holds an e-mail address"),
        ({"titles": ["4111 1111 1111 1111"]}, "holds a card number"),
        ({"reading": {"delimiter": "x"}}, "delimiter “x”"),
        ({"reading": {"evil": "x"}}, "evil “x”"),
        ({"words": {"title": {"a": "b"}}}, "words of “title” cannot be translated"),
        ({"words": {"location": {str(n): "b" for n in range(501)}}}, "more than 500 words"),
        ({"words": {"location": {"ada@example.com": "b"}}}, "holds an e-mail address"),
        (b" " * (TEMPLATE_BYTES_MAX + 1), "larger than 64 KB"),
    ],
)
def test_a_bad_file_gets_a_sentence(change: bytes | dict[str, object], said: str) -> None:
    data = change if isinstance(change, bytes) else json.dumps(json.loads(as_file(SHELF)) | change).encode()
    with pytest.raises(BadTemplate) as found:
        from_file(data)
    assert said in found.value.message


@given(st.binary(max_size=300))
def test_no_bytes_are_more_than_a_sentence(data: bytes) -> None:
    try:
        from_file(data)
    except BadTemplate:
        return
    raise AssertionError("bytes at random were taken for a template")


@pytest.mark.parametrize(
    ("header", "found", "why"),
    [
        (["Art", "Menge", "Lager", "Note"], "same", "it has the same columns"),
        (["note", "LAGER", "menge", "art"], "same", "it has the same columns, in another order"),
        (
            ["Art", "Menge", "Lager", "Preis"],
            "near",
            "all 3 columns it reads stand in this file, beside others",
        ),
        (["Art", "Menge"], "near", "2 of the 3 columns it reads stand in this file; missing: “Lager”"),
        (["Art", "Preis"], "", ""),
        ([], "", ""),
    ],
)
def test_likeness_says_why(header: list[str], found: str, why: str) -> None:
    assert likeness(SHELF, header) == (found, why)


def test_what_is_missing_is_named_with_what_is_read_instead() -> None:
    found = fit(SHELF, ["ART", "Qty", "Preis"], {"quantity": "Qty"}, {"quantity"})
    assert found.columns == {"sku": "ART", "quantity": "Qty"}
    said = said_of(SHELF, "you chose it", found, {"quantity": "On hand", "location": "Location"})
    assert said == (
        "Read by the template “Shelf list”, since you chose it. “Menge” is missing: “Qty” is read as On hand instead, "
        "by its title. “Lager” is missing: Location stays empty. New in this file and left out: “Preis”."
    )
    without = fit(SHELF, ["Art", "Lager"], {}, {"quantity"})
    assert "“Menge” is missing, and without On hand nothing can go in" in said_of(
        SHELF, "you chose it", without, {"quantity": "On hand"}
    )


TITLES = st.lists(st.sampled_from(["Art", "Menge", "Lager", "Note", "Qty", "menge", "X"]), unique=True)


@given(TITLES, st.dictionaries(st.sampled_from(["sku", "quantity"]), st.sampled_from(["Art", "Qty", "X"])))
def test_a_fit_reads_only_what_stands_in_the_file_and_no_column_twice(
    header: list[str], proposed: dict[str, str]
) -> None:
    proposed = {name: title for name, title in proposed.items() if title in header}
    found = fit(SHELF, header, proposed, ())
    assert set(found.columns.values()) <= set(header)
    assert len(set(found.columns.values())) == len(found.columns)
    assert {gap.field for gap in found.gaps} | set(found.columns) == set(SHELF.columns)
    assert not set(found.new) & set(found.columns.values())


def test_a_column_that_is_not_told_is_left_out_of_the_kept_template() -> None:
    assert judged(replace(SHELF, columns={"sku": "Art", "quantity": ""})).columns == {"sku": "Art"}
