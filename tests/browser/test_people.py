"""Each person of the room does one true piece of their day in the demo shop, and does not see what is not theirs."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, expect
from tests import factories
from tests.browser.checks import assert_axe_clean, assert_phone_width, look_in_both_lights
from tests.browser.conftest import Live, PageFaults
from tests.browser.day_pages import DayPages

from opsroom.domains.access.rules import system_actor
from opsroom.domains.billing.models import Invoice
from opsroom.domains.fulfilment.models import Scan
from opsroom.domains.orders.models import Hold, Order, OrderTag
from opsroom.project import wiring
from opsroom.workflows.demo_shop import people
from opsroom.workflows.load_demo_shop import load_demo_shop
from opsroom.workflows.load_demo_year import load_demo_year

YEAR_ORDERS = 1_600


@dataclass(slots=True)
class Demo:
    """The demo shop and a person for each role."""

    company_id: int
    people: dict[str, int] = field(default_factory=dict)

    def person(self, role: str) -> int:
        if role not in self.people:
            self.people[role] = factories.user(role, self.company_id)
        return self.people[role]


@pytest.fixture
def shop(live: Live) -> Demo:
    """Today's open orders, and a year small enough for a test."""
    wiring.connect()
    demo = system_actor("system.demo", way="cli")
    company_id = load_demo_shop(demo).company_id
    load_demo_year(demo, company_id, YEAR_ORDERS)
    return Demo(company_id)


def test_everybody_has_a_day_in_the_demo_shop(
    shop: Demo, open_page: Callable[..., Page], page_faults: PageFaults
) -> None:
    for role, day, phone in (
        ("manager", manager, False),
        ("desk", order_desk, False),
        ("warehouse", warehouse, True),
        ("buyer", buyer, False),
        ("bookkeeper", bookkeeper, False),
        ("marketer", marketer, False),
        ("admin", administrator, False),
    ):
        page = open_page(role, phone=phone)
        page.goto("/")
        expect(page.locator("body")).to_contain_text("Demo")  # marked on every page
        look_in_both_lights(page, f"people-{role}-today", phone=phone)
        day(page, shop, page_faults)
        page.context.close()


def refused(page: Page, path: str, faults: PageFaults) -> None:
    """The page is there, but not for this person; it shows none of its rows."""
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == 403, f"{path} answered {answer.status}"
    faults.forgive("status of 403 ")
    expect(page.locator("table")).to_have_count(0)


def seen(page: Page, name: str, *, phone: bool = False) -> None:
    look_in_both_lights(page, f"people-{name}", phone=phone)


def manager(page: Page, shop: Demo, faults: PageFaults) -> None:
    """What is at risk, from the number to its rows, and out of them the ones to rescue first."""
    day = DayPages(page)
    groups = day.groups()
    assert groups
    name, number = next(iter(groups.items()))
    page.locator("ul.groups > li a.gt", has_text=name).first.click()
    page.get_by_role("heading", level=1).wait_for()
    assert number > 0
    day.open("/orders?view=ready")
    ready = day.list_length()
    page.locator("tbody input[type=checkbox]").first.check()
    first = page.locator("tbody input[name=id]").first.get_attribute("value")
    day.release()
    page.wait_for_url("**/fulfil/waves/*")
    page.goto("/orders?view=ready")
    assert day.list_length() == ready - 1
    assert Order.objects.get(pk=first).fulfilment_state == "released"
    seen(page, "manager-orders")
    page.get_by_role("link", name="Past year").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(
        "wait"
    )  # the bench that is behind, and its weekday
    expect(page.get_by_role("region", name="Month by month, table").locator("tbody tr")).not_to_have_count(0)
    seen(page, "manager-year")


def order_desk(page: Page, shop: Demo, faults: PageFaults) -> None:
    """A bad address is put right where the cursor stands, and the order is free."""
    bad = Hold.objects.filter(reason="address", state="placed").count()
    assert bad > 0
    page.goto("/orders/fix-addresses")
    seen(page, "desk-addresses")
    DayPages(page).store_first_address()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{bad - 1} bad addresses to fix")
    assert Hold.objects.filter(reason="address", state="placed").count() == bad - 1
    page.goto("/orders")
    assert page.locator("tbody tr").count() > 10
    seen(page, "desk-orders")
    hostile = Order.objects.filter(mode="history", gift_message=people.HOSTILE_GIFT).first()
    assert hostile is not None
    page.goto(f"/orders/{hostile.pk}")  # whoever wrote code into every field wrote words
    expect(page.locator("main")).to_contain_text("<script>alert('note')</script>")
    expect(page.locator("main img[src=x]")).to_have_count(0)
    seen(page, "desk-hostile")
    page.goto(f"/customers/{hostile.customer_id}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("<img src=x onerror=alert('past')>")
    seen(page, "desk-hostile-buyer")
    refused(page, "/settings/users", faults)


def warehouse(page: Page, shop: Demo, faults: PageFaults) -> None:
    """Picks on with the wave that is under way, one piece, by scanner."""
    before = Scan.objects.filter(purpose="pick").count()
    page.goto("/fulfil")
    seen(page, "warehouse-floor", phone=True)
    page.locator("a[href^='/fulfil/pick/']").first.click()
    lines = page.locator("[data-line]").all()  # some of them are in their totes already
    line = next(one for one in lines if one.get_attribute("data-got") != one.get_attribute("data-need"))
    with page.expect_response("**/scan"):
        DayPages(page).wedge(line.get_attribute("data-sku") or "")
    expect(page.locator("[data-scan-say]")).to_contain_text(re.compile("Right|complete"))
    expect(page.locator("[data-net]")).to_contain_text("saved")
    assert Scan.objects.filter(purpose="pick").count() == before + 1
    assert_axe_clean(page)
    assert_phone_width(page)
    refused(page, "/customers", faults)


def buyer(page: Page, shop: Demo, faults: PageFaults) -> None:
    """Which items open orders wait for, and one of them from its number to its moves."""
    page.goto("/stock?view=short")
    assert page.locator("tbody tr").count() > 0
    seen(page, "buyer-short")
    page.locator("tbody a").first.click()
    page.get_by_role("heading", level=1).wait_for()
    seen(page, "buyer-item")
    page.goto("/orders?view=history&tag=backorder")  # what was sold while a supplier was late
    assert DayPages(page).list_length() == OrderTag.objects.filter(tag="backorder").count() > 0
    seen(page, "buyer-backorders")
    refused(page, "/customers", faults)


def bookkeeper(page: Page, shop: Demo, faults: PageFaults) -> None:
    """What went back last year; every invoice has its number and its paper; the sum on the page is the stored one."""
    page.goto("/orders?view=history&payment=refunded&payment=part_refunded")
    refunded = Order.objects.filter(mode="history", payment_state__in=["refunded", "part_refunded"])
    assert DayPages(page).list_length() == refunded.count() > 0
    seen(page, "bookkeeper-refunds")
    page.goto("/money")
    seen(page, "bookkeeper-invoices")
    invoice = Invoice.objects.filter(document__isnull=False).first() or Invoice.objects.first()
    assert invoice is not None
    page.goto(f"/money/invoices/{invoice.pk}")
    expect(page.locator("main")).to_contain_text(invoice.display_number or "")
    seen(page, "bookkeeper-invoice")


def marketer(page: Page, shop: Demo, faults: PageFaults) -> None:
    """The channels as they are told; nobody's address anywhere."""
    page.goto("/channels")
    assert page.locator("tbody tr").count() == 5
    seen(page, "marketer-channels")
    page.goto("/orders/year")
    page.get_by_role("link", name="BLACK20").click()  # what a promotion brought, order by order
    page.get_by_role("heading", level=1).wait_for()
    assert DayPages(page).list_length() == OrderTag.objects.filter(tag="BLACK20").count() > 0
    seen(page, "marketer-promotion")
    refused(page, "/customers", faults)


def administrator(page: Page, shop: Demo, faults: PageFaults) -> None:
    """People and their rights, and whether the data is whole."""
    page.goto("/settings/users")
    seen(page, "admin-users")
    page.goto("/settings/health")
    seen(page, "admin-health")
    refused(page, "/orders", faults)
