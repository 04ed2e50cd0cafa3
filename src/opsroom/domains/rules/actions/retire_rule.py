"""Takes a rule that is off out of the list for good; its versions stay for what they said of orders."""

from __future__ import annotations

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.rules.actions._numbering import locked_rule
from opsroom.domains.rules.errors import WrongState
from opsroom.domains.rules.models import Rule, Version
from opsroom.domains.rules.states import RULE
from opsroom.kernel.records import transition
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def retire_rule(actor: Actor, company_id: int, rule_id: int) -> None:
    """Refuses a rule that is on."""
    access.require(actor, "rules.edit", company_id=company_id)
    rule = locked_rule(company_id, rule_id)
    if not transition.move(RULE, Rule, "state", [rule_id], "retire", actor):
        name = Version.objects.get(rule=rule, number=rule.version).name
        raise WrongState(name=name, state=rule.state, hint="Switch it off first.")
