"""The order flow for a phone: one station a line along a spine, type never below 11 px; refuses crossing lines."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString

from opsroom.interfaces.web.charts.draw import element, number, path, rect, text
from opsroom.interfaces.web.charts.flow import (
    FULL_BAR,
    Edge,
    Node,
    badge,
    bottleneck,
    layers,
    link,
    waiting,
)

WIDTH, ROW, GAP, INDENT, SPINE = 330, 52, 14, 26, 14


def flow_tall(nodes: Sequence[Node], edges: Sequence[Edge], *, label: str, span: str) -> SafeString:
    """Stations in order, detours set in under the station they leave or lead to, onward ways in words."""
    rank, worst = layers(nodes, edges), bottleneck(nodes)
    order = sorted(nodes, key=lambda node: (rank[node.id], node.lane, node.id))
    # A detour stands under the station it leaves, before the next station of the main way.
    main = [node for node in order if node.lane == 0]
    left_from = {edge.a: edge.b for edge in edges} | {edge.b: edge.a for edge in edges if not edge.back}
    placed: list[Node] = []
    for node in main:
        placed.append(node)
        placed += [side for side in order if side.lane > 0 and left_from.get(side.id) == node.id]
    placed += [node for node in order if node not in placed]
    top = {node.id: 12 + at * (ROW + GAP) for at, node in enumerate(placed)}
    names = {node.id: node.label for node in nodes}
    most = max((edge.n for edge in edges), default=1) or 1
    body: list[SafeString] = []
    for edge in edges:
        d = _way(edge, top, {node.id for node in main})
        if d:
            hot = " hot" if worst is not None and edge.b == worst.id else ""
            told = f"{names[edge.a]} to {names[edge.b]}: {edge.n:,} orders {span}"
            body.append(
                path(f"pe{hot}", d, element("title", told), width=1.2 + 6 * float((edge.n / most) ** 0.6))
            )
    for node in placed:
        onward = [f"{names[edge.b]} {edge.n:,}" for edge in edges if edge.a == node.id and node.lane > 0]
        also = f"; onward to {', '.join(onward)}" if onward else ""
        body.append(link(node, worst, _line(node, top[node.id], node is worst), also=also))
    height = 12 + len(placed) * (ROW + GAP)
    box = f"0 0 {WIDTH} {number(height)}"
    return element("svg", *body, class_="pm pmv", viewBox=box, role="group", aria_label=label)


def _way(edge: Edge, top: dict[str, int], main: set[str]) -> str:
    """Down the spine between stations of the main way; one elbow between a detour and the station it stands under."""
    if edge.back:
        return ""
    if edge.a in main and edge.b in main:
        return f"M{SPINE} {top[edge.a] + ROW} V{top[edge.b]}"
    side, station = (edge.a, edge.b) if edge.b in main else (edge.b, edge.a)
    if station not in main or top[side] < top[station]:
        return ""
    start, level = top[station] + ROW, top[side] + ROW // 2
    return f"M{SPINE} {start} V{level - 8} Q{SPINE} {level} {SPINE + 8} {level} H{INDENT}"


def _line(node: Node, y: int, worst: bool) -> list[SafeString]:
    x = 2 if node.lane == 0 else INDENT
    width = WIDTH - x - 2
    parts = [
        rect("pb", x, y, width, ROW, 10),
        text("pl", x + 14, y + 23, node.label),
        text("pc", WIDTH - 100, y + 23, f"{node.open:,} open", "end"),
        text("pw", WIDTH - 16, y + 24, waiting(node.wait), "end"),
        rect("pt", x + 14, y + ROW - 15, width - 28, 4, 2),
    ]
    if node.over is not None:
        parts.append(rect("pf", x + 14, y + ROW - 15, min(1, node.over / FULL_BAR) * (width - 28), 4, 2))
    if worst:
        parts.append(badge(x + 96, y - 10))
    return parts
