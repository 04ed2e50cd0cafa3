"""Switches a rule on after a look at what it would touch; asks first when that is every order, none, or contested.

Its undo is switch_rule(on=False); orders that are there already are left alone until the rule is applied to them.
"""

from __future__ import annotations

from collections.abc import Sequence

from opsroom.domains.access import rules as access
from opsroom.domains.rules import queries
from opsroom.domains.rules.actions.switch_rule import switch_rule
from opsroom.domains.rules.errors import AskFirst, RuleNotFound
from opsroom.domains.rules.queries import RuleFacts
from opsroom.domains.rules.rules import Content, Ruled, everything, rivals
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
    if not sure and (question := question_of(seen, rule.content, rivals_of(actor, rule))):
        raise AskFirst(question=f"{question} Switch it on?")
    switch_rule(actor, company_id, rule_id, on=True)
    return seen


def question_of(seen: DryRun, content: Content, against: Sequence[str] = ()) -> str:
    """What to say before such a rule works; empty when there is nothing to ask. `against`: rules that set otherwise."""
    said = []
    if seen.matches_everything:
        said.append(f"This rule matches {'' if seen.cut else 'all '}{seen.open_words}.")
    elif why := everything(content):
        said.append(why)
    elif seen.matches_nothing and seen.past_orders:
        days = f"the last {RULE_DRY_RUN_DAYS} days"
        said.append(f"This rule matches none of {'' if seen.cut else 'the '}{seen.past_words} of {days}.")
    return " ".join([*said, *against])


def rivals_of(actor: Actor, rule: RuleFacts, content: Content | None = None) -> list[str]:
    """Sentences on rules at work that set the same thing to something else; `content`: what the rule will say."""
    mine = rule.ruled if content is None else Ruled(rule.id, rule.version_id, content)
    others = [one.ruled for one in queries.rules_of(actor) if one.state == "on" or one.id == rule.id]
    return rivals(mine, others)
