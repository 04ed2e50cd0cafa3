"""The pictures as text: what is drawn, what is said instead, and what must never be in them."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsroom.interfaces.web.charts.bars import meter, segments
from opsroom.interfaces.web.charts.day_load import CutOff, DayLoad, day_load
from opsroom.interfaces.web.charts.draw import element, number, round_step
from opsroom.interfaces.web.charts.flow import Edge, Node, bottleneck, flow, layers, waiting
from opsroom.interfaces.web.charts.flow_tall import flow_tall
from opsroom.interfaces.web.charts.spark import spark
from opsroom.interfaces.web.fulfil import commands
from opsroom.kernel.values.code128 import code_128_modules

NODES = (
    Node(id="paid", label="Paid", open=31, wait=0.4, target=1),
    Node(id="packing", label="Packing", open=112, wait=5.2, target=2),
    Node(id="shipped", label="Shipped", open=0, wait=None, target=None),
    Node(id="hold", label="On <hold>", open=28, wait=26, target=12, lane=1),
)
EDGES = (
    Edge(a="paid", b="packing", n=1240),
    Edge(a="packing", b="shipped", n=1000),
    Edge(a="paid", b="hold", n=138),
    Edge(a="hold", b="packing", n=110, back=True),
)


def test_a_spark_of_two_days_is_a_line_an_area_and_a_last_dot() -> None:
    assert spark([1, 3], target=2) == (
        '<svg class="spark" viewBox="0 0 112 30" preserveAspectRatio="none" aria-hidden="true">'
        '<path class="sp-a" d="M2 27 L108 4 L108 30 L2 30 Z"/>'
        '<line class="sp-t" x1="0" y1="15.5" x2="112" y2="15.5"/>'
        '<path class="sp-l" d="M2 27 L108 4"/><path class="sp-d" d="M108 4 h.01"/></svg>'
    )


def test_days_not_known_are_a_gap_and_never_zero() -> None:
    drawn = spark([5, 5, None, None, 6, 6])
    assert drawn.count('class="sp-l"') == 2
    assert spark([None, 4]) == ""
    assert spark([]) == ""


def test_a_meter_stays_within_its_track() -> None:
    assert 'class="bf" x="0" y="0" width="100"' in meter(1.7)
    assert 'class="bf" x="0" y="0" width="0"' in meter(-0.2)
    assert 'class="bk" x="89.4"' in meter(0.5, mark=0.9)


def test_segments_add_up_to_the_whole_bar() -> None:
    drawn = segments([(150, "done"), (0, "acc"), (50, "bad")], label="150 out, 50 late")
    assert drawn.count("<rect") == 2
    assert 'class="sg-bad" x="300" y="0" width="100"' in drawn
    assert 'role="img" aria-label="150 out, 50 late"' in drawn
    assert "sg-none" in segments([(0, "done")])


def test_the_bottleneck_is_what_holds_up_most_orders_not_the_longest_wait() -> None:
    found = bottleneck(NODES)
    assert found is not None
    assert found.id == "packing"
    calm = [
        Node(id="a", label="A", open=90, wait=1.1, target=1),
        Node(id="b", label="B", open=0, wait=9, target=1),
    ]
    assert bottleneck(calm) is None


def test_the_flow_says_each_station_in_words_and_escapes_names() -> None:
    drawn = flow(NODES, EDGES, label="Order flow", span="in 7 days")
    assert 'role="group" aria-label="Order flow"' in drawn
    assert 'aria-label="Packing: 112 orders open, median wait 5.2 h, target 2.0 h, the bottleneck"' in drawn
    assert drawn.count("pbadge") == 1
    assert "<title>Paid to Packing: 1,240 orders in 7 days</title>" in drawn
    assert "On &lt;hold&gt;" in drawn
    assert "<hold>" not in drawn


def test_the_tall_flow_has_every_station_and_type_a_thumb_can_read() -> None:
    drawn = flow_tall(NODES, EDGES, label="Order flow", span="in 7 days")
    assert drawn.count('class="pb"') == len(NODES)
    assert 'viewBox="0 0 330 ' in drawn
    assert "onward to Packing 110" in drawn
    tops = [float(y) for y in re.findall(r'class="pb" x="[\d.]+" y="([\d.]+)"', drawn)]
    assert len(set(tops)) == len(NODES)


def test_layers_leave_ways_back_out() -> None:
    assert layers(NODES, EDGES) == {"paid": 0, "packing": 1, "shipped": 2, "hold": 1}


def test_a_day_names_what_will_be_short() -> None:
    facts = DayLoad(
        start=8,
        end=18,
        now=12,
        done=((8, 0), (12, 118)),
        ahead=((12, 118), (17.5, 318)),
        cutoffs=(CutOff(hour=15, due=234, short=59, name="DHL 15:00", tone="bad"),),
        label="118 of 318 packed",
    )
    drawn = day_load(facts)
    assert ">59 short</text>" in drawn
    assert ">234 due</text>" in drawn
    assert ">now</text>" in drawn
    assert 'class="fc slim"' in day_load(facts, width=360, height=220, cls="fc slim")


def test_an_empty_day_is_drawn_without_a_line() -> None:
    facts = DayLoad(start=8, end=18, now=7, done=(), ahead=(), cutoffs=(), label="Nothing is due today")
    drawn = day_load(facts)
    assert "<path" not in drawn
    assert "now" not in drawn.replace("Nothing", "")


def test_waits_are_short_words() -> None:
    assert [waiting(hours) for hours in (None, 0.4, 5.2, 60)] == ["–", "24 min", "5.2 h", "2.5 d"]


@pytest.mark.parametrize("attribute", ["style", "onclick", "xlink__href"])
def test_H1_the_builder_refuses_what_the_policy_blocks(attribute: str) -> None:
    with pytest.raises(ValueError, match="not drawn"):
        element("rect", **{attribute: "x"})


@given(st.text(), st.text())
def test_H5_whatever_a_name_holds_it_stays_text(words: str, label: str) -> None:
    drawn = element("text", words, aria_label=label)
    assert drawn.count("<") == 2 if words else drawn.count("<") == 1
    assert drawn.count('"') == 2


@given(st.floats(min_value=-1e6, max_value=1e6))
def test_coordinates_are_rounded_to_a_tenth(value: float) -> None:
    assert abs(float(number(value)) - value) <= 0.0501
    assert number(value) != "-0"


@given(st.floats(min_value=0.01, max_value=1e9))
def test_grids_have_at_most_five_round_steps(top: float) -> None:
    step = round_step(top)
    assert top / step <= 4.0001
    assert f"{step:.3e}"[:4] in {"1.00", "2.00", "2.50", "5.00"}


def test_every_command_on_the_card_is_drawn_whole_and_obeyed_by_a_page() -> None:
    pages = Path(commands.__file__).parent / "templates/fulfil"
    obeyed = set()
    for page in ("pick.html", "pack.html"):
        for names in re.findall(r'data-ops="([^"]+)"', (pages / page).read_text()):
            obeyed |= set(re.sub(r"{%.*?%}", "", names).split())
    assert {f"OPS:{name}" for name in obeyed} == {code for code, _, _ in commands.COMMANDS}
    for code, _, _ in commands.COMMANDS:
        drawn = str(commands.bars(code))
        found = [(int(at), int(width)) for at, width in re.findall(r"M(\d+) 0h(\d+)v", drawn)]
        widths = code_128_modules(code)
        assert [width for _, width in found] == widths[::2]
        assert [after - at - width for (at, width), (after, _) in pairwise(found)] == widths[1::2]
        assert (found[0][0], f'viewBox="0 0 {sum(widths) + 20} 30"' in drawn) == (10, True)
