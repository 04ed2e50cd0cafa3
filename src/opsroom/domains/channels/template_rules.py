"""Decides what a mapping template may hold and how it fits a file's titles; refuses rows, people and endless lists.

A template says which column feeds which field, how the file is written, and what words in it mean. It is shared as a
small JSON file, so what comes in is judged as strictly as what a stranger sends.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from opsroom.domains.channels.errors import BadTemplate
from opsroom.kernel.values.card_numbers import mask_cards_in
from opsroom.kernel.values.limits import (
    TEMPLATE_BYTES_MAX,
    TEMPLATE_CHARS_MAX,
    TEMPLATE_COLUMNS_COUNT_MAX,
    TEMPLATE_WORDS_COUNT_MAX,
)
from opsroom.ports import registry
from opsroom.ports.reading.mapping import plain

Json = dict[str, Any]
VERSION: Final = 1
MARK: Final = "opsroom_template"
# How a file is written, as far as a person may tell it; what is not told is recognised.
READINGS: Final[Mapping[str, frozenset[str]]] = {
    "encoding": frozenset(
        {"utf-8", "utf-16", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp850", "mac-roman"}
    ),
    "delimiter": frozenset({",", ";", "\t", "|"}),
    "date_order": frozenset({"dmy", "mdy"}),
    "decimals": frozenset({"comma", "point"}),
    "quantity_meaning": frozenset({"available", "on_hand", "not_tracked"}),
}
# Fields of few words, whose words may be translated. What names a person, a door or an article is none of them.
WORDED: Final = frozenset(
    [
        "active",
        "bill_country",
        "bin",
        "country",
        "currency",
        "delivery_method",
        "fulfilled_by",
        "in_stock",
        "invoice_issuer",
        "line_kind",
        "line_requires_shipping",
        "line_status",
        "location",
        "payment",
        "payment_method",
        "payment_terms",
        "prices_include_tax",
        "published",
        "requires_shipping",
        "service",
        "ship_country",
        "shipped_status",
        "source",
        "status",
        "tax_class",
        "tax_remitter",
        "tax_status",
        "test",
        "tracker",
        "type",
        "weight_unit",
    ]
)
NEAR_SHARE_MIN: Final = 0.6  # of the columns a template reads, for it to be worth offering


@dataclass(frozen=True, slots=True)
class TemplateDraft:
    """`columns`: field -> title; `titles`: every title of the file it was made from; `words`: field -> word -> word."""

    name: str
    format: str
    columns: Mapping[str, str]
    titles: Sequence[str] = ()
    reading: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A template for a file. `id` None: it came as a file and is not saved here; `why`: how it was found."""

    draft: TemplateDraft
    id: int | None
    why: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A column the template reads that the file lacks; `instead`: the title that is read in its place, if any."""

    field: str
    title: str
    instead: str
    required: bool


@dataclass(frozen=True, slots=True)
class Fit:
    """A template laid over a file: the columns that are read, what is missing, and which titles it never saw."""

    columns: Mapping[str, str]
    gaps: Sequence[Gap]
    new: Sequence[str]


def judged(draft: TemplateDraft) -> TemplateDraft:
    """The draft, tidied. Raises BadTemplate with what is wrong."""
    name = _line(draft.name, "its name")
    if not name:
        raise BadTemplate(why="it has no name. Write whose files it reads.")
    kinds = {one.code: one for one in registry.all_formats()}
    if draft.format not in kinds or not kinds[draft.format].columns():
        usual = ", ".join(sorted(code for code, one in kinds.items() if one.columns()))
        raise BadTemplate(why=f"“{draft.format[:40]}” is no kind of file with columns. Use one of {usual}.")
    known = {one.field for one in kinds[draft.format].columns()}
    if unknown := sorted(set(draft.columns) - known):
        raise BadTemplate(
            why=f"“{unknown[0][:40]}” is no field of {kinds[draft.format].title}. It has: {_few(sorted(known))}."
        )
    if not draft.columns:
        raise BadTemplate(why="it reads no column. Say for at least one column what it means.")
    if len(draft.titles) > TEMPLATE_COLUMNS_COUNT_MAX:
        raise BadTemplate(why=f"it names more than {TEMPLATE_COLUMNS_COUNT_MAX} columns.")
    columns = {
        name: _line(title, "a column's title") for name, title in sorted(draft.columns.items()) if title
    }
    twice = [title for title in columns.values() if list(columns.values()).count(title) > 1]
    if twice:
        raise BadTemplate(why=f"the column “{twice[0]}” feeds two fields. One column feeds one field.")
    titles = [_line(title, "a column's title") for title in draft.titles]
    strange = sorted(set(columns.values()) - set(titles)) if titles else []
    if strange:
        raise BadTemplate(why=f"it reads the column “{strange[0]}”, which is not among its titles.")
    return TemplateDraft(
        name,
        draft.format,
        columns,
        titles or sorted(columns.values()),
        _reading(draft.reading),
        tidy_words(draft.words, known),
    )


def _reading(told: Mapping[str, str]) -> dict[str, str]:
    for name, value in told.items():
        if name not in READINGS or value not in READINGS[name]:
            usual = ", ".join(sorted(READINGS.get(name, READINGS)))
            raise BadTemplate(
                why=f"its reading cannot be {name[:40]} “{str(value)[:40]}”. Use one of {usual}."
            )
    return dict(sorted(told.items()))


def tidy_words(told: Mapping[str, Mapping[str, str]], known: Collection[str]) -> dict[str, dict[str, str]]:
    """Keyed by their plain form, as the reader of the file asks for them. Raises BadTemplate."""
    if sum(len(words) for words in told.values()) > TEMPLATE_WORDS_COUNT_MAX:
        raise BadTemplate(why=f"it translates more than {TEMPLATE_WORDS_COUNT_MAX} words.")
    found: dict[str, dict[str, str]] = {}
    for name, words in sorted(told.items()):
        if name not in WORDED or name not in known:
            usual = _few(sorted(WORDED & set(known)))
            raise BadTemplate(
                why=f"words of “{name[:40]}” cannot be translated. It is possible for: {usual}."
            )
        pairs = {plain(_line(a, "a word")): _line(b, "a word") for a, b in words.items() if a.strip()}
        if pairs:
            found[name] = dict(sorted(pairs.items()))
    return found


def _line(text: str, what: str) -> str:
    line = " ".join(text.split())
    if len(line) > TEMPLATE_CHARS_MAX:
        raise BadTemplate(why=f"{what} has more than {TEMPLATE_CHARS_MAX} characters: “{line[:40]}…”.")
    if "@" in line and "." in line.partition("@")[2]:
        raise BadTemplate(
            why=f"{what} holds an e-mail address. A template describes a file and names nobody."
        )
    if mask_cards_in(line) != line:
        raise BadTemplate(why=f"{what} holds a card number. A template describes a file and names nobody.")
    return line


def _few(names: Sequence[str]) -> str:
    return ", ".join(names[:12]) + (" and more" if len(names) > 12 else "")


def as_file(draft: TemplateDraft) -> str:
    """The template as the JSON file that another Opsroom takes."""
    return (
        json.dumps(
            {
                MARK: VERSION,
                "name": draft.name,
                "kind": draft.format,
                "columns": dict(draft.columns),
                "titles": list(draft.titles),
                "reading": dict(draft.reading),
                "words": {name: dict(words) for name, words in draft.words.items()},
            },
            ensure_ascii=False,
            indent=2,
        )
        + "\n"
    )


def fingerprint_of(draft: TemplateDraft) -> str:
    """The same as long as the template says the same: what an editor's page carries to see that nobody changed it."""
    said = [draft.name, draft.format, draft.columns, list(draft.titles), draft.reading, draft.words]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:32]


def from_file(data: bytes) -> TemplateDraft:
    """The template of such a file. Raises BadTemplate with where it is wrong."""
    if len(data) > TEMPLATE_BYTES_MAX:
        raise BadTemplate(
            why=f"it is larger than {TEMPLATE_BYTES_MAX // 1024} KB, and a template holds no rows."
        )
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        raise BadTemplate(
            why=f"it breaks off or is miswritten at line {error.lineno}, column {error.colno}."
        ) from error
    except (ValueError, RecursionError) as error:
        raise BadTemplate(why="it is no JSON file. Download the template again.") from error
    if not isinstance(found, dict) or MARK not in found:
        raise BadTemplate(
            why="it is no template: a template is the JSON file that Import, Templates, Download gives."
        )
    if found[MARK] != VERSION:
        raise BadTemplate(why=f"it is of version {str(found[MARK])[:20]}, and this Opsroom reads {VERSION}.")
    if unknown := sorted(set(found) - {MARK, "name", "kind", "columns", "titles", "reading", "words"}):
        raise BadTemplate(why=f"it holds “{unknown[0][:40]}”, which no template has.")
    words = _mapping(found, "words")
    return judged(
        TemplateDraft(
            _text(found, "name"),
            _text(found, "kind"),
            _texts(_mapping(found, "columns"), "columns"),
            [_string(title, "titles") for title in _list(found, "titles")],
            _texts(_mapping(found, "reading"), "reading"),
            {name: _texts(_object(one, "words"), "words") for name, one in words.items()},
        )
    )


def _text(found: Json, name: str) -> str:
    return _string(found.get(name), name)


def _string(value: Any, name: str) -> str:
    if not isinstance(value, str):
        raise BadTemplate(why=f"“{name}” must hold text.")
    return value


def _list(found: Json, name: str) -> list[Any]:
    value = found.get(name, [])
    if not isinstance(value, list):
        raise BadTemplate(why=f"“{name}” must be a list.")
    return value


def _mapping(found: Json, name: str) -> Json:
    return _object(found.get(name, {}), name)


def _object(value: Any, name: str) -> Json:
    if not isinstance(value, dict):
        raise BadTemplate(why=f"“{name}” must be pairs in braces.")
    return value


def _texts(found: Json, name: str) -> dict[str, str]:
    return {key: _string(value, name) for key, value in found.items()}


def likeness(draft: TemplateDraft, header: Sequence[str]) -> tuple[Literal["same", "near", ""], str]:
    """Whether a file of these titles is its own ("same"), worth offering it ("near"), or neither; and why."""
    mine, theirs = {plain(title) for title in draft.titles}, {plain(title) for title in header}
    if mine == theirs:
        order = [plain(title) for title in draft.titles] == [plain(title) for title in header]
        return "same", "it has the same columns" + ("" if order else ", in another order")
    wanted = {plain(title) for title in draft.columns.values()}
    there = wanted & theirs
    if len(wanted) < 2 or len(there) < NEAR_SHARE_MIN * len(wanted):
        return "", ""
    if there == wanted:
        return "near", f"all {len(wanted)} columns it reads stand in this file, beside others"
    lost = [title for title in draft.columns.values() if plain(title) not in theirs]
    names = ", ".join(f"“{title}”" for title in lost[:3])
    return "near", f"{len(there)} of the {len(wanted)} columns it reads stand in this file; missing: {names}"


def fit(
    draft: TemplateDraft, header: Sequence[str], proposed: Mapping[str, str], required: Collection[str]
) -> Fit:
    """Its columns as this file writes them; for one that is missing what its title alone proposes, if anything."""
    exact, by_plain = set(header), {plain(title): title for title in reversed(header)}
    columns: dict[str, str] = {}
    lost: list[tuple[str, str]] = []
    for name, title in draft.columns.items():
        found = title if title in exact else by_plain.get(plain(title))
        if found is None or found in columns.values():
            lost.append((name, title))
        else:
            columns[name] = found
    gaps = []
    for name, title in lost:
        instead = proposed.get(name, "")
        if instead in columns.values():
            instead = ""
        if instead:
            columns[name] = instead
        gaps.append(Gap(name, title, instead, name in required))
    known = {plain(title) for title in draft.titles}
    new = [title for title in header if plain(title) not in known and title not in columns.values()]
    return Fit(columns, gaps, new)


def said_of(draft: TemplateDraft, why: str, found: Fit, titles: Mapping[str, str]) -> str:
    """What a person reads above the columns. `titles`: field -> its name in words."""
    parts = [f"Read by the template “{draft.name}”, since {why}."]
    for gap in found.gaps:
        what = titles.get(gap.field, gap.field)
        if gap.instead:
            parts.append(
                f"“{gap.title}” is missing: “{gap.instead}” is read as {what} instead, by its title."
            )
        elif gap.required:
            parts.append(
                f"“{gap.title}” is missing, and without {what} nothing can go in: choose its column."
            )
        else:
            parts.append(f"“{gap.title}” is missing: {what} stays empty.")
    if found.new:
        names = ", ".join(f"“{title}”" for title in found.new[:5])
        more = f" and {len(found.new) - 5} more" if len(found.new) > 5 else ""
        parts.append(f"New in this file and left out: {names}{more}.")
    return " ".join(parts)
