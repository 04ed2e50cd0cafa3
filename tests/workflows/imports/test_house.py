"""An old tool's customers and suppliers move in: shown first, written once, changed by a newer file, taken back."""

from __future__ import annotations

import pytest
from tests.workflows.imports.conftest import Shop

from opsroom.domains.channels import queries as channels
from opsroom.domains.customers.models import Customer, Party
from opsroom.domains.partners.actions.edit_supplier import edit_supplier
from opsroom.domains.partners.actions.erase_contact import erase_contact
from opsroom.domains.partners.models import Supplier
from opsroom.domains.partners.rules import SupplierDraft
from opsroom.kernel.records.models import Event
from opsroom.workflows.importing.context import setting_of
from opsroom.workflows.importing.runs import run_for
from opsroom.workflows.undo_import import KIND, undo_import

pytestmark = pytest.mark.django_db

CUSTOMERS = """Customer number,Customer name,Company,E-mail,VAT number,Address,City,Postcode,Country
C1,Ines Moreau,Harbour Cafe Ltd,ines@harbour.example,GB123456789,1 Quay St,Bristol,BS1 4DJ,GB
C2,Bo Lind,,bo@example.com,,,,,
"""
SUPPLIERS = """Supplier code,Supplier name,Currency,Lead time days,Contact,E-mail,Active
CLAY,Northern Clay Works,GBP,21,Grace Potter,grace@clay.example,yes
REED,Reed & Rush,EUR,10,,,no
"""
ORDER = """Order number,Date,Customer ID,Customer name,Email,SKU,Quantity,Price,Total
1,2026-11-20,C1,Ines Moreau,ines@harbour.example,MUG,1,5.00,5.00
"""


def undo(shop: Shop, import_id: int) -> tuple[int, list[tuple[int, str]]]:
    run = run_for(setting_of(shop.manager, import_id), KIND, "undo", None)
    return undo_import(shop.manager, import_id, run)


def test_customers_move_in_once_and_are_those_that_orders_name(shop: Shop) -> None:
    seen = shop.bring(CUSTOMERS, dry_run=True, format="customers")
    assert (seen.counts["new"], seen.written, Customer.objects.count()) == (2, 0, 0)
    first = shop.again(seen.import_id)
    assert (first.written, Customer.objects.count(), Party.objects.count()) == (2, 2, 1)
    party = Party.objects.get()
    told = (party.name, party.organisation, party.line1, party.country, party.vat_number, party.problems)
    assert told == ("Ines Moreau", "Harbour Cafe Ltd", "1 Quay St", "GB", "GB123456789", [])
    twice = shop.bring(CUSTOMERS + "\n", format="customers")
    assert (twice.counts["same"], Customer.objects.count(), Party.objects.count()) == (2, 2, 1)

    # The orders of the same tool name the same numbers: the buyer is the one that stands here.
    shop.bring(ORDER, format="orders")
    assert Customer.objects.count() == 2
    newer = CUSTOMERS.replace("bo@example.com", "bo@lind.example")
    changed = shop.bring(newer, format="customers")
    assert (changed.counts["changed"], changed.counts["same"]) == (1, 1)
    assert undo(shop, changed.import_id) == (2, [])
    assert Customer.objects.get(name="Bo Lind").email == "bo@example.com"
    taken, stay = undo(shop, first.import_id)
    assert (taken, [row for row, _ in stay]) == (1, [2])
    assert "placed orders" in stay[0][1]
    assert list(Customer.objects.values_list("name", flat=True)) == ["Ines Moreau"]


def test_a_number_that_names_somebody_else_and_one_that_stands_twice_are_asked(shop: Shop) -> None:
    shop.bring(CUSTOMERS, format="customers")
    text = (
        "Customer number,Customer name,E-mail\nC1,Otto Graf,otto@example.com\nC9,Eva,eva@example.com\n"
        "C9,Eve,eve@example.com\n"
    )
    run = shop.bring(text, format="customers")
    assert (run.counts["questions"], run.counts["fix"], run.written) == (1, 1, 1)
    said = " ".join(shop.sentences(run.import_id))
    assert "another name and another e-mail address" in said
    assert "stands in row 3" in said
    assert Customer.objects.get(external_key__endswith=":C1").name == "Ines Moreau"


def test_suppliers_move_in_once_change_and_go_back(shop: Shop) -> None:
    first = shop.bring(SUPPLIERS, format="suppliers")
    assert channels.import_of(shop.manager, first.import_id).channel_id is None
    clay, reed = Supplier.objects.order_by("code")
    assert (clay.currency, clay.lead_time_days, clay.contact, clay.active) == (
        "GBP",
        21,
        "Grace Potter",
        True,
    )
    assert (reed.lead_time_days, reed.active) == (10, False)
    assert shop.bring(SUPPLIERS + "\n", format="suppliers").counts["same"] == 2
    events = Event.objects.filter(subject_kind="partners.supplier")
    assert [one.kind for one in events] == ["partners.supplier.created"] * 2
    assert "Grace" not in str(list(events.values()))

    # An empty cell tells nothing; a new lead time does; a new name is asked about.
    newer = SUPPLIERS.replace(",21,Grace Potter", ",28,").replace("Reed & Rush", "Willow Bros")
    run = shop.bring(newer, format="suppliers")
    assert (run.counts["changed"], run.counts["questions"]) == (1, 1)
    clay.refresh_from_db()
    assert (clay.lead_time_days, clay.contact) == (28, "Grace Potter")
    assert undo(shop, run.import_id) == (1, [])
    clay.refresh_from_db()
    assert clay.lead_time_days == 21

    # What a person changed since stays, with its reason; the other goes.
    edit_supplier(
        shop.manager, shop.company, clay.pk, SupplierDraft("", "Northern Clay", "GBP", 21, active=True)
    )
    taken, stay = undo(shop, first.import_id)
    assert (taken, stay) == (1, [(2, "CLAY was changed after the import; what stands there now stays.")])
    assert Supplier.objects.get().code == "CLAY"


def test_P4_an_erased_contact_is_not_woken_by_the_next_file(shop: Shop) -> None:
    shop.bring(SUPPLIERS, format="suppliers")
    clay = Supplier.objects.get(code="CLAY")
    erase_contact(shop.manager, shop.company, clay.pk)
    shop.bring(SUPPLIERS.replace(",21,", ",22,"), format="suppliers")
    clay.refresh_from_db()
    assert (clay.contact, clay.email, clay.lead_time_days) == ("", "", 22)
