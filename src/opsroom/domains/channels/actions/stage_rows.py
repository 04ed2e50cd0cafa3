"""Puts read records into staging by COPY; refuses to stage one record twice (its number is unique in its import)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction

from opsroom.domains.channels.import_rights import require_on
from opsroom.domains.channels.rules import RowDraft, verdict_of
from opsroom.kernel.values.actor import Actor

_COPY = (
    "COPY channels_importrow (imported_in_id, number, first_row, kind, natural_key, row_numbers, raw, value, problems,"
    " verdict) FROM STDIN"
)


def stage_rows(actor: Actor, import_id: int, rows: Iterable[RowDraft]) -> int:
    """Writes the rows in one COPY; returns how many. All or none."""
    require_on(actor, "imports.upload", import_id)
    count = 0
    with transaction.atomic(), connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for row in rows:
            copy.write_row(_columns(import_id, row))
            count += 1
    return count


def _columns(import_id: int, row: RowDraft) -> tuple[Any, ...]:
    verdict = verdict_of(row.problems, has_value=row.value is not None)
    return (
        import_id,
        row.number,
        row.first_row,
        row.kind,
        row.natural_key,
        json.dumps(list(row.row_numbers)),
        json.dumps(row.raw, ensure_ascii=False),
        None if row.value is None else json.dumps(row.value, ensure_ascii=False),
        json.dumps(list(row.problems), ensure_ascii=False),
        verdict,
    )
