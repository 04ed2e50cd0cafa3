"""Writes a new rule, switched off and last in order; refuses what does nothing, contradicts itself or has no value."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from opsroom.domains.access import rules as access
from opsroom.domains.rules.actions._numbering import lock_rules
from opsroom.domains.rules.errors import BadRule, TooManyRules
from opsroom.domains.rules.models import Rule, Version
from opsroom.domains.rules.rules import Content, content_to_json, faults
from opsroom.domains.rules.states import RULE
from opsroom.kernel.records import transition
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import RULES_COUNT_MAX


@transaction.atomic
def create_rule(actor: Actor, company_id: int, content: Content) -> int:
    """Returns the rule's id. Raises BadRule, TooManyRules."""
    access.require(actor, "rules.edit", company_id=company_id)
    if wrong := faults(content):
        raise BadRule(why=" ".join(wrong))
    lock_rules(company_id)
    rows = Rule.objects.filter(company_id=company_id).exclude(state="retired")
    if rows.count() >= RULES_COUNT_MAX:
        raise TooManyRules(most=RULES_COUNT_MAX)
    last = Rule.objects.filter(company_id=company_id).aggregate(last=Max("position"))["last"] or 0
    rule = Rule.objects.create(company_id=company_id, position=last + 1)
    Version.objects.create(
        rule=rule,
        number=1,
        name=content.name.strip(),
        content=content_to_json(content),
        made_by_id=actor.user_id,
    )
    transition.born(RULE, Rule, [(int(rule.pk), "off", None)], actor)
    return int(rule.pk)
