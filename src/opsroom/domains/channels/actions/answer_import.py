"""Writes what a person decided about an import: mapping, encoding, meaning of quantities; refuses a finished one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from opsroom.domains.channels.errors import ImportNotReady
from opsroom.domains.channels.events import IMPORT, IMPORT_ANSWERED
from opsroom.domains.channels.import_rights import require_on
from opsroom.domains.channels.models import Import
from opsroom.kernel.records import events, wake
from opsroom.kernel.values.actor import Actor

FIELDS = (
    "channel_id",
    "site_id",
    "format",
    "mode",
    "mapping",
    "template_id",
    "encoding",
    "counts",
    "effects",
    "job_id",
    "problems",
)


def answer_import(
    actor: Actor,
    import_id: int,
    *,
    answers: Mapping[str, Any] | None = None,
    sets: Mapping[str, Any] | None = None,
) -> None:
    """Merges `answers` into those given before (None takes one back) and writes `sets`. Raises ImportNotReady."""
    company_id = require_on(actor, "imports.upload", import_id)
    if unknown := set(sets or {}) - set(FIELDS):
        raise ValueError(f"{min(unknown)} is not for a person to answer")
    with transaction.atomic():
        row = Import.objects.select_for_update(no_key=True).get(id=import_id)
        if row.state in {"undone", "failed", "discarded"}:
            raise ImportNotReady(verb="answered", state=row.state)
        for name, value in (sets or {}).items():
            setattr(row, name, value)
        merged = {**row.answers, **(answers or {})}
        row.answers = {name: value for name, value in merged.items() if value is not None}
        row.save(update_fields=["answers", *(sets or {})])
        if answers:
            names = sorted(answers)
            events.record(
                IMPORT_ANSWERED, IMPORT, [import_id], actor, company_id=company_id, data={"answers": names}
            )
        wake.notify("imports")
