"""Asks whether columns of a staged file have changed places, before it is written; never swaps by itself."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from opsroom.domains.catalog import queries as catalog
from opsroom.domains.channels import queries as channels
from opsroom.kernel.values.limits import SWAP_ROWS_LOOKED_AT_COUNT
from opsroom.ports import registry
from opsroom.ports.reading.swaps import Known, Swap, find_swaps
from opsroom.workflows.importing.context import Setting
from opsroom.workflows.importing.findings import Question

Json = dict[str, Any]
CODE = "swapped"
CODES = ("sku", "code", "title", "product", "name")


def swap_of(setting: Setting) -> tuple[Question | None, list[str]]:
    """The question, and the fields it is about, two by two. Asked until somebody says that they are right."""
    columns = setting.facts.mapping.get("columns", {})
    if not columns:
        return None, []
    cells = _cells(setting, columns)
    suspected = find_swaps(
        cells,
        _known(setting, cells),
        comma=bool(setting.facts.mapping.get("comma_decimal")),
        date_order=setting.facts.answers.get("date_order") or setting.facts.mapping.get("date_order"),
    )
    found = [one for one in suspected if one.first in columns and one.second in columns]
    if not found:
        return None, []
    return _question(setting, columns, found), [name for one in found for name in (one.first, one.second)]


def _question(setting: Setting, columns: Json, found: Sequence[Swap]) -> Question:
    words = {one.field: one.title for one in registry.format_by_code(setting.facts.format).columns()}
    said = [
        f"The column “{columns[one.first]}” is read as {words.get(one.first, one.first)} and “{columns[one.second]}” "
        f"as {words.get(one.second, one.second)}, but {one.why}."
        for one in found
    ]
    named = [f"“{columns[one.first]}” and “{columns[one.second]}”" for one in found]
    options = (("swap", f"Yes, swap {'; '.join(named)}"), ("right", "No, they are right"))
    answer = setting.facts.answers.get(CODE)
    sentence = f"{' '.join(said)} Have they changed places?"
    return Question(CODE, sentence, options, blocking=True, answer=answer if answer == "right" else None)


def _cells(setting: Setting, columns: Json) -> dict[str, list[str]]:
    """The first rows as they stand in the file, by field; lines of a history that were read as they are kept."""
    cells: dict[str, list[str]] = {name: [] for name in columns}
    for row in channels.rows_after(setting.facts.id, after=-1, rows=SWAP_ROWS_LOOKED_AT_COUNT):
        raw: Sequence[Any] = row.raw if isinstance(row.raw, list) else [row.raw]
        for line in raw:
            for name, title in columns.items():
                cells[name].append(str(line.get(title, "")) if isinstance(line, dict) else "")
    for told in channels.first_lines(setting.facts.id, SWAP_ROWS_LOOKED_AT_COUNT):
        for name in columns:
            cells[name].append(told.get(name, ""))
    return cells


def _known(setting: Setting, cells: dict[str, list[str]]) -> Known:
    codes = {cell.strip() for name in CODES for cell in cells.get(name, ()) if cell.strip()}
    found = catalog.skus_by_code(setting.company.id, codes)
    prices: dict[str, Decimal] = {code.casefold(): sku.price for code, sku in found.items() if sku.price}
    costs: dict[str, Decimal] = {code.casefold(): sku.cost for code, sku in found.items() if sku.cost}
    return Known(frozenset(code.casefold() for code in found), prices, costs)
