"""Notes from shift to shift: those that wait, and the past ones; leaves out other companies and other sites."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from opsroom.domains.access.errors import NotFound
from opsroom.domains.access.models import ShiftNote
from opsroom.domains.access.rules import may, require, who_may
from opsroom.kernel.values.actor import Actor


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """One note; `facts` are the numbers at that time, by key; `words` are empty where an erasure took them."""

    id: int
    site_id: int
    day: date
    shift: str
    state: str
    words: str
    facts: dict[str, Any]
    given_by_id: int
    given_at: datetime
    taken_by_id: int | None
    taken_at: datetime | None
    erased_at: datetime | None


_FIELDS = (
    "id", "site_id", "day", "shift", "state", "words", "facts", "given_by_id", "given_at", "taken_by_id", "taken_at",
    "erased_at",
)  # fmt: skip


def visible_to(actor: Actor) -> QuerySet[ShiftNote]:
    """Notes of the actor's companies and sites."""
    require(actor, "access.hand_over", site_id=min(actor.site_ids or (), default=None))
    rows = ShiftNote.objects.filter(company_id__in=actor.company_ids)
    return rows if actor.site_ids is None else rows.filter(site_id__in=actor.site_ids)


def note_of(actor: Actor, note_id: int) -> NoteFacts:
    """One note. Raises NotFound, for a foreign one as for a missing one."""
    row = visible_to(actor).filter(pk=note_id).values(*_FIELDS).first()
    if row is None:
        raise NotFound(verb="access.hand_over", way=actor.way, who=who_may("access.hand_over"))
    return NoteFacts(**row)


def waiting_notes(actor: Actor) -> list[NoteFacts]:
    """Those nobody has taken yet, the oldest first; nothing for who hands nothing over."""
    if not may(actor, "access.hand_over", site_id=min(actor.site_ids or (), default=None)):
        return []
    rows = visible_to(actor).filter(state="given").order_by("given_at", "id")
    return [NoteFacts(**row) for row in rows.values(*_FIELDS)]


def note_page(
    actor: Actor, *, state: str = "", site_id: int | None = None, first: int = 0, rows: int
) -> tuple[list[NoteFacts], int]:
    """One page of notes, the latest first, and how many there are."""
    found = visible_to(actor).exclude(state="withdrawn")
    if state:
        found = found.filter(state=state)
    if site_id is not None:
        found = found.filter(site_id=site_id)
    page = found.order_by("-day", "-given_at", "-id").values(*_FIELDS)[first : first + rows]
    return [NoteFacts(**row) for row in page], found.count()


def note_counts(actor: Actor) -> dict[str, int]:
    """Number of notes by state, and "" for all that were not withdrawn."""
    states = list(visible_to(actor).exclude(state="withdrawn").values_list("state", flat=True))
    return {"": len(states), "given": states.count("given"), "taken": states.count("taken")}
