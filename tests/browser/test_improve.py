"""Improve in a real browser: a rule is written, tried and switched on; clean in light, dark and on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from tests import factories
from tests.browser.checks import assert_axe_clean, assert_phone_width, look_in_both_lights, shot
from tests.browser.conftest import Live, PageFaults
from tests.factories import Shop
from tests.workflows.test_from_order_to_invoice import line, order, put

from opsroom.domains.orders.models import OrderTag
from opsroom.domains.rules.models import Rule
from opsroom.workflows.accept_orders import accept_orders


@pytest.fixture
def shop(live: Live) -> Shop:
    """Three open orders for mugs, one of them large."""
    company = factories.company()
    channel = factories.channel(company)
    shop = Shop(company, factories.site(company, channels=(channel,)))
    demo = factories.system("system.demo", company)
    put(demo, company, shop.site_id, MUG=20)
    rows = [order(n, line("MUG", n, "23.80", 380 * n), total=2380 * n + 490) for n in (1, 2, 5)]
    accept_orders(demo, channel, rows, mode="live")
    return shop


def ready(page: Page) -> None:
    page.wait_for_selector("body[data-ready]")


def test_a_rule_from_the_first_word_to_an_order_that_says_why(
    page: Page, shop: Shop, page_faults: PageFaults
) -> None:
    page.goto("/improve")
    ready(page)
    shot(page, "improve-empty")
    page.get_by_role("link", name="New rule").first.click()
    ready(page)
    page.get_by_label("Name", exact=True).fill("Large orders")
    page.get_by_label("Condition 1", exact=True).select_option("units_at_least")
    page.get_by_label("Value of condition 1").fill("5")
    page.get_by_role("button", name="Add a condition").press("Enter")
    ready(page)
    page.get_by_label("Condition 2", exact=True).select_option("country_is")
    page.get_by_label("Value of condition 2").fill("Atlantis")
    page.get_by_label("Value of act 1").fill("large")
    page.get_by_role("button", name="Save", exact=True).click()
    ready(page)
    expect(page.get_by_text("“Atlantis” is not known here.")).to_be_visible()
    page_faults.forgive("400 (Bad Request)")
    assert_axe_clean(page)
    shot(page, "improve-form-error")
    page.set_viewport_size({"width": 390, "height": 844})
    assert_phone_width(page)
    shot(page, "improve-form-390")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_label("Value of condition 2").fill("Germany")
    page.get_by_label("Value of condition 2").press("Enter")
    page.wait_for_url("**/improve/rules/*?dry=1")
    ready(page)
    expect(page.get_by_text("It matches 1 of 3 open orders.")).to_be_visible()
    page.get_by_role("button", name="Switch on").click()
    ready(page)
    assert Rule.objects.get().state == "on"
    assert not OrderTag.objects.exists()
    page.get_by_role("button", name="Apply to open orders: 1 will change").click()
    ready(page)
    assert OrderTag.objects.get().tag == "large"
    look_in_both_lights(page, "improve-rule", phone=False)
    page.goto("/improve")
    ready(page)
    look_in_both_lights(page, "improve-list", phone=False)
    page.goto(f"/orders/{OrderTag.objects.get().order_id}/rules")
    ready(page)
    expect(page.get_by_text("add the tag “large”: done")).to_be_visible()
    look_in_both_lights(page, "order-rules", phone=False)
    for path in ("/improve", f"/improve/rules/{Rule.objects.get().pk}?dry=1"):
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(path)
        ready(page)
        assert_phone_width(page)
        assert_axe_clean(page)
    shot(page, "improve-rule-390")
