"""Moves lines of history that a person mended to the others; refuses those that still have an error."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from opsroom.domains.access.rules import require
from opsroom.domains.channels.actions.stage_lines import stage_lines
from opsroom.domains.channels.models import Import, ImportRow
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import IMPORT_STAGE_ROWS


def join_fixed_lines(actor: Actor, import_id: int) -> int:
    """Returns how many joined. A line that was left out or has an error stays where it is."""
    company_id = Import.objects.values_list("company_id", flat=True).get(id=import_id)
    require(actor, "imports.upload", company_id=company_id)
    with transaction.atomic():
        mended = ImportRow.objects.select_for_update().filter(
            imported_in_id=import_id, kind="line", verdict="ready", value__isnull=False
        )
        rows = list(mended.order_by("number")[:IMPORT_STAGE_ROWS])
        stage_lines(actor, import_id, [_columns(row) for row in rows])
        ImportRow.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def _columns(row: ImportRow) -> list[object]:
    value = row.value or {}
    return [
        row.number,
        row.first_row,
        value["document"],
        value["code"],
        value["title"],
        value["quantity"],
        value["unit_price"],
        datetime.fromisoformat(value["placed_at"]),
        value.get("customer", ""),
        value.get("country", ""),
    ]
