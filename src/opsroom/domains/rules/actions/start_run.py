"""Opens a run: one rule that a person applies to orders which are there already; changes no order itself."""

from __future__ import annotations

from opsroom.domains.access import rules as access
from opsroom.domains.rules import events
from opsroom.domains.rules.actions._numbering import locked_rule
from opsroom.domains.rules.models import Run, Version
from opsroom.kernel.records import events as records
from opsroom.kernel.values.actor import Actor


def start_run(actor: Actor, company_id: int, rule_id: int) -> int:
    """Returns the run's id."""
    access.require(actor, "rules.switch", company_id=company_id)
    rule = locked_rule(company_id, rule_id)
    version = Version.objects.get(rule=rule, number=rule.version)
    run = Run.objects.create(rule=rule, version=version, by_id=actor.user_id)
    records.record(
        events.APPLIED, events.RULE, [rule_id], actor, data={"run": int(run.pk)}, company_id=company_id
    )
    return int(run.pk)
