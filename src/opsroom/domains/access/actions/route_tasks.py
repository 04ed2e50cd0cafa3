"""Says whose the tasks of a kind are from now on, everywhere or at one site; refuses people of other companies."""

from __future__ import annotations

from django.db import transaction as database

from opsroom.domains.access import events
from opsroom.domains.access.errors import BadValue, NotFound
from opsroom.domains.access.kinds import KINDS
from opsroom.domains.access.models import RoleGrant, Task, TaskRoute
from opsroom.domains.access.rules import require, who_may
from opsroom.kernel.records import events as records
from opsroom.kernel.records import wake
from opsroom.kernel.values.actor import Actor


@database.atomic
def route_tasks(
    actor: Actor, company_id: int, kind: str, owner_id: int | None, *, site_id: int | None = None
) -> int:
    """`owner_id` None: the role's again. Returns how many open tasks that nobody had went to the new owner."""
    require(actor, "access.route_tasks", company_id=company_id)
    if kind not in KINDS:
        raise BadValue(field="The kind of task", found=kind[:40], usual="Choose one from the list.")
    found = TaskRoute.objects.filter(company_id=company_id, kind=kind, site_id=site_id)
    moved: list[int] = []
    if owner_id is None:
        found.delete()
    else:
        member = RoleGrant.objects.filter(user_id=owner_id, company_id=company_id, user__is_active=True)
        if not member.exists():
            raise NotFound(verb="access.route_tasks", way=actor.way, who=who_may("access.route_tasks"))
        if not found.update(owner_id=owner_id):
            TaskRoute.objects.create(company_id=company_id, kind=kind, site_id=site_id, owner_id=owner_id)
        waiting = Task.objects.filter(company_id=company_id, kind=kind, state="open", owner=None)
        if site_id is not None:
            waiting = waiting.filter(site_id=site_id)
        moved = sorted(waiting.values_list("id", flat=True))
        Task.objects.filter(pk__in=moved).update(owner_id=owner_id)
        records.record(
            events.TASK_TAKEN, events.TASK, moved, actor, data={"owner": owner_id}, company_id=company_id
        )
    data = {"kind": kind, "site": site_id, "owner": owner_id}
    records.record(events.TASKS_ROUTED, events.COMPANY, [company_id], actor, data=data, company_id=company_id)
    if moved:
        wake.notify("tasks")
    return len(moved)
