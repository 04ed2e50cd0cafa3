"""Moves a rule one place up or down in the order of judging; the first and the last stay where they are."""

from __future__ import annotations

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.rules import events
from opsroom.domains.rules.actions._numbering import lock_rules, locked_rule
from opsroom.domains.rules.models import Rule
from opsroom.kernel.records import events as records
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def move_rule(actor: Actor, company_id: int, rule_id: int, *, up: bool) -> bool:
    """Whether it moved. The undo is the opposite move."""
    access.require(actor, "rules.edit", company_id=company_id)
    rows = lock_rules(company_id)
    mine = locked_rule(company_id, rule_id)
    place = [int(row.pk) for row in rows].index(rule_id)
    other = place + (-1 if up else 1)
    if not 0 <= other < len(rows):
        return False
    theirs = rows[other]
    mine.position, theirs.position = theirs.position, mine.position
    Rule.objects.bulk_update([mine, theirs], ["position"])
    records.record(events.MOVED, events.RULE, [rule_id], actor, data={"up": up}, company_id=company_id)
    return True
