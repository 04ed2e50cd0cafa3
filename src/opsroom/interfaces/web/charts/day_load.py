"""A day at the benches: packed so far and ahead at the planned pace against what is due; refuses invented points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.safestring import SafeString

from opsroom.interfaces.web.charts.draw import Point, dot, line, path, picture, round_step, text, track

LEFT, RIGHT, TOP, BOTTOM = 38, 14, 24, 24
BROAD_FROM = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class CutOff:
    """A pick-up: its hour, orders due by then in total, how many of them will be missing, and its name."""

    hour: float
    due: int
    short: int = 0
    name: str
    tone: Literal["", "ok", "warn", "bad", "past"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLoad:
    """Hours as decimals (12.5 is half past twelve); done and ahead as (hour, orders in total)."""

    start: float
    end: float
    now: float
    done: Sequence[Point]
    ahead: Sequence[Point]
    cutoffs: Sequence[CutOff]
    label: str


def day_load(facts: DayLoad, *, width: float = 1180, height: float = 200, cls: str = "fc") -> SafeString:
    """The picture. Draw it twice for one page: class "fc broad", and 360 wide with "fc slim" for the phone."""
    broad = width > BROAD_FROM
    points = [n for _, n in (*facts.done, *facts.ahead)] + [float(cut.due) for cut in facts.cutoffs]
    peak = max([*points, 1.0]) * 1.22

    def x(hour: float) -> float:
        return LEFT + (hour - facts.start) / (facts.end - facts.start) * (width - LEFT - RIGHT)

    def y(count: float) -> float:
        return height - BOTTOM - count / peak * (height - BOTTOM - TOP)

    parts: list[SafeString] = []
    step, value = round_step(peak), 0.0
    while value <= peak:
        parts.append(line("gr", LEFT, y(value), width - RIGHT, y(value)))
        parts.append(text("ax", LEFT - 8, y(value) + 4, f"{value:g}", "end"))
        value += step
    hours = range(int(facts.start) + 1, int(facts.end) + 1, 1 if broad else 2)
    parts += [text("ax", x(hour), height - 5, f"{hour}:00", "middle") for hour in hours]
    if len(facts.done) > 1:
        parts.append(path("fh", track([(x(t), y(n)) for t, n in facts.done])))
    if len(facts.ahead) > 1:
        parts.append(path("ff", track([(x(t), y(n)) for t, n in facts.ahead])))
    for cut in facts.cutoffs:
        parts += _cutoff(cut, x(cut.hour), y(cut.due), y(max(cut.due - cut.short, 0)), height)
    if facts.start <= facts.now <= facts.end:
        parts.append(line("fn", x(facts.now), TOP - 6, x(facts.now), height - BOTTOM))
        if broad:
            parts.append(text("ax", x(facts.now) + 6, TOP, "now"))
    return picture(cls, width, height, parts, label=facts.label)


def _cutoff(cut: CutOff, at: float, due: float, packed: float, height: float) -> list[SafeString]:
    tone = f" {cut.tone}" if cut.tone else ""
    parts = [
        line(f"co{tone}", at, TOP - 6, at, height - BOTTOM),
        text(f"co-t{tone}", at - 8, TOP, cut.name, "end"),
    ]
    if cut.short > 0:
        parts.append(line(f"co-g{tone}", at, due, at, packed))
        parts.append(text(f"co-n{tone}", at - 12, (due + packed) / 2 + 8, f"{cut.short} short", "end"))
    parts.append(dot(f"co-d{tone}", at, due))
    if cut.tone != "past":
        parts.append(text(f"co-t{tone}", at - 10, due - 6, f"{cut.due} due", "end"))
    return parts
