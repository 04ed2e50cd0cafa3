"""Four eyes: asked by one, decided by another, for exactly one plan, once, in time; refuses everything else."""

from __future__ import annotations

import pytest
import time_machine
from django.db import IntegrityError, transaction
from tests import factories

from opsroom.domains.access.actions.ask_approval import ask_approval
from opsroom.domains.access.actions.decide_approval import decide_approval
from opsroom.domains.access.actions.spend_approval import spend_approval
from opsroom.domains.access.errors import ApprovalNotUsable, OwnApproval, Refused
from opsroom.domains.access.models import Approval
from opsroom.kernel.values.actor import Actor

pytestmark = pytest.mark.django_db
PLAN, OTHER_PLAN = "a" * 64, "b" * 64
VERB = "warehouse.adjust"


def ask(actor: Actor, company_id: int, plan: str = PLAN) -> int:
    return ask_approval(actor, company_id, VERB, plan, subject_kind="warehouse.stock", subject_id=5)


def test_Z5_asked_by_one_approved_by_another_spent_once() -> None:
    company_id = factories.company()
    kim, maya = factories.actor("warehouse", company_id), factories.actor("manager", company_id)
    approval = ask(kim, company_id)
    assert ask(kim, company_id) == approval
    with pytest.raises(ApprovalNotUsable):
        spend_approval(kim, company_id, VERB, PLAN)
    decide_approval(maya, company_id, approval, approve=True)
    with pytest.raises(ApprovalNotUsable):
        spend_approval(kim, company_id, VERB, OTHER_PLAN)
    assert spend_approval(kim, company_id, VERB, PLAN) == approval
    with pytest.raises(ApprovalNotUsable):
        spend_approval(kim, company_id, VERB, PLAN)


def test_Z5_nobody_approves_the_own_wish_not_even_in_sql() -> None:
    company_id = factories.company()
    maya = factories.actor("manager", company_id)
    approval = ask(maya, company_id)
    with pytest.raises(OwnApproval):
        decide_approval(maya, company_id, approval, approve=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.filter(pk=approval).update(state="approved", decided_by=maya.user_id)
    assert Approval.objects.get().state == "asked"


def test_Z5_a_denied_wish_stays_denied_and_roles_decide_who_decides() -> None:
    company_id = factories.company()
    kim, maya = factories.actor("warehouse", company_id), factories.actor("manager", company_id)
    approval = ask(kim, company_id)
    with pytest.raises(Refused):
        decide_approval(factories.actor("desk", company_id), company_id, approval, approve=True)
    foreign = factories.company()
    stranger = factories.actor("manager", foreign)
    with pytest.raises(ApprovalNotUsable):
        decide_approval(stranger, foreign, approval, approve=True)
    decide_approval(maya, company_id, approval, approve=False)
    with pytest.raises(ApprovalNotUsable):
        decide_approval(maya, company_id, approval, approve=True)
    with pytest.raises(ApprovalNotUsable):
        spend_approval(kim, company_id, VERB, PLAN)


def test_Z5_an_approval_ends_after_a_day() -> None:
    company_id = factories.company()
    kim, maya = factories.actor("warehouse", company_id), factories.actor("manager", company_id)
    with time_machine.travel("2026-11-24 12:00:00+00:00", tick=False) as clock:
        approval = ask(kim, company_id)
        decide_approval(maya, company_id, approval, approve=True)
        clock.shift(24 * 3600)
        with pytest.raises(ApprovalNotUsable):
            spend_approval(kim, company_id, VERB, PLAN)
        assert ask(kim, company_id) != approval
    assert sorted(Approval.objects.values_list("state", flat=True)) == ["asked", "expired"]
