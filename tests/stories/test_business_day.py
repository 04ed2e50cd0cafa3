"""One business day on the committed files through the verbs: what comes in leaves, is held or is short, to the cent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests import factories
from tests.stories.the_day import GOOD_ADDRESS, MEANT, TheDay, gross, keys

from opsroom.domains.billing.actions.number_invoices import number_invoices
from opsroom.domains.billing.models import Invoice
from opsroom.domains.channels.models import Import, Outgoing
from opsroom.domains.customers.rules import PartyDraft
from opsroom.domains.orders.models import Order, OrderLine
from opsroom.insight.metrics.board import order_counts
from opsroom.kernel.values.actor import Actor
from opsroom.ledgers.money import invariants as money_book
from opsroom.ledgers.stock import invariants as stock_book
from opsroom.ledgers.stock.models import Balance
from opsroom.project import wiring
from opsroom.workflows.demo_shop import house
from opsroom.workflows.demo_shop.files import SMALL_STOCK
from opsroom.workflows.demo_shop.shift_dates import days_to_shift, shift_dates
from opsroom.workflows.fix_address import fix_address
from opsroom.workflows.importing.uploads import keep_upload
from opsroom.workflows.match_skus import match_skus
from opsroom.workflows.open_import import Wish, open_import
from opsroom.workflows.release_orders import release_orders
from opsroom.workflows.run_import import ImportRun, run_import
from opsroom.workflows.ship_orders import ship_orders

BERLIN = ZoneInfo("Europe/Berlin")
FILES = {
    "products.csv": house.SHOP,
    "woo-products.csv": house.DAILY,
    "stock.csv": None,
    "orders-shopify.json": house.SHOP,
    "orders-woocommerce.json": house.DAILY,
    "orders.csv": house.DESK,
}


class Desk:
    """The company with its manager, who does everything of this day; orders by (file, the channel's id)."""

    def __init__(self) -> None:
        wiring.connect()
        self.company = factories.company()
        self.actor: Actor = factories.actor(["manager", "bookkeeper"], self.company)
        # No carrier's cut-off: who orders last is last in rank, as the seed's facts reckon who stays short.
        self.house = house.furnish(
            factories.system("system.demo", self.company), self.company, profile="paper", cut_offs=()
        )

    def bring(self, name: str, text: str, channel: str | None, site: int | None = None) -> ImportRun:
        upload = keep_upload([text.encode()], owner="test")
        channel_id = self.house.channels[channel] if channel else None
        # The shelves were counted before the shop opened: the files say what lies there, as the demo shop answers too.
        answers = () if "orders" in name else (("quantity_meaning", "on_hand"),)
        opened = open_import(
            self.actor, self.company, upload, name, Wish(None, "live", channel_id, site, answers)
        )
        return run_import(self.actor, opened)

    def order_ids(self, wanted: Collection[tuple[str, str]]) -> list[int]:
        names = {name: self.house.channels[code] for name, code in FILES.items() if code}
        found = {
            (row[0], row[1]): row[2] for row in Order.objects.values_list("channel_id", "external_id", "id")
        }
        return sorted(found[names[file], key] for file, key in wanted)

    def shelves(self) -> int:
        """Pieces in every place of both sites, from the book."""
        return sum(
            int(row.on_hand)
            for row in Balance.objects.filter(place__kind__in=["bin", "tote", "packing", "dispatch"])
        )


@pytest.fixture
def day(business_day: Path) -> TheDay:
    return TheDay(business_day)


@pytest.fixture
def desk(committed_db: Any, business_day: Path, day: TheDay) -> Desk:
    """The day after its files came in."""
    desk = Desk()
    shift = days_to_shift(datetime.now(BERLIN))
    for name, channel in FILES.items():
        text = shift_dates(name, (business_day / name).read_text(encoding="utf-8"), shift)
        desk.bring(name, text, channel, None if channel else desk.house.main_id)
        if name == "stock.csv":
            desk.bring("stock-potsdam.csv", SMALL_STOCK, None, desk.house.small_id)
    return desk


def test_a_business_day_from_files_to_invoices(desk: Desk, day: TheDay) -> None:
    check_the_morning(desk, day)
    on_the_shelves = desk.shelves()
    fix_what_can_be_fixed(desk, day)

    everything = list(Order.objects.filter(state="open").values_list("id", flat=True))
    released = release_orders(desk.actor, desk.company, everything)
    assert set(released.order_ids) == set(desk.order_ids(keys(day.shipped)))
    assert len(released.skipped) == len(day.still_held) + len(day.short)
    assert len(released.wave_ids) == 2, "one for each site"

    shipped: set[int] = set()
    for site in (desk.house.main_id, desk.house.small_id):
        done = ship_orders(desk.actor, desk.company, site, released.fulfilment_order_ids)
        assert done.skipped == ()
        shipped |= set(done.order_ids)
    assert shipped == set(released.order_ids)
    check_the_evening(desk, day, on_the_shelves)


def check_the_morning(desk: Desk, day: TheDay) -> None:
    """Every order once, every fault where it belongs."""
    facts = day.facts
    files = facts["files"].values()
    assert Order.objects.count() == facts["orders_in"] == len(day.orders)
    standing = [one for one in day.orders if one["fate"] != "cancelled"]  # a cancelled order is worth 0 now
    orders = Order.objects.exclude(state="cancelled")
    assert totals(orders.values_list("currency", "total_minor")) == gross(standing)
    for name in ("orders-shopify.json", "orders-woocommerce.json", "orders.csv"):
        counts = Import.objects.get(file_name=name).counts
        told = facts["files"][name]
        assert (counts["new"], counts["fix"]) == (told["orders"], told["errors"]), name
        assert counts["same"] + counts["changed"] == told["doubles"], name
    assert sum(one["errors"] for one in files) == 13
    stock = facts["products"]["stock_units_total"] + sum(facts["products"]["woo_stock"].values())
    assert desk.shelves() == stock + 100
    board = order_counts(desk.actor, now=datetime.now(UTC), time_zone="Europe/Berlin")
    assert board["bad_address"] == len(day.bad_addresses) == 18
    assert board["unknown_sku"] == len(day.unknown_skus) == 4
    assert board["short"] == len(day.short) == 16
    assert board["ready"] == len(day.of("shippable")) == 215
    assert board["open"] >= len(day.ours) == 264
    assert board["elsewhere"] == len(day.of("marketplace", "till"))


def fix_what_can_be_fixed(desk: Desk, day: TheDay) -> None:
    for pk in desk.order_ids(keys(day.bad_addresses)):
        draft = PartyDraft(name="Corrected by the desk", **GOOD_ADDRESS)
        assert fix_address(desk.actor, desk.company, pk, draft).problems == []
    for fact in day.unknown_skus:
        (pk,) = desk.order_ids(keys([fact]))
        lines = OrderLine.objects.filter(order_id=pk, kind="goods", sku__isnull=True)
        match_skus(desk.actor, desk.company, list(lines.values_list("id", flat=True)), MEANT)
    board = order_counts(desk.actor, now=datetime.now(UTC), time_zone="Europe/Berlin")
    assert (board["bad_address"], board["unknown_sku"]) == (0, 0)
    assert board["ready"] == len(day.shipped) == 237


def check_the_evening(desk: Desk, day: TheDay, before: int) -> None:
    """shipped + held + short = what was ours; goods, invoices and messages agree with what left."""
    board = order_counts(desk.actor, now=datetime.now(UTC), time_zone="Europe/Berlin")
    assert board["shipped"] == board["shipped_today"] == len(day.shipped)
    assert board["shipped"] + len(day.still_held) + board["short"] == len(day.ours) == 264
    assert board["open"] == len(day.still_held) + len(day.short)
    gone = Order.objects.filter(fulfilment_state="shipped")
    assert totals(gone.values_list("currency", "total_minor")) == gross(day.shipped)
    assert before - desk.shelves() == day.tracked_pieces
    assert Outgoing.objects.count() == len(day.shipped), "each channel is told once"

    assert Invoice.objects.filter(number__isnull=False).count() == 0, "numbers come after the goods have left"
    shipments = Invoice.objects.filter(fulfilment_order__isnull=False)
    assert shipments.count() == len([one for one in day.shipped if one["invoice_by"] == "us"])
    while number_invoices(desk.actor, desk.company, datetime.now(BERLIN).date()):
        pass
    numbers = sorted(Invoice.objects.values_list("number", flat=True))
    assert numbers == list(range(1, len(day.to_invoice) + 1)), "gap-free"
    assert totals(Invoice.objects.values_list("currency", "gross_minor")) == gross(day.to_invoice)
    invoiced = Counter(Invoice.objects.values_list("order_id", flat=True))
    assert set(invoiced) == set(desk.order_ids(keys(day.to_invoice)))
    assert set(invoiced.values()) == {1}
    assert stock_book.broken() == []
    assert money_book.broken() == []


def totals(rows: Any) -> dict[str, int]:
    found: Counter[str] = Counter()
    for currency, minor in rows:
        found[currency] += minor
    return dict(found)
