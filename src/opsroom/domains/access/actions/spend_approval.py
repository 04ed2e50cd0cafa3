"""Spends an approval for exactly this plan, once and in time; raises when there is none."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from opsroom.domains.access.errors import ApprovalNotUsable
from opsroom.domains.access.models import Approval
from opsroom.domains.access.rules import require
from opsroom.domains.access.states import APPROVAL
from opsroom.kernel.records import transition
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def spend_approval(actor: Actor, company_id: int, verb: str, plan_sha256: str) -> int:
    """Returns the spent approval's id; after it `require(..., approved=True)` may be asked for this plan."""
    require(actor, "access.ask_approval", company_id=company_id)
    ids = list(
        Approval.objects.filter(
            company_id=company_id,
            verb=verb,
            plan_sha256=plan_sha256,
            state="approved",
            expires_at__gt=timezone.now(),
        ).values_list("id", flat=True)
    )
    spent = transition.move(APPROVAL, Approval, "state", ids, "spend", actor)
    if not spent:
        raise ApprovalNotUsable()
    return spent[0]
