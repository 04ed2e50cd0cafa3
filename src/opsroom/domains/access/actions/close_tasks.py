"""Closes tasks whose cause is gone; causes without an open task are passed over."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction as database
from django.utils import timezone

from opsroom.domains.access.models import Task
from opsroom.domains.access.rules import require
from opsroom.domains.access.states import TASK
from opsroom.kernel.records import transition, wake
from opsroom.kernel.values.actor import Actor


@database.atomic
def close_tasks(actor: Actor, cause_keys: Sequence[str], *, reason: str = "cause_gone") -> list[int]:
    """Returns the ids of the tasks it closed, in the actor's companies."""
    require(actor, "access.tasks", site_id=_only_site(actor))
    ids = list(
        Task.objects.filter(
            company_id__in=actor.company_ids, cause_key__in=list(cause_keys), state="open"
        ).values_list("id", flat=True)
    )
    closed = transition.move(
        TASK,
        Task,
        "state",
        ids,
        "close",
        actor,
        reason=reason,
        sets={"closed_at": timezone.now(), "close_reason": reason},
    )
    if closed:
        wake.notify("tasks")
    return closed


def _only_site(actor: Actor) -> int | None:
    """A cause that is gone is gone at whichever site: any own site passes."""
    return None if actor.site_ids is None else min(actor.site_ids, default=None)
