"""Today changes by itself while somebody else works, and leaves the keyboard where it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect
from tests import factories
from tests.browser.checks import assert_axe_clean, look_in_both_lights, shot
from tests.browser.conftest import Live
from tests.workflows.test_from_order_to_invoice import line, order, put

from opsroom.kernel.values.actor import Actor
from opsroom.workflows.accept_orders import accept_orders


@dataclass(slots=True)
class Shop:
    """A company with stock for three mugs, and the actor that brings orders in."""

    company_id: int
    channel_id: int
    bringer: Actor
    people: dict[str, int] = field(default_factory=dict)

    def person(self, role: str) -> int:
        if role not in self.people:
            self.people[role] = factories.user(role, self.company_id)
        return self.people[role]

    def order(self, *numbers: int) -> None:
        # Placed just now: the server lives in today, where an order of a fixed day would be late one day.
        now = datetime.now(UTC)
        rows = [order(n, line("MUG", 1, "23.80", 380), total=2870, placed_at=now) for n in numbers]
        accept_orders(self.bringer, self.channel_id, rows, mode="live")


@pytest.fixture
def shop(live: Live) -> Shop:
    company = factories.company()
    channel = factories.channel(company)
    site = factories.site(company, channels=(channel,))
    demo = factories.system("system.demo", company)
    put(demo, company, site, MUG=3)
    return Shop(company, channel, demo)


def tile(page: Page, name: str) -> str:
    return f".tile:has(.tn:text-is('{name}')) .tv"


def wait_for_stream(page: Page) -> None:
    expect(page.locator("[data-live-state]").first).to_have_text("Live")
    page.wait_for_function("() => !document.body.classList.contains('stale')")


def test_an_order_accepted_elsewhere_appears_by_itself_and_the_focus_stays(page: Page, shop: Shop) -> None:
    shop.order(1, 2)
    page.goto("/")
    with page.expect_response(lambda answer: answer.url.endswith("/events")):
        page.reload()
    wait_for_stream(page)
    expect(page.locator(tile(page, "Ready to release"))).to_have_text("2")
    page.evaluate("window.kept = 'this very page'")
    held = page.locator(".groups .btn", has_text="Release")
    held.focus()
    shop.order(3, 4)
    expect(page.locator(tile(page, "Ready to release"))).to_have_text("3")
    expect(page.locator(".groups .gt", has_text="order short of stock")).to_have_count(1)
    expect(page.locator(".lack")).to_contain_text("1 piece")
    assert page.evaluate("window.kept") == "this very page"
    expect(page.locator(".groups .btn", has_text="Release")).to_be_focused()
    assert_axe_clean(page)


def test_a_first_order_turns_the_first_steps_into_today(page: Page, shop: Shop) -> None:
    page.goto("/")
    expect(page.locator(".firsts li")).to_have_count(5)
    with page.expect_response(lambda answer: answer.url.endswith("/events")):
        page.reload()
    wait_for_stream(page)
    shot(page, "today-first-steps")
    assert_axe_clean(page)
    shop.order(1)
    expect(page.locator(tile(page, "Ready to release"))).to_have_text("1")
    expect(page.locator(".firsts")).to_have_count(0)


def test_the_release_is_asked_for_in_a_drawer_and_done_once(page: Page, shop: Shop) -> None:
    shop.order(1, 2)
    page.goto("/")
    page.get_by_role("link", name="Release 2 ready").click()
    drawer = page.locator("#drawer")
    expect(drawer).to_contain_text("2 pieces")
    shot(page, "today-release")
    assert_axe_clean(page)
    drawer.get_by_role("button", name="Release 2 orders").click()
    page.wait_for_load_state("load")
    page.goto("/")
    expect(page.locator(tile(page, "On the floor"))).to_have_text("2")
    expect(page.locator(tile(page, "Ready to release"))).to_have_text("0")


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_today_with_every_group_is_clean_everywhere(
    shop: Shop, open_page: Callable[..., Page], phone: bool
) -> None:
    shop.order(1, 2, 3, 4, 5)
    page = open_page("manager", phone=phone)
    page.goto("/")
    expect(page.locator(".groups li")).to_have_count(2)
    look_in_both_lights(page, "today", phone=phone)
