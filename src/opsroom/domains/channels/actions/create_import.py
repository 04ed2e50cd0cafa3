"""Registers an uploaded file as an import; refuses a mode that is neither history nor live."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import transaction

from opsroom.domains.channels.import_rights import require_file
from opsroom.domains.channels.models import Import
from opsroom.domains.channels.states import IMPORT
from opsroom.kernel.records import transition, wake
from opsroom.kernel.values.actor import Actor

MODES = ("history", "live")


@dataclass(frozen=True, slots=True)
class ImportDraft:
    """A file as uploaded. `file_key`: our own name of it in the upload folder."""

    format: str
    mode: str
    file_name: str
    file_sha256: str
    file_bytes: int
    file_key: str
    channel_id: int | None = None
    site_id: int | None = None
    mapping: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)
    template_id: int | None = None


def create_import(actor: Actor, company_id: int, draft: ImportDraft) -> int:
    """Returns the import's id."""
    require_file(actor, "imports.upload", company_id, draft.format)
    if draft.mode not in MODES:
        raise ValueError(f"an import is history or live, not {draft.mode!r}")
    with transaction.atomic():
        row = Import.objects.create(
            company_id=company_id, state="uploaded", created_by_id=actor.user_id, **asdict(draft)
        )
        transition.born(IMPORT, Import, [(row.pk, "uploaded", None)], actor)
        wake.notify("imports")
    return int(row.pk)
