"""Gives open tasks to a colleague, or to nobody; refuses people who do not work for the company."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction as database

from opsroom.domains.access import events
from opsroom.domains.access.errors import NotFound
from opsroom.domains.access.models import RoleGrant
from opsroom.domains.access.queries.tasks import visible_to
from opsroom.domains.access.rules import require, who_may
from opsroom.kernel.records import events as records
from opsroom.kernel.records import wake
from opsroom.kernel.values.actor import Actor


@database.atomic
def take_tasks(actor: Actor, company_id: int, task_ids: Sequence[int], owner_id: int | None) -> list[int]:
    """Returns the ids of the tasks that have a new owner; `owner_id` None gives them back to everybody."""
    require(actor, "access.tasks", company_id=company_id, site_id=min(actor.site_ids or [], default=None))
    if (
        owner_id is not None
        and not RoleGrant.objects.filter(user_id=owner_id, company_id=company_id).exists()
    ):
        raise NotFound(verb="access.tasks", way=actor.way, who=who_may("access.tasks"))
    rows = visible_to(actor).filter(pk__in=list(task_ids), company_id=company_id, state="open")
    changed = sorted(rows.exclude(owner_id=owner_id).values_list("id", flat=True))
    rows.filter(pk__in=changed).update(owner_id=owner_id)
    records.record(
        events.TASK_TAKEN, events.TASK, changed, actor, data={"owner": owner_id}, company_id=company_id
    )
    if changed:
        wake.notify("tasks")
    return changed
