"""Puts tasks to sleep until a moment, or wakes them; refuses the past and anything beyond 30 days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction as database
from django.utils import timezone

from opsroom.domains.access import events
from opsroom.domains.access.errors import BadValue
from opsroom.domains.access.queries.tasks import visible_to
from opsroom.domains.access.rules import require
from opsroom.kernel.records import events as records
from opsroom.kernel.records import wake
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import SNOOZE_DAYS_MAX


@database.atomic
def snooze_tasks(actor: Actor, company_id: int, task_ids: Sequence[int], until: datetime | None) -> list[int]:
    """Ids of the tasks that sleep now; those not open or not the actor's to see are left out. None wakes them."""
    require(actor, "access.tasks", company_id=company_id, site_id=min(actor.site_ids or [], default=None))
    now = timezone.now()
    if until is not None and not now < until <= now + timedelta(days=SNOOZE_DAYS_MAX):
        raise BadValue(
            field="The time",
            found=f"{until:%Y-%m-%d %H:%M}",
            usual=f"Choose one within {SNOOZE_DAYS_MAX} days.",
        )
    rows = visible_to(actor).filter(pk__in=list(task_ids), company_id=company_id, state="open")
    changed = sorted(rows.values_list("id", flat=True))
    rows.filter(pk__in=changed).update(snoozed_until=until)
    told = until.isoformat() if until else None
    records.record(
        events.TASK_SNOOZED, events.TASK, changed, actor, data={"until": told}, company_id=company_id
    )
    if changed:
        wake.notify("tasks")
    return changed
