"""Asks another person to approve exactly this; asking the same again returns the open one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from opsroom.domains.access.actions.open_tasks import NewTask, open_tasks
from opsroom.domains.access.errors import ApprovalNotUsable
from opsroom.domains.access.kinds import OF_APPROVAL
from opsroom.domains.access.models import Approval
from opsroom.domains.access.rules import require, system_actor
from opsroom.domains.access.states import APPROVAL
from opsroom.kernel.records import transition, wake
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import APPROVAL_SECONDS


@transaction.atomic
def ask_approval(
    actor: Actor,
    company_id: int,
    verb: str,
    plan_sha256: str,
    *,
    subject_kind: str,
    subject_id: int | None = None,
    facts: Mapping[str, Any] | None = None,
) -> int:
    """Returns the approval's id. `plan_sha256` is the hash of what would be done, `facts` the numbers to decide on."""
    require(actor, "access.ask_approval", company_id=company_id)
    if actor.user_id is None:
        raise ApprovalNotUsable()
    now = timezone.now()
    same = Approval.objects.filter(
        company_id=company_id, verb=verb, plan_sha256=plan_sha256, state__in=["asked", "approved"]
    )
    old = list(same.filter(expires_at__lte=now).values_list("id", flat=True))
    transition.move(APPROVAL, Approval, "state", old, "expire", actor)
    open_one = same.filter(expires_at__gt=now).first()
    if open_one is not None:
        return open_one.pk
    made = Approval.objects.create(
        company_id=company_id,
        verb=verb,
        plan_sha256=plan_sha256,
        subject_kind=subject_kind,
        subject_id=subject_id,
        facts=dict(facts or {}),
        state="asked",
        requested_by_id=actor.user_id,
        expires_at=now + timedelta(seconds=APPROVAL_SECONDS),
    )
    transition.born(APPROVAL, Approval, [(made.pk, "asked", {"verb": verb})], actor)
    kind = OF_APPROVAL.get(verb, "approval")
    # Asking is everybody's right, so the program puts it before those who decide.
    program = system_actor("system.allocator", company_ids=frozenset({company_id}), way=actor.way)
    open_tasks(program, [NewTask(kind, "access.approval", made.pk, f"{kind}:{made.pk}")], company_id)
    wake.notify("tasks")
    return made.pk
