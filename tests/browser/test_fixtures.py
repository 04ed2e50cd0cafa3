"""Proves that the browser fixtures see what they must: axe findings, wide pages, console errors, refused scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from tests.browser.checks import assert_axe_clean, assert_phone_width, shot
from tests.browser.conftest import Live, PageFaults


def test_the_server_answers_to_a_stranger_with_the_policy(
    live: Live, open_page: Callable[..., Page], page_faults: PageFaults
) -> None:
    page = open_page(None)
    answer = page.goto("/sign-in")
    assert answer is not None
    assert answer.status == 200
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_an_unlabelled_field_is_an_axe_finding(open_page: Callable[..., Page]) -> None:
    page = open_page(None)
    page.set_content("<!doctype html><html lang=en><title>t</title><main><h1>t</h1><input></main>")
    with pytest.raises(AssertionError, match="label"):
        assert_axe_clean(page)
    page.set_content(
        "<!doctype html><html lang=en><title>t</title><main><h1>t</h1><label>Name <input></label></main>"
    )
    assert_axe_clean(page)


def test_a_page_wider_than_the_phone_is_named(open_page: Callable[..., Page]) -> None:
    page = open_page(None, phone=True)
    page.set_content("<meta name=viewport content='width=device-width'><p style='width:800px'>wide")
    with pytest.raises(AssertionError, match=r"P\. ends at"):
        assert_phone_width(page)
    page.set_content("<meta name=viewport content='width=device-width'><p>narrow")
    assert_phone_width(page)


def test_console_errors_and_refused_scripts_are_collected(
    live: Live, open_page: Callable[..., Page], page_faults: PageFaults
) -> None:
    page = open_page(None)
    page.goto("/sign-in")
    page.evaluate("console.error('seen')")
    page_faults.forgive("seen")
    page.evaluate(
        "document.head.append(Object.assign(document.createElement('script'), {textContent: 'var x = 1'}))"
    )
    page.wait_for_function("true")
    page_faults.forgive("Content Security Policy")
    with pytest.raises(AssertionError, match="no fault"):
        page_faults.forgive("never happened")


def test_a_manager_is_signed_in_by_a_one_time_link(page: Page) -> None:
    assert "/sign-in" not in page.url
    assert shot(page, "fixtures-signed-in", always=True).stat().st_size > 1000
