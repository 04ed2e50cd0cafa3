"""Lists leave the program as seen, harmless in a spreadsheet, recorded, by who may; what leaves comes back."""

from __future__ import annotations

import csv
import io
import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from tests import factories
from tests.interfaces.web.orders.test_order_page import enter
from tests.workflows.imports.conftest import Shop
from tests.workflows.imports.conftest import _connectors as connectors  # noqa: F401 - read back by the importer
from tests.workflows.races.room import Room

from opsroom.domains.billing.actions.number_invoices import number_invoices
from opsroom.domains.billing.models import CreditNote, Invoice
from opsroom.domains.catalog.actions.set_costs import set_costs
from opsroom.domains.catalog.actions.upsert_products import upsert_products
from opsroom.domains.catalog.models import Sku
from opsroom.domains.catalog.rules import ProductDraft, SkuDraft
from opsroom.domains.orders.models import Order
from opsroom.domains.partners.actions.save_suppliers import save_suppliers
from opsroom.domains.partners.rules import SupplierDraft
from opsroom.domains.purchasing.actions.save_purchases import save_purchases
from opsroom.domains.purchasing.events import PURCHASE
from opsroom.domains.purchasing.models import PurchaseLine, PurchaseOrder
from opsroom.domains.purchasing.rules import LineDraft, PurchaseDraft
from opsroom.domains.warehouse.actions.create_locations import LocationRow, create_locations
from opsroom.domains.warehouse.actions.set_stock import StockRow
from opsroom.domains.warehouse.models import Location
from opsroom.interfaces.web.invoices import export as invoices_page
from opsroom.kernel.records.events import timeline, timelines
from opsroom.ledgers.stock.queries import balances, entries_of_ref
from opsroom.workflows.count_stock import count_stock

pytestmark = pytest.mark.django_db
LISTS = (
    "/stock/export",
    "/stock/bins/export",
    "/stock/purchases/export",
    "/stock/moves/export",
    "/stock/suppliers/export",
    "/money/export",
    "/orders/export",
)


@pytest.fixture
def room() -> Room:
    room = Room()
    room.put("MUG", 9)
    room.put("=BOWL", 4)
    Sku.objects.filter(code="MUG").update(cost="2.50")
    room.ship(room.release(room.sell(1, ("MUG", 2))).fulfilment_order_ids)
    number_invoices(factories.system("system.billing", room.company), room.company, date(2026, 11, 23))
    return room


def rows(client: Client, path: str) -> list[dict[str, str]]:
    answer = client.post(path, {"form": "csv"})
    assert answer.status_code == 200, path
    assert answer["Content-Disposition"].startswith("attachment")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_X1_E1_each_list_leaves_as_it_is_filtered_and_is_recorded(room: Room) -> None:
    manager = enter(room.company, "manager")
    stock = rows(manager, "/stock/export?sort=sku")
    assert {row["SKU"]: (row["On hand"], row["Free"], row["Unit cost"]) for row in stock} == {
        "MUG": ("7", "7", "2.500000"), "'=BOWL": ("4", "4", ""),
    }  # fmt: skip
    assert [row["SKU"] for row in rows(manager, "/stock/export?q=MUG")] == ["MUG"]
    for bad in ("from=0001-01-01", "to=9999-12-31", "q=%00"):
        assert len(rows(manager, f"/stock/moves/export?{bad}")) > 1, bad
    assert "3 moves" in manager.get("/stock/moves/export").content.decode()
    moves = rows(manager, "/stock/moves/export?q=MUG")
    assert (moves[0]["SKU"], moves[0]["To"], moves[0]["Pieces"]) == ("MUG", "Customer", "2")
    at = datetime.fromisoformat(moves[0]["When"])
    assert at.utcoffset() == ZoneInfo("Europe/Berlin").utcoffset(at.replace(tzinfo=None))
    assert abs(at - datetime.now(UTC)) < timedelta(minutes=5), "the same instant, wherever it is read"
    (bill,) = rows(manager, "/money/export")
    assert (bill["Number"], bill["Kind"], bill["Total"], bill["Currency"]) == (
        "INV-000001", "Invoice", "24.90", "EUR",
    )  # fmt: skip
    told = [event for event in timeline("access.company", room.company) if event.kind.endswith("exported")]
    assert [(event.data["list"], event.data["rows"]) for event in told] == [
        ("stock", 2), ("stock", 1), *[("stock-moves", 3)] * 3, ("stock-moves", len(moves)), ("invoices", 1),
    ]  # fmt: skip
    sheet = manager.post("/stock/export", {"form": "xlsx"})
    assert sheet.content[:2] == b"PK"


def test_invoices_and_credit_notes_share_the_most_rows(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    bill = Invoice.objects.get()
    facts = {name: getattr(bill, name) for name in ("company_id", "order_id", "series_id", "currency")}
    sums = {name: getattr(bill, name) for name in ("net_minor", "tax_minor", "gross_minor")}
    for key in ("a", "b"):
        CreditNote.objects.create(invoice=bill, key=key, reason="refund", **facts, **sums)
    monkeypatch.setattr(invoices_page, "EXPORT_ROWS_MAX", 2)
    kinds = [row["Kind"] for row in rows(enter(room.company, "manager"), "/money/export")]
    assert kinds == ["Invoice", "Credit note"]


def test_looking_at_the_question_sends_and_records_nothing(room: Room) -> None:
    manager = enter(room.company, "manager")
    for path in LISTS:
        page = manager.get(path).content.decode()
        assert "That you took this list out is recorded." in page
        assert manager.post(path, {"form": "exe"}).headers.get("Content-Disposition") is None
    assert not [e for e in timeline("access.company", room.company) if e.kind.endswith("exported")]


def test_Z2_Z4_who_may_not_export_or_see_gets_nothing(room: Room) -> None:
    save_suppliers(
        factories.actor("manager", room.company),
        room.company,
        [SupplierDraft(code="CLAY", name="Clay", contact="Grace")],
    )
    for role in ("warehouse", "admin"):
        client = enter(room.company, role)
        for path in LISTS:
            assert client.post(path, {"form": "csv"}).status_code == 403, (role, path)
    marketer = enter(room.company, "marketer")
    assert marketer.post("/money/export", {"form": "csv"}).status_code == 403
    stranger = enter(factories.company(), "manager")
    for path in LISTS:
        assert rows(stranger, path) == []
    (seen,) = rows(enter(room.company, "buyer"), "/stock/suppliers/export")
    assert seen["Contact"] == "Grace"


@pytest.mark.parametrize("seed", range(3))
def test_purchase_orders_of_a_random_buyer_leave_and_come_back_without_a_change(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - a seed must give the same shop again
    company = factories.company()
    shop = Shop(company, factories.site(company), factories.actor("manager", company))
    skus = codes(dice, 8)
    upsert_products(
        shop.manager,
        company,
        [ProductDraft(f"p{n}", (SkuDraft(code),), title=code) for n, code in enumerate(skus)],
    )
    ids = list(Sku.objects.filter(company_id=company).values_list("id", flat=True))
    firms = [SupplierDraft(code, f"{code} works", dice.choice(["EUR", ""])) for code in codes(dice, 3)]
    suppliers = list(save_suppliers(shop.manager, company, firms).values())

    def day() -> date | None:
        return dice.choice([None, date(2026, 10, 1) + timedelta(days=dice.randint(0, 30))])

    def line() -> LineDraft:
        ordered, cost = dice.randint(1, 500), Decimal(dice.randint(0, 10**8)).scaleb(-6)
        return LineDraft(
            dice.choice(ids), ordered, dice.choice([0, 0, ordered // 2]), 0, dice.choice([None, cost])
        )

    drafts = [
        PurchaseDraft(
            number, dice.choice(suppliers), shop.site, tuple(line() for _ in range(dice.randint(1, 5))),
            dice.choice(["EUR", "GBP"]), day(), date(2026, 12, dice.randint(1, 30)),
        )
        for number in codes(dice, 7)
    ]  # fmt: skip
    save_purchases(shop.manager, company, drafts, currency="EUR")
    before = list(PurchaseLine.objects.order_by("id").values())
    file = enter(company, "manager").post("/stock/purchases/export", {"form": "csv"}).content
    run = shop.bring(file, "po.csv")
    told = (
        run.counts["new"],
        run.counts["changed"],
        run.counts["fix"],
        run.counts["questions"],
        run.questions,
    )
    assert told == (0, 0, 0, 0, ()), shop.sentences(run.import_id)
    assert (run.counts["same"], list(PurchaseLine.objects.order_by("id").values())) == (7, before)
    happened = timelines(PURCHASE, list(PurchaseOrder.objects.values_list("id", flat=True)))
    assert [len(events) for events in happened.values()] == [1] * 7, "each was born and nothing else"


def test_suppliers_that_leave_and_come_back_change_nothing() -> None:
    company = factories.company()
    shop = Shop(company, factories.site(company), factories.actor("manager", company))
    drafts = [
        SupplierDraft(
            code="=CLAY", name='Clay, "North"', currency="GBP", lead_time_days=21, contact="-Grace"
        ),
        SupplierDraft(code="REED", name="@Reed & Rush", email="reed@example.com", active=False),
    ]
    save_suppliers(shop.manager, company, drafts)
    answer = enter(company, "manager").post("/stock/suppliers/export", {"form": "csv"})
    run = shop.bring(answer.content, "suppliers.csv", format="suppliers")
    assert (run.counts["same"], run.counts["changed"], run.counts["new"], run.counts["fix"]) == (2, 0, 0, 0)


LETTERS = "aZ9-_.=+@\"';,ÄßŁ日 "


def codes(dice: random.Random, many: int) -> list[str]:
    """Codes nobody would choose: quotes, commas, formulas, letters of other scripts; no two the same but for case."""
    found: dict[str, str] = {}
    while len(found) < many:
        code = "".join(dice.choice(LETTERS) for _ in range(dice.randint(1, 9))).strip()
        if code and not code.startswith("'"):
            found.setdefault(code.casefold(), code)
    return list(found.values())


@pytest.mark.parametrize("seed", range(4))
def test_whatever_lies_in_the_bins_of_a_random_shop_leaves_and_comes_back_without_a_change(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - a seed must give the same shop again
    company = factories.company()
    sites = [factories.site(company, code=f"S{n}") for n in range(dice.randint(1, 2))]
    shop = Shop(company, sites[0], factories.actor("manager", company))
    skus = codes(dice, 12)
    upsert_products(
        shop.manager,
        company,
        [ProductDraft(f"p{n}", (SkuDraft(code),), title=code) for n, code in enumerate(skus)],
    )
    ids = dict(Sku.objects.filter(company_id=company).values_list("code", "id"))
    set_costs(
        shop.manager, company, {ids[code]: Decimal(dice.randint(1, 10**8)).scaleb(-6) for code in skus[::2]}
    )
    for site in sites:
        names = codes(dice, 5)
        create_locations(shop.manager, company, site, [LocationRow(name) for name in names])
        counted = [
            StockRow(ids[code], name, dice.randint(0, 2000))
            for code in skus
            for name in dice.sample(names, dice.randint(0, 3))
        ]
        if counted:
            count_stock(
                shop.manager, site, counted, f"seed-{site}", company_id=company, ref=("warehouse.site", site),
                opening=True,
            )  # fmt: skip
    manager, before = enter(company, "manager"), shelves(company)
    for path in ("/stock/bins/export", "/stock/export"):
        file = manager.post(path, {"form": "csv"}).content
        run = shop.bring(file, "stock.csv", format="stock")
        told = (run.counts["new"], run.counts["changed"], run.counts["fix"], run.counts["questions"])
        assert (told, run.questions) == ((0, 0, 0, 0), ()), (path, shop.sentences(run.import_id))
        assert run.counts["same"] == run.counts["all"] == len(file.decode().splitlines()) - 1
        assert entries_of_ref(company, "channels.import", [run.import_id]) == []
        assert shelves(company) == before


def shelves(company: int) -> list[tuple[object, ...]]:
    """What lies where, and what it costs."""
    places = Location.objects.filter(company_id=company, site__isnull=False).values_list(
        "place_id", flat=True
    )
    lines = [(one.place_id, one.item_id, one.on_hand) for one in balances(company, place_ids=list(places))]
    return [*sorted(lines), *Sku.objects.filter(company_id=company).order_by("id").values_list("id", "cost")]


def test_the_list_of_orders_given_as_orders_says_what_it_lacks_and_writes_nothing(room: Room) -> None:
    """It has one row an order, as it is seen, and no lines: it is no file of orders, and no order comes of it."""
    shop = Shop(room.company, room.site, factories.actor("manager", room.company))
    file = enter(room.company, "manager").post("/orders/export", {"form": "csv"}).content
    many = Order.objects.count()
    run = shop.bring(file, "orders.csv", format="orders")
    assert (run.written, Order.objects.count()) == (0, many)
    assert shop.sentences(run.import_id)
