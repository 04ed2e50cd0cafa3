"""The map of the order flow on Today: where each station stands; numbers come from insight/metrics alone."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.safestring import SafeString

from opsroom.insight.metrics import flow
from opsroom.insight.metrics.flow import Stage
from opsroom.interfaces.web.charts.flow import Edge, Node
from opsroom.interfaces.web.charts.flow import flow as flow_wide
from opsroom.interfaces.web.charts.flow_tall import flow_tall
from opsroom.interfaces.web.today.links import link
from opsroom.kernel.values.actor import Actor

FLOW_DAYS = 7
# Column and lane of each station. What keeps an order from being ready stands before or under Ready.
PLACES: dict[str, tuple[int, int]] = {
    "payment_pending": (0, 0),
    "unknown_sku": (0, 1),
    "ready": (1, 0),
    "short": (1, 1),
    "released": (2, 0),
    "on_hold": (2, 1),
    "picking": (3, 0),
    "picked": (4, 0),
    "packing": (5, 0),
    "packed": (6, 0),
}


def flow_map(actor: Actor, stages: list[Stage], now: datetime) -> dict[str, SafeString]:
    """The wide and the tall drawing; the style sheet shows the one that fits."""
    nodes = [
        Node(
            id=stage.key,
            label=stage.title,
            open=stage.open,
            wait=stage.wait_hours,
            target=None if stage.aside else stage.target_hours,
            layer=PLACES[stage.key][0],
            lane=PLACES[stage.key][1],
            href=link(stage.key),
        )
        for stage in stages
    ]
    went = flow.ways(actor, since=now - timedelta(days=FLOW_DAYS))
    edges = [Edge(a=way.source, b=way.target, n=n, back=way.back) for way, n in went]
    label = "Order flow: open orders and median wait per stage."
    span = f"in {FLOW_DAYS} days"
    return {
        "wide": flow_wide(nodes, edges, label=label, span=span),
        "tall": flow_tall(nodes, edges, label=label, span=span),
    }
