"""What customers brought along on the page: overdue first, paid by a form, given out and brought back; names hidden."""

from __future__ import annotations

from datetime import date

import pytest
from tests import factories
from tests.interfaces.web.orders.test_order_page import enter
from tests.workflows.imports.conftest import Shop
from tests.workflows.imports.conftest import _connectors as connectors  # noqa: F401 - files are imported

from opsroom.domains.billing.models import OpenReceivable
from opsroom.domains.customers.actions.save_customers import save_customers
from opsroom.domains.customers.models import Customer
from opsroom.domains.customers.rules import CustomerDraft
from opsroom.ledgers.core import accounts
from opsroom.ledgers.money.queries import balance

pytestmark = pytest.mark.django_db
FILE = """Invoice number,Customer,Invoice date,Due date,Total,Open amount
=INV-1,ines@harbour.example,2025-10-02,2025-11-01,1190.00,690.00
INV-2,ines@harbour.example,2025-10-03,,80.00,80.00
"""


@pytest.fixture
def shop() -> Shop:
    company = factories.company()
    shop = Shop(company, factories.site(company), factories.actor("manager", company))
    save_customers(shop.manager, company, [CustomerDraft("web:1", "Ines Moreau", "ines@harbour.example")])
    shop.bring(FILE, "open.csv")
    return shop


def test_a_bookkeeper_sees_what_is_overdue_and_records_what_came(shop: Shop) -> None:
    bookkeeper = enter(shop.company, "bookkeeper")
    page = bookkeeper.get("/money/owed").content.decode()
    assert "€770.00 is still owed on the old tool" in page
    assert "€690.00 of it is overdue." in page
    assert "Ines Moreau" in page
    assert "INV-2" not in bookkeeper.get("/money/owed?view=overdue").content.decode()
    assert "INV-2" in bookkeeper.get("/money/owed?q=ines").content.decode()
    row = OpenReceivable.objects.get(number="=INV-1")
    path = f"/money/owed/{row.pk}"
    much = bookkeeper.post(path, {"amount": "690.01", "kind": "transfer", "key": "a"})
    assert (much.status_code, "is more than the" in much.content.decode()) == (422, True)
    assert 'value="690.01"' in much.content.decode(), "what was typed stays"
    for _ in range(2):
        bookkeeper.post(path, {"amount": "600", "kind": "transfer", "key": "b"})
    assert "€170.00 is still owed" in bookkeeper.get("/money/owed").content.decode()
    assert balance(shop.company, accounts.CUSTOMER_RECEIVABLE, "EUR") == 17_000
    bookkeeper.post(path, {"amount": "90.00", "kind": "cash", "key": "c"})
    assert "=INV-1" in bookkeeper.get("/money/owed?view=settled").content.decode()


def test_a_buyers_page_says_what_they_still_owe_of_before(shop: Shop) -> None:
    ines = Customer.objects.get(company_id=shop.company)
    (other,) = save_customers(
        shop.manager, shop.company, [CustomerDraft("web:2", "Jo Park", "jo@harbour.example")]
    )
    row = OpenReceivable.objects.get(number="=INV-1")
    manager = enter(shop.company, "manager")
    page = manager.get(f"/customers/{ines.pk}").content.decode()
    assert "€770.00" in page
    assert f'href="/money/owed/{row.pk}"' in page
    assert page.index("=INV-1") < page.index("INV-2<"), "the longest due first"
    assert "Still owed on old invoices" not in manager.get(f"/customers/{other}").content.decode()
    manager.post(f"/money/owed/{row.pk}", {"amount": "690.00", "kind": "cash", "key": "c"})
    page = manager.get(f"/customers/{ines.pk}").content.decode()
    assert "€80.00" in page
    assert f'href="/money/owed/{row.pk}"' not in page
    assert "1 invoice of the old tool is paid." in page
    desk = enter(shop.company, "desk").get(f"/customers/{ines.pk}").content.decode()
    assert "INV-2" in desk


def test_what_leaves_comes_back_without_a_change(shop: Shop) -> None:
    manager = enter(shop.company, "manager")
    row = OpenReceivable.objects.get(number="=INV-1")
    manager.post(f"/money/owed/{row.pk}", {"amount": "90.00", "kind": "cash", "key": "c"})
    before = list(OpenReceivable.objects.order_by("id").values())
    for people in ("1", ""):
        file = manager.post("/money/owed/export?view=all", {"form": "csv", "people": people}).content
        assert (b"Ines Moreau" in file) is bool(people)
        run = shop.bring(file, f"owed{people}.csv", format="open-invoices")
        told = (
            run.counts["same"],
            run.counts["new"],
            run.counts["fix"],
            run.counts["questions"],
            run.questions,
        )
        assert told == (2, 0, 0, 0, ()), shop.sentences(run.import_id)
    assert list(OpenReceivable.objects.order_by("id").values()) == before
    assert balance(shop.company, accounts.CUSTOMER_RECEIVABLE, "EUR") == 68_000


def test_Z2_who_may_not_look_sees_nothing_and_strangers_find_no_invoice(shop: Shop) -> None:
    row = OpenReceivable.objects.get(number="=INV-1")
    for role in ("warehouse", "buyer", "marketer", "admin"):
        assert enter(shop.company, role).get("/money/owed").status_code == 403, role
        assert enter(shop.company, role).post("/money/owed/export", {"form": "csv"}).status_code == 403, role
    stranger = enter(factories.company(), "manager")
    assert stranger.get(f"/money/owed/{row.pk}").status_code == 404
    assert "Nothing was brought along" in stranger.get("/money/owed").content.decode()
    assert row.due_on == date(2025, 11, 1)


def test_Z4_names_of_who_owes_leave_with_who_may_take_them_out_alone(shop: Shop) -> None:
    wish = {"form": "csv", "people": "1"}
    for role, named in (("manager", True), ("bookkeeper", True), ("desk", False)):
        client = enter(shop.company, role)
        answer = client.post("/money/owed/export?view=all", wish)
        assert (answer.status_code, b"Ines Moreau" in answer.content) == (200, named), role
        asks = client.get("/money/owed/export?view=all").content.decode()
        assert ("With names of customers" in asks, "does not take those out" in asks) == (named, not named)
