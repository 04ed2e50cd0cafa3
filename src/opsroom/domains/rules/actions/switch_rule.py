"""Switches a rule on or off; existing orders are left alone, whoever wants them judged applies the rule."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from opsroom.domains.access import rules as access
from opsroom.domains.rules.actions._numbering import locked_rule
from opsroom.domains.rules.models import Rule
from opsroom.domains.rules.states import RULE
from opsroom.kernel.records import transition
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def switch_rule(actor: Actor, company_id: int, rule_id: int, *, on: bool) -> bool:
    """Whether it changed; the undo is the opposite. workflows/switch_on_rule asks first."""
    access.require(actor, "rules.switch", company_id=company_id)
    locked_rule(company_id, rule_id)
    verb = "switch_on" if on else "switch_off"
    return bool(
        transition.move(RULE, Rule, "state", [rule_id], verb, actor, sets={"switched_at": timezone.now()})
    )
