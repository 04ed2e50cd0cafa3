"""Approves or denies what somebody else asked; refuses to decide one's own and what is over."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from opsroom.domains.access.actions.close_tasks import close_tasks
from opsroom.domains.access.errors import ApprovalNotUsable, OwnApproval
from opsroom.domains.access.kinds import OF_APPROVAL
from opsroom.domains.access.models import Approval
from opsroom.domains.access.rules import require
from opsroom.domains.access.states import APPROVAL
from opsroom.kernel.records import transition, wake
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def decide_approval(
    actor: Actor, company_id: int, approval_id: int, *, approve: bool, reason: str = ""
) -> None:
    """Raises OwnApproval, ApprovalNotUsable."""
    require(actor, "access.decide_approval", company_id=company_id)
    now = timezone.now()
    row = Approval.objects.filter(pk=approval_id, company_id=company_id, expires_at__gt=now).first()
    if row is None or actor.user_id is None:
        raise ApprovalNotUsable()
    if row.requested_by_id == actor.user_id:
        raise OwnApproval()
    moved = transition.move(
        APPROVAL,
        Approval,
        "state",
        [row.pk],
        "approve" if approve else "deny",
        actor,
        reason=reason,
        sets={"decided_by": actor.user_id, "decided_at": now},
    )
    if not moved:
        raise ApprovalNotUsable()
    kind = OF_APPROVAL.get(row.verb, "approval")
    close_tasks(actor, [f"{kind}:{row.pk}"], reason="decided")
    wake.notify("tasks")
