"""Says what a rule would do to orders that are there: how many match, examples; judges the newest, changes none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from opsroom.domains.access import rules as access
from opsroom.domains.rules import queries
from opsroom.domains.rules.rules import Content, Judgement, Ruled, Want, judge
from opsroom.domains.warehouse import queries as warehouse
from opsroom.insight.rulings import facts
from opsroom.insight.rulings.facts import Judged
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import RULE_DRY_RUN_DAYS, RULE_DRY_RUN_ORDERS_COUNT_MAX

EXAMPLES_COUNT = 5


@dataclass(frozen=True, slots=True)
class Example:
    """One order the rule speaks of, and what it would do there; `overruled`: acts another rule had set before."""

    order_id: int
    number: str
    changes: tuple[tuple[str, str], ...]
    overruled: tuple[Want, ...]


@dataclass(frozen=True, slots=True)
class DryRun:
    """What the rule would do if it were applied now. `changes`: orders by (kind of act, value).

    Judged are the newest orders; `all_open` and `all_past` say how many there are in all."""

    open_orders: int
    open_matched: int
    open_changed: int
    overruled: int
    past_orders: int
    past_matched: int
    changes: tuple[tuple[tuple[str, str], int], ...]
    examples: tuple[Example, ...]
    unmatched: tuple[tuple[int, str], ...]  # (order id, number) of some that it leaves alone
    all_open: int
    all_past: int

    @property
    def cut(self) -> bool:
        """Whether there are more orders than were judged."""
        return self.all_open > self.open_orders or self.all_past > self.past_orders

    @property
    def open_words(self) -> str:
        """How many open orders were judged: "12 open orders", or "the newest 5,000 of 23,412 open orders"."""
        return _of(self.open_orders, self.all_open, "open order")

    @property
    def past_words(self) -> str:
        """The same of the last days, without saying which."""
        return _of(self.past_orders, self.all_past, "order")

    @property
    def matches_everything(self) -> bool:
        """Every open order that was judged, and there is more than one."""
        return self.open_orders > 1 and self.open_matched == self.open_orders

    @property
    def matches_nothing(self) -> bool:
        """No open order and none of the last days, as far as they were judged."""
        return self.open_matched == 0 and self.past_matched == 0


def dry_run(actor: Actor, company_id: int, content: Content, rule_id: int | None = None) -> DryRun:
    """`rule_id`: the rule this content is (to be) of, which keeps its place; a new one is judged last."""
    access.require(actor, "rules.view", company_id=company_id)
    rules, mine = _with(actor, company_id, content, rule_id)
    opened = facts.of_open(company_id, RULE_DRY_RUN_ORDERS_COUNT_MAX)
    after = datetime.now(UTC) - timedelta(days=RULE_DRY_RUN_DAYS)
    past = facts.since(company_id, after, RULE_DRY_RUN_ORDERS_COUNT_MAX)
    all_open, all_past = facts.counts(company_id, after)
    acted = {pk: one.acted for pk, one in queries.latest_of([o.order_id for o in opened]).items()}
    sites = warehouse.site_ids_by_code(company_id)
    changes: Counter[tuple[str, str]] = Counter()
    examples: list[Example] = []
    spared: list[tuple[int, str]] = []
    matched = changed = overruled = 0
    for order in opened:
        said = judge(rules, order.facts, acted.get(order.order_id, frozenset()) - {mine}, only=mine)
        if mine not in said.matched:
            spared.append((order.order_id, order.number))
            continue
        matched += 1
        does = tuple((w.kind, w.value) for w in said.wants if w.became == "do" and _changes(w, order, sites))
        lost = tuple(w for w in said.wants if w.became == "overruled")
        changes.update(set(does))
        changed += bool(does)
        overruled += bool(lost)
        if len(examples) < EXAMPLES_COUNT:
            examples.append(Example(order.order_id, order.number, does, lost))
    return DryRun(
        open_orders=len(opened),
        open_matched=matched,
        open_changed=changed,
        overruled=overruled,
        past_orders=len(past),
        past_matched=sum(mine in _alone(rules, mine, order).matched for order in past),
        changes=tuple(changes.most_common()),
        examples=tuple(examples),
        unmatched=tuple(spared[:EXAMPLES_COUNT]),
        all_open=max(all_open, len(opened)),  # one may come in between the two reads
        all_past=max(all_past, len(past)),
    )


def _of(judged: int, there: int, noun: str) -> str:
    if there > judged:
        return f"the newest {judged:,} of {there:,} {noun}s"
    return f"{judged:,} {noun}{'' if judged == 1 else 's'}"


def _alone(rules: Sequence[Ruled], mine: int, order: Judged) -> Judgement:
    return judge(rules, order.facts, only=mine)


def _with(actor: Actor, company_id: int, content: Content, rule_id: int | None) -> tuple[list[Ruled], int]:
    """The rules that are on with this content in its place; a rule nobody has saved yet is rule 0."""
    out: list[Ruled] = []
    found = False
    for one in queries.rules_of(actor):
        if one.id == rule_id:
            out.append(Ruled(one.id, one.version_id, content))
            found = True
        elif one.state == "on" and one.company_id == company_id:
            out.append(one.ruled)
    if not found:
        out.append(Ruled(0, 0, content))
    return out, rule_id if found and rule_id is not None else 0


def _changes(want: Want, order: Judged, sites: dict[str, int]) -> bool:
    """Whether the act would change anything on this order."""
    if want.kind == "tag":
        return want.value.casefold() not in {tag.casefold() for tag in order.facts.tags}
    if order.state != "open":
        return False
    return {
        "hold": lambda: order.held is None,
        "priority": lambda: str(order.priority) != want.value,
        "site": lambda: want.value in sites and order.preferred_site_id != sites[want.value],
        "delivery": lambda: order.delivery_method != want.value,
        "assign": lambda: str(order.assigned_to_id or "") != want.value,
    }[want.kind]()
