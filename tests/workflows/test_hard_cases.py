"""Cases that break shops: two sites, part shipments, discounts, payments that change, goods that become free."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from tests import factories
from tests.workflows.races.room import Room, broken, wish
from tests.workflows.test_from_order_to_invoice import line, order

from opsroom.domains.access.errors import Refused
from opsroom.domains.access.models import Task
from opsroom.domains.billing.actions.number_invoices import number_invoices
from opsroom.domains.billing.models import Invoice
from opsroom.domains.catalog.models import Sku
from opsroom.domains.channels.models import Outgoing
from opsroom.domains.fulfilment.models import FulfilmentOrder
from opsroom.domains.orders.actions.release_hold import release_hold
from opsroom.domains.orders.models import Hold, Order
from opsroom.domains.payments.models import Payment
from opsroom.domains.warehouse.models import Allocation
from opsroom.ledgers.money import queries as money
from opsroom.ports.incoming import (
    FulfilledBy,
    FulfilledLine,
    IncomingFulfilment,
    IncomingLine,
    IncomingPayment,
    IncomingTotals,
    LineKind,
    PaymentCondition,
)
from opsroom.workflows.cancel_orders import cancel_orders
from opsroom.workflows.let_go import let_go
from opsroom.workflows.move_stock import move_stock
from opsroom.workflows.take_back_orders import take_back_orders
from opsroom.workflows.tasks import serve_waiting_orders

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def fresh(row: Order) -> Order:
    return Order.objects.get(pk=row.pk)


def test_an_order_of_two_sites_is_not_released_again_while_one_part_is_on_the_floor() -> None:
    room = Room(sites=2)
    room.put("MUG", 5)
    room.put("LAMP", 5, site=1)
    sold = room.sell(1, ("MUG", 1), ("LAMP", 1))
    room.release(sold)
    here, there = FulfilmentOrder.objects.order_by("id")
    room.ship([here.pk])
    assert fresh(sold).fulfilment_state == "part_shipped"
    again = room.release(sold)
    assert (again.order_ids, again.fulfilment_order_ids) == ((), ())
    assert [one.why for one in again.skipped] == ["It is released already."]
    room.ship([there.pk], site=1)
    assert (fresh(sold).state, Outgoing.objects.count(), Invoice.objects.count()) == ("closed", 2, 2)
    assert sum(Invoice.objects.values_list("gross_minor", flat=True)) == sold.total_minor
    assert broken() == []


@pytest.mark.parametrize("bare", [0, 1])
def test_goods_in_no_bin_at_one_site_release_nothing_at_the_other(bare: int) -> None:
    room = Room(sites=2)
    codes = ("MUG", "LAMP")
    for site, code in enumerate(codes):
        room.put(code, 5, site=site)
    sold = room.sell(1, ("MUG", 1), ("LAMP", 1))
    place, code = room.sites[bare], codes[bare]
    move_stock(room.demo, room.company, place, room.skus[code], "A-01-1", "PACK", 5, "m")
    done = room.release(sold)
    assert [one.why for one in done.skipped] == ["Its goods lie in no bin. Count or put them away first."]
    assert (done.order_ids, FulfilmentOrder.objects.count()) == ((), 0)
    assert set(Allocation.objects.values_list("state", flat=True)) == {"soft"}
    assert fresh(sold).fulfilment_state == "unreleased"
    assert broken() == []


def test_an_order_whose_goods_a_count_took_never_ships_though_its_hold_is_lifted() -> None:
    room = Room()
    room.put("MUG", 4)
    sold = room.sell(1, ("MUG", 2))
    ids = room.release(sold).fulfilment_order_ids
    room.count("MUG", 0, "gone")
    release_hold(room.demo, room.company, [sold.pk])
    done = room.ship(ids)
    assert done.fulfilment_order_ids == ()
    assert [one.why for one in done.skipped] == [
        "Its goods are not where it was released from. Take it back, then release it again."
    ]
    assert (Invoice.objects.count(), Outgoing.objects.count()) == (0, 0)
    assert broken() == []


def test_a_discount_larger_than_the_first_part_waits_for_the_rest_and_stops_no_invoice() -> None:
    room = Room(sites=2)
    room.put("MUG", 5)
    room.put("LAMP", 5, site=1)
    lines = [line("MUG", 1, "10.00", 160, "1"), line("LAMP", 4, "10.00", 640, "2")]
    off = replace(line("", 1, "-20.00", -319, "3"), sku=None, kind=LineKind.FEE, requires_shipping=False)
    (done,) = room.take(order(1, *lines, off, total=5000 - 2000 + 490))
    sold = Order.objects.get(pk=done.order_id)
    room.release(sold)
    here, there = FulfilmentOrder.objects.order_by("id")
    room.ship([here.pk])
    assert len(number_invoices(room.demo, room.company, TODAY)) == 1
    room.ship([there.pk], site=1)
    assert len(number_invoices(room.demo, room.company, TODAY)) == 1
    first, last = Invoice.objects.order_by("id")
    assert (first.gross_minor, last.gross_minor) == (1490, 2000)
    assert first.gross_minor + last.gross_minor == sold.total_minor
    assert money.balance(room.company, "customer_prepayments", "EUR") == 0
    assert broken() == []


def test_an_invoice_below_zero_stays_a_draft_and_the_next_one_is_numbered() -> None:
    room = Room()
    room.put("MUG", 5)
    off = replace(line("", 1, "-30.00", 0, "3"), sku=None, kind=LineKind.FEE, taxes=())
    room.take(order(1, line("MUG", 1, "10.00", 160), off, total=0), wish(2, ("MUG", 1)))
    release_hold(room.demo, room.company, list(Order.objects.values_list("id", flat=True)))
    room.ship(room.release(*Order.objects.all()).fulfilment_order_ids)
    assert len(number_invoices(room.demo, room.company, TODAY)) == 1
    assert Invoice.objects.get(state="draft").order.external_id == "1"
    assert Invoice.objects.get(number=1).order.external_id == "2"
    assert number_invoices(room.demo, room.company, TODAY) == []


def test_what_the_old_tool_shipped_is_not_sent_again_and_its_postage_not_charged_again() -> None:
    room = Room()
    room.put("MUG", 5)
    before = IncomingFulfilment(
        external_id="f1", state="shipped", shipped_at=AT, lines=(FulfilledLine("1", Decimal(1)),)
    )
    sold = room.sell(1, ("MUG", 3), fulfilments=(before,))
    assert (sold.fulfilment_state, room.stock("MUG")) == ("part_shipped", (5, 2))
    room.release(sold)
    take_back_orders(room.demo, room.company, [sold.pk], reason="not today")
    assert fresh(sold).fulfilment_state == "part_shipped"
    (refused,) = cancel_orders(room.demo, room.company, [sold.pk], reason="by hand").skipped
    assert refused[2] == "Goods of it have left already. They can only come back as a return."
    room.ship(room.release(sold).fulfilment_order_ids)
    assert fresh(sold).state == "closed"
    assert room.stock("MUG") == (3, 0)
    assert Invoice.objects.get().gross_minor == 2000
    assert broken() == []


def gift_card(price: str, external_id: str = "9") -> IncomingLine:
    return replace(
        line("", 1, price, 0, external_id),
        sku=None,
        kind=LineKind.GIFT_CARD,
        requires_shipping=False,
        taxes=(),
    )


def mailed(*lines: str) -> IncomingFulfilment:
    """What a channel tells of a gift card whose code it has mailed by itself."""
    return IncomingFulfilment("f9", "shipped", AT, tuple(FulfilledLine(one, Decimal(1)) for one in lines))


def test_a_gift_card_its_channel_mailed_is_on_the_invoice_once_and_nothing_was_begun_by_an_old_tool() -> None:
    room = Room()
    room.put("MUG", 5)
    room.take(
        order(1, line("MUG", 2, "10.00", 320), gift_card("25.00"), total=4990, fulfilments=(mailed("9"),)),
        order(2, gift_card("50.00"), total=5000, shipping_lines=(), fulfilments=(mailed("9"),)),
    )
    beside, alone = Order.objects.order_by("external_id")
    assert (beside.fulfilment_state, alone.state) == ("unreleased", "closed")
    room.ship(room.release(beside).fulfilment_order_ids)
    assert len(number_invoices(room.demo, room.company, TODAY)) == 2
    gross = dict(Invoice.objects.values_list("order__external_id", "gross_minor"))
    assert gross == {"1": 4990, "2": 5000}
    titles = Invoice.objects.get(order=beside).lines.values_list("order_line__kind", flat=True)
    assert sorted(titles) == ["gift_card", "goods", "shipping"]
    assert money.balance(room.company, "customer_prepayments", "EUR") == 0
    assert money.balance(room.company, "customer_receivable", "EUR") == 0
    assert broken() == []


@pytest.mark.parametrize("charged", [1550, 1490, 1203, 0])
def test_what_was_charged_beside_the_lines_is_held_then_invoiced_as_a_line_of_its_own(charged: int) -> None:
    room = Room()
    room.put("MUG", 5)
    (done,) = room.take(order(1, line("MUG", 1, "10.00", 160), total=charged))
    sold = Order.objects.get(pk=done.order_id)
    reasons = [hold.detail for hold in Hold.objects.filter(reason="amounts")]
    if charged != 1490:
        assert f"come to 14.90 EUR, the channel charged {charged / 100:.2f}." in reasons[0]
        assert room.release(sold).order_ids == ()
    release_hold(room.demo, room.company, [sold.pk], reason="amounts", why="the shop takes a fee for a card")
    room.ship(room.release(fresh(sold)).fulfilment_order_ids)
    assert len(number_invoices(room.demo, room.company, TODAY)) == 1
    made = Invoice.objects.get()
    assert (made.gross_minor, made.tax_minor) == (charged, 238)
    assert sum(made.lines.values_list("gross_minor", flat=True)) == charged
    assert money.balance(room.company, "order_differences", "EUR") == 1490 - charged
    assert money.balance(room.company, "revenue", "EUR") == -840
    assert money.balance(room.company, "tax_payable:DE", "EUR") == -238
    for account in ("customer_prepayments", "customer_receivable"):
        assert money.balance(room.company, account, "EUR") == 0, account
    assert broken() == []


def test_a_download_whose_total_differs_waits_for_a_person_and_is_then_invoiced_once() -> None:
    room = Room()
    course = replace(line("COURSE", 1, "119.00", 1900), kind=LineKind.DIGITAL, requires_shipping=False)
    (done,) = room.take(order(1, course, total=12000, shipping_lines=()))
    sold = Order.objects.get(pk=done.order_id)
    assert (sold.state, sold.on_hold, number_invoices(room.demo, room.company, TODAY)) == ("open", True, [])
    desk = factories.actor("desk", room.company)
    assert let_go(desk, room.company, [sold.pk], reason="amounts") == [sold.pk]
    assert let_go(desk, room.company, [sold.pk], reason="amounts") == []
    assert len(number_invoices(room.demo, room.company, TODAY)) == 1
    assert (fresh(sold).state, Invoice.objects.get().gross_minor) == ("closed", 12000)
    assert money.balance(room.company, "customer_prepayments", "EUR") == 0
    with pytest.raises(Refused):
        let_go(factories.actor("buyer", room.company), room.company, [sold.pk])
    assert broken() == []


def test_a_till_that_rounds_its_total_shows_the_cents_on_their_own_account() -> None:
    room = Room()
    room.put("MUG", 5)
    room.sell(1, ("MUG", 1), fulfilled_by=FulfilledBy.TILL, totals=IncomingTotals(total_minor=1495))
    assert money.balance(room.company, "order_differences", "EUR") == -5
    assert money.balance(room.company, "customer_prepayments", "EUR") == 0
    assert broken() == []


def paid(external_id: str, minor: int, kind: str = "sale") -> IncomingPayment:
    return IncomingPayment(
        external_id=external_id, kind=kind, state="success", amount_minor=minor, currency="EUR",
        gateway="stripe", at=AT, test=False,
    )  # fmt: skip


def test_a_second_payment_of_a_paid_order_is_recorded_once() -> None:
    room = Room()
    room.put("MUG", 5)
    first = wish(1, ("MUG", 1), payments=(paid("t1", 1000),))
    room.take(first)
    more = replace(first, payments=(paid("t1", 1000), paid("t2", 490)))
    room.take(more)
    room.take(more)
    assert sorted(Payment.objects.values_list("external_id", "amount_minor")) == [("t1", 1000), ("t2", 490)]
    assert money.balance(room.company, "receivable:stripe", "EUR") == 1490
    assert broken() == []


def test_a_payment_told_later_is_the_one_that_was_implied_before() -> None:
    room = Room()
    room.put("MUG", 5)
    room.sell(1, ("MUG", 1))
    room.take(wish(1, ("MUG", 1), payments=(paid("t1", 1490),)))
    assert money.balance(room.company, "customer_prepayments", "EUR") == -1490


def test_a_newer_version_of_a_test_order_books_no_money() -> None:
    room = Room()
    room.put("MUG", 5)
    room.take(wish(1, ("MUG", 1), test=True, payment=PaymentCondition.PENDING))
    room.take(wish(1, ("MUG", 1), test=True, payment=PaymentCondition.CAPTURED))
    assert Payment.objects.count() == 0
    assert money.balances(room.company) == {}


def test_paid_and_refunded_between_two_looks_is_held_and_not_shipped() -> None:
    room = Room()
    room.put("MUG", 5)
    sold = room.sell(1, ("MUG", 1), payment=PaymentCondition.TERMS)
    ids = room.release(sold).fulfilment_order_ids
    room.take(wish(1, ("MUG", 1), payment=PaymentCondition.REFUNDED))
    assert fresh(sold).payment_state == "refunded"
    assert Hold.objects.get().reason == "payment"
    assert room.ship(ids).fulfilment_order_ids == ()
    assert broken() == []


def test_cancelled_at_the_channel_after_it_left_becomes_a_task_and_nothing_is_lost() -> None:
    room = Room()
    room.put("MUG", 5)
    sold = room.sell(1, ("MUG", 1))
    room.ship(room.release(sold).fulfilment_order_ids)
    (done,) = room.take(wish(1, ("MUG", 1), cancelled_at=AT))
    assert done.note == "Cancelled at the channel after it had ended here."
    assert Task.objects.get(kind="changed_at_channel", state="open").subject_id == sold.pk
    assert fresh(sold).state == "closed"


def test_cancelled_at_the_channel_with_one_part_gone_is_held_and_keeps_its_rest() -> None:
    room = Room(sites=2)
    room.put("MUG", 5)
    room.put("LAMP", 5, site=1)
    sold = room.sell(1, ("MUG", 1), ("LAMP", 1))
    ids = room.release(sold).fulfilment_order_ids
    room.ship(ids[:1])
    room.take(wish(1, ("MUG", 1), ("LAMP", 1), cancelled_at=AT))
    row = fresh(sold)
    assert (row.state, row.on_hold) == ("open", True)
    assert room.ship(ids[1:], site=1).fulfilment_order_ids == ()
    assert broken() == []


@pytest.mark.parametrize("how", ["here", "channel"])
def test_goods_of_a_cancelled_order_go_to_the_next_in_line(how: str) -> None:
    room = Room()
    room.put("MUG", 2)
    first, second = room.sell(1, ("MUG", 2)), room.sell(2, ("MUG", 2))
    assert fresh(second).allocation_state == "short"
    if how == "here":
        cancel_orders(room.demo, room.company, [first.pk], reason="by hand")
    else:
        room.take(wish(1, ("MUG", 2), cancelled_at=AT))
    job = ProcrastinateJob.objects.get(task_name="workflows.serve_waiting")
    serve_waiting_orders(**job.args)
    assert fresh(second).allocation_state == "allocated"
    assert not Task.objects.filter(kind="short", state="open").exists()
    assert room.stock("MUG") == (2, 2)
    serve_waiting_orders(**job.args)
    assert room.stock("MUG") == (2, 2)
    assert broken() == []


def test_a_kit_its_part_alone_and_an_untracked_extra_leave_together() -> None:
    room = Room()
    room.put("MUG", 5)
    room.put("CARD", 0)
    Sku.objects.filter(pk=room.skus["CARD"]).update(tracked=False)
    sold = room.sell(1, ("MUG", 2), ("MUG", 1), ("CARD", 2))
    assert sold.allocation_state == "allocated"
    room.ship(room.release(sold).fulfilment_order_ids)
    assert fresh(sold).state == "closed"
    assert room.stock("MUG") == (2, 0)
    assert Invoice.objects.get().gross_minor == sold.total_minor
    assert broken() == []


def test_yen_and_dinar_orders_are_invoiced_to_the_unit() -> None:
    room = Room()
    room.put("MUG", 9)
    for number, currency, price, total in ((1, "JPY", "1000", 1000), (2, "KWD", "1.255", 1255)):
        one = replace(line("MUG", 1, price, 0), taxes=())
        room.take(order(number, one, total=total, currency=currency, shipping_lines=()))
    assert not Hold.objects.exists()
    room.ship(room.release(*Order.objects.all()).fulfilment_order_ids)
    number_invoices(room.demo, room.company, TODAY)
    assert dict(Invoice.objects.values_list("currency", "gross_minor")) == {"JPY": 1000, "KWD": 1255}
    for currency in ("JPY", "KWD"):
        assert money.balance(room.company, "customer_prepayments", currency) == 0
    assert broken() == []


def test_an_order_of_nothing_to_pay_ships_with_an_invoice_over_nothing() -> None:
    room = Room()
    room.put("MUG", 9)
    free = replace(line("MUG", 1, "10.00", 0), discount_minor=1000, taxes=())
    room.take(order(1, free, total=0, shipping_lines=()))
    room.ship(room.release(Order.objects.get()).fulfilment_order_ids)
    assert len(number_invoices(room.demo, room.company, TODAY)) == 1
    assert money.balances(room.company) == {}
    assert broken() == []
