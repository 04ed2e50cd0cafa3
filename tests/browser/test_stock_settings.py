"""Stock and Settings in a real browser: each interaction says before what it does, and leaves a page that is clean."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from tests import factories
from tests.browser.checks import assert_axe_clean, shot
from tests.browser.conftest import Live
from tests.factories import Shop
from tests.workflows.test_from_order_to_invoice import line, order, put, sku

from opsroom.domains.catalog.models import Sku
from opsroom.domains.channels.models import Channel, Outgoing
from opsroom.domains.warehouse.models import Location, Stock
from opsroom.workflows.accept_orders import accept_orders
from opsroom.workflows.release_orders import release_orders
from opsroom.workflows.ship_orders import ship_orders

# A hand or a scanner is not slower than the page: types in the very moment in which the new search field is there.
TYPE_AS_SOON_AS_IT_IS_THERE = """() => {
  const old = document.querySelector("input[name=q]");
  const seen = new MutationObserver(() => {
    const field = document.querySelector("input[name=q]");
    if (!field || field === old) return;
    seen.disconnect();
    field.value = "MU";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  seen.observe(document.body, { childList: true, subtree: true });
}"""


@pytest.fixture
def shop(live: Live) -> Shop:
    """Mugs for two of three orders, a lamp nobody counted, a print nobody tracks; one order was shipped."""
    company = factories.company()
    channel = factories.channel(company)
    shop = Shop(company, factories.site(company, channels=(channel,)))
    demo = factories.system("system.demo", company)
    ids = put(demo, company, shop.site_id, MUG=7, BOWL=12)
    Sku.objects.filter(pk__in=ids.values()).update(cost="4.10", price="14.50")
    sku(company, "LAMP")
    Sku.objects.filter(pk=sku(company, "PRINT")).update(tracked=False)
    rows = [order(n, line("MUG", 2, "23.80", 760), total=4760 + 490) for n in range(1, 6)]
    taken = accept_orders(demo, channel, rows, mode="live")
    released = release_orders(demo, company, [taken[0].order_id or 0, taken[1].order_id or 0])
    ship_orders(demo, company, shop.site_id, released.fulfilment_order_ids[:1])
    return shop


def ready(page: Page, path: str) -> None:
    page.goto(path)
    page.wait_for_selector("body[data-ready]")


@pytest.mark.page(role="manager")
def test_a_bin_is_counted_blind_then_shown_then_entered(page: Page, shop: Shop) -> None:
    mug = Sku.objects.get(code="MUG", company_id=shop.company_id).pk
    ready(page, f"/stock/{mug}")
    page.get_by_role("link", name="Count A-01-1").click()
    page.get_by_label("Pieces in the bin").fill("3")
    page.get_by_role("button", name="Look what it does").click()
    expect(page.locator("main")).to_contain_text("fewer than the book says")
    assert_axe_clean(page)
    shot(page, "count-dry-1440-light")
    page.get_by_role("button", name="Enter the count").click()
    expect(page.locator("#toasts, main").first).to_be_visible()
    expect(page.locator("main")).to_contain_text("Count")
    assert Stock.objects.get(sku_id=mug).on_hand == 3
    assert_axe_clean(page)


def test_the_list_is_searched_and_filtered_by_address(page: Page, shop: Shop) -> None:
    ready(page, "/stock")
    page.locator(".vtabs a", has_text="Short").click()
    page.wait_for_url("**/stock?view=short*")
    expect(page.locator("#list tbody tr")).to_have_count(1)
    page.get_by_placeholder("SKU, name or barcode").fill("MU")
    page.wait_for_url("**q=MU*")
    expect(page.locator("#list tbody tr")).to_have_count(1)
    assert_axe_clean(page)


def test_a_letter_typed_the_moment_a_view_arrives_is_searched_for(page: Page, shop: Shop) -> None:
    ready(page, "/stock")
    page.evaluate(TYPE_AS_SOON_AS_IT_IS_THERE)
    page.locator(".vtabs a", has_text="Short").click()
    page.wait_for_url("**/stock?view=short*q=MU*")
    expect(page.get_by_placeholder("SKU, name or barcode")).to_have_value("MU")


def test_health_is_checked_and_bins_are_added(page: Page, shop: Shop) -> None:
    ready(page, "/settings/health")
    page.get_by_role("button", name="Check now").click()
    expect(page.locator("h1")).to_have_text("The data says what it must")
    assert_axe_clean(page)
    shot(page, "settings-health-checked")
    ready(page, f"/settings/sites/{shop.site_id}")
    page.get_by_label("Range").fill("C-01-1..C-02-2")
    page.get_by_role("button", name="Add bins").click()
    expect(page.locator("table", has_text="C-02-2")).to_be_visible()
    assert Location.objects.filter(site_id=shop.site_id, zone="C").count() == 4
    assert_axe_clean(page)


def test_a_confirmation_is_taken_as_a_file_once(page: Page, shop: Shop) -> None:
    ready(page, f"/channels/{Channel.objects.get(company_id=shop.company_id).pk}")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Take 1 confirmation as CSV").click()
    assert taken.value.suggested_filename.endswith(".csv")
    assert Outgoing.objects.get().state == "sent"
    page.reload()
    expect(page.get_by_role("button", name="Take 1 confirmation")).to_have_count(0)
    expect(page.get_by_role("link", name="Fetch sent ones again")).to_be_visible()
    assert_axe_clean(page)
