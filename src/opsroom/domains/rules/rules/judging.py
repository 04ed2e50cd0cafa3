"""Judges an order by rules: which match, what they want, who is overruled; one pass in order, so nothing circles.

A rule acts when an order comes to match it, not again while it stays so: what a person took back stays taken back.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from opsroom.domains.rules.rules.values import EXCLUSIVE, Condition, Content, Facts, Ruled


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one rule said. `said`: matched | again (matched, acted before) | not | unasked.

    `places`: places of the conditions that decided it: those met when it matched, else those that failed;
    `stopper`: the version that stopped the pass.
    """

    rule_id: int
    version_id: int
    said: str
    places: tuple[int, ...] = ()
    stopper: int = 0


@dataclass(frozen=True, slots=True)
class Want:
    """One act of a rule that matched. `became`: do, or overruled (by version `by`), later what really came of it.

    `before`: what stood there, for the undo.
    """

    rule_id: int
    version_id: int
    kind: str
    value: str
    became: str = "do"
    by: int = 0
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What all rules said of one order; `acted` are the rules that have acted on it and need not again."""

    verdicts: tuple[Verdict, ...]
    wants: tuple[Want, ...]
    matched: frozenset[int]
    acted: frozenset[int]


def holds(condition: Condition, facts: Facts) -> bool | None:
    """Whether the condition is true of the order; None when the fact is not known, which never matches."""
    what, given = condition.what, condition.values
    kind, _, _ = what.partition("_")
    answer: bool | None
    if kind in ("sku", "tag", "delivery"):
        return _of_many(what, given, facts)
    if kind == "first":
        return None if facts.first is None else facts.first == (what == "first_yes")
    if kind in ("value", "units", "weight"):
        if kind == "value" and given[1] != facts.currency:
            return None
        amount = {"value": facts.value_minor, "units": facts.units, "weight": facts.weight_g}[kind]
        return None if amount is None else (amount >= int(given[0])) == what.endswith("_at_least")
    one = {
        "channel": facts.channel,
        "country": facts.country,
        "fulfilled": facts.fulfilled_by,
        "payment": facts.payment,
    }[kind]
    answer = None if not one else (one in given) != what.endswith("_is_not")
    return answer


def _of_many(what: str, given: tuple[str, ...], facts: Facts) -> bool | None:
    if what.startswith("delivery"):
        said = facts.delivery.casefold()
        if not said:
            return None
        return any(words.casefold() in said for words in given) == (what == "delivery_says")
    if what.startswith("tag"):
        carried = {tag.casefold() for tag in facts.tags}
        return any(tag.casefold() in carried for tag in given) == (what == "tag_has")
    if not facts.skus:
        return None
    wanted = {code.casefold() for code in given}
    if what == "sku_every":
        return all(code.casefold() in wanted for code in facts.skus)
    return any(code.casefold() in wanted for code in facts.skus) == (what == "sku_any")


def matches(content: Content, facts: Facts) -> tuple[bool, tuple[int, ...]]:
    """Whether the rule matches, and the places of the conditions that decided it."""
    met = tuple(i for i, one in enumerate(content.conditions) if holds(one, facts))
    failed = tuple(i for i in range(len(content.conditions)) if i not in met)
    yes = not content.conditions or (not failed if content.match == "all" else bool(met))
    return yes, met if yes else failed


def judge(
    rules: Sequence[Ruled], facts: Facts, acted: Collection[int] = (), only: int | None = None
) -> Judgement:
    """One pass over the rules in their order. Tags added on the way are seen by the rules that come later.

    `acted`: rules that have acted on this order before. `only`: the one rule that acts now, again if it did before;
    the others are judged but keep still.
    """
    verdicts: list[Verdict] = []
    wants: list[Want] = []
    claims: dict[str, tuple[int, str]] = {}  # what was set, by which version
    now: set[int] = set()
    stopper = 0
    for rule in rules:
        if stopper:
            verdicts.append(Verdict(rule.rule_id, rule.version_id, "unasked", stopper=stopper))
            now |= {rule.rule_id} & set(acted)
            continue
        yes, places = matches(rule.content, facts)
        acts = rule.rule_id == only if only is not None else rule.rule_id not in acted
        said = ("matched" if acts else "again") if yes else "not"
        verdicts.append(Verdict(rule.rule_id, rule.version_id, said, places))
        if not yes:
            continue
        if acts or rule.rule_id in acted:
            now.add(rule.rule_id)
            mine = _wants(rule, claims)
            if acts:
                wants += mine
                added = {want.value for want in mine if want.kind == "tag"}
                facts = replace(facts, tags=facts.tags | added)
        if rule.content.stop:
            stopper = rule.version_id
    asked = {rule.rule_id for rule in rules}
    matched = frozenset(v.rule_id for v in verdicts if v.said in ("matched", "again"))
    return Judgement(tuple(verdicts), tuple(wants), matched, frozenset(now | (set(acted) - asked)))


def _wants(rule: Ruled, claims: dict[str, tuple[int, str]]) -> list[Want]:
    out = []
    for act in rule.content.acts:
        want = Want(rule.rule_id, rule.version_id, act.kind, act.value)
        if act.kind in EXCLUSIVE:
            by, value = claims.setdefault(act.kind, (rule.version_id, act.value))
            if value != act.value:
                want = replace(want, became="overruled", by=by, before=value)
        out.append(want)
    return out
