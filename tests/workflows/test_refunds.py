"""Money that a channel sent back: booked once, credited where it was invoiced, asked about where it is too much."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from pypdf import PdfReader
from tests import factories
from tests.workflows.races.room import Room, broken, wish
from tests.workflows.test_from_order_to_invoice import line, order
from tests.workflows.test_hard_cases import gift_card, paid

from opsroom.domains.access.models import Task
from opsroom.domains.billing.models import CreditNote, CreditNoteDocument, Invoice
from opsroom.domains.billing.tasks import bill
from opsroom.domains.orders.actions.release_hold import release_hold
from opsroom.domains.orders.models import Order
from opsroom.domains.payments.models import Refund
from opsroom.insight.lists.order_record import read
from opsroom.ledgers.money import queries as money
from opsroom.ports.incoming import (
    FulfilledBy,
    IncomingRefund,
    IncomingTotals,
    Party,
    PaymentCondition,
    RefundedLine,
)
from opsroom.workflows.accept_orders import accept_orders
from opsroom.workflows.intake.credit import exposure_of
from opsroom.workflows.undo_orders import undo_orders

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
PART, WHOLE = PaymentCondition.PART_REFUNDED, PaymentCondition.REFUNDED
# Sold, sent, invoiced and taxed by a marketplace.
THEIRS = {
    "fulfilled_by": FulfilledBy.MARKETPLACE, "payment": PaymentCondition.MARKETPLACE,
    "invoice_issuer": Party.MARKETPLACE, "tax_remitter": Party.MARKETPLACE,
}  # fmt: skip


def back(external_id: str, minor: int, *lines: tuple[str, int]) -> IncomingRefund:
    parts = tuple(RefundedLine(one, Decimal(many), 0, 0) for one, many in lines)
    return IncomingRefund(external_id, AT, minor, parts)


def standing(room: Room) -> dict[str, int]:
    return {account: minor for (account, _), minor in money.balances(room.company).items()}


def shipped(room: Room, *wants: tuple[str, int], **more: object) -> Order:
    for code, _ in wants:
        room.put(code, 9)
    sold = room.sell(1, *wants, payments=(paid("t1", sum(1000 * n for _, n in wants) + 490),), **more)
    room.ship(room.release(sold).fulfilment_order_ids)
    bill(room.company)
    return sold


def tell(room: Room, *wants: tuple[str, int], **more: object) -> str:
    told = wish(
        1, *wants, payments=(paid("t1", sum(1000 * n for _, n in wants) + 490),), updated_at=AT, **more
    )
    first, again = room.take(told), room.take(told)
    assert again[0].effect == "same"
    bill(room.company)
    assert broken() == []
    return first[0].note


def test_an_invoiced_order_that_was_paid_back_is_credited_once_numbered_printed_and_booked() -> None:
    room = Room()
    sold = shipped(room, ("MUG", 2))
    note = tell(room, ("MUG", 2), payment=WHOLE, refunds=(back("r1", 2490),))
    assert note == "Payment is now refunded. 24.90 EUR was sent back to the customer."
    made = CreditNote.objects.get()
    assert (made.display_number, made.state, made.reason) == ("CN-000001", "issued", "refund")
    assert (made.net_minor, made.tax_minor, made.gross_minor) == (2092, 398, 2490)
    assert standing(room) == {}, "revenue, tax and every debt are back where they began"
    pages = PdfReader(io.BytesIO(bytes(CreditNoteDocument.objects.get().pdf))).pages
    text = "".join(page.extract_text() for page in pages)
    for words in (
        "Credit note CN-000001",
        "INV-000001",
        "24.90 EUR",
        "3.98 EUR",
        "The amount was paid back.",
    ):
        assert words in text, words
    seen = read(factories.actor("bookkeeper", room.company), sold.pk)
    kinds = [one.kind for one in seen.events]
    for kind in (
        "payments.refund.recorded",
        *(f"billing.creditnote.{v}" for v in ("created", "numbered", "issued")),
    ):
        assert kinds.count(kind) == 1, kind
    assert seen.credit_notes[0].document_id


def test_parts_that_come_back_one_by_one_are_credited_line_by_line_and_sum_to_the_invoice() -> None:
    room = Room()
    shipped(room, ("MUG", 3), ("LAMP", 1))
    wants = (("MUG", 3), ("LAMP", 1))
    one, two = back("r1", 1000, ("1", 1)), back("r2", 555)
    tell(room, *wants, payment=PART, refunds=(one,))
    tell(room, *wants, payment=PART, refunds=(one, two), note="goodwill")
    first, second = CreditNote.objects.order_by("id")
    assert [(ln.invoice_line.sku_text, ln.quantity, ln.gross_minor) for ln in first.lines.all()] == [
        ("MUG", 1, 1000)
    ]
    assert second.gross_minor == 555
    assert {ln.quantity for ln in second.lines.all()} == {0}, "a lower price takes back no unit"
    tell(room, *wants, payment=WHOLE, refunds=(one, two, back("r3", 4490 - 1555)))
    assert sum(CreditNote.objects.values_list("gross_minor", flat=True)) == 4490
    assert sum(CreditNote.objects.values_list("tax_minor", flat=True)) == Invoice.objects.get().tax_minor
    assert list(CreditNote.objects.order_by("id").values_list("number", flat=True)) == [1, 2, 3]
    assert standing(room) == {}


def test_money_back_before_the_invoice_lowers_the_prepayment_and_is_credited_with_the_invoice() -> None:
    room = Room()
    room.put("MUG", 9)
    sold = room.sell(1, ("MUG", 2), payments=(paid("t1", 2490),))
    tell(room, ("MUG", 2), payment=PART, refunds=(back("r1", 500),))
    assert standing(room) == {"receivable:stripe": 1990, "customer_prepayments": -1990}
    assert not CreditNote.objects.exists()
    room.ship(room.release(sold).fulfilment_order_ids)
    bill(room.company)
    assert (Invoice.objects.get().gross_minor, CreditNote.objects.get().gross_minor) == (2490, 500)
    stands = standing(room)
    assert stands.pop("receivable:stripe") == 1990
    assert not any(account.startswith(("customer_", "refunds_")) for account in stands)
    assert broken() == []


def test_an_order_given_back_in_one_word_owes_nothing_and_its_import_can_be_taken_back() -> None:
    room = Room()
    batch = factories.import_row(room.company, room.channel)
    done = room.take(wish(1, ("MUG", 1), payment=WHOLE), import_id=batch)
    assert Refund.objects.get().amount_minor == 1490
    assert standing(room) == {}
    assert done[0].effect == "new"
    # What was told in one word first, then one by one, is the same money.
    room.take(wish(1, ("MUG", 1), payment=WHOLE, refunds=(back("r1", 1000), back("r2", 490)), updated_at=AT))
    assert Refund.objects.count() == 1
    importer = factories.system("system.importer", room.company)
    Task.objects.all().delete()
    room.take(wish(2, ("MUG", 1), payments=(paid("t2", 1490),), payment=WHOLE), import_id=batch)
    removed, _ = undo_orders(importer, batch, company_id=room.company)
    assert len(removed) >= 1
    assert broken() == []


def test_more_than_was_paid_is_a_concession_and_a_task_for_the_bookkeeper() -> None:
    room = Room()
    shipped(room, ("MUG", 1))
    tell(room, ("MUG", 1), payment=WHOLE, refunds=(back("r1", 2000),))
    assert CreditNote.objects.get().gross_minor == 1490
    assert standing(room) == {"receivable:stripe": -510, "concessions": 510}
    task = Task.objects.get(kind="changed_at_channel", state="open")
    assert (task.role, task.facts["above_paid_minor"]) == ("bookkeeper", 510)


@pytest.mark.parametrize("promise", [PaymentCondition.TERMS, PaymentCondition.MARKETPLACE])
def test_an_unpaid_invoice_of_an_order_that_was_called_off_is_credited_and_owed_by_nobody(
    promise: PaymentCondition,
) -> None:
    room = Room()
    room.put("MUG", 9)
    sold = room.sell(1, ("MUG", 1), payment=promise)
    room.ship(room.release(sold).fulfilment_order_ids)
    bill(room.company)
    for _ in range(2):
        room.take(wish(1, ("MUG", 1), payment=promise, cancelled_at=AT, updated_at=AT))
        bill(room.company)
    assert CreditNote.objects.get().reason == "cancelled"
    assert exposure_of(room.company, sold.customer_id or 0, "EUR").total == 0, (
        "it counts for no limit any more"
    )
    assert standing(room) == {}
    assert broken() == []


def test_what_a_marketplace_guaranteed_and_sent_back_itself_is_owed_by_nobody() -> None:
    room = Room()
    room.put("MUG", 9)
    sold = room.sell(1, ("MUG", 1), payment=PaymentCondition.MARKETPLACE)
    room.ship(room.release(sold).fulfilment_order_ids)
    bill(room.company)
    guaranteed = PaymentCondition.MARKETPLACE
    room.take(wish(1, ("MUG", 1), payment=guaranteed, refunds=(back("r1", 1490),), updated_at=AT))
    bill(room.company)
    assert CreditNote.objects.get().gross_minor == 1490
    assert standing(room) == {}
    assert broken() == []


def test_what_others_sold_and_invoiced_gives_its_revenue_back_and_makes_no_paper_of_ours() -> None:
    room = Room()
    room.put("MUG", 9)
    room.sell(1, ("MUG", 2), **THEIRS)
    assert standing(room)["revenue"] == -1680
    half = replace(wish(1, ("MUG", 2), **THEIRS), refunds=(back("r1", 1245),), updated_at=AT)
    room.take(half)
    assert standing(room)["revenue"] == -840
    whole = replace(half, refunds=(back("r1", 1245), back("r2", 1245)), updated_at=AT.replace(hour=10))
    room.take(whole)
    assert standing(room) == {}
    assert not CreditNote.objects.exists()
    assert broken() == []


def test_a_refund_of_a_sale_that_cannot_be_true_is_left_to_a_person_and_stops_no_neighbour() -> None:
    room = Room()
    room.put("MUG", 9)
    more_tax_than_price = order(
        1, line("MUG", 1, "10.00", 1600), total=1490, refunds=(back("r1", 1490),), **THEIRS
    )
    room.take(more_tax_than_price, wish(2, ("MUG", 1), **THEIRS))
    assert set(Order.objects.values_list("external_id", flat=True)) == {"1", "2"}
    assert standing(room)["revenue"] == -840
    assert broken() == []


def test_a_gift_card_paid_back_is_credited_and_history_is_recorded_alone() -> None:
    room = Room()
    card = order(1, gift_card("50.00"), total=5000, shipping_lines=())
    room.take(card)
    bill(room.company)
    room.take(replace(card, payment=WHOLE, updated_at=AT))
    bill(room.company)
    assert CreditNote.objects.get().gross_minor == 5000
    assert standing(room) == {}
    mug = wish(2, ("MUG", 1), payment=WHOLE, refunds=(back("r1", 1490),))
    accept_orders(room.demo, room.channel, [mug], mode="history")
    assert Refund.objects.filter(order__external_id="2").count() == 1
    assert standing(room) == {}
    assert broken() == []


def test_a_difference_that_goes_back_is_taken_off_the_invoice_to_the_cent() -> None:
    room = Room()
    room.put("MUG", 9)
    sold = Order.objects.get(pk=room.take(order(1, line("MUG", 1, "10.00", 160), total=1203))[0].order_id)
    release_hold(room.demo, room.company, [sold.pk], reason="amounts")
    room.ship(room.release(sold).fulfilment_order_ids)
    bill(room.company)
    told = order(1, line("MUG", 1, "10.00", 160), total=1203)
    for hour, minor in ((10, 700), (11, 1203)):
        totals = IncomingTotals(total_minor=1203, refunded_minor=minor)
        room.take(replace(told, payment=PART, totals=totals, updated_at=AT.replace(hour=hour)))
        bill(room.company)
    assert list(CreditNote.objects.order_by("id").values_list("gross_minor", flat=True)) == [700, 503]
    assert standing(room) == {}
    assert broken() == []
