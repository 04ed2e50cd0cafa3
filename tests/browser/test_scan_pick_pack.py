"""Picking and packing with a keyboard-wedge scanner: wrong item, repeat, short, label; on a phone and at a bench."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.browser.checks import assert_axe_clean, assert_phone_width, shot
from tests.browser.conftest import Live, PageFaults
from tests.domains.fulfilment.floor import Floor, barcode, floor, mug_and_lamp, packing_line, sent, stop
from tests.factories import Shop

from opsroom.domains.catalog.models import Sku
from opsroom.domains.fulfilment.models import Parcel, Scan, Wave
from opsroom.domains.orders.models import Order
from opsroom.domains.warehouse.actions.set_stock import StockRow, set_stock

LAMP_EAN = "4006381333931"


@pytest.fixture
def full_floor(live: Live) -> Floor:
    shop = floor("full", totes=2, MUG=5)
    from tests.workflows.test_from_order_to_invoice import sku

    shop.skus["LAMP"] = sku(shop.company, "LAMP")
    rows = [StockRow(shop.skus["LAMP"], "A-01-4", 5)]
    set_stock(shop.demo, shop.site, rows, "lamps", company_id=shop.company, ref=("warehouse.site", shop.site))
    barcode(shop, "LAMP", LAMP_EAN)
    return shop


@pytest.fixture
def shop(full_floor: Floor) -> Shop:
    return Shop(full_floor.company, full_floor.site)


@pytest.fixture
def wave(full_floor: Floor) -> Wave:
    return full_floor.release(*full_floor.take_in(mug_and_lamp(1001)))


def wedge(page: Page, code: str) -> None:
    """A scanner types fast and ends with Enter, wherever the focus is."""
    page.locator("[data-scan-field]").focus()
    page.keyboard.type(code)
    page.keyboard.press("Enter")


@pytest.mark.page(role="warehouse", phone=True)
def test_a_wave_is_picked_on_a_phone_then_packed_and_labelled(
    page: Page, wave: Wave, full_floor: Floor, page_faults: PageFaults
) -> None:
    page.goto(f"/fulfil/pick/{wave.pk}")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()  # the first visit registers the store, the second one is kept in it
    say = page.locator("[data-scan-say]")
    assert_phone_width(page)
    shot(page, "pick-phone")
    wedge(page, "WRONG-1")
    expect(say).to_have_text("Wrong item. Take MUG from A-01-1.")
    assert_axe_clean(page)
    wedge(page, "A-01-4")
    expect(say).to_have_text("Wrong bin. Go to A-01-1.")
    # Between the shelves there is no network: the scan stays on the phone, also when the page is opened anew.
    page.context.set_offline(True)
    wedge(page, "mug")
    expect(say).to_contain_text("is complete")
    expect(page.locator("[data-net]")).to_have_text("1 scan is safe on this device")
    wedge(page, "OPS:SHORT")
    expect(say).to_have_text("This command needs a connection. Your scans are safe on this device.")
    page.reload()
    expect(page.locator("[data-got-text]").first).to_have_text("1")
    # A page that opens is drawn as saved until it has looked at what waits.
    expect(page.locator("[data-net]")).to_have_text("1 scan is safe on this device")
    assert (Scan.objects.count(), stop(wave, "LAMP").state) == (0, "open")
    page.context.set_offline(False)
    expect(page.locator("[data-net]")).to_have_text("Online, all scans saved")
    assert Scan.objects.get().purpose == "pick"
    page_faults.forgive("ERR_INTERNET_DISCONNECTED")
    wedge(page, "MUG")
    expect(say).to_contain_text("is complete. Put it back.")
    shot(page, "pick-phone-half")
    wedge(page, LAMP_EAN)
    page.wait_for_url(f"**/fulfil/waves/{wave.pk}")
    assert Scan.objects.filter(purpose="pick").count() == 2
    assert (stop(wave, "MUG").taken, sent(wave).state) == (1, "picked")
    row = sent(wave)
    page.goto(f"/fulfil/pack/{row.pk}")
    wedge(page, LAMP_EAN)
    expect(page.locator("[data-scan-say]")).to_contain_text("is complete")
    wedge(page, "MUG")
    expect(page.get_by_text("Packed. Put the label on, then take the next one.")).to_be_visible()
    parcel = Parcel.objects.get()
    assert (parcel.state, parcel.is_test_label) == ("labelled", True)
    with page.expect_download() as waited:
        page.get_by_role("link", name="Label as PDF").click()
    assert waited.value.suggested_filename == f"{parcel.number}-label.pdf"
    assert_axe_clean(page)
    assert_phone_width(page)
    shot(page, "pack-phone-done")


def test_the_bench_at_a_desk_refuses_the_wrong_piece_and_hands_over(
    page: Page, wave: Wave, full_floor: Floor, open_page: Callable[..., Page]
) -> None:
    row = sent(wave)
    page.goto(f"/fulfil/pick/{wave.pk}")
    with page.expect_response("**/scan"):
        wedge(page, "MUG")
    expect(page.get_by_label("Stop", exact=True)).to_have_value(str(stop(wave, "LAMP").pk))
    # From here the scanner alone works: commands are barcodes too, and what is none does nothing.
    wedge(page, "OPS:LABEL")
    expect(page.locator("[data-scan-say]")).to_have_text("OPS:LABEL does nothing on this page.")
    with page.expect_navigation():
        wedge(page, "ops:skip")
    expect(page.get_by_text("Skipped. It waits at the end of the list.")).to_be_visible()
    assert stop(wave, "LAMP").state == "skipped"
    with page.expect_navigation():
        wedge(page, "OPS:SHORT")
    expect(page.get_by_text("Short by 1. The desk knows, and the bin is to be counted.")).to_be_visible()
    assert Order.objects.get().allocation_state == "short"
    page.goto("/fulfil/scan")
    page.get_by_label("Slip, label, order or wave").fill(row.number)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/fulfil/pack/{row.pk}")
    # Mugs have a weight nowhere yet: the page says so and what to do, never a bare "not known".
    expect(page.get_by_text("Not known. Weigh it. A product import that gives MUG a weight")).to_be_visible()
    Sku.objects.filter(code="MUG").update(weight_g=380)
    page.reload()
    expect(page.get_by_text("0.38 kg of goods")).to_be_visible()
    shot(page, "pack-desk")
    wedge(page, LAMP_EAN)
    expect(page.locator("[data-scan-say]")).to_have_text("Wrong item. Take MUG.")
    wedge(page, "MUG")
    expect(page.get_by_text("Packed. Put the label on, then take the next one.")).to_be_visible()
    assert packing_line(row, "MUG").packed == 1
    with page.expect_download() as waited:
        page.keyboard.type("OPS:LABEL\n")
    assert waited.value.suggested_filename == f"{Parcel.objects.get().number}-label.pdf"
    page.keyboard.type("OPS:DONE\n")
    page.wait_for_url("**/fulfil")
    page.get_by_role("button", name="Hand over 1").click()
    expect(page.get_by_text("1 order handed over to DHL Paket.")).to_be_visible()
    assert Order.objects.get().fulfilment_state == "part_shipped"
    dark = open_page(role="warehouse", dark=True)
    dark.goto("/fulfil")
    assert_axe_clean(dark)
    shot(dark, "fulfil-desk-dark")
