"""Opens many tasks in one statement, each with its owner; causes that have an open task keep the one they have."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db import transaction as database

from opsroom.domains.access.kinds import kind_of
from opsroom.domains.access.models import Task
from opsroom.domains.access.rules import require
from opsroom.domains.access.states import TASK
from opsroom.kernel.records import transition, wake
from opsroom.kernel.values.actor import Actor


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task to open. `cause_key` is unique among open tasks of a company: "short:order:12".

    `role` empty: the kind's own. `owner_id` None: whom the company named for this kind and site, else the role.
    """

    kind: str
    subject_kind: str
    subject_id: int
    cause_key: str
    role: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    site_id: int | None = None
    owner_id: int | None = None


@database.atomic
def open_tasks(actor: Actor, tasks: Sequence[NewTask], company_id: int) -> dict[str, int]:
    """Returns the open task's id by cause key; tells the facts anew where they changed."""
    require(actor, "access.tasks", company_id=company_id)
    wanted = {task.cause_key: task for task in tasks}
    fresh = _insert(company_id, wanted)
    after = _open_rows(company_id, wanted)
    changed = [row for row in after.values() if row.facts != wanted[row.cause_key].facts]
    for row in changed:
        row.facts = wanted[row.cause_key].facts
    Task.objects.bulk_update(changed, ["facts"])
    transition.born(
        TASK, Task, [(row.pk, "open", {"kind": row.kind}) for row in after.values() if row.pk in fresh], actor
    )
    if fresh or changed:
        wake.notify("tasks")
    return {key: row.pk for key, row in after.items()}


def _open_rows(company_id: int, wanted: dict[str, NewTask]) -> dict[str, Task]:
    rows = Task.objects.filter(company_id=company_id, cause_key__in=list(wanted), state="open")
    return {row.cause_key: row for row in rows}


def _insert(company_id: int, wanted: dict[str, NewTask]) -> set[int]:
    """Ids of the rows this call inserted. RETURNING says whose they are when a rival opens the same cause."""
    rows = [wanted[key] for key in sorted(wanted)]  # one order for all, so that rivals cannot deadlock
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO access_task"
            " (company_id, kind, subject_kind, subject_id, cause_key, role, site_id, facts, state, owner_id)"
            " SELECT %s, given.kind, given.subject_kind, given.subject_id, given.cause_key, given.role, given.site_id,"
            " given.facts::jsonb, 'open', COALESCE(given.owner_id, ("
            "  SELECT r.owner_id FROM access_taskroute r JOIN access_user u ON u.id = r.owner_id AND u.is_active"
            "  WHERE r.company_id = %s AND r.kind = given.kind AND (r.site_id IS NULL OR r.site_id = given.site_id)"
            "  ORDER BY r.site_id NULLS LAST LIMIT 1))"
            " FROM unnest(%s::text[], %s::text[], %s::bigint[], %s::text[], %s::text[], %s::bigint[], %s::text[],"
            "  %s::bigint[])"
            " AS given(kind, subject_kind, subject_id, cause_key, role, site_id, facts, owner_id)"
            " ON CONFLICT (company_id, cause_key) WHERE state = 'open' DO NOTHING RETURNING id",
            [
                company_id,
                company_id,
                [task.kind for task in rows],
                [task.subject_kind for task in rows],
                [task.subject_id for task in rows],
                [task.cause_key for task in rows],
                [task.role or kind_of(task.kind).role for task in rows],
                [task.site_id for task in rows],
                [json.dumps(task.facts, default=str) for task in rows],
                [task.owner_id for task in rows],
            ],
        )
        return {row[0] for row in cursor.fetchall()}
