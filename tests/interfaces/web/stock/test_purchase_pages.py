"""A buyer's purchase orders on their pages: found, read, given another day, closed with a reason; refused to others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone
from tests import factories
from tests.interfaces.web.orders.test_order_page import enter

from opsroom.domains.catalog.actions.upsert_products import upsert_products
from opsroom.domains.catalog.models import Sku
from opsroom.domains.catalog.rules import ProductDraft, SkuDraft
from opsroom.domains.partners.actions.save_suppliers import save_suppliers
from opsroom.domains.partners.rules import SupplierDraft
from opsroom.domains.purchasing.actions.save_purchases import save_purchases
from opsroom.domains.purchasing.models import PurchaseOrder
from opsroom.domains.purchasing.rules import LineDraft, PurchaseDraft
from opsroom.insight.lists import stock

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> int:
    """PO-7 is three days late with 80 mugs to come, PO-8 is due in a week, PO-9 is received."""
    company = factories.company()
    site, manager = factories.site(company), factories.actor("manager", company)
    upsert_products(manager, company, [ProductDraft("p", (SkuDraft("MUG"),), title="Stone mug")])
    mug = Sku.objects.get(code="MUG").pk
    clay = save_suppliers(manager, company, [SupplierDraft("CLAY", "Northern Clay Works", "GBP")])["CLAY"]
    today = timezone.localdate()

    def draft(number: str, days: int, received: int) -> PurchaseDraft:
        due = today + timedelta(days=days)
        return PurchaseDraft(number, clay, site, (LineDraft(mug, 120, received),), "GBP", None, due)

    drafts = [draft("PO-7", -3, 40), draft("PO-8", 7, 0), draft("PO-9", -9, 120)]
    save_purchases(manager, company, drafts, currency="EUR")
    return company


def test_the_list_finds_what_is_late_and_each_number_opens_its_order(company: int) -> None:
    buyer = enter(company, "buyer")
    page = buyer.get("/stock/purchases").content.decode()
    assert "2 purchase orders are open" in page
    assert "1 of them is late." in page
    late = buyer.get("/stock/purchases?view=late").content.decode()
    assert ("PO-7" in late, "PO-8" in late) == (True, False)
    assert "PO-8" in buyer.get("/stock/purchases?q=mug&view=open").content.decode()
    assert "No purchase order matches." in buyer.get("/stock/purchases?q=nothing").content.decode()
    order = PurchaseOrder.objects.get(number="PO-7")
    shown = buyer.get(f"/stock/purchases/{order.pk}").content.decode()
    assert "PO-7: 80 pieces to come" in shown
    stock = buyer.get("/stock").content.decode()
    assert "On its way" in stock
    assert ">200<" in stock
    item = buyer.get(f"/stock/{Sku.objects.get().pk}").content.decode()
    assert "it can be sold when it is here" in item
    supplier = buyer.get(f"/stock/suppliers/{order.supplier_id}").content.decode()
    assert "PO-7" in supplier
    assert "PO-9" not in supplier


def test_what_is_on_its_way_stands_at_the_site_it_comes_to(company: int) -> None:
    manager, mug = factories.actor("manager", company), Sku.objects.get().pk
    home, clay = PurchaseOrder.objects.filter(number="PO-7").values_list("site_id", "supplier_id").get()
    north = factories.site(company)
    draft = PurchaseDraft("PO-10", clay, north, (LineDraft(mug, 5),), "GBP")
    save_purchases(manager, company, [draft], currency="EUR")
    row = stock.page(manager, stock.StockFilter())[0]
    rows = [replace(row, site_id=site) for site in (None, home, north)]
    coming = stock.on_its_way(manager, rows) or {}
    assert {site: one.pieces for (_, site), one in coming.items()} == {None: 205, home: 200, north: 5}


def test_a_buyer_changes_the_day_closes_the_rest_and_opens_it_again(company: int) -> None:
    buyer = enter(company, "buyer")
    order = PurchaseOrder.objects.get(number="PO-7")
    path = f"/stock/purchases/{order.pk}"
    bad = buyer.post(f"{path}/expected", {"expected": "soon"})
    assert (bad.status_code, "“soon” is no day on which goods arrive" in bad.content.decode()) == (422, True)
    assert 'value="soon"' in bad.content.decode(), "what was typed stays"
    assert (
        buyer.post(f"{path}/expected", {"expected": "2026-12-24", "reason": "told by phone"}).status_code
        == 302
    )
    order.refresh_from_db()
    assert order.expected_on == date(2026, 12, 24)
    empty = buyer.post(f"{path}/close", {"reason": " "})
    assert (empty.status_code, "Say why the rest of PO-7 will not come" in empty.content.decode()) == (
        422,
        True,
    )
    buyer.post(f"{path}/close", {"reason": "discontinued"})
    shown = buyer.get(path).content.decode()
    assert "PO-7 brings no more" in shown
    assert "discontinued" in shown
    assert "80 pieces of PO-7 will not come." in shown
    buyer.post(f"{path}/reopen")
    order.refresh_from_db()
    assert order.state == "open"


def test_Z2_who_may_not_buy_sees_no_verb_and_strangers_see_nothing(company: int) -> None:
    order = PurchaseOrder.objects.get(number="PO-7")
    path = f"/stock/purchases/{order.pk}"
    desk = enter(company, "desk")
    assert "Close the rest" not in desk.get(path).content.decode()
    for verb in ("close", "expected", "reopen"):
        assert desk.post(f"{path}/{verb}", {"reason": "x"}).status_code == 403, verb
    assert enter(company, "marketer").get("/stock/purchases").status_code == 403
    assert "On its way" not in enter(company, "marketer").get("/stock").content.decode()
    stranger = enter(factories.company(), "manager")
    assert stranger.get(path).status_code == 404
    assert "No purchase orders yet" in stranger.get("/stock/purchases").content.decode()
    order.refresh_from_db()
    assert order.state == "open"
