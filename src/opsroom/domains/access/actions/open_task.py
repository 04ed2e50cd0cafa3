"""Opens a task for a cause; a cause that has an open task already keeps the one it has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction as database

from opsroom.domains.access.actions.open_tasks import NewTask, open_tasks
from opsroom.kernel.values.actor import Actor


@database.atomic
def open_task(
    actor: Actor,
    kind: str,
    subject_kind: str,
    subject_id: int,
    cause_key: str,
    role: str,
    facts: Mapping[str, Any],
    company_id: int,
    site_id: int | None = None,
) -> int:
    """Returns the id of the one open task for this cause. `facts` are ids and numbers, no personal data."""
    task = NewTask(kind, subject_kind, subject_id, cause_key, role, dict(facts), site_id)
    return open_tasks(actor, [task], company_id)[cause_key]
