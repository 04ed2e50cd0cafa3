"""Applies one rule that is on to the open orders that are there; its undo is undo_rule_run. Other rules keep still."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from opsroom.domains.access import rules as access
from opsroom.domains.orders import rows as order_rows
from opsroom.domains.rules import queries
from opsroom.domains.rules.actions.close_run import close_run
from opsroom.domains.rules.actions.start_run import start_run
from opsroom.domains.rules.errors import RuleNotFound, WrongState
from opsroom.domains.rules.rules import judge
from opsroom.insight.rulings import facts
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import ACCEPT_CHUNK_ORDERS_COUNT, RULE_APPLY_ORDERS_COUNT_MAX
from opsroom.workflows.ruling.one_pass import pass_over


@dataclass(frozen=True, slots=True)
class Applied:
    """The run, and in how many of the orders that matched it changed something."""

    run_id: int
    matched: int
    changed: int


def apply_rule(actor: Actor, company_id: int, rule_id: int) -> Applied:
    """Chunks of ACCEPT_CHUNK_ORDERS_COUNT orders are one transaction each. Raises WrongState for a rule that is off."""
    access.require(actor, "rules.switch", company_id=company_id)
    rule = queries.rule_of(actor, rule_id)
    if rule.company_id != company_id:
        raise RuleNotFound()
    if rule.state != "on":
        raise WrongState(name=rule.content.name, state=rule.state, hint="Switch it on first.")
    rules = queries.rules_on(company_id)
    opened = facts.of_open(company_id, RULE_APPLY_ORDERS_COUNT_MAX)
    acted = {pk: one.acted for pk, one in queries.latest_of([o.order_id for o in opened]).items()}
    matched = [
        one.order_id
        for one in opened
        if rule_id in judge(rules, one.facts, acted.get(one.order_id, ()), only=rule_id).matched
    ]
    run_id = _start(actor, company_id, rule_id)
    changed = 0
    for start in range(0, len(matched), ACCEPT_CHUNK_ORDERS_COUNT):
        changed += _chunk(company_id, matched[start : start + ACCEPT_CHUNK_ORDERS_COUNT], rule_id, run_id)
    close_run(actor, company_id, run_id, changed)
    return Applied(run_id, len(matched), changed)


@in_one_piece
def _start(actor: Actor, company_id: int, rule_id: int) -> int:
    return start_run(actor, company_id, rule_id)


@in_one_piece
def _chunk(company_id: int, order_ids: Sequence[int], rule_id: int, run_id: int) -> int:
    order_rows.locked(company_id, order_ids)
    return len(pass_over(company_id, order_ids, "by_hand", only=rule_id, run_id=run_id).changed)
