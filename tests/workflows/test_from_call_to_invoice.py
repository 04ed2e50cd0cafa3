"""A bistro calls: quoted, over its limit, let go, shipped and invoiced, with its own number on every paper."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader
from tests import factories
from tests.interfaces.web.orders.test_order_page import Shop, enter, furnish
from tests.workflows.races.room import Room, broken
from tests.workflows.test_refunds import WHOLE, back, shipped, tell

from opsroom.domains.billing.models import CreditNoteDocument, Invoice, InvoiceDocument
from opsroom.domains.billing.tasks import bill
from opsroom.domains.catalog.models import Sku
from opsroom.domains.customers.models import Customer
from opsroom.domains.fulfilment.documents.carrier_file import carrier_csv
from opsroom.domains.fulfilment.documents.label import label_pdf, label_zpl
from opsroom.domains.fulfilment.documents.slips import slips_pdf
from opsroom.domains.fulfilment.models import FulfilmentOrder, Parcel
from opsroom.domains.orders import drafts
from opsroom.domains.orders.models import Draft, Order
from opsroom.kernel.values.escaping import zpl_field
from opsroom.workflows.grant_terms import grant_terms
from opsroom.workflows.let_over_limit import let_over_limit
from opsroom.workflows.release_orders import release_orders
from opsroom.workflows.ship_orders import ship_orders

pytestmark = pytest.mark.django_db
ANKER = {
    "new": "1", "name": "Jule Sand", "organisation": "Bistro Anker", "email": "jule@anker.example.com",
    "line1": "Kai 3", "postcode": "20457", "city": "Hamburg", "country": "DE", "vat_number": "DE123456789",
}  # fmt: skip
PO = "PO 4711/B"


def words(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(bytes(pdf))).pages)


def in_csv(client: object, path: str) -> list[dict[str, str]]:
    body = client.post(path, {"form": "csv"}).content.decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(body)))


@pytest.fixture
def shop() -> Shop:
    made = furnish(50)
    Sku.objects.filter(company_id=made.company, code="MUG").update(price=Decimal("23.80"), cost=Decimal("9"))
    made.take_in(1)
    return made


def test_from_the_call_to_the_invoice_their_number_is_on_every_paper(shop: Shop) -> None:
    desk, books = enter(shop.company, "desk"), factories.actor("bookkeeper", shop.company)
    path = desk.post("/orders/new", ANKER).headers["Location"]
    desk.post(f"{path}/lines", {"q": "5 x MUG"})
    buyer = Customer.objects.get(name="Jule Sand")
    boss = factories.actor("manager", shop.company)
    grant_terms(boss, shop.company, buyer.pk, terms_days=30, credit_limit_minor=10000, credit_currency="EUR")
    agreed = {"payment": "terms", "purchase_order": PO, "delivery_method": "DHL Paket", "delivery": "4.90"}
    desk.post(path, agreed | {"version": str(Draft.objects.get().version)})
    until = datetime.now(ZoneInfo("Europe/Berlin")).date() + timedelta(days=14)
    quoted = desk.post(f"{path}/quote", {"valid_until": f"{until}", "seen": "12390"})
    assert quoted.status_code == 302, quoted.content.decode()
    draft = Draft.objects.get()
    answer = desk.get(f"{path}/quote/1.pdf")
    assert answer["Content-Type"] == "application/pdf"
    quote = words(answer.content)
    for said in (
        "Quote Q-00001", PO, "Bistro Anker", "Kai 3", f"{until:%Y-%m-%d}", "23.80", "119.00 EUR", "4.90 EUR",
        "123.90 EUR", "104.12 EUR", "19.78 EUR", "DE123456789", "Payment within 30 days of the invoice.",
        "Goods are not set aside before you order.",
    ):  # fmt: skip
        assert said in quote, said
    assert "Will be held: 23.90 over its limit of 100.00." in (page := desk.get(path).content.decode())
    assert "Nothing is mailed from here: download the PDF and send it." in page
    seen = {"seen": "12390", "version": str(Draft.objects.get().version)}
    desk.post(f"{path}/place", seen)
    order = Order.objects.get(external_id=f"draft-{draft.pk}")
    assert (order.on_hold, order.total_minor, order.purchase_order) == (True, 12390, PO)
    assert not release_orders(shop.demo, shop.company, [order.pk]).order_ids
    assert let_over_limit(books, shop.company, [order.pk], why="Agreed for this order alone") == [order.pk]
    done = release_orders(shop.demo, shop.company, [order.pk])
    (sent,) = FulfilmentOrder.objects.filter(pk__in=done.fulfilment_order_ids)
    _, papers = slips_pdf(shop.demo, shop.company, int(sent.wave_id or 0))
    pick_list, slip = (page.extract_text() for page in PdfReader(io.BytesIO(papers)).pages)
    assert PO in pick_list, "the pick list"
    assert f"Your order {PO}" in slip, "the packing slip, which is the delivery note"
    assert PO in carrier_csv(shop.demo, shop.company, int(sent.wave_id or 0))[1].decode(), (
        "the carrier's file"
    )
    ship_orders(shop.demo, shop.company, shop.site, done.fulfilment_order_ids)
    parcel = Parcel.objects.get(fulfilment_order=sent)
    assert PO in words(label_pdf(shop.demo, shop.company, parcel.pk)[1]), "the label"
    zpl = label_zpl(shop.demo, shop.company, parcel.pk)[1].decode()
    assert zpl_field(f"{order.number} · {PO}") in zpl, "the label of a label printer"
    bill(shop.company)
    invoice = Invoice.objects.get(order=order)
    assert (invoice.gross_minor, invoice.terms_days) == (12390, 30)
    text = words(InvoiceDocument.objects.get(invoice=invoice).pdf)
    assert PO in text, "the invoice"
    assert "123.90 EUR" in text
    # On pages, in searches and in what is given out.
    manager, keeper = enter(shop.company, "manager"), enter(shop.company, "bookkeeper")
    assert PO in manager.get(f"/orders/{order.pk}").content.decode()
    assert order.number in manager.get("/orders", {"view": "all", "q": PO}).content.decode()
    assert order.number in manager.get("/palette", {"q": PO}).content.decode()
    assert order.number not in manager.get("/orders", {"view": "all", "q": "PO 4712"}).content.decode()
    by_number = {row["Order"]: row for row in in_csv(manager, "/orders/export?view=all")}
    assert by_number[order.number]["Their order number"] == PO
    (bill_row,) = [row for row in in_csv(keeper, "/money/export") if row["Order"] == order.number]
    assert bill_row["Their order number"] == PO
    assert PO in keeper.get(f"/money/invoices/{invoice.pk}").content.decode()
    assert in_csv(manager, "/orders/drafts/export?view=all")[0]["Their order number"] == PO
    assert drafts.draft_of(boss, draft.pk).state == "accepted"


def test_a_credit_note_carries_their_number_too() -> None:
    room = Room()
    shipped(room, ("MUG", 2), purchase_order=PO)
    tell(room, ("MUG", 2), payment=WHOLE, refunds=(back("r1", 2490),), purchase_order=PO)
    assert PO in words(CreditNoteDocument.objects.get().pdf)
    keeper = enter(room.company, "bookkeeper")
    kinds = {row["Kind"]: row["Their order number"] for row in in_csv(keeper, "/money/export")}
    assert kinds == {"Invoice": PO, "Credit note": PO}
    assert broken() == []
