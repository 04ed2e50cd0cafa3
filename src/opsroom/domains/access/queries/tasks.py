"""Tasks by id and by subject, and whose they are from the start; leaves out other companies and other sites."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from opsroom.domains.access import events
from opsroom.domains.access.models import Task, TaskRoute
from opsroom.domains.access.rules import require
from opsroom.kernel.records import events as records
from opsroom.kernel.values.actor import Actor


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


def tasks_by_id(actor: Actor, task_ids: Iterable[int]) -> list[TaskFacts]:
    """These of the open tasks, snoozed ones too, oldest first."""
    rows = visible_to(actor).filter(state="open", pk__in=list(task_ids))
    return [_facts(task) for task in rows.order_by("opened_at", "id")]


def overtaken(task_ids: Iterable[int], actor: Actor, seen: int | None) -> dict[int, int | None]:
    """Those that somebody else took, gave or snoozed after the actor saw them, and who; None: the program.

    `seen`: the latest event when the actor's page was made; None asks nothing. The caller checked the actor."""
    if seen is None:
        return {}
    kinds = (events.TASK_TAKEN, events.TASK_SNOOZED)
    found = records.by_others_after(seen, kinds, events.TASK, list(task_ids), actor)
    return {pk: one.actor_id for pk, one in found.items()}


def routes_of(actor: Actor, company_id: int) -> dict[tuple[str, int | None], int]:
    """Whose new tasks are, by (kind, site); site None: wherever no site is named. Verb: access.tasks."""
    require(actor, "access.tasks", company_id=company_id, site_id=min(actor.site_ids or (), default=None))
    rows = TaskRoute.objects.filter(company_id=company_id)
    return {(kind, site): owner for kind, site, owner in rows.values_list("kind", "site_id", "owner_id")}


def tasks_of(actor: Actor, subject_kind: str, subject_ids: Iterable[int]) -> list[TaskFacts]:
    """Open tasks of these objects, snoozed ones too, oldest first."""
    rows = visible_to(actor).filter(state="open", subject_kind=subject_kind, subject_id__in=list(subject_ids))
    return [_facts(task) for task in rows.order_by("opened_at", "id")]


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
