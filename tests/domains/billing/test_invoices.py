"""Invoices repeat what was sold, to the cent; numbers have no gaps; the paper is made once, by the worker's job."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from pypdf import PdfReader
from tests import factories
from tests.domains.fulfilment.floor import floor, mugs, scan, sent
from tests.workflows.test_from_order_to_invoice import BERLIN, line, order

from opsroom.domains.billing import queries
from opsroom.domains.billing.actions.issue_invoices import issue_invoices
from opsroom.domains.billing.actions.number_invoices import number_invoices
from opsroom.domains.billing.errors import InvoiceNotFound
from opsroom.domains.billing.models import Invoice, InvoiceDocument
from opsroom.domains.billing.tasks import bill, sweep
from opsroom.domains.fulfilment.actions.pack_scan import pack_scan
from opsroom.domains.fulfilment.actions.pick_scan import pick_scan
from opsroom.domains.fulfilment.actions.pick_short import pick_short
from opsroom.domains.fulfilment.models import Pick
from opsroom.domains.orders.models import Order
from opsroom.domains.warehouse.actions.set_stock import StockRow, set_stock
from opsroom.kernel.values.tax import Line, document_amounts
from opsroom.ports.incoming import IncomingTax, IncomingTotals, Party
from opsroom.workflows.allocate_orders import allocate_orders
from opsroom.workflows.ship_orders import ship_orders

pytestmark = pytest.mark.django_db
# The six cases: unit price, units, discount in minor units, rate, prices with tax, mode, (net, tax, gross).
CASES = [
    ("23.90", 10, 5975, "0.20", True, "line", (14937, 2988, 17925)),
    ("348.35", 16, 22294, "0.22", False, "document", (535066, 117715, 652781)),
    ("3.60", 10, 0, "0.055", False, "document", (3600, 198, 3798)),
    ("13.60", 9, 0, "0.06", False, "document", (12240, 734, 12974)),
    ("10.00", 3, 0, "0.15", True, "document", (2609, 391, 3000)),
    ("5095.20", 1, 0, "0.07", False, "document", (509520, 35666, 545186)),
]


@pytest.mark.parametrize("case", CASES, ids=[f"{price}x{units}" for price, units, *_ in CASES])
def test_an_invoice_says_what_the_order_said_in_each_of_the_six_rounding_cases(case) -> None:
    price, units, discount, rate, included, mode, (net, tax, gross) = case
    exact = Fraction(price) * units * 100 - discount
    sums = document_amounts([Line(exact, Decimal(rate))], prices_include_tax=included, mode=mode)
    assert (sums.net, sums.tax, sums.gross) == (net, tax, gross)
    shop = floor("paper", MUG=99)
    sold = replace(
        line("MUG", units, price, 0),
        discount_minor=discount,
        taxes=(IncomingTax("VAT", Decimal(rate), sums.tax),),
    )
    total = IncomingTotals(total_minor=gross)
    one = replace(
        order(1001, sold, total=gross), prices_include_tax=included, shipping_lines=(), totals=total
    )
    row = sent(shop.release(*shop.take_in(one)))
    ship_orders(shop.picker, shop.company, shop.site, [row.pk])
    made = Invoice.objects.get()
    assert (made.net_minor, made.tax_minor, made.gross_minor) == (net, tax, gross)
    (stored,) = made.lines.all()
    assert (stored.net_minor, stored.tax_minor, stored.gross_minor) == (net, tax, gross)


def test_two_part_shipments_of_one_line_are_two_invoices_that_add_up_to_the_order() -> None:
    shop = floor("full", MUG=2)
    rows = [StockRow(shop.skus["MUG"], "A-01-2", 1)]
    set_stock(shop.demo, shop.site, rows, "more", company_id=shop.company, ref=("warehouse.site", shop.site))
    (pk,) = shop.take_in(replace(mugs(1001, 3), shipping_lines=(), totals=IncomingTotals(total_minor=7140)))
    wave = shop.release(pk)
    for pick in Pick.objects.filter(wave=wave).order_by("-quantity"):
        if pick.quantity == 1:
            pick_short(shop.picker, shop.company, pick.pk, "not_there")
        else:
            for _ in range(2):
                pick_scan(shop.picker, shop.company, wave.pk, scan(pick.pk, "MUG"))
    row = sent(wave)
    for line_row in row.lines.filter(picked__gt=0):
        for _ in range(2):
            pack_scan(shop.picker, shop.company, row.pk, scan(line_row.pk, "MUG"))
    ship_orders(shop.picker, shop.company, shop.site, [row.pk])
    rows = [StockRow(shop.skus["MUG"], "A-01-3", 1)]
    set_stock(shop.demo, shop.site, rows, "came", company_id=shop.company, ref=("warehouse.site", shop.site))
    allocate_orders(shop.demo, shop.company, order_ids=[pk])
    again = sent(shop.release(pk))
    for line_row in again.lines.all():
        pick_scan(shop.picker, shop.company, again.wave_id, scan(Pick.objects.get(line=line_row).pk, "MUG"))
        pack_scan(shop.picker, shop.company, again.pk, scan(line_row.pk, "MUG"))
    ship_orders(shop.picker, shop.company, shop.site, [again.pk])
    found = Order.objects.get(pk=pk)
    assert (found.state, found.fulfilment_state) == ("closed", "shipped")
    invoices = list(Invoice.objects.order_by("id"))
    assert [sum(one.lines.values_list("quantity", flat=True)) for one in invoices] == [2, 1]
    assert sum(one.gross_minor for one in invoices) == found.total_minor == 7140
    assert sum(one.tax_minor for one in invoices) == found.tax_minor


def test_the_job_numbers_without_gaps_makes_the_paper_and_finds_nothing_to_do_again() -> None:
    shop = floor("paper", MUG=9)
    for number in (1001, 1002):
        row = sent(shop.release(*shop.take_in(mugs(number))))
        ship_orders(shop.picker, shop.company, shop.site, [row.pk])
    assert bill(shop.company) == 2
    assert bill(shop.company) == 0
    assert list(Invoice.objects.order_by("id").values_list("display_number", "state")) == [
        ("INV-000001", "issued"),
        ("INV-000002", "issued"),
    ]
    text = "".join(
        page.extract_text()
        for page in PdfReader(io.BytesIO(bytes(InvoiceDocument.objects.first().pdf))).pages
    )
    for words in ("Invoice INV-000001", "Mara Klein", "Torstraße 12", "52.50 EUR", "44.12 EUR", "8.38 EUR"):
        assert words in text, words


def test_a_draft_that_a_killed_worker_left_is_found_by_the_sweep() -> None:
    shop = floor("paper", MUG=9)
    row = sent(shop.release(*shop.take_in(mugs(1001))))
    ship_orders(shop.picker, shop.company, shop.site, [row.pk])
    billing = factories.system("system.billing", shop.company)
    number_invoices(billing, shop.company, date(2026, 11, 23))
    assert Invoice.objects.get().state == "numbered"
    sweep(0)
    assert Invoice.objects.get().state == "issued"
    assert issue_invoices(billing, shop.company) == []


def test_what_its_channel_invoices_gets_none_of_ours() -> None:
    shop = floor("paper", MUG=9)
    one = replace(mugs(1001), invoice_issuer=Party.MARKETPLACE)
    row = sent(shop.release(*shop.take_in(one)))
    assert ship_orders(shop.picker, shop.company, shop.site, [row.pk]).invoice_ids == ()
    assert Invoice.objects.count() == 0


def test_X3_names_that_look_like_source_stay_text_on_the_paper() -> None:
    hostile = '#read("/etc/passwd") = $x$ <script> \\ "'
    shop = floor("paper", MUG=9)
    address = replace(BERLIN, name=hostile)
    row = sent(shop.release(*shop.take_in(replace(mugs(1001), bill_to=address, ship_to=address))))
    ship_orders(shop.picker, shop.company, shop.site, [row.pk])
    bill(shop.company)
    reader = PdfReader(io.BytesIO(bytes(InvoiceDocument.objects.get().pdf)))
    text = "".join(page.extract_text() for page in reader.pages)
    assert '#read("/etc/passwd")' in text.replace("“", '"').replace("”", '"')
    assert "root:" not in text


def test_Z3_another_company_finds_no_invoice() -> None:
    shop = floor("paper", MUG=9)
    row = sent(shop.release(*shop.take_in(mugs(1001))))
    ship_orders(shop.picker, shop.company, shop.site, [row.pk])
    bill(shop.company)
    own, foreign = (factories.actor("bookkeeper", c) for c in (shop.company, factories.company()))
    made = Invoice.objects.get().pk
    assert queries.get(own, made).display_number == "INV-000001"
    assert queries.paper(own, made).pdf.startswith(b"%PDF")
    for ask in (queries.get, queries.paper):
        with pytest.raises(InvoiceNotFound):
            ask(foreign, made)
