"""Says that the next shift has read what was left to it; refuses who wrote it, and a note that was taken."""

from __future__ import annotations

from django.db import transaction as database
from django.utils import timezone

from opsroom.domains.access.errors import OwnNote
from opsroom.domains.access.models import ShiftNote
from opsroom.domains.access.queries.notes import note_of
from opsroom.domains.access.rules import require
from opsroom.domains.access.states import SHIFT_NOTE
from opsroom.kernel.records import transition, wake
from opsroom.kernel.values.actor import Actor


@database.atomic
def take_shift_note(actor: Actor, company_id: int, note_id: int) -> bool:
    """Whether this call took it; of two at once one does. Raises OwnNote, NotFound."""
    note = note_of(actor, note_id)
    require(actor, "access.hand_over", company_id=company_id, site_id=note.site_id)
    if note.given_by_id == actor.user_id:
        raise OwnNote()
    sets = {"taken_by": actor.user_id, "taken_at": timezone.now()}
    moved = transition.move(SHIFT_NOTE, ShiftNote, "state", [note_id], "take", actor, sets=sets)
    if moved:
        wake.notify("talk")
    return bool(moved)
