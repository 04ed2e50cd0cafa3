"""A phone call without a mouse, in a real browser: who buys, what, at what price, placed; clean in every light."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect
from tests import factories
from tests.browser.checks import assert_axe_clean, look_in_both_lights, shot
from tests.browser.conftest import Live, PageFaults
from tests.factories import Shop
from tests.workflows.test_from_order_to_invoice import line, order, put

from opsroom.domains.catalog.models import Sku
from opsroom.domains.customers.models import Customer
from opsroom.domains.customers.rules import PartyDraft
from opsroom.domains.orders.actions.add_draft_lines import WantedGoods, add_draft_lines
from opsroom.domains.orders.actions.quote_draft import quote_draft
from opsroom.domains.orders.models import Draft, DraftLine, Order
from opsroom.workflows.accept_orders import accept_orders
from opsroom.workflows.begin_draft import begin_draft
from opsroom.workflows.grant_terms import grant_terms
from opsroom.workflows.hold_for_draft import hold_for_draft

LONG = "Stoneware mug 350 ml, hand-made in the north, glazed twice, with a very long name"
ANKER = PartyDraft(
    name="Jule Sand", organisation="Bistro Anker", line1="Kai 3", postcode="20457", city="Hamburg", country="DE",
    email="jule@anker.example.com", phone="+49 40 1234",
)  # fmt: skip


@pytest.fixture
def shop(live: Live) -> Shop:
    """Twelve mugs, a cup nobody has, and a bistro on terms of 50.00."""
    company = factories.company()
    channel = factories.channel(company)
    site = factories.site(company, channels=(channel,))
    demo = factories.system("system.demo", company)
    put(demo, company, site, MUG=13, CUP=0)
    Sku.objects.filter(company_id=company).update(price=Decimal("23.80"), cost=Decimal("9"), title=LONG)
    accept_orders(demo, channel, [order(1, line("MUG", 1, "23.80", 380), total=2870)], mode="live")
    manager = factories.actor("manager", company)
    draft_id = begin_draft(manager, company, new_buyer=ANKER)
    cup = Sku.objects.get(company_id=company, code="CUP")
    add_draft_lines(manager, company, draft_id, [WantedGoods(cup.pk, 2)])
    buyer = Customer.objects.get(name="Jule Sand")
    grant_terms(manager, company, buyer.pk, terms_days=30, credit_limit_minor=5000, credit_currency="EUR")
    quoted = begin_draft(manager, company, customer_id=buyer.pk)
    add_draft_lines(manager, company, quoted, [WantedGoods(cup.pk, 3)])
    today = datetime.now(ZoneInfo("Europe/Berlin")).date()
    quote_draft(manager, company, quoted, valid_until=today, today=today)
    Draft.objects.filter(pk=quoted).update(valid_until=today - timedelta(days=3))
    Sku.objects.filter(pk=cup.pk).update(price=Decimal("25.00"))
    return Shop(company, site)


def test_a_phone_call_is_possible_without_a_mouse(page: Page, shop: Shop) -> None:
    keys = page.keyboard
    page.goto("/orders")
    keys.press("c")
    expect(page.get_by_label("Name, company, e-mail or phone")).to_be_focused()
    assert_axe_clean(page)
    keys.type("bistro")
    expect(page.get_by_role("button", name="Begin with Jule Sand")).to_be_visible()
    assert_axe_clean(page)
    shot(page, "hand-new-found-1440")
    keys.press("Tab")
    keys.press("Enter")
    expect(page.get_by_label("Code, name or barcode")).to_be_focused()
    keys.type("3 x mu")
    expect(page.locator("#found")).to_contain_text("12 free")
    assert_axe_clean(page)
    shot(page, "hand-found-1440")
    keys.press("Enter")
    expect(page.get_by_label("Pieces of MUG")).to_have_value("3")
    expect(page.get_by_label("Code, name or barcode")).to_be_focused()
    pieces = page.get_by_label("Pieces of MUG")
    pieces.focus()
    pieces.fill("14")
    keys.press("Tab")
    expect(page.locator("#sums")).to_contain_text("€333.20")
    expect(page.locator("#sums")).to_contain_text("Will be held: 283.20 over its limit of 50.00.")
    expect(page.locator("#sums")).to_contain_text("Not enough is free of MUG.")
    number = page.get_by_label("Their order number")
    number.focus()
    keys.type("PO 4711")
    keys.press("Tab")
    expect(page.locator("#f-version")).to_have_value("5")
    assert_axe_clean(page)
    shot(page, "hand-draft-1440")
    draft = Draft.objects.get(number=1003)
    assert (draft.purchase_order, draft.total_minor, draft.payment) == ("PO 4711", 33320, "terms")
    keys.press("Escape")
    page.locator("#main").focus()
    keys.press("p")
    expect(page.locator("#toasts")).to_contain_text("is placed and on hold. Over the credit limit")
    placed = Order.objects.get(number="BH-1003")
    assert (placed.purchase_order, placed.total_minor, placed.on_hold) == ("PO 4711", 33320, True)


def test_enter_a_line_taken_off_and_placing_never_meet_a_save_that_is_under_way(
    page: Page, shop: Shop
) -> None:
    draft = Draft.objects.get(number=1001)
    mug = Sku.objects.get(company_id=shop.company_id, code="MUG")
    add_draft_lines(
        factories.actor("manager", shop.company_id), shop.company_id, draft.pk, [WantedGoods(mug.pk)]
    )
    page.goto(f"/orders/drafts/{draft.pk}")
    page.get_by_label("Pieces of CUP").fill("5")
    page.keyboard.press("Enter")
    expect(page.locator("#sums")).to_contain_text("€142.80")
    expect(page.locator("#said")).to_be_empty()
    page.get_by_label("Pieces of CUP").fill("6")
    page.get_by_role("button", name="Take MUG off").click()
    expect(page.get_by_label("Pieces of MUG")).to_have_count(0)
    expect(page.get_by_label("Pieces of CUP")).to_have_value("6")
    expect(page.locator("#said")).to_be_empty()
    assert_axe_clean(page)
    page.get_by_label("Their order number").fill("PO 77")
    page.get_by_label("Pieces of CUP").fill("1")
    page.get_by_role("button", name="Place order").click()
    expect(page.locator("#toasts")).to_contain_text("BH-1001 is placed")
    placed = Order.objects.get(number="BH-1001")
    assert (placed.purchase_order, placed.total_minor) == ("PO 77", 2380)


def test_keys_that_pass_the_cross_of_a_line_take_nothing_off(page: Page, shop: Shop) -> None:
    draft = Draft.objects.get(number=1001)
    page.goto(f"/orders/drafts/{draft.pk}")
    page.get_by_label("Pieces of CUP").fill("4")
    page.keyboard.press("Tab")
    page.get_by_label("Tax rate of CUP in percent").fill("7")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Take CUP off")).to_be_focused()
    expect(page.locator("#f-version")).not_to_have_value(str(draft.version))
    for _ in range(100):  # two saves, one after the other: until the second has come back
        row = DraftLine.objects.get(draft=draft)
        if row.tax_rate == Decimal("0.07"):
            break
        page.wait_for_timeout(50)
    assert (row.quantity, row.tax_rate) == (4, Decimal("0.07"))


def test_a_double_click_begins_one_draft_for_one_buyer(page: Page, shop: Shop) -> None:
    page.goto("/orders/new")
    page.get_by_label("Name", exact=True).fill("Twice Clicked")
    page.get_by_role("button", name="Begin with this buyer").dblclick()
    expect(page.locator("h1")).to_contain_text("Draft D-1003")
    assert Customer.objects.filter(name="Twice Clicked").count() == 1
    assert Draft.objects.count() == 3


def test_a_price_below_cost_is_asked_twice_in_the_drawer(
    page: Page, shop: Shop, page_faults: PageFaults
) -> None:
    draft = Draft.objects.get(number=1001)
    page.goto(f"/orders/drafts/{draft.pk}")
    page.get_by_role("link", name="Price of CUP, now 23.80").click()
    drawer = page.locator("#drawer")
    expect(drawer.get_by_role("heading")).to_contain_text("Price of CUP")
    assert_axe_clean(page)
    shot(page, "hand-price-1440")
    drawer.get_by_label("One costs").fill("10.00")
    drawer.get_by_label("Why").select_option("clearance")
    drawer.get_by_role("button", name="Set price").click()
    expect(page.get_by_role("alert")).to_contain_text("That sells CUP 1.19 EUR below what it costs.")
    assert_axe_clean(page)
    shot(page, "hand-price-twice-1440")
    page_faults.forgive("422 (Unprocessable")
    assert DraftLine.objects.get(draft=draft).override_reason == ""
    page.get_by_label("Sell below cost").check()
    page.get_by_role("button", name="Set price").click()
    expect(page.get_by_label("Goods, table")).to_contain_text("list 23.80, stock is cleared")


def test_a_draft_is_quoted_downloaded_and_a_quote_that_is_over_asks_for_its_prices(
    page: Page, shop: Shop
) -> None:
    draft = Draft.objects.get(number=1001)
    page.goto(f"/orders/drafts/{draft.pk}")
    page.locator("#main").focus()
    page.keyboard.press("q")
    drawer = page.locator("#drawer")
    expect(drawer.get_by_label("Its prices hold until")).to_be_focused()
    assert_axe_clean(page)
    drawer.get_by_role("button", name="Make the quote").click()
    expect(page.locator("h1")).to_contain_text("Quote Q-00002 for Bistro Anker")
    expect(page.locator("#toasts")).to_contain_text(
        "Download its PDF and send it; nothing is mailed from here."
    )
    with page.expect_download() as file:
        page.get_by_role("link", name="Download PDF").click()
    assert file.value.suggested_filename == "Q-00002.pdf"
    over = Draft.objects.get(number=1002)
    page.goto(f"/orders/drafts/{over.pk}")
    expect(page.locator(".strip")).to_contain_text("Expired")
    page.locator("#main").focus()
    page.keyboard.press("p")
    expect(drawer).to_contain_text("CUP: 23.80 quoted, 25.00 today")
    assert_axe_clean(page)
    shot(page, "hand-place-over-1440")
    drawer.get_by_label("Prices").select_option(label="Today's, €75.00")
    drawer.get_by_role("button", name="Place order").click()
    expect(page.locator("#toasts")).to_contain_text("BH-1002 is placed")
    assert Order.objects.get(number="BH-1002").total_minor == 7500


def test_the_same_again_is_a_draft_at_todays_prices(page: Page, shop: Shop) -> None:
    row = Order.objects.get(external_name="#1")
    Sku.objects.filter(company_id=shop.company_id, code="MUG").update(price=Decimal("25.00"))
    page.goto(f"/orders/{row.pk}")
    page.get_by_role("link", name="Order again…").click()
    drawer = page.locator("#drawer")
    expect(drawer).to_contain_text("at the list's prices of today")
    assert_axe_clean(page)
    shot(page, "hand-copy-1440")
    drawer.get_by_role("button", name="Begin the draft").click()
    expect(page.locator("#toasts")).to_contain_text("1 line of")
    expect(page.get_by_label("Goods, table")).to_contain_text("was 23.80")
    expect(page.locator(".strip")).to_contain_text("1 price changed since")
    assert_axe_clean(page)
    shot(page, "hand-copied-1440")


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_every_page_of_orders_by_hand_is_clean_wide_and_small_light_and_dark(
    open_page: Callable[..., Page], shop: Shop, phone: bool
) -> None:
    page = open_page("manager", phone=phone)
    draft, over = Draft.objects.order_by("number")
    manager = factories.actor("manager", shop.company_id)
    mug = Sku.objects.get(company_id=shop.company_id, code="MUG")
    kept = begin_draft(manager, shop.company_id, customer_id=Customer.objects.get(name="Jule Sand").pk)
    add_draft_lines(manager, shop.company_id, kept, [WantedGoods(mug.pk, 2)])
    hold_for_draft(manager, shop.company_id, kept, minutes=240)
    path = f"/orders/drafts/{draft.pk}"
    for name, one in {
        "hand-new": "/orders/new?q=jule",
        "hand-draft": path,
        "hand-address": f"{path}/address",
        "hand-withdraw": f"{path}/withdraw",
        "hand-keep": f"{path}/keep",
        "hand-kept": f"/orders/drafts/{kept}",
        "hand-kept-item": f"/stock/{mug.pk}",
        "hand-quote": f"{path}/quote",
        "hand-over": f"/orders/drafts/{over.pk}",
        "hand-renew": f"/orders/drafts/{over.pk}/renew",
        "hand-place": f"/orders/drafts/{over.pk}/place",
        "hand-list": "/orders/drafts",
        "hand-export": "/orders/drafts/export",
    }.items():
        page.goto(one)
        look_in_both_lights(page, name, phone=phone)
