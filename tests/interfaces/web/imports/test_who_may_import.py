"""Whose files of which kind are: who only looks uploads nothing, a bookkeeper brings the books and nothing else."""

from __future__ import annotations

import pytest
from django.test import Client
from tests import factories
from tests.interfaces.web.imports.test_import_pages import enter, send
from tests.workflows.imports.test_products import HEADER, MUG

from opsroom.domains.billing.models import OpeningBalance
from opsroom.domains.channels.import_rights import BOOKS
from opsroom.domains.channels.models import Import
from opsroom.ports import registry
from opsroom.ports.file_format import RecordKind
from opsroom.project import wiring

pytestmark = pytest.mark.django_db
BALANCES = "Account,Account name,Type,Balance\n1800,Bank,Asset,100.00\n2900,Capital,Equity,-100.00\n"
OF_BOOKS = {RecordKind.RECEIVABLE, RecordKind.BALANCE}


@pytest.fixture(autouse=True)
def _connectors() -> None:
    wiring.connect()


@pytest.fixture
def company() -> int:
    company = factories.company()
    factories.site(company)
    return company


def test_Z2_who_may_only_look_uploads_nothing(client: Client, company: int) -> None:
    looker = enter(client, company, "admin")
    assert "Upload files" not in looker.get("/import").content.decode()
    for file in (HEADER + MUG, BALANCES):
        assert send(looker, file, "file.csv").status_code in {403, 422}
    assert Import.objects.count() == 0
    assert enter(Client(), company, "warehouse").get("/import").status_code == 403


def test_Z2_a_bookkeeper_brings_the_books_and_nothing_else(client: Client, company: int) -> None:
    books, manager = enter(client, company, "bookkeeper"), enter(Client(), company)
    page = books.get("/import").content.decode()
    assert ("Account balances" in page, "Orders (CSV)" in page, "Live or history" in page) == (
        True,
        False,
        False,
    )
    refused = send(books, "SKU,On hand\nMUG-B,5\n", "stock.csv")
    said = "“stock.csv” holds Stock (CSV). Your roles bring in open invoices and opening balances alone;"
    assert (refused.status_code, said in refused.content.decode()) == (422, True)
    assert Import.objects.count() == 0
    assert {kind.code for kind in registry.all_formats() if kind.kind in OF_BOOKS} == BOOKS

    address = send(books, BALANCES, "balances.csv")["Location"]
    page = books.get(address).content.decode()
    assert "2 records: an account is not known here." in page
    books.post(f"{address}/confirm", {"flag": "balance.new_account"})
    assert "Import 2 records" in books.get(address).content.decode()
    desk = enter(Client(), company, "desk")
    assert "Import 2 records" not in desk.get(address).content.decode()
    assert desk.post(f"{address}/commit").status_code == 403
    books.post(f"{address}/commit")
    assert OpeningBalance.objects.count() == 2
    assert desk.post(f"{address}/undo").status_code == 403
    assert Import.objects.get().state == "committed", "a refusal begins nothing"
    books.post(f"{address}/undo")
    assert (OpeningBalance.objects.count(), Import.objects.get().state) == (0, "undone")

    theirs = send(manager, "SKU,On hand\nMUG-X,5\n", "stock.csv")["Location"]
    page = books.get(theirs).content.decode()
    assert "Leave row" not in page
    for act in (
        "row/0",
        "confirm",
        "answer",
        "columns",
        "keep",
        "template",
        "commit",
        "discard",
        "resume",
        "undo",
    ):
        more = {"act": "leave_out", "guard": "yes", "flag": "stock.twice", "name": "x"}
        assert books.post(f"{theirs}/{act}", more).status_code == 403, act
    assert Import.objects.latest("id").state == "staged"
