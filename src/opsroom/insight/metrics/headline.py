"""The sentences that head Today: made from the board's own counts and nothing else. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from opsroom.insight.metrics.flow import Stage


@dataclass(frozen=True, slots=True)
class Group:
    """Orders that need one and the same act: how many, what it is, which view holds them, what to press.

    `first_due` is the earliest ship-by among them; `blocked` tells what stands still from what only comes next.
    """

    view: str
    count: int
    says: str
    act: str
    urgent: bool = False
    blocked: bool = False
    first_due: datetime | None = None


# Key, one, many, act, urgent, blocked. What breaks a promise, what stands still, then what simply comes next.
_GROUPS: tuple[tuple[str, str, str, str, bool, bool], ...] = (
    ("late", "order past its ship-by", "orders past their ship-by", "Look at them", True, True),
    ("bad_address", "bad address", "bad addresses", "Fix", True, True),
    ("unknown_sku", "order with a SKU nobody knows", "orders with SKUs nobody knows", "Match", True, True),
    ("held_other", "order held for another reason", "orders held for other reasons", "Decide", False, True),
    ("short", "order short of stock", "orders short of stock", "See what lacks", False, True),
    ("payment_pending", "order waits for its payment", "orders wait for their payment", "Look", False, True),
    ("part_shipped", "order shipped in part", "orders shipped in part", "Look", False, False),
    ("packed", "order waits for the carrier", "orders wait for the carrier", "Ship", False, False),
    ("picked", "order waits for packing", "orders wait for packing", "Pack", False, False),
    ("released", "order waits for picking", "orders wait for picking", "Pick", False, False),
    ("ready", "order ready to release", "orders ready to release", "Release", False, False),
)
GROUP_VIEWS = tuple(row[0] for row in _GROUPS)


def groups(counts: Mapping[str, int], first_due: Mapping[str, datetime | None] | None = None) -> list[Group]:
    """What to act on now, as groups and never as single rows; empty groups are left out.

    Late orders first, then what stands still, then the next work; within each by the earliest ship-by.
    """
    due = first_due or {}
    found = [
        Group(view, counts[view], one if counts[view] == 1 else many, act, urgent, blocked, due.get(view))
        for view, one, many, act, urgent, blocked in _GROUPS
        if counts[view]
    ]
    order = {view: at for at, view in enumerate(GROUP_VIEWS)}

    def rank(group: Group) -> tuple[bool, bool, bool, float, int]:
        at = group.first_due
        return (
            group.view != "late",
            not group.blocked,
            at is None,
            at.timestamp() if at else 0.0,
            order[group.view],
        )

    return sorted(found, key=rank)


def headline_view(counts: Mapping[str, int]) -> str:
    """The view whose length the headline's number is."""
    return next((key for key in ("late", "due", "ready") if counts[key]), "open")


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


def lead(counts: Mapping[str, int]) -> list[tuple[str, str, str]]:
    """The numbers that make the headline true, each as (view that holds them, the number, its words)."""
    said = (
        ("open", "open"),
        ("late", "late"),
        ("due", "due today"),
        ("on_hold", "on hold"),
        ("short", "short"),
        ("shipped_today", "shipped today"),
    )
    return [(view, f"{counts[view]:,}", text) for view, text in said]


def _orders(n: int) -> str:
    return f"{n:,} order" if n == 1 else f"{n:,} orders"
