"""Opens a closed company again, as it was left; refuses nothing: an open one stays open. Undo: close_company."""

from __future__ import annotations

from django.db import transaction

from opsroom.domains.access import events
from opsroom.domains.access.models import Company
from opsroom.domains.access.rules import require
from opsroom.kernel.records import events as records
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def reopen_company(actor: Actor, company_id: int) -> bool:
    """Whether it was closed until now."""
    require(actor, "demo.load", company_id=company_id)
    changed = Company.objects.filter(pk=company_id, closed_at__isnull=False).update(closed_at=None)
    if changed:
        records.record(events.COMPANY_REOPENED, events.COMPANY, [company_id], actor, company_id=company_id)
    return bool(changed)
