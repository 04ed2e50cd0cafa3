"""Rules and what they said of an order as sentences; refuses to be the only place a fact stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from opsroom.domains.rules.rules.judging import Verdict, holds
from opsroom.domains.rules.rules.values import (
    ACTS,
    FULFILLERS,
    PAYMENTS,
    WHATS,
    Act,
    Condition,
    Content,
    Facts,
)
from opsroom.kernel.values.money import Money


@dataclass(frozen=True, slots=True)
class Names:
    """How codes are called: channels and sites by code, people by id as text. What is missing is shown as its code."""

    channels: Mapping[str, str] = field(default_factory=dict)
    sites: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)


NOBODY = Names()


def sentence(content: Content, names: Names = NOBODY) -> str:
    """The whole rule: "If any line is SKU A1 and the country is CH, then hold it, saying “customs”."."""
    joint = " and " if content.match == "all" else " or "
    said = joint.join(condition_words(one, names) for one in content.conditions)
    head = f"If {said}" if said else "For every order"
    acts = ", and ".join(act_words(act, names) for act in content.acts) or "do nothing"
    tail = " Rules after this one are not asked." if content.stop else ""
    return f"{head}, then {acts}.{tail}" if said else f"{head}: {acts}.{tail}"


def condition_words(condition: Condition, names: Names = NOBODY) -> str:
    """One condition as part of a sentence."""
    words, takes = WHATS[condition.what]
    shown = [_value_words(takes, value, condition.values, names) for value in condition.values]
    if takes == "nothing":
        return words
    if takes == "money":
        shown = shown[:1]
    return f"{words} {joined(shown)}"


def act_words(act: Act, names: Names = NOBODY) -> str:
    """One act as part of a sentence."""
    head = ACTS[act.kind]
    if act.kind == "site":
        return f"{head} {names.sites.get(act.value, act.value)}"
    if act.kind == "assign":
        return f"{head} {names.people.get(act.value, 'somebody who is not here any more')}"
    return f"{head} {act.value}" if act.kind == "priority" else f"{head} “{act.value}”"


def _value_words(takes: str, value: str, values: Sequence[str], names: Names) -> str:
    if takes == "channels":
        return names.channels.get(value, value)
    if takes == "money":
        return f"{Money(int(values[0]), values[1])}"
    if takes == "weight":
        return weight_words(int(value))
    if takes == "fulfillers":
        return FULFILLERS.get(value, value)
    if takes == "payments":
        return PAYMENTS.get(value, value)
    return f"“{value}”" if takes in ("tags", "words") else value


def weight_words(grams: int) -> str:
    """Grams as kilograms without needless zeros."""
    whole, rest = divmod(grams, 1000)
    return f"{whole}.{rest:03d}".rstrip("0").rstrip(".") + " kg"


def joined(words: Sequence[str]) -> str:
    """ "A, B or C"."""
    return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def why(condition: Condition, facts: Facts, names: Names = NOBODY) -> str:
    """What the order said to one condition: "the country DE is not CH or AT"; ends without a full stop."""
    answer = holds(condition, facts)
    kind = condition.what.partition("_")[0]
    found = _found(kind, facts, names)
    words, takes = WHATS[condition.what]
    if answer is None:
        if kind == "value" and facts.currency:
            return f"the order is in {facts.currency}, the rule speaks of {condition.values[1]}"
        return f"{found} is not known, so it never matches"
    if answer:
        return condition_words(condition, names)
    shown = joined([_value_words(takes, v, condition.values, names) for v in _shown(condition)])
    return {
        "sku": {
            "sku_any": f"no line is SKU {shown}",
            "sku_none": f"a line is SKU {shown}",
            "sku_every": f"a line is something else than SKU {shown}",
        }.get(condition.what, ""),
        "tag": f"it is {'not ' if condition.what == 'tag_has' else ''}tagged {shown}",
        "first": "the customer ordered before"
        if facts.first is False
        else "it is the customer's first order",
        "value": f"{found} is {'less' if condition.what.endswith('at_least') else 'not less'} than {shown}",
        "units": f"{found} are {'fewer' if condition.what.endswith('at_least') else 'not fewer'} than {shown}",
        "weight": f"{found} is {'less' if condition.what.endswith('at_least') else 'not less'} than {shown}",
        "delivery": f"{found} {'does not say' if condition.what == 'delivery_says' else 'says'} {shown}",
    }.get(kind) or f"{found} is {'one of those left out' if words.endswith(' not') else 'not ' + shown}"


def _shown(condition: Condition) -> tuple[str, ...]:
    return condition.values[:1] if condition.what.startswith("value") else condition.values


def _found(kind: str, facts: Facts, names: Names) -> str:
    """The order's own fact in words."""
    return {
        "channel": f"the channel {names.channels.get(facts.channel, facts.channel)}",
        "country": f"the country {facts.country}" if facts.country else "the country",
        "value": f"the value of {Money(facts.value_minor, facts.currency)}",
        "units": f"{facts.units} units",
        "weight": "the weight" if facts.weight_g is None else f"the weight of {weight_words(facts.weight_g)}",
        "delivery": f"the delivery method “{facts.delivery}”" if facts.delivery else "the delivery method",
        "fulfilled": f"fulfilment by {FULFILLERS.get(facts.fulfilled_by, facts.fulfilled_by)}",
        "payment": f"the payment {PAYMENTS.get(facts.payment, facts.payment)}",
        "first": "whether it is the customer's first order",
        "sku": "the goods",
    }.get(kind, kind)


def verdict_words(
    verdict: Verdict, content: Content, facts: Facts, stopper: str, names: Names = NOBODY
) -> str:
    """Why a rule matched or not, as a sentence. `stopper`: the name of the rule that ended the pass."""
    if verdict.said == "unasked":
        return f"Not asked: {stopper or 'an earlier rule'} ends the pass."
    decided = [
        why(content.conditions[i], facts, names) for i in verdict.places if i < len(content.conditions)
    ]
    text = "; ".join(decided) or "it speaks of every order"
    text = text[0].upper() + text[1:]
    return (
        f"{text}. It had acted on this order before, so it kept still."
        if verdict.said == "again"
        else f"{text}."
    )
