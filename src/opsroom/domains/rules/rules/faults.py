"""What is wrong with a rule before it ever runs: no act, no value, conditions that exclude each other; a sentence each.

Faults keep a rule from being saved; doubts are said beside it. Neither looks at an order: the dry run does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field

from opsroom.domains.rules.rules.values import ACTS, EXCLUSIVE, OPPOSITES, WHATS, Condition, Content, Ruled
from opsroom.domains.rules.rules.wording import condition_words, joined
from opsroom.kernel.values.limits import (
    RULE_CONDITIONS_COUNT_MAX,
    RULE_NAME_CHARS_MAX,
    RULE_VALUE_CHARS_MAX,
    RULE_VALUES_COUNT_MAX,
    TAG_CHARS_MAX,
)

PRIORITY_MAX = 9
UPPER = ("value", "units", "weight")


@dataclass(frozen=True, slots=True)
class Known:
    """What a rule may speak of in this company: codes, ids of people as text. None: not looked at."""

    channels: Set[str] = field(default_factory=frozenset)
    sites: Set[str] = field(default_factory=frozenset)
    people: Set[str] = field(default_factory=frozenset)
    skus: Set[str] = field(
        default_factory=frozenset
    )  # of those the rule names, the ones in the catalog, casefold
    tags: Set[str] = field(
        default_factory=frozenset
    )  # of those it asks for, the ones some order carries, casefold


def faults(content: Content) -> list[str]:
    """Sentences on why this cannot be saved; none when it can."""
    return [*_shape(content), *(_never(content) if content.match == "all" else ())]


def _shape(content: Content) -> Iterator[str]:
    if not content.name.strip() or len(content.name) > RULE_NAME_CHARS_MAX:
        yield f"The rule needs a name of 1 to {RULE_NAME_CHARS_MAX} characters."
    if content.match not in ("all", "any"):
        yield "Say whether all or any of the conditions have to be true."
    if not content.acts:
        yield "The rule does nothing. Add what it should do, for example add a tag."
    if len(content.conditions) > RULE_CONDITIONS_COUNT_MAX or len(content.acts) > RULE_CONDITIONS_COUNT_MAX:
        yield f"At most {RULE_CONDITIONS_COUNT_MAX} conditions and as many acts. Make two rules of it."
    for one in content.conditions:
        yield from _condition(one)
    kinds = [act.kind for act in content.acts]
    for act in content.acts:
        if act.kind not in ACTS:
            yield f"“{act.kind}” is nothing a rule can do."
        elif not act.value.strip():
            yield f"“{ACTS[act.kind]}” has no value. Fill it in or remove the line."
        elif len(act.value) > (TAG_CHARS_MAX if act.kind == "tag" else RULE_VALUE_CHARS_MAX):
            yield f"The value of “{ACTS[act.kind]}” is too long."
        elif act.kind == "priority" and not _is_priority(act.value):
            yield f"Priority {act.value} is out of range. Use -{PRIORITY_MAX} to {PRIORITY_MAX}; 0 is usual."
    for kind in sorted(EXCLUSIVE):
        if kinds.count(kind) > 1:
            yield f"“{ACTS[kind]}” stands twice. An order has one of it: remove one line."


def _is_priority(value: str) -> bool:
    return value.lstrip("-").isdecimal() and len(value) < 4 and abs(int(value)) <= PRIORITY_MAX


def _condition(one: Condition) -> Iterator[str]:
    if one.what not in WHATS:
        yield f"“{one.what}” is nothing a rule can ask."
        return
    words, takes = WHATS[one.what]
    if takes == "nothing":
        return
    if not one.values or not all(value.strip() for value in one.values):
        yield f"“{words}” has no value. Fill it in or remove the line."
    elif len(one.values) > RULE_VALUES_COUNT_MAX:
        yield f"“{words}” names {len(one.values)} values; at most {RULE_VALUES_COUNT_MAX}."
    elif any(len(value) > RULE_VALUE_CHARS_MAX for value in one.values):
        yield f"A value of “{words}” is too long."
    elif takes in ("money", "count", "weight") and not one.values[0].isdecimal():
        yield f"“{words}” needs a number that is not below zero."


def _never(content: Content) -> Iterator[str]:
    """Why all of the conditions cannot be true of one order."""
    if any(one.what not in WHATS or _empty(one) for one in content.conditions):
        return
    for subject in ("channel", "country", "fulfilled", "payment"):
        yield from _one_of(subject, content.conditions)
    yield from _goods(content.conditions)
    for kind in UPPER:
        yield from _range(kind, content.conditions)
    asked = {one.what for one in content.conditions}
    if {"first_yes", "first_no"} <= asked:
        yield "It can never match: an order is the customer's first one or it is not."
    for has, has_not in (("tag_has", "tag_has_not"), ("delivery_says", "delivery_says_not")):
        out = {v.casefold() for one in content.conditions if one.what == has_not for v in one.values}
        for one in content.conditions:
            if one.what == has and {v.casefold() for v in one.values} <= out:
                yield f"It can never match: {condition_words(one)}, and the same is ruled out beside it."


def _empty(one: Condition) -> bool:
    return WHATS[one.what][1] != "nothing" and not one.values


def _one_of(subject: str, conditions: Sequence[Condition]) -> Iterator[str]:
    wanted = [one for one in conditions if one.what == f"{subject}_is"]
    out = {v for one in conditions if one.what == f"{subject}_is_not" for v in one.values}
    if not wanted:
        return
    left = set.intersection(*(set(one.values) for one in wanted)) - out
    if left:
        return
    if len(wanted) > 1:
        both = " and ".join(condition_words(one) for one in wanted)
        yield f"It can never match: {both}, but an order has one {_noun(subject)}. Put them into one line, or use any."
    else:
        yield f"It can never match: {condition_words(wanted[0])}, and the same is ruled out beside it."


def _noun(subject: str) -> str:
    return {"fulfilled": "fulfilment"}.get(subject, subject)


def _goods(conditions: Sequence[Condition]) -> Iterator[str]:
    def codes(what: str) -> list[set[str]]:
        return [{v.casefold() for v in one.values} for one in conditions if one.what == what]

    none = set[str]().union(*codes("sku_none"))
    every = codes("sku_every")
    allowed = set.intersection(*every) if every else None
    if allowed is not None and not allowed - none:
        yield "It can never match: the lines on every line's SKU leave no SKU that all lines could be."
    for one in codes("sku_any"):
        if not one - none or (allowed is not None and not one & (allowed - none)):
            shown = joined(sorted(code.upper() for code in one))
            yield f"It can never match: a line has to be SKU {shown}, and the same is ruled out beside it."


def _range(kind: str, conditions: Sequence[Condition]) -> Iterator[str]:
    mine = [one for one in conditions if one.what.startswith(f"{kind}_")]
    if len({one.values[1:] for one in mine}) > 1:
        yield "It can never match: an order has one currency, and the conditions name two."
        return
    low = [one for one in mine if one.what.endswith("_at_least") and one.values[0].isdecimal()]
    high = [one for one in mine if one.what.endswith("_under") and one.values[0].isdecimal()]
    if not high:
        return
    least = max(low, key=lambda one: int(one.values[0]), default=None)
    most = min(high, key=lambda one: int(one.values[0]))
    if int(most.values[0]) == 0 or (least and int(least.values[0]) >= int(most.values[0])):
        other = f"{condition_words(least)} and " if least else ""
        yield f"It can never match: {other}{condition_words(most)}."


def doubts(content: Content, known: Known) -> list[str]:
    """What the rule speaks of and is not there (any more); it can be saved, but that part never comes true."""
    out = []
    for one in content.conditions:
        takes = WHATS[one.what][1]
        for value in one.values:
            if takes == "channels" and value not in known.channels:
                out.append(f"There is no channel {value} (any more): this part never comes true.")
            elif takes == "skus" and value.casefold() not in known.skus:
                out.append(
                    f"SKU {value} is not in the catalog (any more): only orders that were sent with it match."
                )
            elif takes == "tags" and value.casefold() not in known.tags:
                out.append(f"No order carries the tag “{value}” and no rule adds it.")
    for act in content.acts:
        if act.kind == "site" and act.value not in known.sites:
            out.append(f"There is no site {act.value} (any more): the rule will prefer none.")
        elif act.kind == "assign" and act.value not in known.people:
            out.append("The person it gives orders to is not here any more: it will give them to nobody.")
    return list(dict.fromkeys(out))


def everything(content: Content) -> str:
    """Why it would match every order there can be, as a sentence; empty when it would not.

    No condition, or with *any* a condition beside its opposite. With *all* such a pair matches nothing: a fault.
    """
    if not content.conditions:
        return "It has no condition, so it matches every order."
    if content.match != "any":
        return ""
    for one in content.conditions:
        if one.what in OPPOSITES and any(_covers(one, other) for other in content.conditions):
            return (
                f"Any condition is enough, and of “{condition_words(one)}” and its opposite one is always true, "
                "so it matches every order of which that is known. Say all, or remove one of them."
            )
    return ""


def _covers(one: Condition, other: Condition) -> bool:
    """Whether of these two at least one is true of every order whose fact is known."""
    if other.what != OPPOSITES[one.what]:
        return False
    if one.what.endswith("_at_least"):
        known = one.values[:1] + other.values[:1]
        if not all(value.isdecimal() for value in known) or one.values[1:] != other.values[1:]:
            return False
        return int(one.values[0]) <= int(other.values[0])
    if WHATS[one.what][1] == "nothing":
        return True
    return {v.casefold() for v in other.values} <= {v.casefold() for v in one.values}


def can_meet(one: Content, other: Content) -> bool:
    """Whether some order could match both; only what *all* rules out for sure is ruled out."""
    mine, theirs = (rule.conditions if rule.match == "all" else () for rule in (one, other))
    return not list(_never(Content("both", "all", (*mine, *theirs), ())))


def rivals(mine: Ruled, others: Sequence[Ruled]) -> list[str]:
    """Other rules that set the same thing to something else of an order both could match; those before it win."""
    out = []
    after = False
    for other in others:
        if other.rule_id == mine.rule_id:
            after = True
            continue
        if not can_meet(mine.content, other.content):
            continue
        for act in mine.content.acts:
            if act.kind not in EXCLUSIVE:
                continue
            for theirs in other.content.acts:
                if theirs.kind == act.kind and theirs.value != act.value:
                    first = "this one" if after else f"“{other.content.name}”"
                    out.append(
                        f"“{other.content.name}” would {ACTS[act.kind]} something else. Where both match, {first} wins."
                    )
    return list(dict.fromkeys(out))


def opposite(condition: Condition) -> Condition:
    """The condition that holds exactly when this one does not, as long as the fact is known."""
    pairs = {**OPPOSITES, **{theirs: mine for mine, theirs in OPPOSITES.items()}}
    return Condition(pairs[condition.what], condition.values)
