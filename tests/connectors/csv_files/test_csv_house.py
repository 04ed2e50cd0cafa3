"""Lists of customers and suppliers as real programs title their columns; no other table is taken for one."""

from __future__ import annotations

import dataclasses
import io
from datetime import date
from decimal import Decimal

import pytest
from tests.connectors.shared_data import CONTEXT
from tests.connectors.test_conformance import FORMATS

from opsroom.connectors.csv_files.days import parse_days
from opsroom.connectors.csv_files.translate_customers import CsvCustomers
from opsroom.connectors.csv_files.translate_receivables import CsvReceivables
from opsroom.connectors.csv_files.translate_suppliers import CsvSuppliers
from opsroom.ports.file_format import StagedRecord
from opsroom.ports.incoming_house import IncomingBuyer, IncomingReceivable, IncomingSupplier


def read(one: CsvCustomers | CsvSuppliers, text: str) -> list[StagedRecord]:
    return list(one.read(io.BytesIO(text.encode()), None, CONTEXT))


# Titles as these programs write them in their exports; rows are ours.
CUSTOMER_FILES = {
    "Cin7": "Customer Code,Company,First Name,Last Name,Email,Phone,Payment Terms,Credit Limit,Billing Address 1,"
    "Billing City,Billing Postal Code,Billing Country\n"
    "C7,Harbour Cafe Ltd,Ines,Moreau,ines@harbour.example,+44 117 496 0001,30 days,2500.00,1 Quay St,"
    "Bristol,BS1 4DJ,GB\n",
    "Zoho": "Contact ID,Display Name,Company Name,EmailID,Phone,Payment Terms,Credit Limit,Billing Street,Billing City,"
    "Billing Code,Billing Country\n"
    "C7,Ines Moreau,Harbour Cafe Ltd,ines@harbour.example,+44 117 496 0001,Net 30,2500.00,1 Quay St,"
    "Bristol,BS1 4DJ,GB\n",
    "Billbee": "Kundennummer;Firma;Vorname;Nachname;E-Mail;Telefon;Zahlungsziel;Kreditlimit;Straße;Ort;PLZ;Land\n"
    "C7;Harbour Cafe Ltd;Ines;Moreau;ines@harbour.example;+44 117 496 0001;30 Tage;2.500,00;1 Quay St;"
    "Bristol;BS1 4DJ;GB\n",
    "Excel": "Customer number,Customer name,Company,E-mail,Phone,Terms,Credit limit,Address,City,Postcode,Country\n"
    "C7,Ines Moreau,Harbour Cafe Ltd,ines@harbour.example,+44 117 496 0001,30,2500,1 Quay St,Bristol,BS1 4DJ,GB\n",
}
SUPPLIER_FILES = {
    "Linnworks": "Supplier Name,Contact Name,Email,Telephone Number,Currency,Lead Time,Supplier Code\n"
    "Northern Clay Works,Grace Potter,grace@clay.example,+44 1782 496 0002,GBP,21,CLAY\n",
    "Brightpearl": "Company name,Primary contact,Email address,Phone number,Currency code,Lead time (days),"
    "Supplier ID\n"
    "Northern Clay Works,Grace Potter,grace@clay.example,+44 1782 496 0002,GBP,21,CLAY\n",
    "JTL": "Lieferantennummer;Firma;Ansprechpartner;E-Mail;Telefon;Währung;Lieferzeit\n"
    "CLAY;Northern Clay Works;Grace Potter;grace@clay.example;+44 1782 496 0002;GBP;3 Wochen\n",
}


@pytest.mark.parametrize("program", CUSTOMER_FILES)
def test_one_customer_reads_the_same_from_every_program(program: str) -> None:
    text = CUSTOMER_FILES[program]
    assert max(FORMATS, key=lambda one: one.recognise("x.csv", text.encode()).confidence).code == "customers"
    (record,) = read(CsvCustomers(), text)
    assert record.problems == ()
    value = record.value
    assert isinstance(value, IncomingBuyer)
    told = (value.external_id, value.name, value.company, value.email)
    assert told == ("C7", "Ines Moreau", "Harbour Cafe Ltd", "ines@harbour.example")
    (place,) = value.addresses
    assert (place.line1, place.city, place.postcode, place.country_code) == (
        "1 Quay St",
        "Bristol",
        "BS1 4DJ",
        "GB",
    )


@pytest.mark.parametrize("program", SUPPLIER_FILES)
def test_one_supplier_reads_the_same_from_every_program(program: str) -> None:
    text = SUPPLIER_FILES[program]
    assert max(FORMATS, key=lambda one: one.recognise("x.csv", text.encode()).confidence).code == "suppliers"
    (record,) = read(CsvSuppliers(), text)
    assert record.problems == ()
    assert record.value == IncomingSupplier(
        "CLAY", "Northern Clay Works", "GBP", 21, "Grace Potter", "grace@clay.example", "+44 1782 496 0002"
    )


@pytest.mark.parametrize(
    "header",
    [
        "Order number,Date,Customer name,Email,SKU,Quantity,Price,Total\n1,2026-11-20,A,a@b.example,A,1,5,5\n",
        "SKU,Supplier,On hand,Location\nA,CLAY,5,Main\n",
        "Handle,Title,Vendor,Variant SKU,Variant Price\nmug,Mug,Us,MUG,5\n",
    ],
)
def test_a_table_of_goods_that_names_people_is_no_list_of_people(header: str) -> None:
    for one in (CsvCustomers(), CsvSuppliers()):
        assert one.recognise("x.csv", header.encode()).confidence == 0


def test_bad_cells_get_a_sentence_each_and_spoil_no_neighbour() -> None:
    text = "Customer number,Customer name,E-mail\nC1,Ada,ada@\n,Nobody,\nC3,Cy,cy@example.com\n"
    first, second, third = read(CsvCustomers(), text)
    assert isinstance(first.value, IncomingBuyer)
    assert first.value.email == ""
    assert [one.code for one in first.problems] == ["customer.bad_email"]
    assert [(one.code, one.row) for one in second.problems] == [("customer.nobody", 3)]
    assert isinstance(third.value, IncomingBuyer)
    assert (third.value.email, third.problems) == ("cy@example.com", ())


def test_terms_and_limits_are_told_in_days_and_money_and_an_empty_cell_tells_nothing() -> None:
    head = "Customer number,Customer name,E-mail,Payment terms,Credit limit,Credit currency\n"
    rows = "C1,Ada,,30,2500,\nC2,Bo,,Vorkasse,,\nC3,Cy,,due on receipt,unlimited,\nC4,Di,,,,\nC5,Ed,,2 weeks,9.5,GBP\n"
    values = [record.value for record in read(CsvCustomers(), head + rows)]
    told = [
        (one.prepaid, one.terms_days, one.no_limit, one.credit_limit, one.credit_currency)
        for one in values
        if isinstance(one, IncomingBuyer)
    ]
    assert told == [
        (False, 30, False, Decimal(2500), CONTEXT.currency),
        (True, None, False, None, ""),
        (False, 0, True, None, ""),
        (False, None, False, None, ""),
        (False, 14, False, Decimal("9.5"), "GBP"),
    ]


def test_bad_cells_of_suppliers_get_a_sentence_each() -> None:
    bad = "Supplier name,Currency,Lead time\n,EUR,3\nClay,Euros,3\nClay Works,EUR,4 years\nReed,EUR,\n"
    codes = [[one.code for one in record.problems] for record in read(CsvSuppliers(), bad)]
    assert codes == [["supplier.no_name"], ["supplier.bad_currency"], ["supplier.bad_lead_time"], []]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("30", 30),
        ("Net 30", 30),
        ("2 weeks", 14),
        ("14 Tage netto", 14),
        ("-3", None),
        ("soon", None),
        ("9999", None),
    ],
)
def test_spans_are_days(text: str, days: int | None) -> None:
    assert parse_days(text) == days


def test_an_invoice_written_at_a_moment_elsewhere_is_of_the_day_it_was_here() -> None:
    """A tool that exports UTC writes the invoice of half past midnight in Berlin under the day before."""
    berlin = dataclasses.replace(CONTEXT, time_zone="Europe/Berlin")
    text = (
        "Invoice Number,Customer,Invoice Date,Due Date,Total,Amount Due,Currency\n"
        "INV-1,C1,2026-10-01T22:30:00Z,2026-11-01,10.00,10.00,EUR\n"
    )
    (record,) = CsvReceivables().read(io.BytesIO(text.encode()), None, berlin)
    assert isinstance(record.value, IncomingReceivable)
    assert (record.value.issued_on, record.value.due_on) == (date(2026, 10, 2), date(2026, 11, 1))
