"""Orders in a real browser: keys, bulk acts with their dry run and undo, one order's page, repairs, palette, tasks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect
from tests import factories
from tests.browser.checks import assert_axe_clean, look_in_both_lights, shot
from tests.browser.conftest import Live
from tests.factories import Shop
from tests.workflows.test_from_order_to_invoice import BERLIN, line, order, put

from opsroom.domains.orders.models import Order
from opsroom.workflows.accept_orders import accept_orders

LONG = "Stoneware mug 350 ml, hand-made in the north, glazed twice, with a very long name"


@pytest.fixture
def shop(live: Live) -> Shop:
    """Eight orders: five ready, one short, one with a bad address, one with a code nobody knows."""
    company = factories.company()
    channel = factories.channel(company)
    site = factories.site(company, channels=(channel,))
    demo = factories.system("system.demo", company)
    put(demo, company, site, MUG=7)
    mug = line("MUG", 1, "23.80", 380)
    rows = [order(n, replace(mug, title=LONG), total=2870) for n in (1001, 1002, 1003, 1004, 1005)]
    rows += [
        order(1006, line("MUG", 9, "23.80", 3420), total=21910),
        order(1007, mug, total=2870, ship_to=replace(BERLIN, postcode="D 10119")),
        # As wide as it gets: a long number of a marketplace, many tags, a delivery method with a long name.
        replace(
            order(1008, line("MUGG", 1, "23.80", 380), total=2870, gift_message="Happy birthday"),
            delivery_method="GLS EuroBusinessParcel with signature",
            tags=("fragile, wrapped twice", "wholesale customer", "call before delivery"),
        ),
    ]
    accept_orders(demo, channel, rows, mode="live")
    return Shop(company, site)


def row_of(name: str) -> Order:
    return Order.objects.get(external_name=name)


def test_the_list_is_worked_by_keys_and_says_first_what_it_will_do(page: Page, shop: Shop) -> None:
    page.goto("/orders?view=open")
    assert_axe_clean(page)
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("Shift+j")
    expect(page.locator(".bulk")).to_be_visible()
    expect(page.locator("[data-count]")).to_have_text("2")
    page.get_by_role("button", name="Hold", exact=True).focus()
    expect(page.locator(".skips")).to_contain_text("2 orders will be put on hold")
    assert Order.objects.filter(on_hold=True).count() == 1
    shot(page, "orders-list-1440")
    assert_axe_clean(page)
    page.get_by_role("button", name="Hold", exact=True).click()
    expect(page.locator("#toasts")).to_contain_text("2 orders put on hold.")
    page.locator("#toasts").get_by_role("button", name="Undo").click()
    expect(page.locator("#toasts")).to_contain_text("Taken back on 2 orders.")
    assert Order.objects.filter(on_hold=True).count() == 1


def test_one_order_is_read_held_and_released_on_its_page(page: Page, shop: Shop) -> None:
    row = row_of("#1001")
    page.goto(f"/orders/{row.pk}")
    expect(page.locator("h1")).to_contain_text("Mara Klein")
    assert_axe_clean(page)
    shot(page, "order-1440")
    page.get_by_role("button", name="Release", exact=True).focus()
    expect(page.locator(".abar .say")).to_contain_text("1 order will be released")
    page.keyboard.press("h")
    drawer = page.locator("#drawer")
    expect(drawer.get_by_role("heading")).to_contain_text(row.number)
    assert_axe_clean(page)
    shot(page, "order-hold-1440")
    drawer.get_by_label("What the next person should know").fill("The buyer will call back")
    drawer.get_by_role("button", name="Hold").click()
    expect(page.locator(".lead")).to_contain_text("The buyer will call back")
    assert_axe_clean(page)
    page.get_by_role("button", name="Release the hold").click()
    expect(page.locator(".lead")).to_contain_text("Ready to release.")


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_every_page_of_orders_is_clean_wide_and_small_light_and_dark(
    open_page: Callable[..., Page], shop: Shop, phone: bool
) -> None:
    page = open_page("manager", phone=phone)
    row = row_of("#1008")
    paths = {
        "order-unknown": f"/orders/{row.pk}",
        "order-address": f"/orders/{row_of('#1007').pk}/address",
        "order-cancel": f"/orders/{row.pk}/cancel",
        "fix-addresses": "/orders/fix-addresses",
        "match-skus": "/orders/match-skus",
        "orders-views": "/orders/views?view=ready",
        "orders-export": "/orders/export?view=ready",
        "orders": "/orders",
        "tasks": "/tasks",
        "customers": "/customers",
        "customer": f"/customers/{row.customer_id}",
        "erasures": "/customers/erasures",
        "palette": "/palette?q=mug",
    }
    for name, path in paths.items():
        page.goto(path)
        look_in_both_lights(page, name, phone=phone)


def test_the_bar_for_many_rows_leaves_a_phone_its_rows(open_page: Callable[..., Page], shop: Shop) -> None:
    page = open_page("manager", phone=True)
    for path in ("/tasks", "/orders?view=ready"):
        page.goto(path)
        page.locator("[data-list] tbody input[type=checkbox]").first.check()
        box = page.locator(".bulk").bounding_box()
        assert box is not None
        assert box["height"] <= 170, (path, box)
        assert_axe_clean(page, within=".bulk")


def test_bad_addresses_are_fixed_one_after_the_other(page: Page, shop: Shop) -> None:
    page.goto("/orders/fix-addresses")
    page.get_by_role("button", name="Use the proposal").click()
    expect(page.locator("h1")).to_contain_text("Every address can be served.")
    row = row_of("#1007")
    assert (row.has_bad_address, row.on_hold) == (False, False)


def test_the_palette_opens_an_order_from_any_page(page: Page, shop: Shop) -> None:
    row = row_of("#1003")
    page.goto("/customers")
    page.keyboard.press("Control+k")
    page.locator("dialog[open] input").fill(row.number)
    expect(page.locator("dialog[open]").get_by_text(row.number).first).to_be_visible()
    assert_axe_clean(page)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/orders/{row.pk}")


def test_the_bell_opens_groups_and_leads_to_the_repair(page: Page, shop: Shop) -> None:
    page.goto("/orders")
    page.get_by_role("link", name="Tasks").click()
    drawer = page.locator("#drawer")
    expect(drawer).to_contain_text("1 bad address")
    assert_axe_clean(page)
    shot(page, "tasks-drawer-1440")
    drawer.get_by_role("link", name="Match").click()
    page.wait_for_url("**/orders/match-skus*")
    page.get_by_role("button", name="MUG Thing MUG").click()
    expect(page.locator("h1")).to_contain_text("Every code is known.")
    assert row_of("#1008").has_unknown_sku is False
