"""Where Today's numbers and acts lead: the list behind a number, the page where the work is done."""

from __future__ import annotations

from urllib.parse import urlencode

from opsroom.domains.access.rules import may
from opsroom.insight.metrics.board import FLOOR
from opsroom.interfaces.web.shell import stands
from opsroom.kernel.values.actor import Actor

# The page made for a group's work and who may work there; without either the list of its orders does.
WORK_PLACES = {
    "bad_address": ("/orders/fix-addresses", "orders.edit"),
    "unknown_sku": ("/orders/match-skus", "orders.edit"),
    "released": ("/fulfil", "fulfilment.view"),
    "picked": ("/fulfil", "fulfilment.view"),
    "packed": ("/fulfil", "fulfilment.view"),
    "ready": ("/today/release", "orders.release"),
}
FLOOR_HREF = f"/orders?{urlencode([('view', 'open'), *(('word', key) for key in FLOOR)])}"


def link(view: str) -> str:
    """The list behind a number."""
    return f"/orders?{urlencode({'view': view})}"


def work_place(actor: Actor, view: str) -> str | None:
    """Where a group's act is done; None when there is no such page or this person may not act there."""
    place, verb = WORK_PLACES.get(view, ("", ""))
    return place if place and stands(place) and may(actor, verb) else None
