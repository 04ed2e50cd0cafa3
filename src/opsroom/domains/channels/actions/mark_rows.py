"""Writes what a check, a commit or an undo found of many rows at once; refuses fields that came from the file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db import connection

from opsroom.domains.channels.import_rights import require_on
from opsroom.kernel.values.actor import Actor

COLUMNS = {
    "verdict": "text",
    "effect": "text",
    "problems": "jsonb",
    "result_kind": "text",
    "result_id": "bigint",
    "before": "jsonb",
    "note": "text",
}


def mark_rows(
    actor: Actor, import_id: int, marks: Mapping[int, Mapping[str, Any]], *, verb: str = "imports.upload"
) -> None:
    """row number -> fields to write. Every mark tells the same fields; one statement for all rows.

    `verb`: imports.upload for a check, imports.commit or imports.undo for what those did.
    """
    require_on(actor, verb, import_id)
    if not marks:
        return
    names = sorted(next(iter(marks.values())))
    if unknown := set(names) - COLUMNS.keys():
        raise ValueError(f"{min(unknown)} is not a row's finding")
    sets = ", ".join(f"{name} = given.{name}" for name in names)
    columns = ", ".join(f"{name} {COLUMNS[name]}" for name in names)
    rows = [{"number": number, **mark} for number, mark in sorted(marks.items())]
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE channels_importrow AS row SET {sets}"  # noqa: S608 - names of the closed list above
            f" FROM jsonb_to_recordset(%s::jsonb) AS given(number int, {columns})"
            " WHERE row.imported_in_id = %s AND row.number = given.number",
            [json.dumps(rows, ensure_ascii=False), import_id],
        )
