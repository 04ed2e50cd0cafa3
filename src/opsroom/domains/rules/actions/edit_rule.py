"""Gives a rule a new version; the former ones stay as they were, so that what was said by them stays true."""

from __future__ import annotations

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.rules import events
from opsroom.domains.rules.actions._numbering import locked_rule
from opsroom.domains.rules.errors import BadRule
from opsroom.domains.rules.models import Version
from opsroom.domains.rules.rules import Content, content_to_json, faults
from opsroom.kernel.records import events as records
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def edit_rule(actor: Actor, company_id: int, rule_id: int, content: Content) -> int:
    """Returns the number of the version in force; the same content again makes none. Raises BadRule."""
    access.require(actor, "rules.edit", company_id=company_id)
    if wrong := faults(content):
        raise BadRule(why=" ".join(wrong))
    rule = locked_rule(company_id, rule_id)
    now = Version.objects.get(rule=rule, number=rule.version)
    kept = content_to_json(content)
    if (now.name, now.content) == (content.name.strip(), kept):
        return rule.version
    rule.version += 1
    Version.objects.create(
        rule=rule, number=rule.version, name=content.name.strip(), content=kept, made_by_id=actor.user_id
    )
    rule.save(update_fields=["version"])
    data = {"version": rule.version}
    records.record(events.EDITED, events.RULE, [rule_id], actor, data=data, company_id=company_id)
    return rule.version
