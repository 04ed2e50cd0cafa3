"""Invoices and credit notes on pages: stored amounts, the paper as a download, nothing for another company or role."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client
from tests import factories
from tests.domains.fulfilment.floor import Floor, floor, mugs, sent

from opsroom.domains.billing.models import CreditNote, Invoice
from opsroom.domains.billing.tasks import bill
from opsroom.domains.orders.models import Order
from opsroom.ports.incoming import PaymentCondition
from opsroom.workflows.accept_orders import accept_orders
from opsroom.workflows.ship_orders import ship_orders

pytestmark = pytest.mark.django_db


def signed_in(company: int, role: str) -> Client:
    client = Client()
    client.post(factories.sign_in_path(company, factories.user(role, company)))
    return client


@pytest.fixture
def shop() -> Floor:
    shop = floor("paper", MUG=9)
    row = sent(shop.release(*shop.take_in(mugs(1001))))
    ship_orders(shop.picker, shop.company, shop.site, [row.pk])
    return shop


def test_a_draft_waits_in_the_list_and_an_issued_one_has_its_page_and_paper(shop: Floor) -> None:
    client = signed_in(shop.company, "bookkeeper")
    assert "1 of them wait for their number" in client.get("/money").content.decode()
    bill(shop.company)
    pk = Invoice.objects.get().pk
    listed = client.get("/money").content.decode()
    assert "INV-000001" in listed
    assert "€52.50" in listed
    page = client.get(f"/money/invoices/{pk}").content.decode()
    for told in ("Invoice INV-000001: €52.50.", "€44.12", "€8.38", "19%", f"/invoices/{pk}/pdf"):
        assert told in page, told


def test_what_was_sent_back_stands_on_the_invoice_and_on_the_order_with_its_paper(shop: Floor) -> None:
    order = Order.objects.get()
    accept_orders(
        shop.demo, order.channel_id, [replace(mugs(1001), payment=PaymentCondition.REFUNDED)], mode="live"
    )
    bill(shop.company)
    paper = f"/credit-notes/{CreditNote.objects.get().pk}/pdf"
    client = signed_in(shop.company, "bookkeeper")
    page = client.get(f"/money/invoices/{Invoice.objects.get().pk}").content.decode()
    for told in ("CN-000001", "Money was sent back", paper):
        assert told in page, told
    page = client.get(f"/orders/{order.pk}").content.decode()
    for told in ("Credit note CN-000001, €52.50", "€52.50 sent back", "Credit note issued", paper):
        assert told in page, told
    assert client.get(paper).content.startswith(b"%PDF")
    for company, role, status in ((factories.company(), "bookkeeper", 404), (shop.company, "warehouse", 403)):
        assert signed_in(company, role).get(paper).status_code == status


def test_X4_the_paper_is_an_attachment_sandboxed_under_a_name_of_ours(shop: Floor) -> None:
    bill(shop.company)
    answer = signed_in(shop.company, "bookkeeper").get(f"/invoices/{Invoice.objects.get().pk}/pdf")
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Disposition"] == 'attachment; filename="INV-000001.pdf"'
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_Z3_another_company_gets_the_same_answer_as_for_no_invoice(shop: Floor) -> None:
    bill(shop.company)
    pk = Invoice.objects.get().pk
    client = signed_in(factories.company(), "bookkeeper")
    for path in ("/money/invoices/{}", "/invoices/{}/pdf"):
        foreign, missing = client.get(path.format(pk)), client.get(path.format(999_999))
        assert foreign.status_code == missing.status_code == 404
    assert "INV-000001" not in client.get("/money").content.decode()


def test_Z2_the_warehouse_sees_no_invoice(shop: Floor) -> None:
    bill(shop.company)
    client = signed_in(shop.company, "warehouse")
    for path in (
        "/money",
        f"/money/invoices/{Invoice.objects.get().pk}",
        f"/invoices/{Invoice.objects.get().pk}/pdf",
    ):
        assert client.get(path).status_code == 403
