"""Marks a run as taken back, once; refuses one that was taken back before or is too old."""

from __future__ import annotations

from datetime import timedelta

from django.db.models.functions import Now
from django.utils import timezone

from opsroom.domains.access import rules as access
from opsroom.domains.rules import events
from opsroom.domains.rules.errors import NothingToUndo
from opsroom.domains.rules.models import Run
from opsroom.kernel.records import events as records
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import RULE_UNDO_HOURS


def mark_run_undone(actor: Actor, company_id: int, run_id: int) -> None:
    """Raises NothingToUndo, also for a foreign run."""
    access.require(actor, "rules.switch", company_id=company_id)
    since = timezone.now() - timedelta(hours=RULE_UNDO_HOURS)
    rows = Run.objects.filter(pk=run_id, rule__company_id=company_id, undone_at=None, at__gte=since)
    if not rows.update(undone_at=Now()):
        raise NothingToUndo(hours=RULE_UNDO_HOURS)
    records.record(events.RUN_UNDONE, events.RUN, [run_id], actor, company_id=company_id)
