"""Moves an import along its states; refuses a step that its state does not allow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from opsroom.domains.channels.errors import ImportNotReady
from opsroom.domains.channels.import_rights import require_on
from opsroom.domains.channels.models import Import
from opsroom.domains.channels.states import IMPORT
from opsroom.kernel.records import transition, wake
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.verbs import past

VERBS = {
    "check": "imports.upload",
    "stage": "imports.upload",
    "fail": "imports.upload",
    "discard": "imports.upload",
    "commit": "imports.commit",
    "finish": "imports.commit",
    "undo": "imports.undo",
    "reverse": "imports.undo",
    "keep": "imports.undo",
}


def move_import(
    actor: Actor,
    import_id: int,
    verb: str,
    *,
    reason: str = "",
    sets: Mapping[str, Any] | None = None,
) -> None:
    """One step; `sets`: counts, effects, job_id, committed_at, undone_at written with it. Raises ImportNotReady."""
    require_on(actor, VERBS[verb], import_id)
    state = Import.objects.values_list("state", flat=True).get(id=import_id)
    with transaction.atomic():
        if not transition.move(IMPORT, Import, "state", [import_id], verb, actor, reason=reason, sets=sets):
            raise ImportNotReady(verb=past(verb), state=state)
        wake.notify("imports")
