"""Each business event is booked as the bookkeeper expects: who owes, what is ours, what never was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsroom.ledgers.core.accounts import kind_of
from opsroom.ledgers.core.legs import MoneyTransfer, check_transfers
from opsroom.ledgers.money.errors import BadAmount, DoesNotAddUp
from opsroom.ledgers.money.recipes.credit_note_issued import CreditNoteFacts, credit_note_issued
from opsroom.ledgers.money.recipes.import_undone import import_undone
from opsroom.ledgers.money.recipes.invoice_issued import InvoiceFacts, invoice_issued
from opsroom.ledgers.money.recipes.marketplace_sale_shipped import (
    MarketplaceSaleFacts,
    marketplace_sale_shipped,
)
from opsroom.ledgers.money.recipes.parts import SaleParts, TaxPart
from opsroom.ledgers.money.recipes.payment_recorded import NOT_YET_MONEY, PaymentFacts, payment_recorded

GERMAN = SaleParts("EUR", 12_495, 10_000, 500, 2_000, (TaxPart("DE", 1_995),))


def stands(*bookings: Iterable[MoneyTransfer]) -> dict[str, int]:
    """Debit balances after the bookings, zeros left out."""
    found: defaultdict[str, int] = defaultdict(int)
    for booking in bookings:
        for transfer in booking:
            found[transfer.source_account] -= transfer.minor
            found[transfer.target_account] += transfer.minor
    assert sum(found.values()) == 0
    return {code: minor for code, minor in found.items() if minor}


def test_captured_money_is_held_by_the_processor_for_the_customer() -> None:
    assert payment_recorded(PaymentFacts("captured", "stripe", 12_495, "EUR")) == [
        MoneyTransfer("customer_prepayments", "receivable:stripe", 12_495, "EUR")
    ]


@pytest.mark.parametrize("state", sorted(NOT_YET_MONEY))
def test_what_is_not_captured_is_not_money(state: str) -> None:
    assert payment_recorded(PaymentFacts(state, "stripe", 12_495, "EUR")) == []


def test_a_payment_in_no_known_state_is_refused() -> None:
    with pytest.raises(ValueError, match="'maybe' is not a state of a payment"):
        payment_recorded(PaymentFacts("maybe", "stripe", 1, "EUR"))
    with pytest.raises(BadAmount, match="The payment is -1 minor units of EUR"):
        payment_recorded(PaymentFacts("captured", "stripe", -1, "EUR"))


def test_a_late_payment_settles_the_invoice_first() -> None:
    assert payment_recorded(PaymentFacts("captured", "bank", 15_000, "EUR", open_receivable=12_495)) == [
        MoneyTransfer("customer_receivable", "receivable:bank", 12_495, "EUR"),
        MoneyTransfer("customer_prepayments", "receivable:bank", 2_505, "EUR"),
    ]


def test_an_invoice_over_a_prepaid_order_leaves_nobody_owing() -> None:
    paid = payment_recorded(PaymentFacts("captured", "stripe", 12_495, "EUR"))
    invoiced = invoice_issued(InvoiceFacts(GERMAN, prepaid=12_495))
    assert stands(paid, invoiced) == {
        "receivable:stripe": 12_495,
        "revenue": -12_000,
        "discounts": 2_000,
        "shipping_revenue": -500,
        "tax_payable:DE": -1_995,
    }


def test_an_invoice_on_terms_is_owed_by_the_customer() -> None:
    assert stands(invoice_issued(InvoiceFacts(GERMAN)))["customer_receivable"] == 12_495
    assert stands(invoice_issued(InvoiceFacts(GERMAN, prepaid=5_000)))["customer_receivable"] == 7_495
    assert "customer_prepayments" not in stands(invoice_issued(InvoiceFacts(GERMAN)))


def test_an_overpaid_invoice_uses_no_more_than_its_total() -> None:
    booked = stands(invoice_issued(InvoiceFacts(GERMAN, prepaid=99_999)))
    assert booked["customer_prepayments"] == 12_495
    assert "customer_receivable" not in booked


def test_a_free_order_books_nothing() -> None:
    assert invoice_issued(InvoiceFacts(SaleParts("EUR", 0, 0))) == []


def test_parts_beside_the_total_are_refused_with_both_sums() -> None:
    with pytest.raises(DoesNotAddUp) as refused:
        invoice_issued(InvoiceFacts(SaleParts("EUR", 12_496, 10_000, 500, 0, (TaxPart("DE", 1_995),))))
    assert refused.value.message == (
        "The parts of the invoice add up to 12495 minor units of EUR, its total says 12496. "
        "Nothing was booked; correct the document first."
    )


@pytest.mark.parametrize(
    "parts",
    [
        SaleParts("EUR", -1, -1),
        SaleParts("EUR", 0, 5, -5),
        SaleParts("EUR", 0, 5, 0, 0, (TaxPart("DE", -5),)),
        SaleParts("EUR", 5, 5, 0, -1),
    ],
)
def test_parts_below_zero_are_refused(parts: SaleParts) -> None:
    for recipe in (
        lambda: invoice_issued(InvoiceFacts(parts)),
        lambda: credit_note_issued(CreditNoteFacts(parts)),
        lambda: marketplace_sale_shipped(MarketplaceSaleFacts(parts, "amazon")),
    ):
        with pytest.raises(BadAmount, match="It cannot be below zero; nothing was booked"):
            recipe()


def test_tax_the_marketplace_remits_is_never_ours() -> None:
    parts = SaleParts("USD", 10_825, 10_000, 0, 0, (TaxPart("US", 825, "amazon"),))
    booked = marketplace_sale_shipped(MarketplaceSaleFacts(parts, "amazon"))
    assert stands(booked) == {"receivable:amazon": 10_000, "revenue": -10_000}
    assert (
        sum(t.minor for t in booked if t.source_account == "tax_withheld:amazon") == 825
    )  # its turnover shows
    assert not [t for t in booked if "tax_payable" in t.source_account + t.target_account]


def test_tax_we_remit_on_a_marketplace_sale_is_ours() -> None:
    parts = SaleParts("EUR", 11_900, 10_000, 0, 0, (TaxPart("DE", 1_900),))
    assert stands(marketplace_sale_shipped(MarketplaceSaleFacts(parts, "otto"))) == {
        "receivable:otto": 11_900,
        "revenue": -10_000,
        "tax_payable:DE": -1_900,
    }


def test_our_invoice_for_a_marketplaces_order_is_owed_by_the_marketplace() -> None:
    parts = SaleParts("EUR", 11_900, 10_000, 0, 0, (TaxPart("FR", 1_900, "amazon"),))
    assert stands(invoice_issued(InvoiceFacts(parts, guaranteed_by="amazon"))) == {
        "receivable:amazon": 10_000,
        "revenue": -10_000,
    }


def test_a_credit_note_over_a_paid_order_becomes_a_refund_to_pay() -> None:
    paid = payment_recorded(PaymentFacts("captured", "stripe", 12_495, "EUR"))
    invoiced = invoice_issued(InvoiceFacts(GERMAN, prepaid=12_495))
    credited = credit_note_issued(CreditNoteFacts(GERMAN))
    assert stands(paid, invoiced, credited) == {"receivable:stripe": 12_495, "refunds_payable": -12_495}


def test_a_credit_note_lowers_what_is_owed_before_it_refunds() -> None:
    half = SaleParts("EUR", 5_950, 5_000, 0, 0, (TaxPart("DE", 950),))
    invoiced = invoice_issued(InvoiceFacts(GERMAN, prepaid=10_000))
    booked = stands(invoiced, credit_note_issued(CreditNoteFacts(half, open_receivable=2_495)))
    assert booked["refunds_payable"] == -3_455
    assert "customer_receivable" not in booked


def test_what_is_given_beyond_the_document_is_a_concession() -> None:
    booked = stands(credit_note_issued(CreditNoteFacts(SaleParts("EUR", 0, 0), concession=300)))
    assert booked == {"concessions": 300, "refunds_payable": -300}


amounts = st.integers(0, 10**9)
taxes = st.lists(
    st.builds(TaxPart, st.sampled_from(["DE", "FR", "US"]), amounts, st.sampled_from(["", "amazon"])),
    max_size=3,
).map(tuple)


@st.composite
def sales(draw: st.DrawFn) -> SaleParts:
    goods, shipping, discount, tax = draw(amounts), draw(amounts), draw(amounts), draw(taxes)
    beside = draw(st.integers(-goods, 10**9))
    gross = goods + shipping + beside + sum(t.minor for t in tax)
    return SaleParts("EUR", gross, goods, shipping, discount, tax, beside)


@given(sales(), amounts, amounts)
def test_every_booking_can_be_posted_and_agrees_with_its_document(
    parts: SaleParts, prepaid: int, owed: int
) -> None:
    ours = sum(tax.minor for tax in parts.taxes if not tax.remitted_by)
    invoiced = invoice_issued(InvoiceFacts(parts, prepaid))
    credited = credit_note_issued(CreditNoteFacts(parts, min(owed, prepaid)))
    sold = marketplace_sale_shipped(MarketplaceSaleFacts(parts, "amazon"))
    for booked in (invoiced, credited, sold):
        if booked:
            check_transfers("k", booked)
        for transfer in booked:
            assert kind_of(transfer.source_account)
            assert kind_of(transfer.target_account)
    for booked, sign in ((invoiced, -1), (credited, 1), (sold, -1)):
        after = stands(booked)
        assert after.get("revenue", 0) == sign * (parts.goods_net + parts.discount_net)
        assert after.get("order_differences", 0) == sign * parts.difference_net
        assert after.get("shipping_revenue", 0) == sign * parts.shipping_net
        assert sum(minor for code, minor in after.items() if code.startswith("tax_payable")) == sign * ours
        assert "tax_withheld:amazon" not in after
    assert stands(invoiced, import_undone(invoiced)) == {}
