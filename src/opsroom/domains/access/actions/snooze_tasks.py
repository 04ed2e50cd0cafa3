"""Puts tasks to sleep until a moment, or wakes them; refuses the past and anything beyond 30 days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction as database
from django.utils import timezone

from opsroom.domains.access import events
from opsroom.domains.access.errors import BadValue
from opsroom.domains.access.queries.tasks import overtaken, visible_to
from opsroom.domains.access.rules import require
from opsroom.kernel.records import events as records
from opsroom.kernel.records import wake
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import SNOOZE_DAYS_MAX


@database.atomic
def snooze_tasks(
    actor: Actor,
    company_id: int,
    task_ids: Sequence[int],
    until: datetime | None,
    *,
    seen: int | None = None,
) -> list[int]:
    """Ids of the tasks that sleep now; those not open or not the actor's to see are left out. None wakes them.

    With `seen`, the latest event the actor knew of, what a colleague took or snoozed since stays as it is."""
    require(actor, "access.tasks", company_id=company_id, site_id=min(actor.site_ids or [], default=None))
    now = timezone.now()
    if until is not None and not now < until <= now + timedelta(days=SNOOZE_DAYS_MAX):
        raise BadValue(
            field="The time",
            found=f"{until:%Y-%m-%d %H:%M}",
            usual=f"Choose one within {SNOOZE_DAYS_MAX} days.",
        )
    rows = visible_to(actor).filter(pk__in=list(task_ids), company_id=company_id, state="open")
    locked = list(rows.order_by("id").select_for_update().values_list("id", flat=True))
    later = overtaken(locked, actor, seen)
    changed = [pk for pk in locked if pk not in later]
    rows.filter(pk__in=changed).update(snoozed_until=until)
    told = until.isoformat() if until else None
    records.record(
        events.TASK_SNOOZED, events.TASK, changed, actor, data={"until": told}, company_id=company_id
    )
    if changed:
        wake.notify("tasks")
    return changed
