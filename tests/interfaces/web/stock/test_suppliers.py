"""Suppliers are listed, found, written down and changed; roles without contacts and other companies learn nothing."""

from __future__ import annotations

import pytest
from tests import factories
from tests.interfaces.web.orders.test_order_page import enter

from opsroom.domains.partners.actions.save_suppliers import save_suppliers
from opsroom.domains.partners.models import Supplier
from opsroom.domains.partners.rules import SupplierDraft

pytestmark = pytest.mark.django_db
CLAY = SupplierDraft("CLAY", "Northern Clay <b>Works</b>", "GBP", 21, "Grace Potter", "grace@clay.example")


@pytest.fixture
def company() -> int:
    company = factories.company()
    drafts = [CLAY, SupplierDraft("REED", "Reed & Rush", active=False)]
    save_suppliers(factories.actor("manager", company), company, drafts)
    return company


def test_a_buyer_finds_adds_and_changes_a_supplier(company: int) -> None:
    buyer = enter(company, "buyer")
    page = buyer.get("/stock/suppliers").content.decode()
    assert page.count("data-id=") == 2
    assert "&lt;b&gt;Works" in page
    assert "21 days" in page
    assert buyer.get("/stock/suppliers?state=inactive").content.decode().count("data-id=") == 1
    assert buyer.get("/stock/suppliers?q=clay").content.decode().count("data-id=") == 1
    assert "No supplier matches." in buyer.get("/stock/suppliers?q=zzz").content.decode()
    bad = buyer.post("/stock/suppliers/new", {"code": "IRON", "name": "Iron & Co", "currency": "EURO"})
    assert bad.status_code == 422
    assert "EURO" in bad.content.decode()
    assert Supplier.objects.count() == 2
    made = buyer.post("/stock/suppliers/new", {"code": "IRON", "name": "Iron & Co", "lead_time_days": "7"})
    iron = Supplier.objects.get(code="IRON")
    assert made["Location"] == f"/stock/suppliers/{iron.pk}"
    buyer.post(f"/stock/suppliers/{iron.pk}/edit", {"name": "Iron & Co", "lead_time_days": ""})
    iron.refresh_from_db()
    assert (iron.lead_time_days, iron.active) == (None, False)


@pytest.mark.parametrize(
    ("role", "status"), [("desk", 200), ("warehouse", 403), ("marketer", 403), ("admin", 403)]
)
def test_Z4_roles_without_contacts_learn_no_person(company: int, role: str, status: int) -> None:
    client, clay = enter(company, role), Supplier.objects.get(code="CLAY")
    for path in ("/stock/suppliers", f"/stock/suppliers/{clay.pk}", "/stock/suppliers?q=grace@"):
        answer = client.get(path)
        assert answer.status_code == status
        assert "Grace" not in answer.content.decode()
    assert client.post(f"/stock/suppliers/{clay.pk}/edit", {"name": "X"}).status_code == 403
    clay.refresh_from_db()
    assert clay.name == CLAY.name


def test_Z3_another_companys_supplier_is_missing(company: int) -> None:
    other = enter(factories.company(), "manager")
    clay = Supplier.objects.get(code="CLAY")
    assert other.get(f"/stock/suppliers/{clay.pk}").status_code == 404
    assert other.post(f"/stock/suppliers/{clay.pk}/edit", {"name": "X"}).status_code == 404
    assert other.post(f"/stock/suppliers/{clay.pk}/erase-contact").status_code == 404
    assert "CLAY" not in other.get("/stock/suppliers").content.decode()
    clay.refresh_from_db()
    assert (clay.name, clay.contact) == (CLAY.name, "Grace Potter")
