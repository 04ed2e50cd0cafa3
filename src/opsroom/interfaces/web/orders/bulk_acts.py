"""What can be done to many orders at once: its button, its dry run in words, the act and its undo."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from opsroom.domains.access.rules import may
from opsroom.domains.orders import rows as order_rows
from opsroom.domains.orders.actions.assign_orders import assign_orders
from opsroom.domains.orders.actions.place_hold import place_hold
from opsroom.domains.orders.actions.set_priority import set_priority
from opsroom.domains.orders.queries import OrderFacts, held_only_for, refusal_of
from opsroom.interfaces.web.parts import Action
from opsroom.interfaces.web.wording import counted
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.change_tags import change_tags
from opsroom.workflows.let_go import let_go
from opsroom.workflows.release_orders import release_orders

FRONT = 5


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an act did, or would do: how many, the sentence, who was skipped and why, the undo as (verb, facts)."""

    done: int
    says: str
    skipped: Sequence[tuple[str, str]] = ()
    undo: tuple[str, Mapping[str, Any]] | None = None
    goes_to: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """One button of the bulk bar."""

    key: str
    label: str
    verb: str
    icon: str
    plan: Callable[[Actor, Sequence[OrderFacts], str], Outcome]
    do: Callable[[Actor, int, Sequence[OrderFacts], str], Outcome]
    filled: bool = False


def _open(orders: Sequence[OrderFacts]) -> tuple[list[OrderFacts], list[tuple[str, str]]]:
    fit = [o for o in orders if o.state == "open" and o.mode == "live"]
    rest = [(o.number, "It is not open any more.") for o in orders if o not in fit]
    return fit, rest


def _plan_release(actor: Actor, orders: Sequence[OrderFacts], _: str) -> Outcome:
    skipped = [(o.number, why) for o in orders if (why := refusal_of(o)) is not None]
    fit = len(orders) - len(skipped)
    return Outcome(fit, f"{counted(fit, 'order')} will be released", skipped)


def _release(actor: Actor, company_id: int, orders: Sequence[OrderFacts], _: str) -> Outcome:
    done = release_orders(actor, company_id, [o.id for o in orders])
    goes_to = (
        f"/fulfil/waves/{done.wave_ids[0]}" if len(done.wave_ids) == 1 else "/fulfil" if done.wave_ids else ""
    )
    return Outcome(
        len(done.order_ids),
        f"{counted(len(done.order_ids), 'order')} released in {counted(len(done.wave_ids), 'wave')}.",
        [(s.number, s.why) for s in done.skipped],
        goes_to=goes_to,
    )


def _plan_hold(actor: Actor, orders: Sequence[OrderFacts], _: str) -> Outcome:
    fit, rest = _open(orders)
    return Outcome(len(fit), f"{counted(len(fit), 'order')} will be put on hold", rest)


def _hold(actor: Actor, company_id: int, orders: Sequence[OrderFacts], _: str) -> Outcome:
    fit, rest = _open(orders)
    ids = place_hold(actor, company_id, [o.id for o in fit], "by_hand")
    return Outcome(
        len(ids),
        f"{counted(len(ids), 'order')} put on hold.",
        rest,
        ("unhold", {"ids": ids, "reason": "by_hand"}),
    )


def _held(orders: Sequence[OrderFacts]) -> tuple[list[OrderFacts], list[tuple[str, str]]]:
    """A hold for credit is let go one by one, by who may: release_hold leaves it where it stands."""
    credit = held_only_for("credit", [o.id for o in orders])
    fit = [o for o in orders if o.on_hold and o.id not in credit]
    rest = [
        (o.number, "Held for credit: let it go on its page." if o.id in credit else "No hold stands on it.")
        for o in orders
        if o not in fit
    ]
    return fit, rest


def _plan_unhold(actor: Actor, orders: Sequence[OrderFacts], _: str) -> Outcome:
    fit, rest = _held(orders)
    return Outcome(len(fit), f"Holds on {counted(len(fit), 'order')} will be released", rest)


def _unhold(actor: Actor, company_id: int, orders: Sequence[OrderFacts], _: str) -> Outcome:
    fit, rest = _held(orders)
    holds = order_rows.holds_standing([o.id for o in fit])  # ids alone: what was said on them may name people
    ids = let_go(actor, company_id, [o.id for o in fit])
    says = f"Holds on {counted(len(ids), 'order')} released."
    return Outcome(len(ids), says, rest, ("hold", {"holds": holds, "ids": ids}))


def _plan_front(actor: Actor, orders: Sequence[OrderFacts], _: str) -> Outcome:
    fit, rest = _open(orders)
    return Outcome(len(fit), f"{counted(len(fit), 'order')} will go to the front", rest)


def _front(actor: Actor, company_id: int, orders: Sequence[OrderFacts], _: str) -> Outcome:
    fit, rest = _open(orders)
    before = set_priority(actor, company_id, {o.id: FRONT for o in fit})
    facts = {"priorities": {str(pk): value for pk, value in before.items()}}
    return Outcome(
        len(before), f"{counted(len(before), 'order')} moved to the front.", rest, ("priority", facts)
    )


def _plan_tag(actor: Actor, orders: Sequence[OrderFacts], tag: str) -> Outcome:
    if not tag:
        return Outcome(0, "Write the tag's name into the field first")
    return Outcome(len(orders), f"{counted(len(orders), 'order')} will be tagged {tag!r}")


def _tag(actor: Actor, company_id: int, orders: Sequence[OrderFacts], tag: str) -> Outcome:
    ids = change_tags(actor, company_id, [o.id for o in orders], tag, on=True)
    return Outcome(
        len(ids), f"{counted(len(ids), 'order')} tagged {tag!r}.", (), ("untag", {"ids": ids, "tag": tag})
    )


def _plan_take(actor: Actor, orders: Sequence[OrderFacts], _: str) -> Outcome:
    return Outcome(len(orders), f"{counted(len(orders), 'order')} will be yours")


def _take(actor: Actor, company_id: int, orders: Sequence[OrderFacts], _: str) -> Outcome:
    before = assign_orders(actor, company_id, {o.id: actor.user_id for o in orders})
    facts = {"owners": {str(pk): owner for pk, owner in before.items()}}
    return Outcome(len(before), f"{counted(len(before), 'order')} now yours.", (), ("assign", facts))


ACTS: tuple[Act, ...] = (
    Act("release", "Release", "orders.release", "play", _plan_release, _release, filled=True),
    Act("front", "Move to front", "orders.prioritise", "arrow-up", _plan_front, _front),
    Act("hold", "Hold", "orders.hold", "pause", _plan_hold, _hold),
    Act("unhold", "Release hold", "orders.release_hold", "play", _plan_unhold, _unhold),
    Act("take", "Assign to me", "orders.assign", "user-round", _plan_take, _take),
    Act("tag", "Tag", "orders.tag", "tag", _plan_tag, _tag),
)
BY_KEY = {act.key: act for act in ACTS}


def bulk_bar(actor: Actor) -> list[Action]:
    """The buttons this person may press."""
    return [
        Action(
            label=act.label,
            name="action",
            value=act.key,
            icon=act.icon,
            look="pri" if act.filled else "",
            small=True,
            dry=True,
        )
        for act in ACTS
        if may(actor, act.verb)
    ]
