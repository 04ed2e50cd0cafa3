"""The sentences that head Today: made from the board's own counts and nothing else. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from opsroom.insight.metrics.flow import Stage


@dataclass(frozen=True, slots=True)
class Group:
    """Orders that need one and the same act: how many, what it is, which view holds them, what to press."""

    view: str
    count: int
    says: str
    act: str
    urgent: bool = False


# Most urgent first: what breaks a promise, what blocks, then what simply comes next.
_GROUPS: tuple[tuple[str, str, str, str, bool], ...] = (
    ("late", "{n} past its ship-by", "{n} past their ship-by", "Look at them", True),
    ("bad_address", "{n} bad address", "{n} bad addresses", "Fix", True),
    ("unknown_sku", "{n} with a SKU nobody knows", "{n} with SKUs nobody knows", "Match", True),
    ("held_other", "{n} held for another reason", "{n} held for other reasons", "Decide", False),
    ("short", "{n} short of stock", "{n} short of stock", "See what lacks", False),
    ("payment_pending", "{n} waits for its payment", "{n} wait for their payment", "Look", False),
    ("ready", "{n} ready to release", "{n} ready to release", "Release", False),
    ("released", "{n} waits for picking", "{n} wait for picking", "Pick", False),
    ("picked", "{n} waits for packing", "{n} wait for packing", "Pack", False),
    ("packed", "{n} waits for the carrier", "{n} wait for the carrier", "Ship", False),
)


def groups(counts: Mapping[str, int]) -> list[Group]:
    """What to act on now, as groups and never as single rows; empty groups are left out."""
    return [
        Group(
            view,
            counts[view],
            (one if counts[view] == 1 else many).format(n=f"{counts[view]:,}"),
            act,
            urgent,
        )
        for view, one, many, act, urgent in _GROUPS
        if counts[view]
    ]


def headline(counts: Mapping[str, int], stages: Sequence[Stage]) -> str:
    """One sentence: the promise that breaks, else the bottleneck, else the next work, else that all is well."""
    late, due, ready = counts["late"], counts["due"], counts["ready"]
    if late:
        said = (
            f"{_orders(late)} {'is' if late == 1 else 'are'} past {'its' if late == 1 else 'their'} ship-by."
        )
        slow = next((s for s in stages if s.bottleneck), None)
        return f"{said} {slow.title} is the bottleneck." if slow else said
    if due:
        return f"{_orders(due)} must leave today."
    if ready:
        return f"{_orders(ready)} {'is' if ready == 1 else 'are'} ready to release."
    if counts["open"]:
        return f"Nothing is late. {_orders(counts['open'])} {'is' if counts['open'] == 1 else 'are'} open."
    return "No order is open."


def lead(counts: Mapping[str, int]) -> str:
    """The numbers that make the headline true."""
    return (
        f"{counts['open']:,} open: {counts['late']:,} late, {counts['due']:,} due today, "
        f"{counts['on_hold']:,} on hold, {counts['short']:,} short. {counts['shipped_today']:,} shipped today."
    )


def _orders(n: int) -> str:
    return f"{n:,} order" if n == 1 else f"{n:,} orders"
