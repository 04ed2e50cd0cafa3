"""Replaces what one staged row says after a person fixed it; refuses rows that were imported already."""

from __future__ import annotations

from django.db import transaction

from opsroom.domains.channels.errors import UnknownRow
from opsroom.domains.channels.events import IMPORT, IMPORT_ROW_FIXED
from opsroom.domains.channels.import_rights import require_on
from opsroom.domains.channels.models import ImportRow
from opsroom.domains.channels.queries.imports import OPEN
from opsroom.domains.channels.rules import RowDraft, verdict_of
from opsroom.kernel.records import events, wake
from opsroom.kernel.values.actor import Actor


def change_row(actor: Actor, import_id: int, row: RowDraft, *, skip: bool = False) -> str:
    """Returns the verdict it has now. `skip`: leave the row out of the import. Raises UnknownRow."""
    company_id = require_on(actor, "imports.upload", import_id)
    verdict = "skipped" if skip else verdict_of(row.problems, has_value=row.value is not None)
    with transaction.atomic():
        open_rows = ImportRow.objects.filter(
            imported_in_id=import_id, number=row.number, verdict__in=[*OPEN, "skipped"]
        )
        changed = open_rows.update(
            raw=row.raw,
            value=row.value,
            natural_key=row.natural_key,
            problems=list(row.problems),
            verdict=verdict,
            effect="",
        )
        if not changed:
            raise UnknownRow(row=row.first_row)
        events.record(
            IMPORT_ROW_FIXED, IMPORT, [import_id], actor, company_id=company_id, data={"number": row.number}
        )
        wake.notify("imports")
    return verdict
