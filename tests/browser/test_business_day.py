"""One business day told in a browser on the committed files: in by pages, out by scanner and paper, to the cent."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from playwright.sync_api import Page, expect
from tests import factories
from tests.browser.checks import assert_phone_width
from tests.browser.conftest import Live
from tests.browser.day_pages import JOB_WAIT_MILLISECONDS, DayPages, number_in
from tests.factories import Shop
from tests.stories.the_day import MEANT, TheDay, gross

from opsroom.domains.billing.models import Invoice
from opsroom.domains.channels.models import Channel
from opsroom.domains.orders.models import Order
from opsroom.domains.warehouse.models import Site
from opsroom.ledgers.money import invariants as money_book
from opsroom.ledgers.stock import invariants as stock_book
from opsroom.ledgers.stock.models import Balance
from opsroom.workflows.demo_shop import house
from opsroom.workflows.demo_shop.files import SMALL_STOCK
from opsroom.workflows.demo_shop.shift_dates import days_to_shift, shift_dates

WORKER_WAIT_SECONDS = 240
# Between two looks: without it the one who looks takes a core from the process that is looked at.
LOOK_AGAIN_SECONDS = 0.02
BERLIN = ZoneInfo("Europe/Berlin")
SHOP_NAME, DAILY_NAME, DESK_NAME = "Northbay web shop", "Northbay Daily web shop", "Wholesale desk"
FILES = (
    ("products.csv", SHOP_NAME, ""),
    ("woo-products.csv", DAILY_NAME, ""),
    ("stock.csv", "", house.MAIN.name),
    ("stock-potsdam.csv", "", house.SMALL.name),
    ("orders-shopify.json", SHOP_NAME, ""),
    ("orders-woocommerce.json", DAILY_NAME, ""),
    ("orders.csv", DESK_NAME, ""),
)


@dataclass(slots=True)
class Northbay(Shop):
    """The company with its two sites and five channels, as yet without goods."""

    house: house.Furnished | None = field(default=None)


@pytest.fixture
def shop(live: Live) -> Northbay:
    company = factories.company()
    # No carrier's cut-off: who orders last is last in rank, as the seed's facts reckon who stays short.
    made = house.furnish(factories.system("system.demo", company), company, cut_offs=())
    return Northbay(company, made.main_id, {}, made)


@pytest.fixture
def files(business_day: Path, tmp_path: Path) -> dict[str, Path]:
    """The day's files, moved to today."""
    shift = days_to_shift(datetime.now(BERLIN))
    found = {}
    for name, _, _ in FILES:
        source = business_day / name
        text = SMALL_STOCK if name == "stock-potsdam.csv" else source.read_text(encoding="utf-8")
        found[name] = tmp_path / name
        found[name].write_text(shift_dates(name, text, shift), encoding="utf-8")
    return found


def test_one_business_day(
    live_worker: Live,
    page: Page,
    open_page: Callable[..., Page],
    shop: Northbay,
    files: dict[str, Path],
    business_day: Path,
) -> None:
    day, desk = TheDay(business_day), DayPages(page)
    import_everything(desk, files, day)
    look_at_today(desk, day)
    fix_addresses(desk, day)
    match_codes(desk, day)
    before = on_shelves()
    scanned = scan_three_orders(desk, DayPages(open_page("warehouse", phone=True)))
    ship_the_rest_on_paper(desk, day, scanned)
    check_the_evening(desk, day, before)


def import_everything(desk: DayPages, files: dict[str, Path], day: TheDay) -> None:
    """Every file by its page; the rows that cannot be true stay, one is fixed in place."""
    desk.open("/import", "import_empty")
    for name, channel, site in FILES:
        desk.upload(files[name], channel=channel, site=site)
        if site:
            desk.page.get_by_role("button", name=re.compile("^What lies on the shelf")).click()
            desk.page.get_by_text("Answered.").wait_for()
        told = day.facts["files"].get(name)
        if told:
            assert f"{told['errors']} need a look first" in desk.title()
        if name == "stock.csv":
            desk.seen("import_check")
            fix_a_row(desk)
        assert "left to fix" in desk.commit() or name not in day.facts["files"]
        desk.seen(f"import_{name.split('.')[0]}")


def fix_a_row(desk: DayPages) -> None:
    """A count below zero is put right; its cost is far from the last one, so a person confirms it."""
    desk.page.get_by_label("Quantity, row 68").fill("0")
    desk.page.get_by_role("button", name="Apply to row 68").click()
    desk.page.get_by_role("link", name="To confirm 1").click()
    desk.page.get_by_role("button", name="Confirm row 68").click()
    desk.page.get_by_text("65 of 68 records are ready.").wait_for()
    desk.page.get_by_role("link", name="To fix 3").wait_for()


def look_at_today(desk: DayPages, day: TheDay) -> None:
    """The groups say what the seed knows, and every number opens a list of that length."""
    desk.open("/", "today_morning")
    groups = desk.groups()
    assert groups["bad addresses"] == len(day.bad_addresses) == 18
    assert groups["orders with SKUs nobody knows"] == len(day.unknown_skus)
    assert groups["orders short of stock"] == len(day.short)
    assert groups["orders ready to release"] == len(day.of("shippable")) == 215
    assert groups["orders wait for their payment"] == len(day.of("held", why="payment_pending"))
    assert groups["orders held for other reasons"] == len(day.of("held", why="total_differs"))
    compare_numbers(desk)


def compare_numbers(desk: DayPages) -> None:
    """Each tile and each group of Today is the length of the list behind it."""
    desk.open("/")
    pairs = [
        (row.locator("a.gt").get_attribute("href") or "", number_in(row.locator(".gn")))
        for row in desk.page.locator("ul.groups > li").all()
    ]
    pairs += [
        (tile.get_attribute("href") or "", number_in(tile.locator(".tv")))
        for tile in desk.page.locator("a.tile").all()
    ]
    for href, number in pairs:
        if "view=" in href:
            desk.open(href)
            assert desk.list_length() == number, href


def fix_addresses(desk: DayPages, day: TheDay) -> None:
    """All bad addresses in one list, one after the other."""
    desk.open("/orders/fix-addresses", "bad_addresses")
    assert desk.title() == "18 bad addresses to fix"
    for left in range(len(day.bad_addresses) - 1, -1, -1):
        desk.store_first_address()
        says = f"{left} bad addresses to fix" if left > 1 else "1 bad address to fix"
        desk.page.get_by_text(says if left else "Every address can be served.").wait_for()
    desk.seen("addresses_done")


def match_codes(desk: DayPages, day: TheDay) -> None:
    """Codes nobody knows get their item."""
    desk.open("/orders/match-skus", "unknown_codes")
    form = desk.page.locator("form", has_text="It means the SKU")
    assert form.count() == 1, "one code, whoever sent it"
    form.get_by_label("It means the SKU").fill(MEANT)
    form.get_by_role("button", name=f"Match {len(day.unknown_skus)} orders").click()
    desk.page.get_by_text("Every code is known").wait_for()
    desk.open("/")
    groups = desk.groups()
    assert groups["orders ready to release"] == len(day.shipped) == 237
    assert not any("bad address" in says or "nobody knows" in says for says in groups)


def scan_three_orders(desk: DayPages, phone: DayPages) -> int:
    """A wave picked on a phone, packed with scan to verify, handed over; returns how many orders left."""
    shop_channel = Channel.objects.get(code=house.SHOP).pk
    desk.open(f"/orders?view=ready&channel={shop_channel}", "orders_ready")
    for box in desk.page.locator("[data-list] tbody input[type=checkbox]").all()[:3]:
        box.check()
    desk.release()
    desk.page.wait_for_url("**/fulfil/waves/*")
    desk.seen("wave_scanned")
    wave = desk.page.url
    phone.open(wave.replace("/waves/", "/pick/"), "pick_phone")
    assert_phone_width(phone.page)
    phone.wedge("NOT-THIS-ONE")
    expect(phone.page.locator("[data-scan-say]")).to_contain_text("Wrong item. Take")
    phone.scan_lines()
    phone.page.wait_for_url("**/fulfil/waves/*")
    packed = 0
    while True:
        phone.open("/fulfil")
        waiting = phone.page.locator('a[href^="/fulfil/pack/"]')
        if not waiting.count():
            break
        phone.page.goto(waiting.first.get_attribute("href") or "")
        if not packed:
            phone.seen("pack_phone")
        phone.scan_lines()
        expect(phone.page.get_by_text("Packed. Put the label on, then take the next one.")).to_be_visible()
        packed += 1
    desk.open("/fulfil", "fulfil_packed")
    while (hand_over := desk.page.get_by_role("button", name=re.compile("^Hand over"))).count():
        left = hand_over.count()
        hand_over.first.click()
        expect(hand_over).to_have_count(left - 1)
    assert packed == 3
    assert Order.objects.filter(fulfilment_state="shipped").count() == packed
    return packed


def ship_the_rest_on_paper(desk: DayPages, day: TheDay, scanned: int) -> None:
    """The main site goes over to paper; everything ready is released at once and leaves wave by wave."""
    desk.open(f"/settings/sites/{Site.objects.get(code=house.MAIN.code).pk}", "settings_site")
    desk.page.get_by_label("Profile").select_option("paper")
    desk.page.get_by_role("button", name="Save").click()
    desk.open("/orders?view=ready")
    desk.page.get_by_label("Select all on this page").check()
    desk.page.get_by_role("button", name=f"Select all {len(day.shipped) - scanned}").click()
    desk.release()
    desk.page.wait_for_url("**/fulfil")
    compare_numbers(desk)
    desk.open("/fulfil", "fulfil_released")
    assert number_in(desk.page.get_by_role("heading", level=1)) == len(day.shipped) - scanned
    for site in (house.MAIN.name, house.SMALL.name):
        desk.open("/fulfil")
        card = desk.page.locator("article.wave", has_text="orders shipped").filter(has_text=site)
        card.filter(has_text="Released").get_by_role("link", name=re.compile("Open wave")).first.click()
        desk.page.get_by_role("button", name=re.compile(r"^Mark \d+ shipped$")).wait_for()
        with desk.page.expect_download(timeout=JOB_WAIT_MILLISECONDS) as slips:
            desk.page.get_by_role("button", name="Print slips and pick list").click()
        assert slips.value.suggested_filename.endswith(".pdf")
        desk.seen(f"wave_{site[:3].lower()}")
        desk.page.get_by_role("button", name=re.compile(r"^Mark \d+ shipped$")).click()
        desk.page.get_by_role("heading", name=re.compile(r"(\d+) of \1 orders shipped")).wait_for(
            timeout=JOB_WAIT_MILLISECONDS
        )


def check_the_evening(desk: DayPages, day: TheDay, before: int) -> None:
    """shipped + held + short = what was ours; goods, invoices and money agree with what left, to the cent."""
    desk.open("/", "today_evening")
    assert desk.tile("Shipped today") == len(day.shipped) == 237
    assert desk.tile("On hold") == len(day.of("held", why="total_differs"))
    # The hour may make some of them late as well; the others stand in one group each.
    groups = {says: number for says, number in desk.groups().items() if "ship-by" not in says}
    assert sum(groups.values()) == len(day.still_held) + len(day.short)
    assert len(day.shipped) + sum(groups.values()) == len(day.ours) == 264
    compare_numbers(desk)
    gone = Order.objects.filter(fulfilment_state="shipped")
    assert totals(gone.values_list("currency", "total_minor")) == gross(day.shipped)
    assert before - on_shelves() == day.tracked_pieces
    wait_until(lambda: Invoice.objects.filter(document__isnull=False).count() == len(day.to_invoice))
    assert sorted(Invoice.objects.values_list("number", flat=True)) == [*range(1, len(day.to_invoice) + 1)], (
        "gap-free, one for each order of ours"
    )
    assert totals(Invoice.objects.values_list("currency", "gross_minor")) == gross(day.to_invoice)
    assert stock_book.broken() == []
    assert money_book.broken() == []


def on_shelves() -> int:
    """Pieces in the real places of both sites, from the stock book."""
    places = ["bin", "tote", "packing", "dispatch"]
    return sum(int(row.on_hand) for row in Balance.objects.filter(place__kind__in=places))


def totals(rows: Iterable[tuple[str, int]]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for currency, minor in rows:
        found[currency] += minor
    return dict(found)


def wait_until(reached: Callable[[], bool]) -> None:
    """Looks again and again until the worker came that far."""
    end = time.monotonic() + WORKER_WAIT_SECONDS
    while not reached():
        assert time.monotonic() < end
        connection.close()
        time.sleep(LOOK_AGAIN_SECONDS)
