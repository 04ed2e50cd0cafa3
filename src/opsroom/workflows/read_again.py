"""Has a staged file read anew, by a template or by what a person chose; refuses one that is written already.

Its undo is the same verb with what was chosen before: the file is kept until all of it is in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from opsroom.domains.channels import queries as channels
from opsroom.domains.channels.actions.answer_import import answer_import
from opsroom.domains.channels.actions.clear_rows import clear_rows
from opsroom.domains.channels.actions.move_import import move_import
from opsroom.domains.channels.actions.save_template import save_template
from opsroom.domains.channels.actions.use_template import use_template
from opsroom.domains.channels.errors import BadTemplate, ImportNotReady
from opsroom.domains.channels.import_rights import require_file
from opsroom.domains.channels.template_rules import READINGS, Chosen, TemplateDraft, tidy_words
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.card_numbers import mask_cards_in
from opsroom.ports import registry
from opsroom.ports.file_format import ReadContext
from opsroom.workflows.importing.check_swap import CODE as SWAPPED
from opsroom.workflows.importing.context import Setting, setting_of
from opsroom.workflows.importing.reading import look_at
from opsroom.workflows.importing.templates import context_with, look_with
from opsroom.workflows.importing.uploads import path_of
from opsroom.workflows.open_import import SAMPLE_ROWS

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a person chose on the page. `columns`: field -> title; `reading`: "" means recognise it."""

    columns: Mapping[str, str]
    reading: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def read_with_template(actor: Actor, import_id: int, chosen: Chosen | None) -> None:
    """Lays it over the file; None: what the file's titles propose. The caller then has it read."""
    setting = _staged(actor, import_id)
    facts = setting.facts
    if chosen is not None and chosen.draft.format != facts.format:
        kinds = [registry.format_by_code(code).title for code in (chosen.draft.format, facts.format)]
        raise BadTemplate(why=f"“{chosen.draft.name}” reads {kinds[0]}, and this file is {kinds[1]}.")
    context = context_with(_context(setting), {})
    path = path_of(facts.file_key)
    seen = look_with(path, context, chosen) if chosen else look_at(path, context, facts.format)
    # What was told before gives way: by hand, or by another template.
    reading: dict[str, str | None] = dict.fromkeys(READINGS) | (dict(chosen.draft.reading) if chosen else {})
    _begin(setting, seen, reading, chosen.id if chosen else None)
    if chosen is not None and chosen.id is not None:
        use_template(actor, facts.company_id, chosen.id)


def read_again(actor: Actor, import_id: int, told: Reading) -> None:
    """Takes columns, signs and words from a person; the caller then has it read.

    Another separator or encoding makes other titles: then those are proposed anew.
    """
    setting = _staged(actor, import_id)
    facts = setting.facts
    given = {name: told.reading[name] for name in READINGS if told.reading.get(name)}
    if facts.answers.get("quantity_meaning"):
        given.setdefault("quantity_meaning", facts.answers["quantity_meaning"])
    seen = look_at(path_of(facts.file_key), context_with(_context(setting), given), facts.format)
    mapping = seen["mapping"]
    fields = registry.format_by_code(facts.format).columns()
    known = {one.field for one in fields}
    if list(seen["header"]) == list(facts.mapping.get("header", [])):
        columns = {name: title for name, title in told.columns.items() if name in known}
        mapping |= {
            "columns": columns,
            "unmapped": [title for title in seen["header"] if title not in columns.values()],
            "reasons": {},
            "missing": [],
        }
    mapping |= {"words": tidy_words(told.words, known)}
    _begin(setting, seen | {"mapping": mapping}, dict.fromkeys(READINGS) | given, None)


@transaction.atomic
def answer_reader(actor: Actor, import_id: int, answers: Mapping[str, str], sets: Mapping[str, Any]) -> None:
    """Takes answers that the reader of the file needs, such as its encoding; the caller then has it read."""
    answer_import(actor, import_id, answers=answers, sets=sets)
    clear_rows(actor, import_id)
    move_import(actor, import_id, "check")


def keep_as_template(actor: Actor, import_id: int, name: str, *, seen: str | None = None) -> None:
    """Saves how this import is read under a name; the import says from then on that the template reads it.

    `seen`: the fingerprint of the one it takes the place of. Raises BadTemplate, TemplateStands.
    """
    facts = channels.import_of(actor, import_id)
    told = facts.mapping
    reading = {name: facts.answers[name] for name in READINGS if name in facts.answers}
    draft = TemplateDraft(name, facts.format, told["columns"], told["header"], reading, told.get("words", {}))
    saved = save_template(actor, facts.company_id, draft, seen=seen)
    use_template(actor, facts.company_id, saved)
    answer_import(actor, import_id, sets={"template_id": saved})


def _staged(actor: Actor, import_id: int) -> Setting:
    setting = setting_of(actor, import_id)
    require_file(actor, "imports.upload", setting.company.id, setting.facts.format)
    if setting.facts.state != "staged" or not path_of(setting.facts.file_key).exists():
        raise ImportNotReady(verb="read again", state=setting.facts.state)
    return setting


def _context(setting: Setting) -> ReadContext:
    return ReadContext(
        now=datetime.now(UTC),
        currency=setting.currency,
        time_zone=setting.channel.timezone if setting.channel else setting.company.timezone,
        file_name=setting.facts.file_name,
    )


@transaction.atomic
def _begin(setting: Setting, seen: Json, answers: Mapping[str, str | None], template_id: int | None) -> None:
    """What was staged goes; the import waits to be read once more.

    All or nothing: rows that were read otherwise must never stand under these columns.
    """
    actor, facts = setting.actor, setting.facts
    mapping = seen["mapping"] | {
        "header": seen["header"],
        "sample": mask_cards_in(seen["sample"][:SAMPLE_ROWS]),
        "offers": [one for one in facts.mapping.get("offers", []) if one["id"] != template_id],
    }
    # Who said that two columns are right said it of the columns as they were.
    told = {**answers, SWAPPED: None}
    answer_import(actor, facts.id, answers=told, sets={"mapping": mapping, "template_id": template_id})
    clear_rows(actor, facts.id)
    move_import(actor, facts.id, "check")
