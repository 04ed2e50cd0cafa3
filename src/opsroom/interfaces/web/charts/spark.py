"""A line small enough for a tile or a cell; refuses to draw what is not known as zero."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString

from opsroom.interfaces.web.charts.draw import NOTHING, Point, dot, line, path, picture, track

WIDTH, HEIGHT = 112, 30


def spark(values: Sequence[float | None], *, target: float | None = None, label: str = "") -> SafeString:
    """A line with a soft area, a dot on the last known value and, if given, a dotted target.

    None is a gap. Fewer than two known values draw nothing: an empty string.
    """
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return NOTHING
    seen = [*known, target] if target is not None else known
    low, high = min(seen), max(seen)
    span = (high - low) or 1.0

    def at(index: int, value: float) -> Point:
        return 2 + index * (WIDTH - 6) / (len(values) - 1), HEIGHT - 3 - (value - low) / span * (HEIGHT - 7)

    runs: list[list[Point]] = [[]]
    for index, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(at(index, value))
    drawn = [run for run in runs if run]
    parts = [
        path("sp-a", track([*run, (run[-1][0], HEIGHT), (run[0][0], HEIGHT)], close=True))
        for run in drawn
        if len(run) > 1
    ]
    if target is not None:
        level = at(0, target)[1]
        parts.append(line("sp-t", 0, level, WIDTH, level))
    parts += [path("sp-l", track(run)) for run in drawn if len(run) > 1]
    parts.append(dot("sp-d", *drawn[-1][-1]))
    return picture("spark", WIDTH, HEIGHT, parts, label=label, stretch=True)
