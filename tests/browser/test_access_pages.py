"""Sign-in, account and people in a real browser: readable, reachable, narrow; refuses pages axe complains about."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from tests.browser.checks import assert_axe_clean, assert_phone_width, shot
from tests.browser.conftest import PageFaults
from tests.factories import Shop, sign_in_path


def look(page: Page, name: str) -> None:
    assert_axe_clean(page)
    assert_phone_width(page)
    shot(page, f"access-{name}")


@pytest.mark.page(role="admin")
def test_an_administrator_invites_in_the_browser(page: Page, shop: Shop) -> None:
    page.goto("/settings/users")
    page.get_by_label("E-mail").fill("pat@shop.example")
    page.get_by_label("Warehouse").check()
    page.get_by_role("button", name="Invite").click()
    expect(page.get_by_role("heading", name="One-time link")).to_be_visible()
    assert "/sign-in/link/" in page.get_by_label("One-time link").input_value()
    look(page, "link-made")


@pytest.mark.page(role=None)
def test_the_door_as_a_stranger_sees_it(page: Page, shop: Shop, page_faults: PageFaults) -> None:
    page.goto("/account")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    look(page, "sign-in")
    page.get_by_label("E-mail").fill("nobody@shop.example")
    page.get_by_label("Password").fill("not the password at all")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("4 more tries, then a 15 min pause.")
    look(page, "sign-in-wrong")
    page.goto(sign_in_path(shop.company_id, shop.person("desk")))
    look(page, "link")
    page.get_by_role("button", name="Sign in").click()
    page.goto("/account/two-step/app")
    expect(page.get_by_alt_text("QR code for the authenticator app")).to_be_visible()
    look(page, "totp")
    page.goto("/settings/users")
    expect(page.get_by_text("It is open to: administrator.")).to_be_visible()
    look(page, "refused")
    page_faults.forgive("403 (Forbidden)")


@pytest.mark.page(role=None, phone=True)
def test_the_door_on_a_phone_and_the_pin_that_opens_it_again(
    page: Page, shop: Shop, page_faults: PageFaults
) -> None:
    page.goto("/sign-in")
    look(page, "sign-in-phone")
    page.goto(sign_in_path(shop.company_id, shop.person("warehouse")))
    page.get_by_role("button", name="Sign in").click()
    page.goto("/account")
    page.get_by_role("link", name="Choose a PIN for this device").click()
    page.locator("#f-pin").fill("123456")
    page.get_by_label("The same again").fill("123456")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("are too easy")
    look(page, "pin-refused-phone")
    page.locator("#f-pin").fill("482915")
    page.get_by_label("The same again").fill("482915")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("This device opens with your PIN.")).to_be_visible()
    device = [one for one in page.context.cookies() if one["name"].endswith("-device")]
    page.context.clear_cookies()
    page.context.add_cookies(device)
    page.goto("/fulfil")
    look(page, "pin-phone")
    page.locator("#f-pin").fill("482916")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("The PIN is not right")
    look(page, "pin-wrong-phone")
    page.locator("#f-pin").fill("482915")
    page.keyboard.press("Enter")
    page.wait_for_url("**/fulfil")
    page_faults.forgive("422 (Unprocessable")
