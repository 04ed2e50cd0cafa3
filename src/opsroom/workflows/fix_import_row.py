"""Changes what one staged row says, confirms what it asks, or leaves it out; refuses rows that are imported already.

Its undo is the same verb with the old value: the raw row keeps every column.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from opsroom.domains.channels import queries as channels
from opsroom.domains.channels.actions.change_row import change_row
from opsroom.domains.channels.errors import UnknownRow
from opsroom.domains.channels.import_rights import require_file
from opsroom.domains.channels.queries import RowFacts
from opsroom.domains.channels.rules import RowDraft
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.card_numbers import mask_cards_in
from opsroom.ports.as_json import problem_to_json, to_json
from opsroom.ports.file_format import RecordKind
from opsroom.workflows.check_import import check_import
from opsroom.workflows.importing.child import format_of, mapping_from_json
from opsroom.workflows.importing.context import Setting, setting_of

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fix:
    """What to do with a row. `cells`: column title -> what it should say, in the line `row` (0: the record's first)."""

    cells: tuple[tuple[str, str], ...] = ()
    row: int = 0
    confirm: bool = False
    leave_out: bool = False
    take_back: bool = False


def fix_import_row(actor: Actor, import_id: int, number: int, fix: Fix, *, recheck: bool = True) -> RowFacts:
    """Returns the row as it stands now. Raises UnknownRow. `recheck` False: the caller checks after many fixes."""
    setting = setting_of(actor, import_id)
    require_file(actor, "imports.upload", setting.company.id, setting.facts.format)
    row = channels.row_of(import_id, number)
    if row is None:
        raise UnknownRow(row=number)
    if fix.cells:
        draft = _judged(setting, row, _changed(row, dict(fix.cells), fix.row))
    elif fix.confirm:
        draft = _draft(
            row, [one | {"accepted": True} if one["severity"] == "question" else one for one in row.problems]
        )
    else:
        draft = _draft(row, row.problems)
    change_row(actor, import_id, draft, skip=fix.leave_out and not fix.take_back)
    before = channels.row_of(import_id, number)
    if recheck:
        check_import(actor, import_id)
    # A mended line of a history stands with the other lines now.
    found = channels.row_of(import_id, number) or before
    if found is None:
        raise UnknownRow(row=number)
    return found


def column_of(setting: Setting, field: str) -> str | None:
    """The column title that feeds a field of a problem, so that a page can offer one box for it."""
    columns: Mapping[str, str] = setting.facts.mapping.get("columns", {})
    return columns.get(field)


def _changed(row: RowFacts, cells: Mapping[str, str], at: int) -> Any:
    """The raw record with these cells; `at` is the file's line."""
    raw = copy.deepcopy(row.raw)
    if row.kind == RecordKind.ORDER:
        cells = mask_cards_in(dict(cells))
    if isinstance(raw, list):
        place = row.row_numbers.index(at) if at in row.row_numbers else 0
        raw[place].update(cells)
    else:
        raw.update(cells)
    return raw


def _judged(setting: Setting, row: RowFacts, raw: Any) -> RowDraft:
    mapping = mapping_from_json(setting.facts.mapping) if setting.facts.mapping else None
    record = format_of(setting.facts.format).check(
        raw, row.row_numbers, row.number, mapping, setting.read_context()
    )
    return RowDraft(
        number=row.number,
        first_row=row.first_row,
        kind=row.kind,
        natural_key=record.natural_key,
        raw=raw,
        value=None if record.value is None else to_json(record.value),
        problems=[problem_to_json(problem) for problem in record.problems],
        row_numbers=row.row_numbers,
    )


def _draft(row: RowFacts, problems: list[Json]) -> RowDraft:
    return RowDraft(
        number=row.number,
        first_row=row.first_row,
        kind=row.kind,
        natural_key=row.natural_key,
        raw=row.raw,
        value=row.value,
        problems=problems,
        row_numbers=row.row_numbers,
    )
