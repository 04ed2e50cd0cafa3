"""Every page that takes no argument, in a real browser as four people: no fault, no axe finding, no sideways scroll."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from playwright.sync_api import Page
from tests.browser.checks import assert_axe_clean, assert_phone_width
from tests.browser.conftest import PageFaults

# Nothing under way that htmx asked for, and drawn twice since: what a page starts by itself has then been seen.
SETTLED = """async () => {
    const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    await drawn();
    for (let frame = 0; frame < 120 && document.querySelector(".htmx-request"); frame++) await drawn();
}"""
# Not for this role; not while there is no second factor; not without what a form would have sent.
REFUSALS = (403, 404, 400)


def _patterns(found: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for one in found:
        here = f"{before}{one.pattern}"
        if isinstance(one, URLResolver):
            yield from _patterns(one.url_patterns, here)
        elif "<" not in here and "(?P" not in here:
            yield "/" + here.strip("^$").removesuffix(r"\Z")


# What is no page: the stream, health, a script, the style guide's own frames, and what signs the visitor out.
NO_PAGE = frozenset({"/events", "/health", "/sw.js", "/offline/sw.js", "/sign-out"})


def addresses() -> list[str]:
    """Every argument-free address that answers GET with a page, from the resolver itself."""
    return sorted(set(_patterns(get_resolver().url_patterns)) - NO_PAGE)


def walk(page: Page, faults: PageFaults, *, phone: bool, axe: bool) -> dict[str, int]:
    """Opens each address; returns its status. POST-only addresses answer 405 and are left out."""
    found: dict[str, int] = {}
    broken: list[str] = []
    for path in addresses():
        probe = page.request.get(path, max_redirects=0)
        # Fragments for htmx, files and addresses that only take a POST are no pages.
        if probe.status == 405 or not probe.text().lstrip().lower().startswith("<!doctype html"):
            found[path] = probe.status
            continue
        answer = page.goto(path)
        assert answer is not None
        found[path] = answer.status
        page.evaluate(SETTLED)
        try:
            if axe:
                assert_axe_clean(page)
            if phone:
                assert_phone_width(page)
        except AssertionError as fault:
            broken.append(str(fault).strip().splitlines()[0] + " | " + " ".join(str(fault).split())[:400])
    # A page that refuses says so with its status, which chromium logs as an error.
    refused = tuple(f"status of {status} " for status in REFUSALS)
    faults.found = [fault for fault in faults.found if not any(one in fault for one in refused)]
    assert broken == [], "\n".join(broken)
    return found


@pytest.mark.parametrize(
    ("role", "phone", "dark"),
    [
        # Each area's own tests look at its pages in all four ways; this walk forgets none of them. The same page
        # for another role shows less of it, so axe judges the one who sees all.
        ("manager", True, True),
        ("warehouse", False, False),
    ],
)
def test_every_page_is_whole_for(
    open_page: Callable[..., Page], page_faults: PageFaults, role: str, phone: bool, dark: bool
) -> None:
    found = walk(open_page(role, phone=phone, dark=dark), page_faults, phone=phone, axe=role == "manager")
    assert {path: status for path, status in found.items() if status not in (200, 302, 405, *REFUSALS)} == {}
    missing = [path for path, status in found.items() if status == 404 and not path.startswith("/account/")]
    assert missing == []
    assert found["/"] == found["/orders"] == 200


def test_the_walk_knows_the_areas() -> None:
    assert {"/", "/orders", "/stock", "/import", "/fulfil"} <= set(addresses())
    assert all(resolve(path) for path in addresses())
