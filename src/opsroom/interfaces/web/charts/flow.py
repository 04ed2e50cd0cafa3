"""The order flow as a layered map with its bottleneck; refuses a bottleneck where all is on target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from opsroom.interfaces.web.charts.draw import Point, element, number, path, rect, text

BOX: Point = (132, 62)
GAP_X, GAP_Y = 36, 32
FULL_BAR = 2.6  # times the target at which a station's bar is full
SLOW_FROM = 1.15  # times the target: below this a wait counts as on target


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A station: orders open there, median wait and target in hours (None: not known), its lane, where it leads."""

    id: str
    label: str
    open: int
    wait: float | None
    target: float | None
    lane: int = 0
    href: str = ""
    layer: int | None = None  # its column when it is known; else the longest way from the start

    @property
    def over(self) -> float | None:
        """Wait as a multiple of its target."""
        return None if self.wait is None or not self.target else self.wait / self.target

    @property
    def score(self) -> float:
        """How much this station holds up: open orders times how far beyond target. Hours alone would blame holds."""
        return 0.0 if self.over is None else self.open * max(0.0, self.over - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """Orders that went from one station to another; `back` for the way back."""

    a: str
    b: str
    n: int
    back: bool = False


def bottleneck(nodes: Sequence[Node]) -> Node | None:
    """The station that holds up most, if any is slower than its target by more than the tolerance."""
    slow = [node for node in nodes if node.over is not None and node.over > SLOW_FROM and node.open > 0]
    return max(slow, key=lambda node: (node.score, node.id), default=None)


def waiting(hours: float | None) -> str:
    """24 min, 5.2 h, 2.5 d; a dash when not known."""
    if hours is None:
        return "–"
    if hours < 1:
        return f"{hours * 60:.0f} min"
    return f"{hours:.1f} h" if hours < 48 else f"{hours / 24:.1f} d"


def layers(nodes: Sequence[Node], edges: Sequence[Edge]) -> dict[str, int]:
    """Each station's layer: the longest way from the start, ways back left out."""
    fixed = {node.id: node.layer for node in nodes if node.layer is not None}
    rank = {node.id: fixed.get(node.id, 0) for node in nodes}
    for _ in nodes:
        for edge in edges:
            if not edge.back and edge.b not in fixed:
                rank[edge.b] = max(rank[edge.b], rank[edge.a] + 1)
    return rank


def flow(nodes: Sequence[Node], edges: Sequence[Edge], *, label: str, span: str) -> SafeString:
    """The wide map. Put it and `flow_tall` side by side in `.pmw`: the style sheet shows the one that fits.

    `label` is the text alternative of the whole; `span` ends each way's words ("in 7 days"). Each station is a
    link with its own sentence.
    """
    rank, worst = layers(nodes, edges), bottleneck(nodes)
    width, height = BOX
    place = {
        node.id: (8 + rank[node.id] * (width + GAP_X), 14 + node.lane * (height + GAP_Y)) for node in nodes
    }
    by_id = {node.id: node for node in nodes}
    body: list[SafeString] = []
    for edge in edges:
        d = _way(place[edge.a], place[edge.b], rank[edge.b] - rank[edge.a], edge.back)
        hot = worst is not None and edge.b == worst.id and not edge.back and by_id[edge.a].lane == worst.lane
        cls = "pe" + (" hot" if hot else "") + (" back" if edge.back else "")
        told = f"{by_id[edge.a].label} to {by_id[edge.b].label}: {edge.n:,} orders {span}"
        body.append(path(cls, d, element("title", told), width=_thick(edge, edges)))
    body += [_station(node, place[node.id], node is worst) for node in nodes]
    columns, rows = max(rank.values(), default=0) + 1, max((node.lane for node in nodes), default=0) + 1
    box = (20 + columns * (width + GAP_X) - GAP_X, 28 + rows * (height + GAP_Y) - GAP_Y)
    return _map("pm pmh", box, body, label)


def _map(cls: str, box: Point, body: Sequence[SafeString], label: str) -> SafeString:
    view = f"0 0 {number(box[0])} {number(box[1])}"
    return element("svg", *body, class_=cls, viewBox=view, role="group", aria_label=label)


def _thick(edge: Edge, edges: Sequence[Edge]) -> float:
    most = max(each.n for each in edges) or 1
    return 1.2 + 7 * float((edge.n / most) ** 0.6)


def _curve(*points: Point) -> str:
    start, *rest = (f"{number(x)} {number(y)}" for x, y in points)
    return f"M{start} C{' '.join(rest)}"


def _way(start: Point, end: Point, jump: int, back: bool) -> str:
    """The line between two boxes given by their corners; `jump` is the number of layers crossed."""
    (x1, y1), (x2, y2), (width, height) = start, end, BOX
    if back:
        a, b = (x1 + width / 2, y1), (x2 + width / 2, y2 + height)
        return _curve(a, (a[0], a[1] - 16), (b[0], b[1] + 16), b)
    if jump == 0 and x1 == x2:
        middle = number(x1 + width / 2)
        return f"M{middle} {number(y1)} V{number(y2 + height)}"
    if jump > 1 and y1 != y2:
        level, into = y1 + height / 2, x2 + width / 2
        return (
            f"M{number(x1 + width)} {number(level)} H{number(into - 16)} "
            f"Q{number(into)} {number(level)} {number(into)} {number(level - 16)} V{number(y2 + height)}"
        )
    a, b = (x1 + width, y1 + height / 2), (x2, y2 + height / 2)
    return _curve(a, (a[0] + 20, a[1]), (b[0] - 20, b[1]), b)


def tone_of(node: Node, worst: Node | None) -> str:
    """bad for the bottleneck, warn beyond target, ok else."""
    if node is worst:
        return "bad"
    return "warn" if node.over is not None and node.over > SLOW_FROM else "ok"


def sentence(node: Node, worst: Node | None) -> str:
    """The station in words, for people who hear the page."""
    told = f"{node.label}: {node.open:,} orders open, median wait {waiting(node.wait)}"
    told += f", target {waiting(node.target)}" if node.target else ""
    return told + (", the bottleneck" if node is worst else "")


def link(node: Node, worst: Node | None, parts: Sequence[SafeString], *, also: str = "") -> SafeString:
    """A station's drawing as a link with its sentence."""
    return element(
        "a",
        *parts,
        href=node.href or f"#{node.id}",
        class_=f"pn {tone_of(node, worst)}",
        aria_label=sentence(node, worst) + also,
    )


def badge(x: float, y: float) -> SafeString:
    """The word that says what the colour says."""
    return element(
        "g", rect("", x, y, 72, 19, 9.5) + text("", x + 36, y + 13.5, "Bottleneck", "middle"), class_="pbadge"
    )


def _station(node: Node, at: Point, worst: bool) -> SafeString:
    (x, y), (width, height) = at, BOX
    parts = [
        rect("pb", x, y, width, height, 10),
        text("pl", x + 12, y + 20, node.label),
        text("pw", x + 12, y + 40, waiting(node.wait)),
        text("pc", x + width - 12, y + 40, f"{node.open:,} open", "end"),
        rect("pt", x + 12, y + height - 12, width - 24, 4, 2),
    ]
    if node.over is not None:
        parts.append(rect("pf", x + 12, y + height - 12, min(1, node.over / FULL_BAR) * (width - 24), 4, 2))
    if worst:
        parts.append(badge(x + width - 78, y - 10))
    return link(node, node if worst else None, parts)
