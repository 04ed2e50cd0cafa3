"""The one builder of SVG text: escapes every word and value; refuses style attributes and event handlers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString

Point = tuple[float, float]
NOTHING = SafeString("")
_BANNED = ("style", "on", "xlink")


def number(value: float) -> str:
    """A coordinate rounded to 0.1, so that a test can compare the text."""
    shown = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if shown in {"-0", ""} else shown


def element(name: str, *children: SafeString | str, **attributes: object) -> SafeString:
    """One element. Attribute names lose a trailing underscore and use - for _; numbers are rounded, words escaped.

    Children that are plain str are escaped as text; only what this builder made itself passes as markup. An
    attribute of None is left out. Raises ValueError for style and event attributes: the page's policy blocks them.
    """
    shown: list[str] = []
    for key, value in attributes.items():
        if value is None:
            continue
        attribute = key.rstrip("_").replace("__", ":").replace("_", "-")
        if attribute.startswith(_BANNED):
            raise ValueError(f"{attribute!r} is not drawn: classes carry the look, scripts the behaviour")
        text = number(value) if isinstance(value, (int, float)) else str(value)
        shown.append(f' {attribute}="{escape(text)}"')
    inside = "".join(child if isinstance(child, SafeString) else escape(child) for child in children)
    body = f">{inside}</{name}>" if inside else "/>"
    return SafeString(f"<{name}{''.join(shown)}{body}")


def rect(cls: str, x: float, y: float, width: float, height: float, radius: float = 0) -> SafeString:
    """A box; a negative width is none."""
    return element(
        "rect", class_=cls or None, x=x, y=y, width=max(width, 0), height=height, rx=radius or None
    )


def line(cls: str, x1: float, y1: float, x2: float, y2: float) -> SafeString:
    """A straight line."""
    return element("line", class_=cls, x1=x1, y1=y1, x2=x2, y2=y2)


def text(cls: str, x: float, y: float, words: str, anchor: str = "start") -> SafeString:
    """Words at a point; anchor start, middle or end."""
    return element(
        "text", words, class_=cls or None, x=x, y=y, text_anchor=None if anchor == "start" else anchor
    )


def track(points: Sequence[Point], *, close: bool = False) -> str:
    """The d of a path through points."""
    way = "M" + " L".join(f"{number(x)} {number(y)}" for x, y in points)
    return f"{way} Z" if close else way


def path(cls: str, d: str, *children: SafeString, width: float | None = None) -> SafeString:
    """A path by its d."""
    return element("path", *children, class_=cls, d=d, stroke_width=width)


def dot(cls: str, x: float, y: float) -> SafeString:
    """A point drawn as a round stroke end, so that a stretched picture keeps it round."""
    return path(cls, f"M{number(x)} {number(y)} h.01")


def picture(
    cls: str,
    width: float,
    height: float,
    parts: Iterable[SafeString],
    *,
    label: str = "",
    stretch: bool = False,
) -> SafeString:
    """The svg element. With a label it is an image with that text; without one it is decoration."""
    body = list(parts)
    fit = "none" if stretch else None
    box = f"0 0 {number(width)} {number(height)}"
    if label:
        return element(
            "svg", *body, class_=cls, viewBox=box, preserveAspectRatio=fit, role="img", aria_label=label
        )
    return element("svg", *body, class_=cls, viewBox=box, preserveAspectRatio=fit, aria_hidden="true")


def round_step(top: float, parts: int = 4) -> float:
    """A round grid step: 1, 2, 2.5 or 5 times a power of ten."""
    raw = max(top, 1e-9) / parts
    power = 1.0
    while power * 10 <= raw:
        power *= 10
    while power > raw:
        power /= 10
    return next(power * times for times in (1, 2, 2.5, 5, 10) if power * times >= raw)
