"""What every page must pass: axe, the phone's width; and pictures to look at. Refuses exceptions without a reason."""

from __future__ import annotations

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from tests.database import ROOT

RESULTS = ROOT / "test-results"
_axe = Axe()


def assert_axe_clean(page: Page, *, within: str | None = None) -> None:
    """No finding of axe-core on the page as it is now; call it again after each interaction that shows something."""
    answer = _axe.run(page, context=within)
    found = [
        f"{violation['id']} ({violation['impact']}): {violation['help']}: "
        + "; ".join(" ".join(map(str, node["target"])) for node in violation["nodes"][:5])
        for violation in answer.response["violations"]
    ]
    assert found == [], f"{page.url}:\n" + "\n".join(found)


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


def shot(page: Page, name: str) -> Path:
    """A full-page picture test-results/<name>.png; look at it."""
    path = RESULTS / f"{name}.png"
    page.screenshot(path=path, full_page=True, animations="disabled")
    return path
