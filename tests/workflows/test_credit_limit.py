"""Orders on terms: taken in always, held over the limit, let go by payments or a person; the books say the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import factories
from tests.interfaces.web.orders.test_order_page import Shop, enter, furnish
from tests.workflows.test_from_order_to_invoice import line, order

from opsroom.domains.access.errors import Refused
from opsroom.domains.access.models import Task
from opsroom.domains.billing.actions.number_credit_notes import number_credit_notes
from opsroom.domains.billing.actions.number_invoices import number_invoices
from opsroom.domains.billing.models import Invoice
from opsroom.domains.customers.models import Customer
from opsroom.domains.orders.actions.release_hold import release_hold
from opsroom.domains.orders.models import Hold, Order
from opsroom.domains.orders.rules import Exposure, credit_sentence
from opsroom.domains.payments.queries import captured, open_receivables, refunds_unexplained
from opsroom.ledgers.money import invariants as money_invariants
from opsroom.ports.incoming import (
    IncomingCustomer,
    IncomingPayment,
    IncomingRefund,
    LineKind,
    PaymentCondition,
)
from opsroom.workflows.accept_orders import accept_orders
from opsroom.workflows.cancel_orders import cancel_orders
from opsroom.workflows.grant_terms import grant_terms
from opsroom.workflows.intake.credit import exposure_of
from opsroom.workflows.record_payment import record_payment
from opsroom.workflows.release_orders import release_orders
from opsroom.workflows.ship_orders import ship_orders
from opsroom.workflows.undo_orders import undo_orders

pytestmark = pytest.mark.django_db
ANKER = IncomingCustomer(external_id="b1", name="Bistro Anker", email="anker@example.com")


@pytest.fixture
def shop() -> Shop:
    return furnish(50)


def on_terms(shop: Shop, number: int) -> Order:
    """One order of 28.70 on terms."""
    return shop.take_in(
        number, customer=ANKER, payment=PaymentCondition.TERMS, payments=(), purchase_order=f"PO-{number}"
    )


def grant(shop: Shop, limit: int | None, days: int | None = 30) -> int:
    buyer = Customer.objects.get(name="Bistro Anker")
    manager = factories.actor("manager", shop.company)
    grant_terms(
        manager, shop.company, buyer.pk, terms_days=days, credit_limit_minor=limit, credit_currency="EUR"
    )
    return buyer.pk


def held(shop: Shop) -> list[str]:
    rows = Hold.objects.filter(order__company_id=shop.company, reason="credit", state="placed")
    return sorted(rows.values_list("order__number", flat=True))


def pay(shop: Shop, row: Order, minor: int, key: str = "k1") -> int:
    books = factories.actor("bookkeeper", shop.company)
    return record_payment(
        books,
        shop.company,
        row.pk,
        kind="transfer",
        amount_minor=minor,
        occurred_at=datetime.now(UTC),
        key=key,
    )


def test_over_the_limit_an_order_is_taken_held_with_its_numbers_and_let_go_by_the_payment(shop: Shop) -> None:
    first = on_terms(shop, 1001)
    buyer = grant(shop, 6000)
    second, third, fourth = on_terms(shop, 1002), on_terms(shop, 1003), on_terms(shop, 1004)
    assert held(shop) == [third.number, fourth.number]
    assert second.terms_days == 30
    assert Hold.objects.get(order=third).detail == (
        "unpaid invoices 0.00 EUR + open orders 57.40 EUR + this order 28.70 EUR = 86.10 EUR, "
        "26.10 EUR over the limit of 60.00 EUR."
    )
    third.refresh_from_db()
    assert (third.allocation_state, third.on_hold) == ("allocated", True)  # its stock is kept all the same
    assert Task.objects.filter(kind="credit", state="open").count() == 2
    assert not release_orders(shop.demo, shop.company, [third.pk]).order_ids
    assert exposure_of(shop.company, buyer, "EUR") == Exposure(0, 4 * 2870, "EUR")
    assert pay(shop, first, 2000) == 870
    assert held(shop) == [third.number, fourth.number]  # 9 480 are still more than 6 000
    assert pay(shop, first, 870, "k2") == 0
    assert pay(shop, first, 870, "k2") == 0  # the same form again
    assert held(shop) == [fourth.number]  # the older one goes first
    assert list(Task.objects.filter(kind="credit", state="open").values_list("subject_id", flat=True)) == [
        fourth.pk
    ]
    cancel_orders(
        factories.actor("desk", shop.company), shop.company, [second.pk], reason="The customer asked"
    )
    assert held(shop) == []


def test_the_sentence_of_a_large_order_can_be_read_at_a_glance() -> None:
    assert credit_sentence(Exposure(1_250_000, 0, "EUR"), 99_900, 1_000_000) == (
        "unpaid invoices 12,500.00 EUR + open orders 0.00 EUR + this order 999.00 EUR = 13,499.00 EUR, "
        "3,499.00 EUR over the limit of 10,000.00 EUR."
    )


def test_the_invoice_says_when_it_is_due_and_what_is_owed_is_what_the_book_says(shop: Shop) -> None:
    on_terms(shop, 1001)
    buyer = grant(shop, None)
    row = on_terms(shop, 1002)
    done = release_orders(shop.demo, shop.company, [row.pk])
    assert done.order_ids
    from_wave = list(row.fulfilment_orders.values_list("id", flat=True))
    ship_orders(shop.demo, shop.company, shop.site, from_wave)
    number_invoices(factories.system("system.billing", shop.company), shop.company, date(2026, 11, 23))
    bill = Invoice.objects.get(order=row)
    assert (bill.terms_days, bill.due_on, bill.gross_minor) == (30, date(2026, 12, 23), 2870)
    assert exposure_of(shop.company, buyer, "EUR") == Exposure(2870, 2870, "EUR")
    assert open_receivables(shop.company, [row.pk]) == {row.pk: 2870}  # what the book says, to the cent
    grant(shop, 5000)
    late = on_terms(shop, 1003)
    assert held(shop) == [late.number]
    assert "unpaid invoices 28.70 EUR + open orders 28.70 EUR" in Hold.objects.get(order=late).detail
    assert pay(shop, row, 2870) == 0
    assert exposure_of(shop.company, buyer, "EUR").invoiced == 0
    assert money_invariants.broken() == []
    grant(shop, 6000)
    assert held(shop) == []


def test_money_recorded_by_hand_and_told_by_the_channel_later_is_one_money(shop: Shop) -> None:
    first, second = on_terms(shop, 1001), on_terms(shop, 1002)
    told = {"customer": ANKER, "updated_at": datetime(2026, 11, 24, tzinfo=UTC)}
    assert pay(shop, first, 2870) == 0
    paid = IncomingPayment("tx1", "sale", "bank", "success", 2870, "EUR", datetime(2026, 11, 24, tzinfo=UTC))
    for _ in range(2):  # the channel says so, and says so again
        shop.take_in(
            1001, payment=PaymentCondition.CAPTURED, payments=(paid,), purchase_order="PO-1001", **told
        )
    assert captured(shop.company, [first.pk]) == {first.pk: 2870}
    assert pay(shop, second, 1000) == 1870
    shop.take_in(1002, payment=PaymentCondition.CAPTURED, payments=(), purchase_order="PO-1002", **told)
    assert captured(shop.company, [second.pk]) == {second.pk: 2870}, "what the hand had not seen came too"
    assert money_invariants.broken() == []


def test_what_goes_back_of_a_part_payment_leaves_the_rest_owed_to_the_cent(shop: Shop) -> None:
    row = on_terms(shop, 1001)
    buyer = grant(shop, None)
    ship_orders(
        shop.demo,
        shop.company,
        shop.site,
        release_orders(shop.demo, shop.company, [row.pk]).fulfilment_order_ids,
    )
    number_invoices(factories.system("system.billing", shop.company), shop.company, date(2026, 11, 23))
    assert pay(shop, row, 1000) == 1870
    at = datetime(2026, 11, 24, tzinfo=UTC)
    shop.take_in(
        1001, customer=ANKER, payment=PaymentCondition.TERMS, payments=(), purchase_order="PO-1001",
        refunds=(IncomingRefund("r1", at, 300),), updated_at=at,
    )  # fmt: skip
    number_credit_notes(factories.system("system.billing", shop.company), shop.company, date(2026, 11, 24))
    assert open_receivables(shop.company, [row.pk]) == {row.pk: 1870}
    assert refunds_unexplained(shop.company, [row.pk]) == {row.pk: 0}
    assert exposure_of(shop.company, buyer, "EUR") == Exposure(1870, 0, "EUR")
    assert pay(shop, row, 1870, "k2") == 0
    assert money_invariants.broken() == []


def test_a_bookkeeper_records_the_last_payment_of_a_download_and_it_is_invoiced(shop: Shop) -> None:
    course = replace(line("COURSE", 1, "119.00", 1900), kind=LineKind.DIGITAL, requires_shipping=False)
    row = shop.take_in(
        1001, course, total=11900, shipping_lines=(), payment=PaymentCondition.PENDING, payments=()
    )
    assert pay(shop, row, 11900) == 0
    row.refresh_from_db()
    assert (row.state, Invoice.objects.get().order_id) == ("closed", row.pk)


def test_what_an_import_brought_and_its_undo_takes_away_frees_the_buyers_other_orders(shop: Shop) -> None:
    batch = factories.import_row(shop.company, shop.channel)
    big = order(
        1001,
        line("MUG", 1, "23.80", 380),
        total=2870,
        customer=ANKER,
        payment=PaymentCondition.TERMS,
        payments=(),
    )
    accept_orders(shop.demo, shop.channel, [big], mode="live", import_id=batch)
    grant(shop, 3000)
    small = on_terms(shop, 1002)
    assert held(shop) == [small.number]
    undo_orders(shop.demo, batch, company_id=shop.company)
    assert held(shop) == []


def test_Z2_only_who_may_lets_it_go_and_says_why(shop: Shop) -> None:
    on_terms(shop, 1001)
    grant(shop, 100)
    row = on_terms(shop, 1002)
    assert held(shop) == [row.number]
    desk = factories.actor("desk", shop.company)
    assert release_hold(desk, shop.company, [row.pk]) == []
    with pytest.raises(Refused):
        release_hold(desk, shop.company, [row.pk], reason="credit")
    for role in ("desk", "warehouse", "buyer", "marketer", "admin"):
        assert enter(shop.company, role).post(f"/orders/{row.pk}/credit", {"why": "known"}).status_code == 403
    assert held(shop) == [row.number]
    books = enter(shop.company, "bookkeeper")
    assert "over the limit of 1.00 EUR" in books.get(f"/orders/{row.pk}/credit").content.decode()
    books.post(f"/orders/{row.pk}/credit", {"why": ""})
    assert held(shop) == [row.number]
    books.post(f"/orders/{row.pk}/credit", {"why": "known"})
    assert held(shop) == []
    assert (
        "The buyer is known and good for it"
        in enter(shop.company, "manager").get(f"/orders/{row.pk}").content.decode()
    )


@pytest.mark.parametrize(
    ("amount", "said"),
    [("0", "more than zero"), ("-5", "more than zero"), ("28.71", "is more than the 28.70 EUR that is due"),
     ("abc", "is not an amount"), ("1e12", "is not an amount")],
)  # fmt: skip
def test_a_payment_that_cannot_be_is_told_and_what_was_typed_stays(
    shop: Shop, amount: str, said: str
) -> None:
    row = on_terms(shop, 1001)
    answer = enter(shop.company, "desk").post(f"/orders/{row.pk}/payment", {"amount": amount, "kind": "cash"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert f'value="{amount}"' in page
    row.refresh_from_db()
    assert row.payment_state == "terms"


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 10**9))
def test_it_is_over_exactly_when_the_sum_is(invoiced: int, open_: int, own: int, limit: int) -> None:
    said = credit_sentence(Exposure(invoiced, open_, "EUR"), own, limit)
    assert (said is not None) == (invoiced + open_ + own > limit)
