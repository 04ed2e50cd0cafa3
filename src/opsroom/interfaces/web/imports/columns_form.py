"""The form of a file's columns, signs and words, for an import and for a template; refuses fields of another kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict

from opsroom.domains.channels.template_rules import READINGS, WORDED
from opsroom.interfaces.web.imports.asked import DATE_ORDERS, ENCODINGS
from opsroom.interfaces.web.parts import Choice, Field
from opsroom.kernel.values.limits import TEMPLATE_WORDS_COUNT_MAX
from opsroom.ports import registry

Json = dict[str, Any]
EMPTY_WORD_ROWS = 2  # offered below the words that are told
RECOGNISE = ("", "Recognise it")
SIGNS: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    ("encoding", "Encoding", ENCODINGS),
    ("delimiter", "Separator", ((",", "Comma"), (";", "Semicolon"), ("\t", "Tab"), ("|", "Bar |"))),
    ("date_order", "Dates", DATE_ORDERS),
    ("decimals", "Decimals", (("point", "Point: 12.50"), ("comma", "Comma: 12,50"))),
)


def column_rows(
    kind: str,
    titles: Sequence[str],
    columns: Mapping[str, str],
    sample: Sequence[Sequence[str]],
    reasons: Json,
) -> list[Json]:
    """One row a column of the file: what it feeds, an example, and why."""
    by_title = {title: field for field, title in columns.items()}
    fields = [(one.field, one.title) for one in registry.format_by_code(kind).columns()] if titles else []
    return [
        {
            "title": title,
            "place": place,
            "field": by_title.get(title, ""),
            "fields": fields,
            "example": next((row[place] for row in sample if place < len(row) and row[place]), ""),
            "reason": reasons.get(by_title.get(title, ""), ""),
        }
        for place, title in enumerate(titles)
    ]


def sign_fields(reading: Mapping[str, str], *, off: bool) -> list[Field]:
    """How the file is written: one list each, with "Recognise it" first."""
    return [
        Field(
            name=f"reading.{name}",
            label=label,
            kind="select",
            value=reading.get(name, ""),
            choices=[Choice(value=value, text=words) for value, words in (RECOGNISE, *choices)],
            off=off,
        )
        for name, label, choices in SIGNS
    ]


def word_rows(kind: str, words: Mapping[str, Mapping[str, str]]) -> list[Json]:
    """The words that are read as others, then empty rows; none for a kind that has no such field."""
    fields = [
        (one.field, one.title) for one in registry.format_by_code(kind).columns() if one.field in WORDED
    ]
    told = [(field, source, target) for field, pairs in words.items() for source, target in pairs.items()]
    rows = [*told, *[("", "", "")] * EMPTY_WORD_ROWS] if fields else []
    return [
        {"number": number, "field": field, "from": source, "to": target, "fields": fields}
        for number, (field, source, target) in enumerate(rows[:TEMPLATE_WORDS_COUNT_MAX])
    ]


def columns_told(post: QueryDict, titles: Sequence[str]) -> dict[str, str]:
    """Field -> title as chosen; the first column that names a field has it."""
    found: dict[str, str] = {}
    for place, title in enumerate(titles):
        field = post.get(f"field.{place}", "")
        if field:
            found.setdefault(field, title)
    return found


def signs_told(post: QueryDict) -> dict[str, str]:
    """What was told of how the file is written; nothing for what is to be recognised."""
    told = {name: post.get(f"reading.{name}", "") for name, *_ in SIGNS}
    return {name: value for name, value in told.items() if value in READINGS[name]}


def words_told(post: QueryDict) -> dict[str, dict[str, str]]:
    """The filled rows."""
    found: dict[str, dict[str, str]] = {}
    for number in range(TEMPLATE_WORDS_COUNT_MAX):
        field = post.get(f"word.{number}.field")
        if field is None:
            break
        source, target = (
            post.get(f"word.{number}.from", "").strip(),
            post.get(f"word.{number}.to", "").strip(),
        )
        if field and source:
            found.setdefault(field, {})[source] = target
    return found
