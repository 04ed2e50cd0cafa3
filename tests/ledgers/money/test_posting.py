"""Money goes from account to account: each booking happens once, wholly or not at all, and finds its refusal."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection
from tests.ledgers.small_warehouse import COMPANY, STRANGER

from opsroom.kernel.values.actor import Actor
from opsroom.ledgers.core.errors import AlreadyReversed, EmptyEntry, KeyReused, ReversalStands, UnknownEntry
from opsroom.ledgers.money import chart, invariants, queries
from opsroom.ledgers.money.errors import UnknownAccount
from opsroom.ledgers.money.models import Account, Entry, Transfer
from opsroom.ledgers.money.post import (
    MoneyEntry,
    MoneyTransfer,
    Posted,
    post_many_entries,
    post_transfers,
    reverse,
    reverse_many,
)

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
PREPAID = MoneyTransfer("customer_prepayments", "receivable:stripe", 11_900, "EUR")


def book(
    actor: Actor, key: str, *transfers: MoneyTransfer, company_id: int = COMPANY, on_date: date = MONDAY
) -> int:
    return post_transfers(
        key=key,
        kind="payments.captured",
        transfers=transfers or (PREPAID,),
        on_date=on_date,
        actor=actor,
        company_id=company_id,
        ref_kind="orders.order",
        ref_id=8,
    )


def test_a_transfer_credits_its_source_and_debits_its_target(db: None, packer: Actor) -> None:
    entry = book(packer, "k1")
    assert queries.balance(COMPANY, "receivable:stripe", "EUR") == 11_900
    assert queries.balance(COMPANY, "customer_prepayments", "EUR") == -11_900
    assert queries.balance(COMPANY, "customer_prepayments", "USD") == 0
    assert [(leg.account, leg.minor) for leg in queries.legs(COMPANY, [entry])] == [
        ("customer_prepayments", -11_900),
        ("receivable:stripe", 11_900),
    ]
    assert queries.legs(STRANGER, [entry]) == []


def test_the_same_key_twice_books_once_and_other_content_is_refused(db: None, packer: Actor) -> None:
    first = book(packer, "k1")
    assert book(packer, "k1") == first
    for other in (
        lambda: book(packer, "k1", MoneyTransfer("customer_prepayments", "receivable:stripe", 11_901, "EUR")),
        lambda: book(packer, "k1", on_date=TUESDAY),
    ):
        with pytest.raises(KeyReused) as refused:
            other()
        assert refused.value.facts == {"key": "k1", "entry_id": first}
    assert (Entry.objects.count(), Transfer.objects.count()) == (1, 1)
    assert queries.balance(COMPANY, "receivable:stripe", "EUR") == 11_900
    assert book(packer, "k1", company_id=STRANGER) != first


def test_an_unknown_account_is_refused_and_an_own_one_is_not(db: None, packer: Actor) -> None:
    till = MoneyTransfer("revenue", "till:harbour", 500, "EUR")
    with pytest.raises(UnknownAccount) as refused:
        book(packer, "k1", till)
    assert refused.value.message == (
        "There is no account till:harbour. Nothing was booked; open the account or use one of the chart."
    )
    assert Account.objects.count() == 0
    chart.open_account(COMPANY, "till:harbour", "asset")
    book(packer, "k1", till)
    assert queries.balance(COMPANY, "till:harbour", "EUR") == 500
    with pytest.raises(ValueError, match="stands as asset and cannot become income"):
        chart.open_account(COMPANY, "till:harbour", "income")
    with pytest.raises(EmptyEntry):
        post_transfers(key="k2", kind="x", transfers=[], on_date=MONDAY, actor=packer, company_id=COMPANY)


def test_the_chart_is_opened_once_for_each_company(db: None) -> None:
    first = chart.ensure_chart(COMPANY)
    assert chart.ensure_chart(COMPANY) == first
    assert set(first) == {
        "customer_receivable", "customer_prepayments", "refunds_payable", "revenue", "shipping_revenue",
        "discounts", "order_differences", "concessions", "clearing", "opening_balance",
    }  # fmt: skip
    assert not set(first.values()) & set(chart.ensure_chart(STRANGER).values())


def test_the_trial_balance_sums_to_zero_per_currency_on_any_span(db: None, packer: Actor) -> None:
    book(packer, "k1")
    book(packer, "k2", MoneyTransfer("revenue", "customer_receivable", 10_000, "EUR"),
         MoneyTransfer("tax_payable:DE", "customer_receivable", 1_900, "EUR"), on_date=TUESDAY)  # fmt: skip
    book(packer, "k3", MoneyTransfer("revenue", "receivable:paypal", 700, "USD"), on_date=TUESDAY)
    book(packer, "k4", MoneyTransfer("revenue", "receivable:paypal", 9, "USD"), company_id=STRANGER)
    lines = queries.trial_balance(COMPANY)
    assert [(a.account, a.kind, a.currency, a.debit, a.credit, a.minor) for a in lines] == [
        ("customer_prepayments", "liability", "EUR", 0, 11_900, -11_900),
        ("customer_receivable", "asset", "EUR", 11_900, 0, 11_900),
        ("receivable:stripe", "asset", "EUR", 11_900, 0, 11_900),
        ("revenue", "income", "EUR", 0, 10_000, -10_000),
        ("tax_payable:DE", "liability", "EUR", 0, 1_900, -1_900),
        ("receivable:paypal", "asset", "USD", 700, 0, 700),
        ("revenue", "income", "USD", 0, 700, -700),
    ]
    assert {(a.account, a.currency): a.minor for a in lines} == queries.balances(COMPANY)
    monday = queries.trial_balance(COMPANY, to_date=MONDAY)
    assert [(a.account, a.minor) for a in monday] == [
        ("customer_prepayments", -11_900),
        ("receivable:stripe", 11_900),
    ]
    assert sum(a.minor for a in queries.trial_balance(COMPANY, from_date=TUESDAY) if a.currency == "EUR") == 0
    assert queries.trial_balance(COMPANY, from_date=date(2027, 1, 1)) == []


def test_reversal_restores_the_balances_and_happens_once(
    db: None, packer: Actor, at_commit: Callable[[], None]
) -> None:
    book(packer, "k0")
    before = queries.balances(COMPANY)
    entry = book(packer, "k1", PREPAID, MoneyTransfer("revenue", "clearing", 3, "USD"))
    mirror = reverse(entry, "undo", packer, company_id=COMPANY, on_date=TUESDAY)
    at_commit()
    assert queries.balances(COMPANY) == before
    assert reverse(entry, "undo", packer, company_id=COMPANY, on_date=TUESDAY) == mirror
    with pytest.raises(AlreadyReversed):
        reverse(entry, "undo-2", packer, company_id=COMPANY, on_date=TUESDAY)
    with pytest.raises(ReversalStands):
        reverse(mirror, "undo-3", packer, company_id=COMPANY, on_date=TUESDAY)
    with pytest.raises(UnknownEntry):
        reverse(entry, "undo-4", packer, company_id=STRANGER, on_date=TUESDAY)
    lines = queries.entries_of_ref(COMPANY, "orders.order", [8])[1:]
    assert [(e.entry_id, e.kind, e.business_date, e.reverses, e.reversed_by) for e in lines] == [
        (entry, "payments.captured", MONDAY, None, mirror),
        (mirror, "payments.captured.reversed", TUESDAY, entry, None),
    ]
    assert invariants.broken() == []


def test_an_import_of_five_hundred_payments_is_one_batch_and_one_undo(
    db: None, importer: Actor, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    entries = [
        MoneyEntry(f"import-1-{n}", "payments.captured", (PREPAID,), MONDAY, "payments.payment", n)
        for n in range(500)
    ]
    chart.account_ids(COMPANY, ["customer_prepayments", "receivable:stripe"])
    with django_assert_max_num_queries(7):
        posted = post_many_entries(entries, actor=importer, company_id=COMPANY)
    assert queries.balance(COMPANY, "receivable:stripe", "EUR") == 500 * 11_900
    assert post_many_entries(entries[:2], actor=importer, company_id=COMPANY) == [
        Posted(posted[0].entry_id, False),
        Posted(posted[1].entry_id, False),
    ]
    keys = {line.entry_id: f"undo-1-{line.entry_id}" for line in posted}
    undone = reverse_many(keys, actor=importer, company_id=COMPANY, on_date=MONDAY)
    assert all(line.fresh for line in undone)
    assert queries.balances(COMPANY) == {}
    assert [
        line.fresh for line in reverse_many(keys, actor=importer, company_id=COMPANY, on_date=MONDAY)
    ] == [False] * 500
    assert invariants.broken() == []


def test_what_was_booked_for_an_order_is_found_by_it(db: None, packer: Actor) -> None:
    entry = book(packer, "k1")
    (line,) = queries.transfers_of_ref(COMPANY, "orders.order", [8])
    assert (line.entry_id, line.source_account, line.target_account, line.minor, line.currency, line.business_date) == (
        entry, "customer_prepayments", "receivable:stripe", 11_900, "EUR", MONDAY,
    )  # fmt: skip
    assert queries.transfers_of_ref(STRANGER, "orders.order", [8]) == []
    assert queries.entry_with_key(COMPANY, "k1") == entry
    assert queries.entry_with_key(STRANGER, "k1") is None


def test_eight_tills_book_to_one_account_and_lose_no_cent(committed_db: object, packer: Actor) -> None:
    """The accounts do not exist yet either: all eight open them at once."""
    ready = Barrier(8)

    def sell(hand: int) -> None:
        try:
            connection.ensure_connection()
            ready.wait(timeout=30)
            for number in range(20):
                book(packer, f"{hand}-{number}", PREPAID, MoneyTransfer("revenue", "clearing", 3, "EUR"))
                book(packer, f"shared-{number}", MoneyTransfer("revenue", "clearing", 100, "USD"))
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(sell, range(8)))
    assert queries.balances(COMPANY) == {
        ("receivable:stripe", "EUR"): 160 * 11_900,
        ("customer_prepayments", "EUR"): -160 * 11_900,
        ("clearing", "EUR"): 480,
        ("revenue", "EUR"): -480,
        ("clearing", "USD"): 2_000,
        ("revenue", "USD"): -2_000,
    }
    assert invariants.broken() == []
