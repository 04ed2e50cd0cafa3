"""The inbox's way to its rows in a real browser: many stored at once, one by keyboard, back to what remains."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect
from tests.browser.checks import assert_axe_clean, look_in_both_lights
from tests.browser.conftest import Live, PageFaults
from tests.factories import Shop, actor
from tests.interfaces.web.orders.test_order_page import furnish
from tests.workflows.test_from_order_to_invoice import BERLIN, line

from opsroom.domains.rules.actions.create_rule import create_rule
from opsroom.domains.rules.actions.switch_rule import switch_rule
from opsroom.domains.rules.rules import Act, Condition, Content


@pytest.fixture
def shop(live: Live) -> Shop:
    """Two addresses with a proposal, one without, three orders with codes that are nearly ours, a rule at work."""
    furnished = furnish(9)
    for number, postcode in ((1001, "D-10119"), (1002, "D 10119"), (1003, "1")):
        furnished.take_in(number, ship_to=replace(BERLIN, postcode=postcode))
    for number, code in ((1004, "mug"), (1005, "M-U-G"), (1006, "ZZZ")):
        furnished.take_in(number, line(code, 1, "23.80", 380))
    boss = actor("manager", furnished.company)
    content = Content("Many pieces", "all", (Condition("units_at_least", ("2",)),), (Act("tag", "many"),))
    switch_rule(boss, furnished.company, create_rule(boss, furnished.company, content), on=True)
    return Shop(furnished.company, furnished.site)


def test_a_group_is_mended_at_once_and_the_last_row_by_keyboard(
    open_page: Callable[..., Page], page_faults: PageFaults, shop: Shop
) -> None:
    page = open_page("manager", phone=False)
    page.goto("/tasks?kind=bad_address")
    assert_axe_clean(page)
    page.get_by_role("link", name="Fix these 3").click()
    look_in_both_lights(page, "mend-addresses", phone=False)
    page.get_by_role("button", name="Use all 2 proposals").click()
    expect(page.locator("#toasts")).to_contain_text("2 addresses stored, 2 holds released.")
    expect(page.locator("*:focus")).to_have_attribute("name", "postcode")
    page.keyboard.press("Control+a")
    page.keyboard.type("77")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Store as it is, keep the hold")).to_be_visible()
    page_faults.forgive("422 (Unprocessable")
    expect(page.locator("*:focus")).to_have_value("77")
    assert_axe_clean(page)
    page.keyboard.press("Control+a")
    page.keyboard.type("10119")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Back to the inbox, 3 tasks left")).to_be_visible()
    page.get_by_role("link", name="Back to the inbox, 3 tasks left").click()
    page.get_by_role("link", name="Match: 3 orders with SKUs nobody knows").click()
    look_in_both_lights(page, "mend-codes", phone=False)
    page.get_by_role("button", name="Match 2 codes at once").click()
    expect(page.locator("#toasts")).to_contain_text("2 codes matched on 2 orders.")
    page.goto("/customers")
    page.get_by_role("link", name="Export").click()
    expect(page.locator("#drawer")).to_contain_text("in the order and with the filters you see")
    assert_axe_clean(page)


def test_a_rule_at_work_asks_before_new_words_count(
    open_page: Callable[..., Page], page_faults: PageFaults, shop: Shop
) -> None:
    page = open_page("manager", phone=True)
    page.goto("/improve")
    page.get_by_role("link", name="Many pieces").click()
    page.get_by_role("link", name="Edit").click()
    page.get_by_label("Value of condition 1").fill("1")
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.locator("#main .alert")).to_contain_text("This rule is at work")
    page_faults.forgive("409 (Conflict)")
    look_in_both_lights(page, "rule-asks", phone=True)
    page.get_by_role("switch", name="I have seen this").check()
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.locator("main")).to_contain_text("version 2")
    page.goto("/customers")
    look_in_both_lights(page, "customers-with-terms", phone=True)
