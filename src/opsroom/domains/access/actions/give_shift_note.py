"""Leaves a note to the next shift of a site, or writes it anew before anybody took it; refuses one that was taken."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction as database
from django.db.models.functions import Now

from opsroom.domains.access import events
from opsroom.domains.access.errors import BadValue, NoteTaken, Refused
from opsroom.domains.access.models import ShiftNote
from opsroom.domains.access.models.notes import SHIFTS
from opsroom.domains.access.rules import note_words, require, who_may
from opsroom.domains.access.states import SHIFT_NOTE
from opsroom.kernel.records import events as records
from opsroom.kernel.records import transition, wake
from opsroom.kernel.values.actor import Actor


@database.atomic
def give_shift_note(
    actor: Actor, company_id: int, site_id: int, day: date, shift: str, words: str, facts: Mapping[str, int]
) -> int:
    """The note's id. One note a site, day and shift: a second one before it is taken replaces words and numbers.

    Events hold numbers, never the words. Raises NoteTaken, BadValue.
    """
    require(actor, "access.hand_over", company_id=company_id, site_id=site_id)
    if actor.user_id is None:
        raise Refused(verb="access.hand_over", way=actor.way, who=who_may("access.hand_over"))
    if shift not in SHIFTS:
        raise BadValue(field="The shift", found=shift, usual=f"Choose one of {', '.join(SHIFTS)}.")
    said = note_words(words)
    rows = ShiftNote.objects.filter(company_id=company_id, site_id=site_id, day=day, shift=shift)
    found = rows.exclude(state="withdrawn").select_for_update(no_key=True).first()
    told = {"facts": dict(facts), "shift": shift, "day": f"{day:%Y-%m-%d}"}
    if found is None:
        note = ShiftNote.objects.create(
            company_id=company_id, site_id=site_id, day=day, shift=shift, words=said, facts=dict(facts),
            given_by_id=actor.user_id,
        )  # fmt: skip
        transition.born(SHIFT_NOTE, ShiftNote, [(note.pk, "given", told)], actor, company_id=company_id)
        pk = int(note.pk)
    else:
        pk = int(found.pk)
        mine = found.given_by_id == actor.user_id
        if found.state == "taken" or not mine:
            raise NoteTaken(
                taken="was taken over" if found.state == "taken" else "was written by a colleague"
            )
        ShiftNote.objects.filter(pk=pk).update(words=said, facts=dict(facts), given_at=Now())
        records.record(
            events.SHIFT_NOTE_CHANGED, events.SHIFT_NOTE, [pk], actor, data=told, company_id=company_id
        )
    wake.notify("talk")
    return pk
