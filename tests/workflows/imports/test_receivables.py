"""Open invoices of an old tool: owed from the first day, once, within the limit, settled by what comes, taken back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from tests import factories

from opsroom.domains.access.errors import Refused
from opsroom.domains.billing import queries as billing
from opsroom.domains.billing.actions.continue_series import continue_series
from opsroom.domains.billing.errors import ReceivableNotDue, SeriesBehind
from opsroom.domains.billing.models import Invoice, OpenReceivable, Series
from opsroom.domains.customers.actions.set_terms import set_terms
from opsroom.domains.customers.models import Customer
from opsroom.domains.orders.models import Hold, Order
from opsroom.ledgers.core import accounts
from opsroom.ledgers.money.invariants import broken
from opsroom.ledgers.money.queries import balance
from opsroom.workflows.confirm_flags import confirm_flags
from opsroom.workflows.intake.credit import exposure_of
from opsroom.workflows.settle_receivable import settle_receivable

CUSTOMERS = """Customer number,Customer name,Company,E-mail,Address,City,Postcode,Country
C1,Ines Moreau,Harbour Cafe Ltd,ines@harbour.example,1 Quay St,Bristol,BS1 4DJ,GB
C2,Bo Lind,,bo@example.com,,,,
"""
ENGLISH = """Invoice Number,Customer,Invoice Date,Due Date,Total,Amount Due,Currency
INV-0017,C1,2026-10-02,2026-11-01,1190.00,690.00,EUR
INV-0018,bo@example.com,2026-11-10,2026-12-10,80.00,80.00,EUR
INV-0019,Harbour Cafe Ltd,2026-11-12,,50.50,50.50,EUR
"""
GERMAN = """Rechnungsnummer;Kundennummer;Rechnungsdatum;Fällig am;Rechnungsbetrag;Offener Betrag;Währung
INV-0017;C1;02.10.2026;01.11.2026;1.190,00;690,00;EUR
INV-0018;C2;10.11.2026;10.12.2026;80,00;80,00;EUR
INV-0019;C1;12.11.2026;;50,50;50,50;EUR
"""


@pytest.fixture
def money(shop: Any) -> Any:
    """Two customers; the first on terms of 30 days with a limit of 1,000.00."""
    shop.bring(CUSTOMERS, "customers.csv")
    ines = Customer.objects.get(email="ines@harbour.example")
    set_terms(
        shop.manager, shop.company, ines.pk, terms_days=30, credit_limit_minor=100_000, credit_currency="EUR"
    )
    return shop


def owed(shop: Any) -> tuple[int, int]:
    """(what customers owe, what stands against it) by the book, in minor units."""
    both = (accounts.CUSTOMER_RECEIVABLE, accounts.OPENING_BALANCE)
    receivable, opening = (balance(shop.company, code, "EUR") for code in both)
    return receivable, opening


@pytest.mark.parametrize("text", [ENGLISH, GERMAN], ids=["english", "german"])
def test_what_customers_owe_is_owed_here_from_the_first_day_and_once(money: Any, text: str) -> None:
    seen = money.bring(text, "open.csv", dry_run=True)
    assert (seen.counts["new"], seen.counts["fix"], seen.effects["owed"]) == (3, 0, {"EUR": 82_050})
    assert (OpenReceivable.objects.count(), owed(money)) == (0, (0, 0))
    before = Series.objects.count(), Invoice.objects.count()
    run = money.again(seen.import_id)
    assert (run.written, money.sentences(run.import_id), owed(money)) == (3, [], (82_050, -82_050))
    ines = Customer.objects.get(email="ines@harbour.example")
    rows = OpenReceivable.objects.order_by("number").values_list(
        "number", "customer__email", "due_on", "open_minor"
    )
    assert list(rows) == [
        ("INV-0017", "ines@harbour.example", date(2026, 11, 1), 69_000),
        ("INV-0018", "bo@example.com", date(2026, 12, 10), 8_000),
        (
            "INV-0019",
            "ines@harbour.example",
            date(2026, 12, 12),
            5_050,
        ),  # 30 days, as the customer's terms say
    ]
    assert (Series.objects.count(), Invoice.objects.count()) == before, (
        "our own row of numbers knows nothing of it"
    )
    assert exposure_of(money.company, ines.pk, "EUR").invoiced == 74_050
    again = money.bring(text + "\n", "open.csv")
    assert (again.counts["same"], again.counts["new"], owed(money)) == (3, 0, (82_050, -82_050))
    assert money.undo(run.import_id) == (3, [])
    assert (OpenReceivable.objects.count(), owed(money), broken(money.company)) == (0, (0, 0), [])
    assert exposure_of(money.company, ines.pk, "EUR").total == 0
    # Taken back and brought anew, it is owed once more, and once.
    money.bring(text + "\n\n", "open.csv")
    assert owed(money) == (82_050, -82_050)


def test_what_is_owed_counts_to_the_limit_and_money_that_comes_lets_the_order_go(money: Any) -> None:
    run = money.bring(ENGLISH, "open.csv")
    placed = datetime.now(UTC) - timedelta(hours=2)
    text = (
        "Order number,Date,Customer ID,Customer name,Email,SKU,Quantity,Price,Total,Payment status\n"
        f"1,{placed:%Y-%m-%d %H:%M},C1,Ines Moreau,ines@harbour.example,MUG,1,400.00,400.00,on account\n"
    )
    money.bring(text, "orders.csv", format="orders")
    order = Order.objects.get()
    hold = Hold.objects.get(order=order, reason="credit", released_at=None)
    assert "740.50" in hold.detail, hold.detail

    row = OpenReceivable.objects.get(number="INV-0017")
    how: Any = {"kind": "transfer", "occurred_at": datetime.now(UTC)}

    def pay(minor: int, key: str) -> int:
        return settle_receivable(money.manager, money.company, row.pk, amount_minor=minor, key=key, **how)

    with pytest.raises(ReceivableNotDue, match="is more than the"):
        pay(69_001, "a")
    with pytest.raises(Refused):
        settle_receivable(
            factories.actor("buyer", money.company), money.company, row.pk, amount_minor=1, key="x", **how
        )
    assert owed(money)[0] == 82_050
    assert pay(20_000, "b") == 49_000
    assert pay(20_000, "b") == 49_000, "the same form sent twice books once"
    assert owed(money) == (62_050, -82_050)
    assert balance(money.company, "receivable:transfer", "EUR") == 20_000
    assert not Hold.objects.filter(order=order, reason="credit", released_at=None).exists()
    assert pay(49_000, "c") == 0
    row.refresh_from_db()
    assert (row.state, row.settled_minor) == ("settled", 69_000)
    with pytest.raises(ReceivableNotDue, match="Nothing is due"):
        pay(1, "d")
    taken, stay = money.undo(run.import_id)
    why = "690.00 EUR came for INV-0017 since and stands in the book, so it stays. Nothing of it is owed any more."
    assert (taken, stay) == (2, [(2, why)])
    assert (owed(money)[0], broken(money.company)) == (0, [])


def test_overdue_is_what_was_due_before_today(money: Any) -> None:
    money.bring(ENGLISH, "open.csv")
    today = date(2026, 12, 11)
    rows = billing.receivable_page(money.manager, today=today, view="overdue")
    assert [row.number for row in rows] == ["INV-0017", "INV-0018"]
    assert billing.receivable_sums(money.manager, today=today, view="overdue") == {"EUR": 77_000}
    assert (
        billing.receivable_page(factories.actor("manager", factories.company()), today=today, view="") == []
    )


def test_rows_that_cannot_be_owed_wait_with_a_sentence_and_their_neighbours_go_in(money: Any) -> None:
    text = (
        "Invoice number,Customer,Invoice date,Due date,Total,Open amount,Currency\n"
        "A1,C1,2026-10-02,,100.00,0.00,EUR\nA2,C1,2026-10-02,,100.00,-5.00,EUR\nA3,C1,2026-10-02,,100.00,,EUR\n"
        "A4,C1,,,100.00,10.00,EUR\nA5,C1,2026-10-02,,100.00,10.005,EUR\nA6,C1,2026-10-02,,100.00,10.00,EURO\n"
        "A7,Nobody,2026-10-02,,100.00,10.00,EUR\nA8,C1,2026-10-02,,10.00,100.00,EUR\n"
        "A9,C1,2026-10-02,2026-09-02,100.00,10.00,EUR\nA10,C1,2026-10-02,,100.00,25.00,EUR\n"
        "A10,C1,2026-10-02,,100.00,25.00,EUR\n"
    )
    run = money.bring(text, "open.csv")
    assert (run.written, run.counts["questions"], run.counts["fix"], owed(money)[0]) == (1, 3, 7, 2_500)
    said = money.sentences(run.import_id)
    assert (
        said[0] == "Row 2: Open amount 0.00 leaves nothing open, and no debt to take in. Leave the row out."
    )
    assert "Row 4: the open amount is empty, which is unknown and not 0." in said[2]
    assert any(one.startswith("Row 8: No customer here is “Nobody”.") for one in said)
    assert any("100.00 EUR is open of 10.00 EUR" in one for one in said)
    for code in ("receivable.unknown_customer", "receivable.more_open", "receivable.dates"):
        confirm_flags(money.manager, run.import_id, code)
    # The row that stood twice says by now what is here: it is in, and owed once.
    assert (money.again(run.import_id).written, owed(money)[0]) == (4, 2_500 + 1_000 + 10_000 + 1_000)
    assert OpenReceivable.objects.get(number="A7").customer_id is None
    newer = money.bring(text.replace("100.00,25.00", "100.00,20.00"), "open.csv")
    assert "A10 was opened with 25.00 EUR here, and the file says 20.00 EUR." in " ".join(
        money.sentences(newer.import_id)
    )


def test_swapped_columns_of_open_invoices_are_asked(money: Any) -> None:
    swapped = ENGLISH.replace("Total,Amount Due", "Amount Due,Total")
    swapped = swapped.replace("Invoice Date,Due Date", "Due Date,Invoice Date")
    run = money.bring(swapped, "open.csv")
    assert (run.written, owed(money)[0]) == (0, 0)
    assert run.counts["questions"] + run.counts["fix"] == 3


def test_a_number_that_our_own_row_will_give_is_asked_and_the_row_goes_on_after_it(money: Any) -> None:
    text = ENGLISH.replace("INV-0017", "RE-0050").replace("INV-0018", "RE-050")
    continue_series(money.manager, money.company, "invoice", "RE-0041")
    run = money.bring(text, "open.csv")
    assert (run.written, run.counts["questions"], money.sentences(run.import_id)) == (
        2, 1,
        ["Row 2: Our own invoices go on at RE-0042 and would come to RE-0050 once more. Type the old tool's last "
         "number under Settings, Number series, before the first invoice; or confirm that two may carry it."],
    )  # fmt: skip
    continue_series(money.manager, money.company, "invoice", "RE-0050")
    assert (money.again(run.import_id).written, OpenReceivable.objects.count()) == (1, 3)
    # The other order of moving in: the debts stand here first.
    with pytest.raises(SeriesBehind, match="RE-0050 is an open invoice of the old tool"):
        continue_series(money.manager, money.company, "invoice", "RE-0049")
    assert continue_series(money.manager, money.company, "invoice", "RE-0071") == "RE-0072"
    again = money.bring(text + "\n", "again.csv")
    assert (again.counts["same"], again.counts["questions"]) == (3, 0)


def test_taking_debts_back_lets_an_order_go_that_had_waited_for_them(money: Any) -> None:
    run = money.bring(ENGLISH, "open.csv")
    placed = datetime.now(UTC) - timedelta(hours=2)
    text = (
        "Order number,Date,Customer ID,Customer name,Email,SKU,Quantity,Price,Total,Payment status\n"
        f"1,{placed:%Y-%m-%d %H:%M},C1,Ines Moreau,ines@harbour.example,MUG,1,400.00,400.00,on account\n"
    )
    money.bring(text, "orders.csv", format="orders")
    held = Hold.objects.filter(reason="credit", released_at=None)
    assert held.count() == 1
    assert money.undo(run.import_id) == (3, [])
    assert not held.exists(), "nothing is owed any more, and nobody would have come to press it"
