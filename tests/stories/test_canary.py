"""Every personal field of an order holds a mark of its own; after its whole story no mark lies where none belongs."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from tests import factories
from tests.workflows.races.room import Room, wish

from opsroom.domains.access.errors import Refused
from opsroom.domains.billing.actions.number_invoices import number_invoices
from opsroom.domains.fulfilment.models import FulfilmentOrder
from opsroom.domains.orders.actions.place_hold import place_hold
from opsroom.domains.orders.actions.release_hold import release_hold
from opsroom.domains.orders.models import Order
from opsroom.domains.warehouse.actions.set_stock import StockRow
from opsroom.ports.incoming import IncomingAddress, IncomingCustomer, IncomingOrder, PaymentCondition
from opsroom.workflows.accept_orders import accept_orders
from opsroom.workflows.cancel_orders import cancel_orders
from opsroom.workflows.count_stock import count_stock
from opsroom.workflows.release_orders import release_orders
from opsroom.workflows.ship_orders import ship_orders
from opsroom.workflows.take_back_orders import take_back_orders
from opsroom.workflows.undo_orders import undo_orders

MARK = "zqxcanary"
# Tables that outlive a person's erasure, or that leave the house.
NO_PEOPLE = (
    "records_event", "records_claim", "records_job", "procrastinate_jobs", "procrastinate_events", "access_task",
    "channels_outgoing", "stock_entry", "stock_move", "money_entry", "money_transfer", "orders_hold",
)  # fmt: skip


def marked(one: IncomingOrder) -> IncomingOrder:
    """The order with a mark in every field that may say something of a person."""
    address = IncomingAddress(
        name=f"{MARK}name", company=f"{MARK}firm", line1=f"{MARK}street 1", line2=f"{MARK}floor",
        city=f"{MARK}city", postcode="10119", country_code="DE", phone=f"+4930{MARK}", email=f"{MARK}@example.com",
    )  # fmt: skip
    customer = IncomingCustomer(
        external_id=f"c{one.external_id}", name=f"{MARK}buyer", email=f"{MARK}2@example.com", phone=f"{MARK}3",
        tax_number=f"DE{MARK}",
    )  # fmt: skip
    lines = tuple(replace(ln, personalisation=(("Engrave", f"{MARK}love"),)) for ln in one.lines)
    return replace(
        one, ship_to=address, bill_to=address, customer=customer, lines=lines, note=f"{MARK}note",
        gift_message=f"{MARK}gift", purchase_order=f"{MARK}po",
    )  # fmt: skip


@pytest.mark.django_db
def test_E4_no_mark_of_a_person_is_in_events_jobs_logs_books_or_what_channels_are_told(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    room = Room()
    room.put("MUG", 6)
    batch = factories.import_row(room.company, room.channel)
    room.take(*[marked(wish(n, ("MUG", 2))) for n in range(1, 5)], import_id=batch)
    one, two, three, four = Order.objects.order_by("id")
    place_hold(room.demo, room.company, [one.pk], "by_hand")
    release_hold(room.demo, room.company, [one.pk])
    room.release(one, two)
    take_back_orders(room.demo, room.company, [two.pk], reason="not today")
    room.take(replace(marked(wish(1, ("MUG", 3))), note=f"{MARK}changed"))
    release_hold(room.demo, room.company, [one.pk])
    room.ship(list(FulfilmentOrder.objects.filter(order=one).values_list("id", flat=True)))
    number_invoices(room.demo, room.company, date(2026, 11, 23))
    room.take(marked(wish(2, ("MUG", 2), cancelled_at=datetime(2026, 11, 23, tzinfo=UTC))))
    cancel_orders(room.demo, room.company, [three.pk], reason="by hand")
    undo_orders(room.demo, batch, company_id=room.company, order_ids=[four.pk])
    assert hits("orders_order") > 0, "the marks must be there to be looked for"
    assert {table: found for table in NO_PEOPLE if (found := hits(table))} == {}
    said = capfd.readouterr()
    # Statements logged at DEBUG are the test's own doing; a running shop logs none.
    logs = [r.getMessage() for r in caplog.records if not r.name.startswith("django.db")]
    assert [text for text in [*logs, said.out, said.err] if MARK in text] == []


def hits(table: str) -> int:
    """Rows of a table in whose text a mark stands."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table} t WHERE t::text ILIKE %s", [f"%{MARK}%"])
        return int(cursor.fetchone()[0])


@pytest.mark.django_db
def test_Z3_foreign_ids_of_another_company_and_site_change_nothing() -> None:
    mine, foreign = Room(), Room(sites=2)
    foreign.put("MUG", 9)
    foreign.put("MUG", 9, site=1)
    sold = foreign.sell(1, ("MUG", 2))
    boss = factories.actor("manager", mine.company)
    before = Order.objects.values().get(pk=sold.pk)
    assert release_orders(boss, mine.company, [sold.pk]).order_ids == ()
    assert cancel_orders(boss, mine.company, [sold.pk], reason="x").order_ids == ()
    assert place_hold(boss, mine.company, [sold.pk], "by_hand") == []
    assert take_back_orders(boss, mine.company, [sold.pk], reason="x").order_ids == ()
    for attempt in (
        lambda: release_orders(boss, foreign.company, [sold.pk]),
        lambda: cancel_orders(boss, foreign.company, [sold.pk], reason="x"),
        lambda: accept_orders(boss, foreign.channel, [wish(2, ("MUG", 1))], mode="live"),
    ):
        with pytest.raises(Exception) as refused:  # noqa: PT011 - refused or not found, the row must not move
            attempt()
        assert hasattr(refused.value, "code")
    assert Order.objects.values().get(pk=sold.pk) == before
    assert Order.objects.count() == 1


@pytest.mark.django_db
def test_Z2_a_packer_of_one_site_ships_and_counts_nothing_of_the_other() -> None:
    room = Room(sites=2)
    room.put("MUG", 9)
    packer = factories.actor("warehouse", room.company, sites=[room.sites[1]])
    ids = room.release(room.sell(1, ("MUG", 2))).fulfilment_order_ids
    with pytest.raises(Refused):
        ship_orders(packer, room.company, room.site, ids)
    # With the site that is theirs, the other site's papers are not found.
    assert ship_orders(packer, room.company, room.sites[1], ids).fulfilment_order_ids == ()
    row, ref = StockRow(room.skus["MUG"], "A-01-1", 0), ("warehouse.site", room.site)
    with pytest.raises(Refused):
        count_stock(packer, room.site, [row], "k", company_id=room.company, ref=ref)
    assert room.stock("MUG") == (9, 2)


@pytest.mark.django_db
def test_history_and_test_orders_are_never_released_or_invoiced() -> None:
    room = Room()
    room.put("MUG", 9)
    accept_orders(room.demo, room.channel, [wish(1, ("MUG", 1))], mode="history")
    room.take(wish(2, ("MUG", 1), test=True, payment=PaymentCondition.CAPTURED))
    done = room.release(*Order.objects.all())
    assert sorted(one.why for one in done.skipped) == [
        "It is a test order and is never shipped.",
        "It is history and was shipped before.",
    ]
    assert room.stock("MUG") == (9, 0)
