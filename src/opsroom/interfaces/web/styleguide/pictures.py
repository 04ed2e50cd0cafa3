"""Example pictures of the style guide: the flow with a bottleneck and a day at the benches."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString

from opsroom.interfaces.web.charts.bars import meter, segments, swatch
from opsroom.interfaces.web.charts.day_load import CutOff, DayLoad, day_load
from opsroom.interfaces.web.charts.flow import Edge, Node, flow
from opsroom.interfaces.web.charts.flow_tall import flow_tall

NODES = (
    Node(id="paid", label="Paid", open=31, wait=0.4, target=1),
    Node(id="checked", label="Checked", open=18, wait=0.7, target=2),
    Node(id="allocated", label="Allocated", open=84, wait=2.1, target=4),
    Node(id="picking", label="Picking", open=37, wait=1.3, target=2),
    Node(id="packing", label="Packing", open=112, wait=5.2, target=2),
    Node(id="labelled", label="Labelled", open=33, wait=1.1, target=2),
    Node(id="shipped", label="Shipped", open=0, wait=None, target=None),
    Node(id="hold", label="On hold", open=28, wait=26, target=12, lane=1),
    Node(id="short", label="Short", open=19, wait=60, target=48, lane=1),
    Node(id="external", label="Supplier or 3PL", open=24, wait=20, target=24, lane=2),
)
EDGES = (
    Edge(a="paid", b="checked", n=1240),
    Edge(a="checked", b="allocated", n=1078),
    Edge(a="allocated", b="picking", n=1000),
    Edge(a="picking", b="packing", n=990),
    Edge(a="packing", b="labelled", n=980),
    Edge(a="labelled", b="shipped", n=975),
    Edge(a="checked", b="hold", n=138),
    Edge(a="hold", b="allocated", n=110, back=True),
    Edge(a="allocated", b="short", n=96),
    Edge(a="short", b="picking", n=80, back=True),
    Edge(a="checked", b="external", n=121),
    Edge(a="external", b="shipped", n=118),
)
DAY = DayLoad(
    start=7.5,
    end=18,
    now=12.32,
    done=((8, 0), (9, 20), (10, 46), (11, 85), (11.5, 92), (12, 110), (12.32, 118)),
    ahead=((12.32, 118), (15, 175), (17.5, 318)),
    cutoffs=(
        CutOff(hour=11.5, due=85, name="GLS 11:30", tone="past"),
        CutOff(hour=15, due=234, short=59, name="DHL 15:00", tone="bad"),
        CutOff(hour=17.5, due=318, name="GLS 17:30", tone="ok"),
    ),
    label="118 of 318 orders are packed at 12:19; 234 are due at 15:00, 59 of them will be missing.",
)


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pictures as the page places them."""

    wide: SafeString
    tall: SafeString
    day: SafeString
    day_slim: SafeString
    meters: tuple[SafeString, ...]
    stacked: SafeString
    keys: tuple[tuple[SafeString, str], ...]


def pictures() -> Pictures:
    """Every picture in its ordinary and its bad state."""
    told = "Order flow, last 7 days. Packing is the bottleneck: 112 orders wait 5.2 h, target 2 h."
    return Pictures(
        wide=flow(NODES, EDGES, label=told, span="in 7 days"),
        tall=flow_tall(NODES, EDGES, label=told, span="in 7 days"),
        day=day_load(DAY, cls="fc broad"),
        day_slim=day_load(DAY, width=360, height=220, cls="fc slim"),
        meters=(
            meter(0.82, mark=0.9, label="82%, target 90%"),
            meter(0.5, "warn", mark=0.9),
            meter(0.08, "bad", mark=0.9),
        ),
        stacked=segments(
            [(150, "done"), (60, "acc"), (100, "soft"), (60, "bad"), (40, "none")],
            label="150 out, 60 packed, 100 will make it, 60 will miss, 40 later",
        ),
        keys=tuple(
            (swatch(tone), words)
            for tone, words in (
                ("done", "out"),
                ("acc", "packed"),
                ("soft", "will make its cut-off"),
                ("bad", "will miss it"),
                ("none", "due later"),
            )
        ),
    )
