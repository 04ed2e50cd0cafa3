"""Comments in a real browser: a name by keyboard after an @, sent in place, told in the bar, read in the list."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.browser.checks import assert_axe_clean, look_in_both_lights, shot
from tests.browser.conftest import Live
from tests.factories import Shop, actor_of
from tests.factories import user as person
from tests.interfaces.web.orders.test_order_page import furnish

from opsroom.domains.access.models import Mention, User
from opsroom.insight.lists.subjects import ORDER, subject_of
from opsroom.workflows.comment_on import comment_on


@pytest.fixture
def shop(live: Live) -> Shop:
    """One order, a manager, and Wally of the warehouse, whom the manager may call."""
    furnished = furnish()
    furnished.take_in(1001)
    found = Shop(furnished.company, furnished.site)
    User.objects.filter(pk=found.person("manager")).update(name="Mona Boss")
    User.objects.filter(pk=person("warehouse", found.company_id)).update(name="Wally Ware")
    User.objects.filter(pk=person("desk", found.company_id)).update(name="Wanda Desk")
    return found


def test_a_colleague_is_called_by_keyboard_and_the_comment_stands_at_once(page: Page, shop: Shop) -> None:
    page.goto("/orders")
    page.get_by_role("link", name="C", exact=False).first.wait_for()
    page.locator("tbody a").first.click()
    field = page.get_by_label("Tell a colleague")
    field.click()
    page.keyboard.type("Twice please, @wa")
    expect(page.get_by_role("option")).to_have_text(["Wally Ware", "Wanda Desk"])
    assert_axe_clean(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(field).to_have_value("Twice please, @Wally Ware ")
    page.keyboard.type("and @x@")
    expect(page.get_by_role("listbox", name="Whom to call")).to_be_hidden()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#talk li")).to_contain_text("Twice please, @Wally Ware and @x@")
    expect(page.get_by_label("Tell a colleague")).to_have_value("")
    assert Mention.objects.get().person.name == "Wally Ware"
    page.get_by_role("link", name="Change the comment").click()
    expect(page.locator("#drawer textarea")).to_have_value("Twice please, @Wally Ware and @x@")
    assert_axe_clean(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Strike out the comment").click()
    expect(page.locator("#talk s")).to_contain_text("Twice please")
    look_in_both_lights(page, "talk-order", phone=False)


def test_the_mention_is_in_the_bar_on_today_and_in_its_list_until_it_is_read(
    open_page: Callable[..., Page], shop: Shop
) -> None:
    from opsroom.domains.orders.models import Order

    wanda = actor_of(User.objects.get(name="Wanda Desk").pk)
    order = Order.objects.get(company_id=shop.company_id)
    for text in ("@Mona Boss may it leave today?", "@Mona Boss and without the card?"):
        comment_on(wanda, subject_of(wanda, ORDER, order.pk), text)
    for phone in (True, False):
        page = open_page("manager", phone=phone)
        page.goto("/")
        expect(page.locator("#main .alert")).to_contain_text("2 mentions.")
        shot(page, f"talk-today-{'390' if phone else '1440'}")
        page.get_by_role("link", name="2 mentions").click()
        look_in_both_lights(page, "mentions", phone=phone)
    page.get_by_role("button", name="Mark read").first.click()
    expect(page.get_by_role("link", name="1 mention", exact=True)).to_be_visible()
    page.locator("#list tbody a").first.click()
    page.get_by_role("button", name="Mark read").click()
    expect(page.get_by_text("Nobody waits for your word.")).to_be_visible()
    expect(page.locator("#told a")).to_have_count(0)
    assert_axe_clean(page)
