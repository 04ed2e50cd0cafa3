"""Open tasks by kind and subject; leaves out other companies, other sites and what is snoozed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Now

from opsroom.domains.access.models import Task
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import PAGE_ROWS_MAX


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """One open task; `facts` are ids and numbers the sentence is made of."""

    id: int
    kind: str
    subject_kind: str
    subject_id: int
    cause_key: str
    role: str
    owner_id: int | None
    facts: dict[str, Any]
    opened_at: datetime
    snoozed_until: datetime | None


def visible_to(actor: Actor) -> QuerySet[Task]:
    """Tasks of the actor's companies and sites."""
    rows = Task.objects.filter(company_id__in=actor.company_ids)
    if actor.site_ids is None:
        return rows
    return rows.filter(Q(site_id__isnull=True) | Q(site_id__in=actor.site_ids))


def open_tasks(actor: Actor, *, kind: str | None = None, limit: int = PAGE_ROWS_MAX) -> list[TaskFacts]:
    """Open and not snoozed, oldest first."""
    rows = _awake(visible_to(actor))
    if kind is not None:
        rows = rows.filter(kind=kind)
    return [_facts(task) for task in rows.order_by("opened_at", "id")[: min(limit, PAGE_ROWS_MAX)]]


def open_task_counts(actor: Actor) -> dict[str, int]:
    """Number of open and not snoozed tasks by kind."""
    rows = _awake(visible_to(actor)).values("kind").annotate(n=Count("id"))
    return {row["kind"]: row["n"] for row in rows}


def tasks_of(actor: Actor, subject_kind: str, subject_ids: Iterable[int]) -> list[TaskFacts]:
    """Open tasks of these objects, snoozed ones too, oldest first."""
    rows = visible_to(actor).filter(state="open", subject_kind=subject_kind, subject_id__in=list(subject_ids))
    return [_facts(task) for task in rows.order_by("opened_at", "id")]


def _awake(rows: QuerySet[Task]) -> QuerySet[Task]:
    return rows.filter(Q(snoozed_until__isnull=True) | Q(snoozed_until__lte=Now()), state="open")


def _facts(task: Task) -> TaskFacts:
    return TaskFacts(
        id=task.pk,
        kind=task.kind,
        subject_kind=task.subject_kind,
        subject_id=task.subject_id,
        cause_key=task.cause_key,
        role=task.role,
        owner_id=task.owner_id,
        facts=task.facts,
        opened_at=task.opened_at,
        snoozed_until=task.snoozed_until,
    )
