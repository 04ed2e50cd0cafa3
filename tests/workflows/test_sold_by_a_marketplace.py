"""What a marketplace collects, invoices or taxes is owed to us once, whoever ships it, however it tells the money."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.workflows.races.room import Room, broken, wish
from tests.workflows.test_from_order_to_invoice import order
from tests.workflows.test_hard_cases import gift_card
from tests.workflows.test_refunds import back, standing

from opsroom.domains.billing.models import CreditNote, Invoice
from opsroom.domains.billing.tasks import bill
from opsroom.domains.payments.rules import withheld
from opsroom.ports.incoming import FulfilledBy, Party, PaymentCondition

CAPTURED, GUARANTEED = PaymentCondition.CAPTURED, PaymentCondition.MARKETPLACE
AT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
INCOME = {"revenue": -840, "shipping_revenue": -412}


@given(st.integers(0, 5_000), st.integers(5_000, 50_000), st.lists(st.integers(0, 60_000), max_size=6))
def test_payments_cut_in_any_way_are_less_by_the_tax_once(tax: int, total: int, paid: list[int]) -> None:
    before, kept = 0, 0
    for now in paid:
        kept += withheld(tax, total, before, now)
        before += now
    assert kept == tax * min(before, total) // total


@pytest.mark.django_db
@pytest.mark.parametrize("first", [CAPTURED, GUARANTEED])
@pytest.mark.parametrize("remits", [Party.US, Party.MARKETPLACE])
@pytest.mark.parametrize("ships", [FulfilledBy.US, FulfilledBy.MARKETPLACE])
def test_a_sale_its_channel_invoiced_is_owed_to_us_once_and_given_back_whole(
    ships: FulfilledBy, remits: Party, first: PaymentCondition
) -> None:
    room = Room()
    room.put("MUG", 9)
    facts = {"fulfilled_by": ships, "invoice_issuer": Party.MARKETPLACE, "tax_remitter": remits}
    sold = room.sell(1, ("MUG", 1), payment=first, **facts)
    if ships is FulfilledBy.US:
        room.ship(room.release(sold).fulfilment_order_ids)
    for hour in (9, 10):
        told = wish(1, ("MUG", 1), payment=CAPTURED, updated_at=AT.replace(hour=hour), **facts)
        room.take(told)
    stands = standing(room)
    owed = {account: minor for account, minor in stands.items() if account.startswith("receivable:")}
    ours = 1490 if remits is Party.US else 1490 - 238
    assert list(owed.values()) == [ours]
    tax = {"tax_payable:DE": -238} if remits is Party.US else {}
    assert {account: minor for account, minor in stands.items() if account not in owed} == INCOME | tax
    half = {"refunds": (back("r1", 745),), "payment": PaymentCondition.PART_REFUNDED}
    room.take(wish(1, ("MUG", 1), updated_at=AT.replace(hour=11), **facts | half))
    whole = {"refunds": (back("r1", 745), back("r2", 745)), "payment": PaymentCondition.REFUNDED}
    room.take(wish(1, ("MUG", 1), updated_at=AT.replace(hour=12), **facts | whole))
    assert standing(room) == {}
    bill(room.company)
    assert not Invoice.objects.exists()
    assert not CreditNote.objects.exists()
    assert broken() == []


@pytest.mark.django_db
def test_part_of_it_given_back_before_it_left_is_no_revenue() -> None:
    room = Room()
    room.put("MUG", 9)
    sold = room.sell(1, ("MUG", 1), invoice_issuer=Party.MARKETPLACE)
    early = {"refunds": (back("r1", 490),), "payment": PaymentCondition.PART_REFUNDED}
    room.take(wish(1, ("MUG", 1), updated_at=AT, invoice_issuer=Party.MARKETPLACE, **early))
    room.ship(room.release(sold).fulfilment_order_ids)
    stands = standing(room)
    assert stands.pop("receivable:other") == 1000
    assert sum(stands.values()) == -1000
    assert not any(account.startswith(("customer_", "refunds_")) for account in stands)
    assert broken() == []


@pytest.mark.django_db
def test_our_invoice_with_tax_the_channel_remits_leaves_no_prepayment_and_credits_to_nothing() -> None:
    room = Room()
    room.put("MUG", 9)
    sold = room.sell(1, ("MUG", 1), tax_remitter=Party.MARKETPLACE)
    room.ship(room.release(sold).fulfilment_order_ids)
    bill(room.company)
    assert standing(room) == INCOME | {"receivable:other": 1252}
    room.take(
        wish(1, ("MUG", 1), tax_remitter=Party.MARKETPLACE, payment=PaymentCondition.REFUNDED, updated_at=AT)
    )
    bill(room.company)
    assert CreditNote.objects.get().gross_minor == 1490
    assert standing(room) == {}
    assert broken() == []


@pytest.mark.django_db
def test_a_gift_card_its_channel_invoices_is_booked_and_has_no_invoice_of_ours() -> None:
    room = Room()
    room.take(order(1, gift_card("50.00"), total=5000, shipping_lines=(), invoice_issuer=Party.MARKETPLACE))
    bill(room.company)
    assert not Invoice.objects.exists()
    assert standing(room) == {"receivable:other": 5000, "revenue": -5000}
    assert broken() == []
