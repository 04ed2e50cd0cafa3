"""Empties the staging of an import, to read its file again; refuses once a row was imported."""

from __future__ import annotations

from django.db import transaction

from opsroom.domains.channels.errors import ImportNotReady
from opsroom.domains.channels.import_rights import require_on
from opsroom.domains.channels.models import HistoryDocument, HistoryLine, Import, ImportRow
from opsroom.domains.channels.queries.imports import OPEN
from opsroom.kernel.values.actor import Actor


def clear_rows(actor: Actor, import_id: int) -> int:
    """Returns how many rows stood there. Raises ImportNotReady."""
    require_on(actor, "imports.upload", import_id)
    with transaction.atomic():
        row = Import.objects.select_for_update(no_key=True).get(id=import_id)
        rows = ImportRow.objects.filter(imported_in_id=import_id)
        if (
            row.state not in {"uploaded", "checking", "staged"}
            or rows.exclude(verdict__in=[*OPEN, "skipped"]).exists()
        ):
            raise ImportNotReady(verb="read again", state=row.state)
        documents = HistoryDocument.objects.filter(imported_in_id=import_id)
        if documents.exclude(verdict__in=["ready", "waiting"]).exists():
            raise ImportNotReady(verb="read again", state=row.state)
        documents.delete()
        lines = HistoryLine.objects.filter(imported_in_id=import_id)
        return rows._raw_delete(rows.db) + lines._raw_delete(lines.db)
