"""Writes events of a past that happened elsewhere, each with its own time; refuses a time that is still to come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from opsroom.kernel.records.bulk_rows import copy_rows
from opsroom.kernel.records.models import Event
from opsroom.kernel.records.states import TOLD
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.states import Machine
from opsroom.kernel.values.verbs import past

_COLUMNS = (
    "kind", "subject_kind", "subject_id", "from_state", "to_state", "at", "actor_id", "actor_name", "way", "reason",
    "data", "company_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PastEvent:
    """One thing that happened to one object; `from_state` and `to_state` are empty where no state changed."""

    kind: str
    subject_id: int
    at: datetime
    from_state: str = ""
    to_state: str = ""


def told(machine: Machine, verb: str, subject_id: int, at: datetime, from_state: str) -> PastEvent:
    """The event of a step, as the transition engine names it. Raises ValueError where the machine has no such step."""
    step = machine.steps[verb]
    if from_state not in step.sources:
        raise ValueError(f"{machine.name} cannot {verb} from {from_state}")
    return PastEvent(f"{machine.name}.{past(verb)}", subject_id, at, from_state, step.target)


def record_past(subject_kind: str, events: Iterable[PastEvent], actor: Actor, *, company_id: int) -> int:
    """Writes them in the order given, which is the order their timelines show; returns how many.

    Events of our own acts have the time at which they were written, and the way the actor came in. These have the way
    TOLD, so that nobody takes them for acts of this program.
    """
    now = timezone.now()
    who = (actor.user_id, actor.name, TOLD, "", "{}", company_id)

    def rows() -> Iterator[tuple[object, ...]]:
        for one in events:
            if one.at > now:
                raise ValueError(f"{one.kind} of {subject_kind} {one.subject_id} is still to come")
            yield (one.kind, subject_kind, one.subject_id, one.from_state, one.to_state, one.at, *who)

    return copy_rows(Event, _COLUMNS, rows())
