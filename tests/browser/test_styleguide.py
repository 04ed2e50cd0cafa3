"""The style guide in a real browser: clean in every width and light, and each interaction does what it says."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.browser.checks import assert_axe_clean, look_in_both_lights
from tests.browser.conftest import Live, PageFaults

REQUESTS_MAX = 8
# In forced colours backgrounds and shadows are gone: what they said needs a border or a system colour of its own.
UNDRAWN = """() => {
    const drawn = (style) => parseFloat(style.borderTopWidth) > 0 && style.borderTopStyle !== "none";
    const bare = [...document.querySelectorAll(".sw input, progress, .card, .btn:not(.gh), .steps li > span")]
        .filter((one) => !drawn(getComputedStyle(one)));
    const dots = [...document.querySelectorAll(".st:not(.plain)")]
        .filter((one) => !drawn(getComputedStyle(one, "::before")));
    const tabs = new Set([...document.querySelectorAll(".vtabs a")]
        .map((one) => one.hasAttribute("aria-current") + getComputedStyle(one).borderBottomColor));
    return [...bare, ...dots].map((one) => one.outerHTML.slice(0, 90)).concat(tabs.size === 2 ? [] : [...tabs]);
}"""
MOVING = """() => [...document.querySelectorAll("body *")].flatMap((one) => ["", "::before", "::after"].map((part) => {
    const style = getComputedStyle(one, part || null);
    const still = style.transitionDuration.split(", ").every((time) => time === "0s") && style.animationName === "none";
    return still ? "" : one.className + part;
})).filter(Boolean)"""


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_every_component_is_clean(open_page: Callable[..., Page], phone: bool) -> None:
    page = open_page(phone=phone)
    page.goto("/styleguide")
    page.wait_for_selector("body[data-ready]")
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    look_in_both_lights(page, "styleguide", phone=phone)
    if phone:
        assert page.evaluate("[visualViewport.width, document.documentElement.scrollWidth]") == [390, 390]
        assert page.evaluate(MOVING) == [], "moves although less motion was asked for"
    else:
        page.emulate_media(forced_colors="active")
        assert page.evaluate(UNDRAWN) == []


def test_a_cold_page_asks_for_at_most_eight_files(page: Page) -> None:
    page.goto("about:blank")  # what the page before still asks for is not ours
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/styleguide")
    page.wait_for_selector("body[data-ready]")
    assert len(asked) <= REQUESTS_MAX, asked


def test_rows_are_chosen_by_keys_and_the_act_says_before_what_it_will_do(page: Page) -> None:
    page.goto("/styleguide")
    page.wait_for_selector("body[data-ready]")
    page.evaluate("document.activeElement.blur()")
    bar = page.locator(".bulk")
    expect(bar).to_be_hidden()
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("Shift+J")
    expect(page.locator("tr.sel")).to_have_count(2)
    expect(bar.locator("[data-count]")).to_have_text("2")
    page.locator("[data-dry]").first.hover()
    expect(bar.locator(".skips")).to_contain_text("2 orders will move to the front of packing")
    expect(bar.locator(".skips")).to_contain_text("Skipped: SH-50590 is on hold")
    assert_axe_clean(page)
    page.locator("[data-dry]").first.click()
    expect(page.locator("#toasts")).to_contain_text("2 moved to the front.")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("z")
    expect(page.locator("#toasts")).to_contain_text("Undone.")
    page.keyboard.press("Escape")
    expect(bar).to_be_hidden()


def test_palette_keys_drawer_and_menu_open_by_hand_and_close_by_escape(page: Page) -> None:
    page.goto("/styleguide")
    page.wait_for_selector("body[data-ready]")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Control+k")
    expect(page.locator("#palette-list [role=option]").first).to_be_visible()
    assert_axe_clean(page)
    page.locator("#palette input").fill("nothing is called this")
    expect(page.locator("#palette-list")).to_contain_text("Nothing matches")
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_contain_text("Next row")
    assert_axe_clean(page)
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("d")
    expect(page.locator("#drawer")).to_contain_text("Why this order is late")
    assert_axe_clean(page)
    page.keyboard.press("Escape")
    page.locator(".av").click()
    expect(page.locator("#me")).to_be_visible()
    assert_axe_clean(page)


def test_single_keys_can_be_turned_off(page: Page) -> None:
    page.goto("/styleguide")
    page.wait_for_selector("body[data-ready]")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    page.locator("#keys-on").uncheck()
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("d")
    page.keyboard.press("Control+k")
    expect(page.locator("#palette")).to_be_visible()
    expect(page.locator("#drawer")).to_be_hidden()


def test_the_theme_chosen_is_there_at_the_next_page(page: Page) -> None:
    page.goto("/styleguide")
    page.wait_for_selector("body[data-ready]")
    page.locator("[data-theme-toggle]").click()
    page.goto("/styleguide")
    assert page.locator("html").get_attribute("data-theme") == "dark"


def scan(page: Page, code: str) -> str:
    field = page.locator("[data-scan-field]")
    field.fill(code)
    field.press("Enter")
    return page.locator("[data-scan-say]").inner_text()


def test_a_scan_is_judged_at_once_and_says_what_to_do_instead(page: Page) -> None:
    page.goto("/styleguide")
    page.wait_for_selector("body[data-ready]")
    assert scan(page, "C04-2") == "Wrong bin. Go to B17-1."
    assert scan(page, "b17-1") == "Right bin. Take Stoneware mug 350 ml."
    assert scan(page, "4006381333931") == "Right. 1 of 2, 1 more."
    assert scan(page, "9999") == "Not on this list. Put it back."
    assert scan(page, "MUG-STN-350") == "Right. Stoneware mug 350 ml is complete."
    assert scan(page, "MUG-STN-350") == "Stoneware mug 350 ml is complete. Put it back."
    assert_axe_clean(page)
    scan(page, "REFUSED")
    expect(page.locator("[data-scan-say]")).to_contain_text("This order was cancelled. Put it back.")
    expect(page.locator("[data-line='3'] [data-got-text]")).to_have_text("0")
    page.locator("[data-scan-undo]").click()
    expect(page.locator("[data-scan-say]")).to_contain_text("Undone. Stoneware mug 350 ml, 1 of 2.")


def test_a_scanner_is_heard_when_no_field_has_focus(page: Page) -> None:
    page.goto("/styleguide")
    page.wait_for_selector("body[data-ready]")
    page.evaluate(
        """() => { document.activeElement.blur();
        for (const key of [..."TOW-LIN-70", "Enter"]) {
          document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
        } }"""
    )
    expect(page.locator("[data-scan-say]")).to_contain_text("Linen towel 70×140 is complete.")
    expect(page.locator("#drawer")).to_be_hidden()


def test_scans_without_network_are_kept_and_sent_once_it_is_back(page: Page, page_faults: PageFaults) -> None:
    page.goto("/styleguide")
    page.wait_for_selector("body[data-ready]")
    page.context.set_offline(True)
    scan(page, "MUG-STN-350")
    expect(page.locator("[data-net]")).to_have_text("1 scan is safe on this device")
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-net]")).to_have_text("Online, all scans saved")
    page_faults.found = [fault for fault in page_faults.found if "INTERNET_DISCONNECTED" not in fault]


def test_without_script_the_page_still_shows_and_links_everything(
    open_page: Callable[..., Page], live: Live
) -> None:
    page = open_page()
    context = page.context.browser.new_context(  # type: ignore[union-attr]
        java_script_enabled=False, storage_state=page.context.storage_state(), base_url=live.url
    )
    bare = context.new_page()
    bare.goto("/styleguide")
    expect(bare.locator("tbody tr[data-id]")).to_have_count(4)
    assert bare.locator(".search").get_attribute("href") == "/palette"
    assert bare.locator(".vtabs a").first.get_attribute("href")
    context.close()
