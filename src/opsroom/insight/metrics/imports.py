"""Imports whose rows wait for a person, file by file; the navigation's count is their sum."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from opsroom.domains.access import rules as access
from opsroom.kernel.values.actor import Actor


@dataclass(frozen=True, slots=True)
class Waiting:
    """One file: rows that are wrong, and rows that a person must answer a question about."""

    import_id: int
    file_name: str
    errors: int
    questions: int


def waiting_imports(actor: Actor) -> list[Waiting]:
    """Files with such rows, the newest first."""
    access.require(actor, "imports.view")
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT i.id, i.file_name, count(*) FILTER (WHERE r.verdict = 'error'),
                   count(*) FILTER (WHERE r.verdict = 'question')
            FROM channels_import i JOIN channels_importrow r ON r.imported_in_id = i.id
            WHERE i.company_id = ANY(%s::bigint[]) AND i.state IN ('staged', 'committed')
              AND r.verdict IN ('error', 'question')
            GROUP BY i.id ORDER BY i.id DESC
            """,
            [sorted(actor.company_ids)],
        )
        return [Waiting(*row) for row in cursor.fetchall()]
