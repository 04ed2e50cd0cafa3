"""One pass of a company's rules over orders: judged set-wise, acted on, kept with its reasons; circles are impossible.

Rules call the orders' own verbs, which never come back here: only a person's change or the intake starts a pass.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from opsroom.domains.access.rules import system_actor
from opsroom.domains.rules import queries
from opsroom.domains.rules.actions.store_evaluations import Said, store_evaluations
from opsroom.domains.rules.queries import EvaluationFacts
from opsroom.domains.rules.rules import Facts, Judgement, judge
from opsroom.domains.warehouse.actions.free_of_orders import free_of_orders
from opsroom.insight.rulings import facts
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.allocate_orders import allocate_orders
from opsroom.workflows.ruling.acts import Wanted, do_wants


@dataclass(frozen=True, slots=True)
class Passed:
    """Ids of the orders that were judged, of those that a rule matched, and of those that it changed."""

    judged: tuple[int, ...]
    matched: tuple[int, ...]
    changed: tuple[int, ...]


def rules_program(company_id: int) -> Actor:
    """Who acts when a rule does; the person behind it stands in the rule's own history."""
    return system_actor("system.rules", company_ids=frozenset({company_id}))


def pass_over(
    company_id: int,
    order_ids: Collection[int],
    cause: str,
    *,
    only: int | None = None,
    run_id: int | None = None,
    resite: bool = True,
) -> Passed:
    """The caller holds the orders. `resite` False: nothing is allocated yet, so nothing has to be moved."""
    rules = queries.rules_on(company_id)
    if not rules or not order_ids:
        return Passed((), (), ())
    program = rules_program(company_id)
    judged = facts.of_orders(company_id, order_ids)
    latest = {} if cause == "accepted" else queries.latest_of([one.order_id for one in judged])
    said: dict[int, Judgement] = {}
    wanted: list[Wanted] = []
    for order in judged:
        known = latest.get(order.order_id)
        acted = known.acted if known else frozenset()
        said[order.order_id] = judge(rules, order.facts, acted, only)
        wanted += [Wanted(order, want) for want in said[order.order_id].wants if want.became == "do"]
    became = do_wants(program, company_id, wanted)
    rows = []
    for order in judged:
        mine = said[order.order_id]
        wants = tuple(became.get((order.order_id, want), want) for want in mine.wants)
        if _says_something_new(latest.get(order.order_id), order.facts, mine, run_id):
            rows.append(Said(order.order_id, order.facts, mine, wants))
    store_evaluations(program, company_id, rows, cause=cause, run_id=run_id)
    done = {pk for (pk, _), want in became.items() if want.became == "done"}
    moved = {pk for (pk, _), want in became.items() if want.became == "done" and want.kind == "site"}
    if resite and moved:
        allocate_anew(program, company_id, moved)
    matched = tuple(sorted(pk for pk, mine in said.items() if mine.matched))
    return Passed(tuple(sorted(said)), matched, tuple(sorted(done)))


def _says_something_new(
    known: EvaluationFacts | None, now: Facts, said: Judgement, run_id: int | None
) -> bool:
    """The same facts judged by the same versions with nothing to do are kept once."""
    if known is None or said.wants or run_id is not None or known.facts != now:
        return True
    then = [(v.version_id, v.said in ("matched", "again")) for v in known.verdicts]
    return then != [(v.version_id, v.said in ("matched", "again")) for v in said.verdicts]


def allocate_anew(program: Actor, company_id: int, order_ids: Collection[int]) -> None:
    """Gives back what waits softly and sets it aside again in the order of sites that now holds, in one step.

    Nobody can come between: the stock rows stay locked until this commits. Released orders keep what they have.
    """
    movable = [
        order.order_id
        for order in facts.of_orders(company_id, order_ids)
        if order.state == "open" and order.fulfilment_state == "unreleased"
    ]
    free_of_orders(program, company_id, movable, reason="another site is preferred")
    allocate_orders(program, company_id, order_ids=movable)
