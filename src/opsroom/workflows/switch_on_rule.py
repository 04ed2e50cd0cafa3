"""Switches a rule on after a look at what it would touch; asks first when that is every open order, or none at all.

Its undo is switch_rule(on=False); orders that are there already are left alone until the rule is applied to them.
"""

from __future__ import annotations

from opsroom.domains.access import rules as access
from opsroom.domains.rules import queries
from opsroom.domains.rules.actions.switch_rule import switch_rule
from opsroom.domains.rules.errors import AskFirst, RuleNotFound
from opsroom.insight.rulings.dry_run import DryRun, dry_run
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import RULE_DRY_RUN_DAYS


def switch_on_rule(actor: Actor, company_id: int, rule_id: int, *, sure: bool = False) -> DryRun:
    """Returns what it would do to existing orders. Raises AskFirst unless the person is `sure`."""
    access.require(actor, "rules.switch", company_id=company_id)
    rule = queries.rule_of(actor, rule_id)
    if rule.company_id != company_id:
        raise RuleNotFound()
    seen = dry_run(actor, company_id, rule.content, rule_id)
    if not sure and (question := question_of(seen)):
        raise AskFirst(question=question)
    switch_rule(actor, company_id, rule_id, on=True)
    return seen


def question_of(seen: DryRun) -> str:
    """What to ask before such a rule is switched on; empty when there is nothing to ask."""
    if seen.matches_everything:
        return f"This rule matches all {seen.open_orders:,} open orders. Switch it on?"
    if seen.matches_nothing and seen.past_orders:
        days = f"the last {RULE_DRY_RUN_DAYS} days"
        return f"This rule matches none of the {seen.past_orders:,} orders of {days}. Switch it on?"
    return ""
