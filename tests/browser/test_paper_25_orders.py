"""Twenty-five orders on paper: slips, tracking, shipped, in at most eight clicks; pages looked at on desk and phone."""

from __future__ import annotations

import io

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from tests.browser.checks import assert_axe_clean, assert_phone_width, shot
from tests.browser.conftest import Live
from tests.domains.fulfilment.floor import Floor, floor, mugs
from tests.factories import Shop

from opsroom.domains.billing.models import Invoice
from opsroom.domains.channels.models import Outgoing
from opsroom.domains.fulfilment.models import FulfilmentOrder, Parcel, Wave
from opsroom.domains.orders.models import Order
from opsroom.domains.warehouse.models import Stock

ORDERS = 25
CLICKS_MAX = 8


@pytest.fixture
def paper_floor(live: Live) -> Floor:
    return floor("paper", MUG=100)


@pytest.fixture
def shop(paper_floor: Floor) -> Shop:
    return Shop(paper_floor.company, paper_floor.site)


@pytest.fixture
def wave(paper_floor: Floor) -> Wave:
    return paper_floor.release(*paper_floor.take_in(*(mugs(1000 + n) for n in range(ORDERS))))


def test_a_warehouse_person_ships_25_orders_in_at_most_8_clicks_from_slips_to_shipped(
    page: Page, wave: Wave, paper_floor: Floor
) -> None:
    clicks = 0
    page.goto("/fulfil")
    shot(page, "fulfil-desk")
    assert_axe_clean(page)
    page.get_by_role("link", name=f"Open wave {wave.number}").click()
    clicks += 1
    assert_axe_clean(page)
    with page.expect_download() as waited:
        page.get_by_role("button", name="Print slips and pick list").click()
        clicks += 1
    with waited.value.path().open("rb") as file:
        assert len(PdfReader(io.BytesIO(file.read())).pages) == ORDERS + 1
    rows = "\n".join(
        f"{row.number}\t0034043412345678{row.pk:06d}" for row in FulfilmentOrder.objects.filter(wave=wave)
    )
    page.get_by_label("Paste the list").fill(rows)
    page.get_by_role("button", name="Save tracking").click()
    clicks += 1
    expect(page.get_by_text("25 tracking numbers saved.")).to_be_visible()
    expect(page.get_by_text("25 orders will be marked shipped.")).to_be_visible()
    shot(page, "wave-paper-desk")
    page.get_by_role("button", name="Mark 25 shipped").click()
    clicks += 1
    expect(page.get_by_role("heading", name=f"{wave.number}: 25 of 25 orders shipped.")).to_be_visible()
    assert clicks <= CLICKS_MAX
    assert_axe_clean(page)
    assert Order.objects.filter(state="closed", fulfilment_state="shipped").count() == ORDERS
    assert Parcel.objects.filter(state="shipped").exclude(tracking="").count() == ORDERS
    assert Outgoing.objects.filter(kind="shipment").count() == ORDERS
    assert Invoice.objects.count() == ORDERS
    stock = Stock.objects.get(site=paper_floor.site)
    assert (stock.on_hand, stock.allocated) == (50, 0)


def test_a_bad_row_comes_back_with_its_sentence_and_the_good_one_stays(
    page: Page, wave: Wave, page_faults
) -> None:
    page.goto(f"/fulfil/waves/{wave.pk}")
    good = FulfilmentOrder.objects.filter(wave=wave).first()
    page.get_by_label("Paste the list").fill(f"{good.number}\tABC-12345\nF-1\tABC-22222")
    page.get_by_role("button", name="Save tracking").click()
    expect(page.get_by_text("1 row left out.")).to_be_visible()
    expect(page.get_by_text("Row 2: 'F-1' is no order, fulfilment order or parcel of")).to_be_visible()
    assert Parcel.objects.get(fulfilment_order=good).tracking == "ABC-12345"
    assert_axe_clean(page)
    page_faults.forgive("422")


@pytest.mark.page(role="warehouse", phone=True, dark=True)
def test_the_pages_of_the_floor_fit_a_phone_in_the_dark(page: Page, wave: Wave) -> None:
    for name, address in (
        ("fulfil", "/fulfil"),
        ("wave-paper", f"/fulfil/waves/{wave.pk}"),
        ("scan", "/fulfil/scan"),
    ):
        page.goto(address)
        assert_phone_width(page)
        assert_axe_clean(page)
        shot(page, f"{name}-phone-dark")
