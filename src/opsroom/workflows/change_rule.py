"""Changes what a rule says; of one that is at work only after a look at what it would do from then on.

Its undo is the same with what the former version said; orders that are there already are left alone.
"""

from __future__ import annotations

from opsroom.domains.access import rules as access
from opsroom.domains.rules import queries
from opsroom.domains.rules.actions.edit_rule import edit_rule
from opsroom.domains.rules.errors import AskFirst, RuleNotFound
from opsroom.domains.rules.rules import Content, faults
from opsroom.insight.rulings.dry_run import DryRun, dry_run
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import RULE_DRY_RUN_DAYS
from opsroom.workflows.switch_on_rule import question_of, rivals_of


def change_rule(actor: Actor, company_id: int, rule_id: int, content: Content, *, seen: bool = False) -> int:
    """The number of the version in force. Raises BadRule, and AskFirst for a rule at work unless it was `seen`."""
    access.require(actor, "rules.edit", company_id=company_id)
    rule = queries.rule_of(actor, rule_id)
    if rule.company_id != company_id:
        raise RuleNotFound()
    if rule.state == "on" and not seen and content != rule.content and not faults(content):
        found = dry_run(actor, company_id, content, rule_id)
        said = question_of(found, content, rivals_of(actor, rule, content))
        raise AskFirst(question=" ".join(part for part in (_what_it_does(found), said) if part))
    return edit_rule(actor, company_id, rule_id, content)


def _what_it_does(found: DryRun) -> str:
    past = f"{found.past_matched:,} of {found.past_words} of the last {RULE_DRY_RUN_DAYS} days match."
    return (
        "This rule is at work: what you save judges the next order that comes in. As it stands here it matches "
        f"{found.open_matched:,} of {found.open_words} and would change {found.open_changed:,} of them "
        f"if you applied it; {past}"
    )
