"""Events of things that come into being, as rows to be written with them; refuses states their machine does not know.

The same events as `events.record`, `transition.born` and `transition.move` write, for verbs that send their rows and
their events in one statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models

from opsroom.kernel.records.constraints import machine_of
from opsroom.kernel.records.models import Event
from opsroom.kernel.records.new_rows import NewRows, Table, table
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.states import Machine
from opsroom.kernel.values.verbs import past

_FIELDS = (
    "kind", "subject_kind", "subject_id", "from_state", "to_state", "actor_id", "actor_name", "way", "reason", "data",
    "company_id",
)  # fmt: skip
Data = Mapping[str, Any]


def _table() -> Table:
    return table(Event, *_FIELDS)


def add_events(
    rows: NewRows,
    kind: str,
    subject_kind: str,
    subject_ids: Iterable[int],
    actor: Actor,
    data: Data,
    company_id: int,
) -> None:
    """What events.record writes: one event for each subject, all with the same data."""
    told, who = dict(data), (actor.user_id, actor.name, actor.way, "")
    rows.add(_table(), [(kind, subject_kind, pk, "", "", *who, told, company_id) for pk in subject_ids])


def add_births(
    rows: NewRows,
    machine: Machine,
    model: type[models.Model],
    born: Iterable[tuple[int, str, Data]],
    actor: Actor,
    company_id: int,
    *,
    field: str = "state",
) -> None:
    """What transition.born writes, for rows of the same statement as (id, state, data)."""
    _ruled(machine, model, field)
    kind, subject, who = (
        f"{machine.name}.created",
        model._meta.label_lower,
        (actor.user_id, actor.name, actor.way, ""),
    )
    found: list[tuple[Any, ...]] = [
        (kind, subject, pk, "", state, *who, dict(data), company_id) for pk, state, data in born
    ]
    if unknown := {row[4] for row in found} - machine.states:
        raise ValueError(f"{machine.name} knows no state {min(unknown)!r}")
    rows.add(_table(), found)


def add_steps(
    rows: NewRows,
    machine: Machine,
    model: type[models.Model],
    field: str,
    verb: str,
    moved: Iterable[tuple[int, str]],
    actor: Actor,
    company_id: int,
) -> None:
    """What transition.move writes, for rows of the same statement that are born where the step led: (id, from)."""
    _ruled(machine, model, field)
    step = machine.steps[verb]
    kind, subject, who = (
        f"{machine.name}.{past(verb)}",
        model._meta.label_lower,
        (actor.user_id, actor.name, actor.way),
    )
    found: list[tuple[Any, ...]] = [
        (kind, subject, pk, old, step.target, *who, "", {}, company_id) for pk, old in moved
    ]
    if wrong := {row[3] for row in found} - step.sources:
        raise ValueError(f"{machine.name} cannot {verb} from {min(wrong)}")
    rows.add(_table(), found)


def _ruled(machine: Machine, model: type[models.Model], field: str) -> None:
    ruler = machine_of(model, field)
    if ruler is None or ruler.name != machine.name:
        raise TypeError(
            f"{model._meta.label}.{field} is not ruled by {machine.name}; declare it with state_check()"
        )
