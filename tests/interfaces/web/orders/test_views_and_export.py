"""A list is saved under a name and given out as it is seen: never a formula, never a person the role may not see."""

from __future__ import annotations

import csv
from dataclasses import replace
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook
from tests import factories
from tests.interfaces.web.orders.test_order_page import Shop, enter, furnish
from tests.workflows.test_from_order_to_invoice import BERLIN

from opsroom.domains.access import matrix
from opsroom.domains.access.models import SavedView
from opsroom.interfaces.web import exports
from opsroom.interfaces.web.orders import export as export_module
from opsroom.kernel.records import events

pytestmark = pytest.mark.django_db
FORMULA = '=HYPERLINK("http://evil","x")'


@pytest.fixture
def shop() -> Shop:
    shop = furnish(2)
    shop.take_in(1001, ship_to=replace(BERLIN, name=FORMULA, city="@Berlin"))
    shop.take_in(1002)
    shop.take_in(1003)
    return shop


def table(body: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(body.decode("utf-8-sig"))))


def test_a_view_is_saved_shown_with_its_count_and_deleted(shop: Shop) -> None:
    desk = enter(shop.company, "desk")
    answer = desk.post("/orders/views?view=open&payment=captured", {"name": "  Paid   ones "})
    assert answer.headers["Location"] == "/orders?view=open&payment=captured"
    assert list(SavedView.objects.values_list("name", "query")) == [
        ("Paid ones", "view=open&payment=captured")
    ]
    page = desk.get("/orders").content.decode()
    assert "Paid ones" in page
    colleague = enter(shop.company, "desk")
    assert "Paid ones" not in colleague.get("/orders").content.decode()
    view = SavedView.objects.get().pk
    assert colleague.post(f"/orders/views/{view}/delete").status_code == 404
    assert enter(factories.company(), "manager").post(f"/orders/views/{view}/delete").status_code == 404
    assert SavedView.objects.count() == 1
    desk.post(f"/orders/views/{view}/delete")
    assert SavedView.objects.count() == 0


def test_X1_csv_holds_the_list_as_seen_and_no_cell_is_a_formula(shop: Shop) -> None:
    boss = enter(shop.company, "manager")
    assert "3 orders" in boss.get("/orders/export?view=open").content.decode()
    answer = boss.post("/orders/export?view=ready", {"form": "csv", "people": "1"})
    head, *rows = table(answer.content)
    assert len(rows) == 2
    held = table(boss.post("/orders/export?view=open&sort=old", {"form": "csv", "people": "1"}).content)[1:]
    assert len(held) == 3
    assert held[0][head.index("Customer")] == f"'{FORMULA}"
    assert held[0][head.index("City")] == "'@Berlin"
    assert held[0][head.index("Total")] == "28.70"
    assert "attachment" in answer.headers["Content-Disposition"]


def test_X1_xlsx_keeps_text_as_text_and_numbers_as_numbers(shop: Shop) -> None:
    wish = {"form": "xlsx", "people": "1"}
    answer = enter(shop.company, "manager").post("/orders/export?view=open&sort=old", wish)
    sheet = load_workbook(BytesIO(answer.content)).active
    head = [cell.value for cell in sheet[1]]
    name, total = sheet[2][head.index("Customer")], sheet[2][head.index("Total")]
    assert (name.data_type in ("s", "inlineStr"), name.value) == (True, f"'{FORMULA}")
    assert (total.data_type, float(total.value)) == ("n", 28.7)
    assert "f" not in {cell.data_type for row in sheet for cell in row}


SECRETS = (b"Mara", b"Berlin", b"Customer", b"HYPERLINK", b"Torstra", b"mara@")


@pytest.mark.parametrize("path", ["/orders/export", "/orders/lines/export"])
def test_Z4_only_who_may_take_buyers_out_and_asks_for_them_gets_their_names(
    shop: Shop, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The desk sees buyers and takes none out in bulk; a manager does, up to the limit of a day."""
    monkeypatch.setitem(matrix.LIMITS, ("customers.export", "manager"), 4)
    for role in ("desk", "buyer", "bookkeeper", "marketer"):
        body = enter(shop.company, role).post(f"{path}?view=open", {"form": "csv", "people": "1"}).content
        assert len(table(body)) == (4 if path == "/orders/export" else 7)
        assert [one for one in SECRETS if one in body] == [], role
    client = enter(shop.company, "manager")
    assert [one for one in SECRETS if one in client.post(f"{path}?view=open", {"form": "csv"}).content] == []
    wish = {"form": "csv", "people": "1"}
    body = client.post(f"{path}?view=open", wish).content
    assert b"Mara" in body
    assert b"'=HYPERLINK" in body
    refused = client.post(f"{path}?view=open", wish)
    assert (refused.status_code, b"Mara" in refused.content) == (403, False)
    assert b"You may take 4 buyers out in a day" in refused.content
    assert b'name="people" value="1"' in refused.content, "asking for it asks for the names as well"
    assert client.post(f"{path}?view=open", {"form": "csv"}).status_code == 200, (
        "without names nothing counts"
    )


def test_Z3_another_company_exports_nothing_of_ours(shop: Shop) -> None:
    stranger = enter(factories.company(), "manager")
    assert len(table(stranger.post("/orders/export?view=all", {"form": "csv"}).content)) == 1


@pytest.mark.parametrize("role", ["warehouse", "admin"])
def test_Z2_who_may_not_export_gets_nothing(shop: Shop, role: str) -> None:
    client = enter(shop.company, role)
    assert client.get("/orders/export?view=all").status_code == 403
    assert client.post("/orders/export?view=all", {"form": "csv"}).status_code == 403


def test_E1_an_export_is_recorded_without_its_filter(shop: Shop) -> None:
    enter(shop.company, "desk").post("/orders/export?view=open&q=MUG", {"form": "csv"})
    told = [e for e in events.timeline("access.company", shop.company) if e.kind == "access.company.exported"]
    assert [e.data for e in told] == [{"list": "orders", "rows": 3, "people": False, "form": "csv"}]


def test_a_long_list_says_how_much_of_it_the_file_holds(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_module, "EXPORT_ROWS_MAX", 2)
    monkeypatch.setattr(exports, "EXPORT_ROWS_MAX", 2)
    desk = enter(shop.company, "desk")
    assert "The file holds the first 2." in desk.get("/orders/export?view=open").content.decode()
    assert len(table(desk.post("/orders/export?view=open", {"form": "csv"}).content)) == 3


def test_a_bulk_tag_needs_its_name(shop: Shop) -> None:
    desk = enter(shop.company, "desk")
    says = desk.post(
        "/orders/bulk?view=open", {"action": "tag", "scope": "view", "dry": "1"}
    ).content.decode()
    assert "Write the tag" in says
    assert desk.post("/orders/bulk?view=open", {"action": "tag", "scope": "view"}).status_code == 422
