"""Puts a task to sleep until a moment; refuses the past and anything beyond 30 days."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction as database
from django.utils import timezone

from opsroom.domains.access import events
from opsroom.domains.access.errors import BadValue, NotFound
from opsroom.domains.access.models import Task
from opsroom.domains.access.rules import require, who_may
from opsroom.kernel.records import events as records
from opsroom.kernel.records import wake
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import SNOOZE_DAYS_MAX


@database.atomic
def snooze_task(actor: Actor, company_id: int, task_id: int, until: datetime) -> None:
    """`until` is aware. The task comes back by itself; closing needs no waking."""
    task = Task.objects.filter(pk=task_id, company_id=company_id, state="open").first()
    require(actor, "access.tasks", company_id=company_id, site_id=task.site_id if task else None)
    if task is None:
        raise NotFound(verb="access.tasks", way=actor.way, who=who_may("access.tasks"))
    now = timezone.now()
    if not now < until <= now + timedelta(days=SNOOZE_DAYS_MAX):
        raise BadValue(
            field="The time",
            found=f"{until:%Y-%m-%d %H:%M}",
            usual=f"Choose one within {SNOOZE_DAYS_MAX} days.",
        )
    Task.objects.filter(pk=task.pk).update(snoozed_until=until)
    records.record(
        events.TASK_SNOOZED,
        events.TASK,
        [task.pk],
        actor,
        data={"until": until.isoformat()},
        company_id=company_id,
    )
    wake.notify("tasks")
