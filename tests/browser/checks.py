"""What every page must pass: axe, the phone's width; and pictures to look at. Refuses exceptions without a reason."""

from __future__ import annotations

import os
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page
from tests.database import ROOT

RESULTS = ROOT / "test-results"
RUN = """async ([context, options]) => (await axe.run(context || document, options)).violations.map(
    (one) => `${one.id} (${one.impact}): ${one.help}: `
        + one.nodes.slice(0, 5).map((node) => node.target.join(" ")).join("; ")
)"""


def assert_axe_clean(
    page: Page, *, within: str | None = None, rules: tuple[str, ...] = (), contrast: bool = True
) -> None:
    """No finding of axe-core on the page as it is now; call it again after each interaction that shows something.

    `contrast` off leaves out the one rule that takes seconds on a long list, where the same parts were judged shorter.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options: dict[str, object] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": list(rules)}
    if not contrast:
        options["rules"] = {"color-contrast": {"enabled": False}}
    found = page.evaluate(RUN, [within, options])
    assert found == [], f"{page.url}:\n" + "\n".join(found)


def look_in_both_lights(page: Page, name: str, *, phone: bool) -> None:
    """The loaded page in light, then in dark, where only colours differ; a picture of each; nothing sticks out."""
    assert_axe_clean(page)
    assert_phone_width(page)
    if not phone:
        assert_tables_fit(page)
    width = "390" if phone else "1440"
    shot(page, f"{name}-{width}-light")
    page.emulate_media(color_scheme="dark")
    assert_axe_clean(page, rules=("color-contrast",))
    shot(page, f"{name}-{width}-dark")
    page.emulate_media(color_scheme="light")


def assert_phone_width(page: Page) -> None:
    """Nothing sticks out of the window sideways; names the widest elements when something does."""
    wide = page.evaluate(
        """() => {
            const limit = document.documentElement.clientWidth;
            if (document.scrollingElement.scrollWidth <= limit) return [];
            return [...document.querySelectorAll("body *")]
                .map((element) => [element, element.getBoundingClientRect()])
                .filter(([, box]) => box.width > 0 && box.right > limit + 1)
                .map(([element, box]) => `${element.tagName}.${element.className} ends at ${Math.round(box.right)}`)
                .slice(0, 8);
        }"""
    )
    assert wide == [], f"{page.url} is wider than the window: {wide}"


def assert_tables_fit(page: Page) -> None:
    """No table is wider than the card it stands in: a column that has to be scrolled to is a column unseen."""
    wide = page.evaluate(
        """() => [...document.querySelectorAll(".tw")].filter((box) => box.scrollWidth > box.clientWidth)
            .map((box) => `${box.getAttribute("aria-label")} needs ${box.scrollWidth} of ${box.clientWidth} px`)"""
    )
    assert wide == [], f"{page.url}: {wide}"


def shot(page: Page, name: str, *, always: bool = False) -> Path:
    """A full-page picture test-results/<name>.png; look at it. Made where OPSROOM_PICTURES is set: they cost time."""
    path = RESULTS / f"{name}.png"
    if always or os.environ.get("OPSROOM_PICTURES"):
        page.screenshot(path=path, full_page=True, animations="disabled")
    return path
