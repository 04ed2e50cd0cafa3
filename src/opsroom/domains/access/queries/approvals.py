"""What people asked others to approve, as numbers; leaves out other companies and what is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models.functions import Now

from opsroom.domains.access.models import Approval
from opsroom.kernel.values.actor import Actor


@dataclass(frozen=True, slots=True)
class ApprovalFacts:
    """One thing asked; `facts` are the numbers to decide on and name nobody."""

    id: int
    state: str
    subject_id: int | None
    facts: dict[str, Any]
    requested_by_id: int
    requested_at: datetime


def approvals_of(actor: Actor, verb: str) -> list[ApprovalFacts]:
    """Asked or approved and not over, the oldest first, of the actor's companies."""
    rows = Approval.objects.filter(
        company_id__in=actor.company_ids, verb=verb, state__in=["asked", "approved"], expires_at__gt=Now()
    )
    return [ApprovalFacts(**row) for row in rows.order_by("id").values(*ApprovalFacts.__dataclass_fields__)]
