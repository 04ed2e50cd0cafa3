"""Judges a chunk of staged suppliers against those we have; refuses one code for two firms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from opsroom.domains.channels.queries import RowFacts
from opsroom.domains.partners import queries as partners
from opsroom.domains.partners.queries import SupplierFacts
from opsroom.domains.partners.rules import TOLD, SupplierDraft, changes_of
from opsroom.ports.as_json import value_from_json
from opsroom.ports.incoming_house import IncomingSupplier
from opsroom.workflows.importing.context import Setting
from opsroom.workflows.importing.findings import problem

Json = dict[str, Any]
Judged = dict[int, tuple[str, list[Json]]]


@dataclass(frozen=True, slots=True)
class PlannedSupplier:
    """One row of a list of suppliers, resolved. `changes`: field -> (before, after); before is None for a new one."""

    number: int
    first_row: int
    draft: SupplierDraft
    stored: SupplierFacts | None
    changes: dict[str, tuple[Any, Any]]

    @property
    def effect(self) -> str:
        """new, changed or same."""
        return "new" if self.stored is None else "changed" if self.changes else "same"


def plan_suppliers(setting: Setting, rows: Sequence[RowFacts]) -> list[PlannedSupplier]:
    """The rows with the supplier each means, by code."""
    drafts = [(row, SupplierDraft(**asdict(_value(row)))) for row in rows]
    stored = partners.suppliers_by_code(setting.company.id, {draft.code for _, draft in drafts})
    found = []
    for row, draft in drafts:
        facts = stored.get(draft.code)
        before = asdict(facts) if facts else dict.fromkeys(TOLD)
        changes = {name: (before[name], after) for name, after in changes_of(before, draft).items()}
        found.append(PlannedSupplier(row.number, row.first_row, draft, facts, changes))
    return found


def check_suppliers(setting: Setting, rows: Sequence[RowFacts], seen: dict[str, int]) -> Judged:
    """row number -> (effect, problems). `seen`: suppliers of earlier rows, by code -> row."""
    judged: Judged = {}
    for plan in plan_suppliers(setting, rows):
        first = seen.setdefault(plan.draft.code, plan.first_row)
        problems = []
        if first != plan.first_row:
            sentence = f"The supplier code stands in row {first} already. Keep one: leave this row out, or correct it."
            problems.append(
                problem(plan.first_row, "code", plan.draft.code, sentence, "error", "supplier.twice")
            )
        elif plan.stored and "name" in plan.changes:
            sentence = (
                f"The code {plan.draft.code} is “{plan.stored.name}” here and “{plan.draft.name}” in the file. "
                "Confirm the new name, or leave the row out."
            )
            problems.append(
                problem(plan.first_row, "name", plan.draft.name, sentence, "question", "supplier.renamed")
            )
        judged[plan.number] = (plan.effect, problems)
    return judged


def _value(row: RowFacts) -> IncomingSupplier:
    value = value_from_json("supplier", row.value or {})
    assert isinstance(value, IncomingSupplier)  # noqa: S101 - the kind says so
    return value
