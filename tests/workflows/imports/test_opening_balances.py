"""What stood on an old tool's accounts: booked once, adding up or asked about, debts never twice, taken back."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.interfaces.web.orders.test_order_page import enter

from opsroom.domains.billing.models import OpeningBalance, Series
from opsroom.domains.channels.actions.answer_import import answer_import
from opsroom.ledgers.core import accounts
from opsroom.ledgers.money.invariants import broken
from opsroom.ledgers.money.queries import balances
from opsroom.workflows.confirm_flags import confirm_flags

pytestmark = pytest.mark.django_db
INVOICES = (
    "Invoice number,Customer,Invoice date,Total,Open amount\nINV-1,Somebody,2025-10-02,1190.00,690.00\n"
)
GERMAN = """Kontonummer;Kontobezeichnung;Kontoart;Soll;Haben;Währung
1800;Bank;Aktiva;12.500,00;;EUR
1400;Forderungen aus Lieferungen und Leistungen;Aktiva;690,00;;EUR
3300;Verbindlichkeiten;Passiva;;3.190,00;EUR
2900;Gezeichnetes Kapital;Eigenkapital;;10.000,00;EUR
1600;Kasse;Aktiva;0,00;;EUR
"""
ENGLISH = """Account,Account name,Type,Balance,Currency
1800,Bank,Asset,12500.00,EUR
customer_receivable,,,690.00,EUR
3300,Payables,Liability,-3190.00,EUR
2900,Capital,Equity,-10000.00,EUR
1600,Cash,Asset,0.00,EUR
"""


def book(shop: Any) -> dict[str, int]:
    return {account: minor for (account, _), minor in balances(shop.company).items()}


def let_in(shop: Any, run: Any) -> Any:
    confirm_flags(shop.manager, run.import_id, "balance.new_account")
    return shop.again(run.import_id)


@pytest.fixture
def owed(shop: Any) -> Any:
    run = shop.bring(INVOICES, "open.csv")
    confirm_flags(shop.manager, run.import_id, "receivable.unknown_customer")
    shop.again(run.import_id)
    assert book(shop) == {accounts.CUSTOMER_RECEIVABLE: 69_000, accounts.OPENING_BALANCE: -69_000}
    return shop


@pytest.mark.parametrize("text", [GERMAN, ENGLISH], ids=["german", "english"])
def test_a_whole_book_is_opened_once_and_leaves_nothing_on_the_other_side(owed: Any, text: str) -> None:
    series = Series.objects.count()
    seen = owed.bring(text, "balances.csv", dry_run=True)
    assert (seen.questions, seen.counts["questions"], seen.counts["fix"]) == ((), 4, 0)
    run = let_in(owed, seen)
    # What customers owe stands on the invoices already, and is not booked a second time.
    there = {"1800": 1_250_000, accounts.CUSTOMER_RECEIVABLE: 69_000, "3300": -319_000, "2900": -1_000_000}
    assert (run.written, book(owed)) == (5, there)
    told = OpeningBalance.objects.filter(booked=False).order_by("account").values_list("account", flat=True)
    assert list(told) == ["1600", accounts.CUSTOMER_RECEIVABLE]
    again = let_in(owed, owed.bring(text + "\n", "balances.csv"))
    assert (again.counts["same"], again.counts["new"], book(owed), Series.objects.count()) == (
        5,
        0,
        there,
        series,
    )
    assert owed.undo(run.import_id) == (5, [])
    assert book(owed) == {accounts.CUSTOMER_RECEIVABLE: 69_000, accounts.OPENING_BALANCE: -69_000}
    assert (broken(owed.company), OpeningBalance.objects.count()) == ([], 0)


def test_what_does_not_add_up_is_asked_with_its_difference_and_only_then_left_there(shop: Any) -> None:
    text = "Account,Type,Balance\n1800,Asset,100.00\n3300,Liability,-70.00\n"
    run = let_in(shop, shop.bring(text, "balances.csv"))
    assert (run.written, [one["code"] for one in run.questions], book(shop)) == (0, ["unbalanced"], {})
    assert "do not add up: 30.00 EUR more on the debit side." in run.questions[0]["sentence"]
    answer_import(shop.manager, run.import_id, answers={"unbalanced": "yes"})
    assert shop.again(run.import_id).written == 2
    assert book(shop) == {"1800": 10_000, "3300": -7_000, accounts.OPENING_BALANCE: -3_000}
    books = enter(shop.company, "bookkeeper")
    page = books.get(f"/import/{run.import_id}").content.decode()
    assert ("Items created" in page, "Items, stock, prices</dt><dd>stay as they are" in page) == (False, True)
    page = books.get("/money/opening").content.decode()
    assert "€30.00 on opening_balance still has no other side" in page
    other: Client = enter(shop.company, "buyer")
    assert other.get("/money/opening").status_code == 403


def test_rows_that_cannot_be_wait_with_a_sentence(owed: Any) -> None:
    text = (
        "Account,Type,Balance,Debit,Credit\n1800,Asset,,,\n1801,,5.00,,\n1802,Thing,5.00,,\n1803,Asset,5.00,9.00,\n"
        "customer_receivable,,700.00,,\nopening_balance,,5.00,,\nrevenue,Asset,5.00,,\n1804,Asset,5.001,,\n"
    )
    run = owed.bring(text, "balances.csv")
    assert (run.written, run.counts["fix"], run.counts["questions"]) == (0, 7, 1)
    said = owed.sentences(run.import_id)
    assert "Row 2: the balance is empty, which is unknown and not 0." in said[0]
    assert said[1].startswith("Row 3: “1801” is no account here, and its type is not told.")
    assert "Row 5: The balance 5.00 is not debit less credit, 9.00." in said[3]
    assert "opened with 690.00 EUR, and this balance says 700.00 EUR: a difference of 10.00 EUR." in said[4]
    assert "Row 8: revenue is an account of the type income here, and the file says asset." in said[6]


def test_swapped_columns_of_balances_are_refused_or_asked(shop: Any) -> None:
    sides = GERMAN.replace("Soll;Haben", "Haben;Soll").replace("690,00", "0,00")
    run = let_in(shop, shop.bring(sides.replace("10.000,00", "9.000,00"), "balances.csv"))
    assert (run.written, [one["code"] for one in run.questions]) == (0, ["unbalanced"])
    names = shop.bring(
        ENGLISH.replace("Account,Account name,Type,Balance", "Type,Account name,Account,Balance"), "b.csv"
    )
    assert (names.written, names.counts["fix"] > 0, book(shop)) == (0, True, {})


@pytest.mark.parametrize(
    ("named", "owed_there"),
    [
        ("Accounts Receivable (A/R)", True),
        ("Forderungen a. L+L", True),
        ("1400 Forderungen aus Lieferungen u. Leistungen", True),
        ("Trade accounts receivable", True),
        ("Sonstige Forderungen", False),
        ("Loans to staff", False),
    ],
)
def test_debts_are_known_by_what_old_tools_call_them_and_not_booked_twice(
    owed: Any, named: str, owed_there: bool
) -> None:
    text = (
        "Account,Account name,Type,Balance,Currency\n"
        f"1400,{named},Asset,690.00,EUR\n2900,Capital,Equity,-690.00,EUR\n"
    )
    let_in(owed, owed.bring(text, "balances.csv"))
    found = book(owed)
    assert found.get("1400", 0) == (0 if owed_there else 69_000)
    assert found[accounts.CUSTOMER_RECEIVABLE] == 69_000
