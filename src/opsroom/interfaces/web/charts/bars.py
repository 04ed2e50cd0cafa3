"""Bars: a share with its target, a stacked whole, and legend swatches; refuses shares outside 0 to 1."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString

from opsroom.interfaces.web.charts.draw import picture, rect

Segment = tuple[float, str]


def meter(share: float, tone: str = "acc", *, mark: float | None = None, label: str = "") -> SafeString:
    """A thin bar for a share of 0 to 1; `mark` draws a tick, for example a target."""
    parts = [rect("bt", 0, 0, 100, 6), rect("bf", 0, 0, min(max(share, 0), 1) * 100, 6)]
    if mark is not None:
        parts.append(rect("bk", min(max(mark, 0), 1) * 100 - 0.6, 0, 1.2, 6))
    return picture(f"bar {tone}", 100, 6, parts, label=label, stretch=True)


def segments(amounts: Sequence[Segment], *, label: str = "", height: float = 10) -> SafeString:
    """One stacked bar: (amount, tone) from start to end, separated by a hair of ground. Tones: done acc soft ..."""
    total = sum(amount for amount, _ in amounts)
    if total <= 0:
        return picture("segs", 400, height, [rect("sg-none", 0, 0, 400, height)], label=label, stretch=True)
    x = 0.0
    parts: list[SafeString] = []
    for amount, tone in amounts:
        width = amount / total * 400
        if width > 0:
            gap = 1.6 if x + width < 399.9 else 0
            parts.append(rect(f"sg-{tone}", x, 0, width - gap, height))
        x += width
    return picture("segs", 400, height, parts, label=label, stretch=True)


def swatch(tone: str) -> SafeString:
    """A legend's colour drawn as SVG, so that forced colours keep it."""
    return picture("swatch", 12, 12, [rect(f"sg-{tone}", 0, 2, 12, 8, 2)])
