"""Lists leave the program as seen, harmless in a spreadsheet, recorded, by who may; what leaves comes back."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.test import Client
from tests import factories
from tests.interfaces.web.orders.test_order_page import enter
from tests.workflows.imports.conftest import Shop
from tests.workflows.imports.conftest import _connectors as connectors  # noqa: F401 - read back by the importer
from tests.workflows.races.room import Room

from opsroom.domains.billing.actions.number_invoices import number_invoices
from opsroom.domains.billing.models import CreditNote, Invoice
from opsroom.domains.catalog.models import Sku
from opsroom.domains.partners.actions.save_suppliers import save_suppliers
from opsroom.domains.partners.rules import SupplierDraft
from opsroom.interfaces.web.invoices import export as invoices_page
from opsroom.kernel.records.events import timeline

pytestmark = pytest.mark.django_db
LISTS = ("/stock/export", "/stock/moves/export", "/stock/suppliers/export", "/money/export", "/orders/export")


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
