"""A hand-over between shifts in a real browser: written, read on Today by the next one, taken over, on paper."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect
from tests.browser.checks import RESULTS, assert_axe_clean, assert_phone_width, look_in_both_lights, shot
from tests.browser.conftest import Live
from tests.factories import Shop
from tests.interfaces.web.orders.test_order_page import furnish
from tests.workflows.test_from_order_to_invoice import BERLIN, line

from opsroom.domains.access.models import ShiftNote, User


@pytest.fixture
def shop(live: Live) -> Shop:
    """A site with orders in three states, a manager and a person of the order desk."""
    furnished = furnish(3)
    furnished.take_in(1001)
    furnished.take_in(1002, ship_to=replace(BERLIN, postcode="1"))
    furnished.take_in(1003, line("MUG", 9, "23.80", 3420), total=21910)
    found = Shop(furnished.company, furnished.site)
    for role, name in (("manager", "Mona Boss"), ("desk", "Dana Desk")):
        User.objects.filter(pk=found.person(role)).update(name=name)
    return found


def test_a_shift_ends_by_keyboard_and_the_next_takes_over(open_page: Callable[..., Page], shop: Shop) -> None:
    boss = open_page("manager", phone=False)
    boss.goto("/handover")
    assert_axe_clean(boss)
    boss.get_by_role("link", name="Hand over").first.click()
    boss.get_by_label("Shift", exact=True).focus()
    boss.keyboard.type("Early")
    boss.keyboard.press("Tab")
    boss.keyboard.type(
        "Ramp 2 is broken, use the yard. The two pallets for Thursday stand in row C and may not be moved."
    )
    look_in_both_lights(boss, "handover-new", phone=False)
    boss.keyboard.press("Tab")
    boss.keyboard.press("Enter")
    expect(boss.get_by_text("Waits for the next shift")).to_be_visible()
    desk = open_page("desk", phone=True)
    desk.goto("/")
    expect(desk.locator("#main .alert")).to_contain_text("Hand-over: Early shift")
    shot(desk, "handover-today-390")
    desk.get_by_role("link", name="Read: Early shift").click()
    look_in_both_lights(desk, "handover-note", phone=True)
    desk.get_by_role("button", name="Take over").click()
    expect(desk.locator("main").get_by_text("Taken over", exact=True)).to_be_visible()
    assert_axe_clean(desk)
    desk.goto("/")
    expect(desk.locator("#main .alert")).to_have_count(0)
    desk.goto("/handover")
    look_in_both_lights(desk, "handover-list", phone=True)
    boss.goto("/handover")
    look_in_both_lights(boss, "handover-list", phone=False)
    boss.goto(f"/handover/{ShiftNote.objects.get().pk}")
    look_in_both_lights(boss, "handover-note", phone=False)
    boss.emulate_media(media="print")
    assert boss.get_by_role("button", name="Print").is_hidden()
    assert_phone_width(boss)
    expect(boss.get_by_text("Ramp 2 is broken")).to_be_visible()
    if os.environ.get("OPSROOM_PICTURES"):
        boss.pdf(path=RESULTS / "handover-note.pdf", format="A4")
