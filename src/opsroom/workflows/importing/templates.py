"""Lays a mapping template over a file and says what is missing; refuses to read a file of another kind by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from opsroom.domains.channels.queries import TemplateFacts
from opsroom.domains.channels.template_rules import Chosen, fit, likeness, said_of
from opsroom.kernel.values.limits import TEMPLATES_OFFERED_COUNT
from opsroom.ports import registry
from opsroom.ports.file_format import ReadContext
from opsroom.ports.incoming import QuantityMeaning
from opsroom.workflows.importing.reading import look_at

Json = dict[str, Any]
# A format with columns of any name, to see which titles stand in a file that no format knows.
ANY_TABLE = "orders"


def context_with(context: ReadContext, reading: dict[str, str]) -> ReadContext:
    """The context with what is told of how the file is written; None is recognised."""
    meaning = reading.get("quantity_meaning")
    return replace(
        context,
        encoding=reading.get("encoding"),
        delimiter=reading.get("delimiter"),
        date_order=reading.get("date_order"),
        decimals=reading.get("decimals"),
        quantity_meaning=QuantityMeaning(meaning) if meaning else None,
    )


def own_of(templates: Sequence[TemplateFacts], header: Sequence[str], kind: str | None) -> Chosen | None:
    """The template made for files of these very columns, the one used last; None where there is none."""
    for one in templates:
        found, why = likeness(one.draft, header)
        if found == "same" and kind in (None, one.draft.format):
            return Chosen(one.draft, one.id, why)
    return None


def template_of_file(
    path: Path, context: ReadContext, seen: Json, kind: str | None, templates: Sequence[TemplateFacts]
) -> Chosen | None:
    """The template of files of these very columns, also where no format knows the file. `seen`: a look at it."""
    if not templates:
        return None
    if seen["format"] is None:
        seen = look_at(path, context, ANY_TABLE)
    return own_of(templates, seen["header"], kind) if seen.get("header") else None


def offers_of(templates: Sequence[TemplateFacts], header: Sequence[str], kind: str) -> list[Json]:
    """The few that nearly fit, for a person to choose."""
    found = []
    for one in templates:
        near, why = likeness(one.draft, header)
        if near and one.draft.format == kind:
            found.append({"id": one.id, "name": one.draft.name, "why": why})
    return found[:TEMPLATES_OFFERED_COUNT]


def look_with(path: Path, context: ReadContext, chosen: Chosen) -> Json:
    """What a look at the file shows, with the template's columns in the mapping."""
    draft = chosen.draft
    seen = look_at(path, context_with(context, dict(draft.reading)), draft.format)
    if not seen["header"]:
        return seen
    columns = registry.format_by_code(draft.format).columns()
    required = {one.field for one in columns if one.required}
    found = fit(draft, seen["header"], seen["mapping"]["columns"], required)
    reasons = dict.fromkeys(found.columns, f"the template “{draft.name}”")
    reasons |= {gap.field: seen["mapping"]["reasons"].get(gap.field, "") for gap in found.gaps if gap.instead}
    titles = {one.field: one.title for one in columns}
    mapping = seen["mapping"] | {
        "columns": dict(found.columns),
        "unmapped": [title for title in seen["header"] if title not in found.columns.values()],
        "missing": sorted(required - set(found.columns)),
        "reasons": reasons,
        "words": {name: dict(words) for name, words in draft.words.items()},
        "template": {
            "id": chosen.id,
            "name": draft.name,
            "said": said_of(draft, chosen.why, found, titles),
            "missing": [gap.title for gap in found.gaps],
        },
    }
    # That a title says nothing matters no more where the template says what it means.
    problems = [one for one in seen["problems"] if one["code"] != "file.missing_column" or mapping["missing"]]
    return seen | {"mapping": mapping, "problems": problems}
