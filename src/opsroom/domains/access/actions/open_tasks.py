"""Opens many tasks in one statement; causes that have an open task already keep the one they have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction as database

from opsroom.domains.access.models import Task
from opsroom.domains.access.rules import require
from opsroom.domains.access.states import TASK
from opsroom.kernel.records import transition, wake
from opsroom.kernel.values.actor import Actor


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task to open. `cause_key` is unique among open tasks of a company: "short:order:12"."""

    kind: str
    subject_kind: str
    subject_id: int
    cause_key: str
    role: str
    facts: dict[str, Any] = field(default_factory=dict)
    site_id: int | None = None


@database.atomic
def open_tasks(actor: Actor, tasks: Sequence[NewTask], company_id: int) -> dict[str, int]:
    """Returns the open task's id by cause key; tells the facts anew where they changed."""
    require(actor, "access.tasks", company_id=company_id)
    wanted = {task.cause_key: task for task in tasks}
    open_rows = _open_rows(company_id, wanted)
    Task.objects.bulk_create(
        [_row(task, company_id) for key, task in sorted(wanted.items()) if key not in open_rows],
        ignore_conflicts=True,  # a rival may open the same cause between the look and the insert
    )
    after = _open_rows(company_id, wanted)
    fresh = [row for key, row in after.items() if key not in open_rows]
    changed = [row for row in after.values() if row.facts != wanted[row.cause_key].facts]
    for row in changed:
        row.facts = wanted[row.cause_key].facts
    Task.objects.bulk_update(changed, ["facts"])
    transition.born(TASK, Task, [(row.pk, "open", {"kind": row.kind}) for row in fresh], actor)
    if fresh or changed:
        wake.notify("tasks")
    return {key: row.pk for key, row in after.items()}


def _open_rows(company_id: int, wanted: dict[str, NewTask]) -> dict[str, Task]:
    rows = Task.objects.filter(company_id=company_id, cause_key__in=list(wanted), state="open")
    return {row.cause_key: row for row in rows}


def _row(task: NewTask, company_id: int) -> Task:
    return Task(
        company_id=company_id,
        kind=task.kind,
        subject_kind=task.subject_kind,
        subject_id=task.subject_id,
        cause_key=task.cause_key,
        role=task.role,
        site_id=task.site_id,
        facts=task.facts,
        state="open",
    )
