"""Papers of a wave: one PDF in bin order, no price, labels that say TEST, a file for the carrier, tracking back."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from pypdf import PdfReader
from tests import factories
from tests.domains.fulfilment.floor import floor, mug_and_lamp, mugs, sent
from tests.workflows.test_from_order_to_invoice import BERLIN

from opsroom.domains.fulfilment.actions.ensure_parcels import ensure_parcels
from opsroom.domains.fulfilment.actions.import_tracking import import_tracking
from opsroom.domains.fulfilment.documents.carrier_file import carrier_csv
from opsroom.domains.fulfilment.documents.label import label_pdf, label_zpl
from opsroom.domains.fulfilment.documents.slips import slips_pdf
from opsroom.domains.fulfilment.models import Parcel, Wave
from opsroom.domains.fulfilment.rules import read_tracking
from opsroom.domains.orders.models import Order

pytestmark = pytest.mark.django_db
HOSTILE = '=HYPERLINK("http://x")^XA~JR #include("x") <b>$'


def words(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_one_pdf_holds_the_pick_list_in_bin_order_and_a_slip_an_order_without_prices() -> None:
    shop = floor("paper", MUG=9, LAMP=9)
    gift = replace(
        mug_and_lamp(1002), gift_message="All the best, Ida", purchase_order="PO-77", note="Ring twice"
    )
    wave = shop.release(*shop.take_in(mugs(1001), gift))
    name, pdf = slips_pdf(shop.picker, shop.company, wave.pk)
    assert name == f"{wave.number}-papers.pdf"
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 3
    text = words(pdf)
    for told in (
        "Pick list",
        "2 orders",
        "4 pieces",
        "All the best, Ida",
        "PO-77",
        "Ring twice",
        "Mara Klein",
        "A-01-1",
    ):
        assert told in text, told
    for price in ("23.80", "52.50", "EUR", "€"):
        assert price not in text


def test_X3_hostile_names_and_gifts_stay_text_on_slips_and_labels() -> None:
    shop = floor("paper", MUG=9)
    hostile = replace(
        mugs(1001), ship_to=replace(BERLIN, name=HOSTILE), gift_message='#read("/etc/hostname") $x$'
    )
    wave = shop.release(*shop.take_in(hostile))
    assert "#read(" in words(slips_pdf(shop.picker, shop.company, wave.pk)[1])
    parcel = ensure_parcels(shop.picker, shop.company, shop.site, [sent(wave).pk])[sent(wave).pk]
    text = words(label_pdf(shop.picker, shop.company, parcel)[1])
    assert "TEST" in text
    assert "#include(" in text


def test_X2_a_name_reaches_the_label_printer_as_hex_only() -> None:
    shop = floor("paper", MUG=9)
    wave = shop.release(*shop.take_in(replace(mugs(1001), ship_to=replace(BERLIN, name=HOSTILE))))
    parcel = ensure_parcels(shop.picker, shop.company, shop.site, [sent(wave).pk])[sent(wave).pk]
    zpl = label_zpl(shop.picker, shop.company, parcel)[1].decode()
    assert zpl.count("^XA") == zpl.count("^XZ") == 1
    assert "~" not in zpl
    assert "_5EXA_7EJR" in zpl
    assert "^FDTEST^FS" in zpl


def test_X1_the_carriers_file_runs_no_formula_and_comes_back_with_tracking() -> None:
    shop = floor("paper", MUG=9)
    wave = shop.release(*shop.take_in(replace(mugs(1001), ship_to=replace(BERLIN, name=HOSTILE)), mugs(1002)))
    name, content = carrier_csv(shop.picker, shop.company, wave.pk)
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert (name, len(rows)) == (f"{wave.number}-carrier.csv", 2)
    assert rows[0]["name"].startswith("'=HYPERLINK")
    assert (rows[0]["city"], rows[0]["pieces"], rows[0]["weight_g"]) == ("Berlin", "2", "")
    for at, row in enumerate(rows):
        row["tracking_number"] = f"0034043412345678901{at}"
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    read, problems = read_tracking(out.getvalue())
    assert problems == []
    done = import_tracking(shop.picker, shop.company, wave.pk, read)
    assert (done.changed, done.same, done.problems) == (2, 0, ())
    assert import_tracking(shop.picker, shop.company, wave.pk, read).same == 2


def test_bad_rows_are_named_with_a_sentence_and_good_ones_beside_them_kept() -> None:
    shop = floor("paper", MUG=9)
    first, second = shop.take_in(mugs(1001), mugs(1002))
    wave = shop.release(first, second)
    number = Order.objects.get(pk=first).number
    pasted = f"{number}\tABC-12345\nF-99999\tABC-77777\n{Order.objects.get(pk=second).number}\t!!\n\n{number}"
    rows, problems = read_tracking(pasted)
    assert problems == ["Row 5 has no tracking number. Add it, or leave the row out."]
    done = import_tracking(shop.picker, shop.company, wave.pk, rows)
    assert done.changed == 1
    assert done.problems[0] == (
        f"Row 2: 'F-99999' is no order, fulfilment order or parcel of {wave.number}. Check the number."
    )
    assert done.problems[1].startswith("Row 3: '!!' cannot be a tracking number.")
    assert Parcel.objects.get(fulfilment_order__order_id=first).tracking == "ABC-12345"


def test_one_number_cannot_stand_on_two_parcels() -> None:
    shop = floor("paper", MUG=9)
    ids = shop.take_in(mugs(1001), mugs(1002))
    wave = shop.release(*ids)
    numbers = list(Order.objects.order_by("id").values_list("number", flat=True))
    rows, _ = read_tracking("\n".join(f"{number};ABC-12345" for number in numbers))
    done = import_tracking(shop.picker, shop.company, wave.pk, rows)
    assert done.changed == 1
    assert "is already on parcel" in done.problems[0]


def test_Z3_papers_of_another_company_or_site_are_not_found() -> None:
    from opsroom.domains.access.errors import Refused
    from opsroom.kernel.values.errors import CodedError

    shop = floor("paper", MUG=9)
    wave = shop.release(*shop.take_in(mugs(1001)))
    company = factories.company()
    foreign = factories.actor("manager", company)
    elsewhere = factories.actor("warehouse", shop.company, sites=[factories.site(shop.company)])
    for make in (slips_pdf, carrier_csv):
        with pytest.raises(CodedError):
            make(foreign, company, wave.pk)
        with pytest.raises(Refused):
            make(elsewhere, shop.company, wave.pk)
    assert Wave.objects.get().printed_at is None
