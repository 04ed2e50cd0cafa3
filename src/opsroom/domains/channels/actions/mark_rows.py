"""Writes what a check, a commit or an undo found of many rows at once; refuses fields that came from the file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from opsroom.domains.access.rules import require
from opsroom.domains.channels.models import Import, ImportRow
from opsroom.kernel.values.actor import Actor

FIELDS = ("verdict", "effect", "problems", "result_kind", "result_id", "before", "note")


def mark_rows(
    actor: Actor, import_id: int, marks: Mapping[int, Mapping[str, Any]], *, verb: str = "imports.upload"
) -> None:
    """row number -> fields to write. Every mark tells the same fields; one statement for all rows.

    `verb`: imports.upload for a check, imports.commit or imports.undo for what those did.
    """
    company_id = Import.objects.values_list("company_id", flat=True).get(id=import_id)
    require(actor, verb, company_id=company_id)
    if not marks:
        return
    names = sorted(next(iter(marks.values())))
    if unknown := set(names) - set(FIELDS):
        raise ValueError(f"{min(unknown)} is not a row's finding")
    # The insert half never happens: every number is there. It only names the row that the update half changes.
    ImportRow.objects.bulk_create(
        [
            ImportRow(imported_in_id=import_id, number=number, first_row=0, kind="", **dict(mark))
            for number, mark in sorted(marks.items())
        ],
        update_conflicts=True,
        unique_fields=["imported_in", "number"],
        update_fields=names,
    )
