"""What stands open at one site now, for the note to the next shift: the numbers of the board, narrowed to the site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from opsroom.domains.access.rules import may
from opsroom.insight.lists import tasks
from opsroom.insight.metrics import board
from opsroom.kernel.values.actor import Actor

# Key of the number -> its words; the views of the order list, then what tasks say.
ORDERS = {
    "late": "Orders past their ship-by",
    "due": "Orders that leave today",
    "ready": "Ready to release",
    "released": "To pick",
    "picking": "Being picked",
    "picked": "To pack",
    "packing": "Being packed",
    "packed": "Waiting for the carrier",
    "on_hold": "On hold",
    "short": "Short of stock",
    "shipped_today": "Shipped today",
}
TASKS = {"tasks": "Open tasks", "count": "Bins to count"}
WORDS = ORDERS | TASKS


@dataclass(frozen=True, slots=True)
class Standing:
    """One number: what it counts, how many, the list it counts."""

    key: str
    words: str
    number: int
    href: str


def standing(actor: Actor, site_id: int, *, now: datetime, time_zone: str) -> list[Standing]:
    """The site's numbers now, only those the person may look into; each is the length of the list it names."""
    here = replace(actor, site_ids=frozenset({site_id}))
    numbers: dict[str, int] = {}
    if may(here, "orders.view"):
        counts = board.order_counts(here, now=now, time_zone=time_zone)
        numbers |= {key: counts[key] for key in ORDERS}
    if may(here, "access.tasks", site_id=site_id):
        numbers["tasks"] = tasks.count(actor, tasks.TaskFilter(site=site_id))
        numbers["count"] = tasks.count(actor, tasks.TaskFilter(site=site_id, kind="count"))
    return told(numbers, site_id)


def told(numbers: Mapping[str, int], site_id: int) -> list[Standing]:
    """Numbers as they were noted, in their order; a key nobody knows any more is left out."""
    return [
        Standing(key, words, int(numbers[key]), href_of(key, site_id))
        for key, words in WORDS.items()
        if key in numbers
    ]


def href_of(key: str, site_id: int) -> str:
    """The list whose length the number is now."""
    if key in ORDERS:
        return f"/orders?{urlencode({'view': key, 'site': site_id})}"
    return f"/tasks?{urlencode({'site': site_id} | ({'kind': key} if key == 'count' else {}))}"
