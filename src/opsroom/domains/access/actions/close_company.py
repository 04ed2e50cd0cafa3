"""Closes a demo company: nobody works in it from now on and its rows stay; refuses a real one. Undo: reopen_company."""

from __future__ import annotations

from django.db import transaction
from django.db.models.functions import Now

from opsroom.domains.access import events
from opsroom.domains.access.errors import OnlyDemosClose
from opsroom.domains.access.models import Company
from opsroom.domains.access.rules import require
from opsroom.kernel.records import events as records
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def close_company(actor: Actor, company_id: int) -> bool:
    """Whether it was open until now. Raises OnlyDemosClose."""
    require(actor, "demo.remove", company_id=company_id)
    row = Company.objects.select_for_update(no_key=True).get(pk=company_id)
    if not row.is_demo:
        raise OnlyDemosClose()
    if row.closed_at is not None:
        return False
    Company.objects.filter(pk=company_id).update(closed_at=Now())
    records.record(events.COMPANY_CLOSED, events.COMPANY, [company_id], actor, company_id=company_id)
    return True
