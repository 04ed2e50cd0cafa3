"""Takes one's own note to the next shift back before it was taken; refuses other people's."""

from __future__ import annotations

from django.db import transaction as database

from opsroom.domains.access.models import ShiftNote
from opsroom.domains.access.queries.notes import note_of
from opsroom.domains.access.rules import require
from opsroom.domains.access.states import SHIFT_NOTE
from opsroom.kernel.records import transition, wake
from opsroom.kernel.values.actor import Actor


@database.atomic
def withdraw_shift_note(actor: Actor, company_id: int, note_id: int) -> bool:
    """Whether it is withdrawn now; one that was taken, or is a colleague's, stays. Raises NotFound."""
    note = note_of(actor, note_id)
    require(actor, "access.hand_over", company_id=company_id, site_id=note.site_id)
    mine = ShiftNote.objects.filter(pk=note_id, given_by_id=actor.user_id).exists()
    moved = transition.move(SHIFT_NOTE, ShiftNote, "state", [note_id] if mine else [], "withdraw", actor)
    if moved:
        wake.notify("talk")
    return bool(moved)
