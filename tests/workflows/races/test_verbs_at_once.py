"""Verbs at once, on real connections: nothing is doubled, nobody waits in a circle, a hold that was said holds."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from tests import factories
from tests.workflows.races.room import HANDS, Room, broken, faults, rival, together, wish

from opsroom.domains.billing.actions.number_invoices import number_invoices
from opsroom.domains.billing.models import Invoice
from opsroom.domains.catalog.models import Sku
from opsroom.domains.channels.models import Channel, Outgoing
from opsroom.domains.customers.rules import PartyDraft
from opsroom.domains.fulfilment.actions.pick_scan import pick_scan
from opsroom.domains.fulfilment.actions.pick_short import pick_short
from opsroom.domains.fulfilment.errors import NothingToPick
from opsroom.domains.fulfilment.models import FulfilmentOrder, Pick
from opsroom.domains.fulfilment.rules import ScanEvent
from opsroom.domains.orders.actions.add_draft_lines import WantedGoods, add_draft_lines
from opsroom.domains.orders.actions.place_hold import place_hold
from opsroom.domains.orders.models import Order
from opsroom.domains.payments.models import Payment
from opsroom.domains.warehouse.errors import StillHandled
from opsroom.domains.warehouse.models import Allocation
from opsroom.ledgers.money import queries as money
from opsroom.ports.incoming import PaymentCondition
from opsroom.workflows.begin_draft import begin_draft
from opsroom.workflows.cancel_orders import cancel_orders
from opsroom.workflows.place_draft import place_draft
from opsroom.workflows.undo_orders import undo_orders

pytestmark = pytest.mark.usefixtures("committed_db")
TODAY = date(2026, 11, 23)


def test_one_file_taken_in_by_eight_at_once_lands_once() -> None:
    room = Room()
    room.put("MUG", 100)
    batch = [wish(n, ("MUG", 1)) for n in range(1, 31)]
    orders = [random.Random(hand).sample(batch, len(batch)) for hand in range(HANDS)]  # noqa: S311
    answers = together(lambda hand: [one.effect for one in room.take(*orders[hand])])
    assert faults(answers) == []
    told = [effect for answer in answers for effect in answer]
    assert (told.count("new"), told.count("same")) == (30, 30 * (HANDS - 1))
    assert (Order.objects.count(), Payment.objects.count()) == (30, 30)
    assert room.stock("MUG") == (100, 30)
    assert money.balance(room.company, "customer_prepayments", "EUR") == -30 * 1490
    assert broken() == []


def test_eight_releases_of_the_same_orders_make_one_fulfilment_order_each() -> None:
    room = Room(sites=2)
    room.put("MUG", 40)
    room.put("LAMP", 40, site=1)
    sold = [room.sell(n, ("MUG", 1), ("LAMP", 2)) for n in range(1, 11)]
    answers = together(lambda hand: room.release(*sold))
    assert faults(answers) == []
    assert sorted(pk for one in answers for pk in one.order_ids) == sorted(o.pk for o in sold)
    assert FulfilmentOrder.objects.count() == 20
    assert broken() == []


def test_eight_browsers_ship_at_once_and_goods_leave_once() -> None:
    room = Room()
    room.put("MUG", 40)
    sold = [room.sell(n, ("MUG", 2)) for n in range(1, 11)]
    ids = room.release(*sold).fulfilment_order_ids
    answers = together(lambda hand: room.ship(random.Random(hand).sample(ids, len(ids))))  # noqa: S311
    assert faults(answers) == []
    assert sorted(pk for one in answers for pk in one.fulfilment_order_ids) == sorted(ids)
    assert (Outgoing.objects.count(), Invoice.objects.count()) == (10, 10)
    assert room.stock("MUG") == (20, 0)
    assert broken() == []


def test_everything_at_once_leaves_every_figure_true() -> None:
    """Taking in, releasing, shipping, counting, cancelling and undoing the same two SKUs at two sites."""
    room = Room(sites=2)
    for site in (0, 1):
        room.put("MUG", 60, site=site)
        room.put("LAMP", 60, site=site)
    batch = factories.import_row(room.company, room.channel)
    room.take(*[wish(n, ("MUG", 1), ("LAMP", 1)) for n in range(1, 41)], import_id=batch)

    def some(dice: random.Random, **facts: Any) -> list[Order]:
        found = list(Order.objects.filter(**facts).order_by("id"))
        return dice.sample(found, min(6, len(found)))

    def hand(number: int) -> None:
        dice = random.Random(number)  # noqa: S311
        for turn in range(6):
            key = f"{number}-{turn}"
            act = dice.choice(["take", "release", "release", "ship", "count", "cancel", "undo"])
            if act == "take":
                lines = [("MUG", 2), ("LAMP", 1)] if dice.random() < 0.5 else [("LAMP", 2), ("MUG", 1)]
                first = 1000 + number * 100 + turn * 10
                room.take(*[wish(n, *lines) for n in range(first, first + 4)])
            elif act == "release":
                room.release(*some(dice, fulfilment_state="unreleased"))
            elif act == "ship":
                site = dice.choice([0, 1])
                rows = FulfilmentOrder.objects.filter(site_id=room.sites[site]).exclude(state="shipped")
                room.ship(list(rows.values_list("id", flat=True))[:6], site)
            elif act == "count":
                code, pieces, site = dice.choice(["MUG", "LAMP"]), dice.randint(20, 60), dice.choice([0, 1])
                with suppress(StillHandled):
                    room.count(code, pieces, key, site=site)
            elif act == "cancel":
                ids = [o.pk for o in some(dice, state="open")]
                cancel_orders(room.demo, room.company, ids, reason="by hand")
            else:
                ids = [o.pk for o in some(dice, imported_in=batch)]
                undo_orders(room.demo, batch, company_id=room.company, order_ids=ids)

    assert faults(together(hand)) == []
    assert broken() == []


def test_a_hold_said_while_it_is_shipped_is_kept() -> None:
    room = Room()
    room.put("MUG", 5)
    sold = room.sell(1, ("MUG", 2))
    ids = room.release(sold).fulfilment_order_ids
    with rival(lambda: room.ship(ids)) as start, transaction.atomic():
        assert place_hold(room.demo, room.company, [sold.pk], "by_hand") == [sold.pk]
        future = start()
    assert [one.why for one in future.result().skipped] == [
        "It was put on hold or changed after release. Put its goods back; do not ship it."
    ]
    assert room.stock("MUG") == (5, 2)
    assert not Invoice.objects.exists()
    assert broken() == []


def test_money_that_comes_while_its_invoice_is_numbered_leaves_nothing_open() -> None:
    room = Room()
    room.put("MUG", 5)
    on_terms = wish(1, ("MUG", 1), payment=PaymentCondition.TERMS)
    room.take(on_terms)
    room.ship(room.release(Order.objects.get()).fulfilment_order_ids)
    with (
        rival(lambda: room.take(wish(1, ("MUG", 1), payment=PaymentCondition.CAPTURED))) as start,
        transaction.atomic(),
    ):
        number_invoices(room.demo, room.company, TODAY)
        future = start()
    assert [one.effect for one in future.result()] == ["changed"]
    assert money.balance(room.company, "customer_receivable", "EUR") == 0
    assert money.balance(room.company, "customer_prepayments", "EUR") == 0
    assert broken() == []


def test_eight_numberers_leave_no_gap_and_book_each_invoice_once() -> None:
    room = Room()
    room.put("MUG", 60)
    room.take(*[wish(n, ("MUG", 1)) for n in range(1, 41)])
    room.ship(room.release(*Order.objects.all()).fulfilment_order_ids)
    answers = together(lambda hand: number_invoices(room.demo, room.company, TODAY))
    assert faults(answers) == []
    assert sorted(pk for one in answers for pk in one) == sorted(Invoice.objects.values_list("id", flat=True))
    assert sorted(Invoice.objects.values_list("number", flat=True)) == list(range(1, 41))
    assert money.balance(room.company, "customer_prepayments", "EUR") == 0
    assert broken() == []


def test_a_cancellation_at_the_channel_and_a_release_at_once_end_one_way() -> None:
    room = Room()
    room.put("MUG", 40)
    sold = [room.sell(n, ("MUG", 1)) for n in range(1, 17)]
    gone = [wish(n, ("MUG", 1), cancelled_at=sold[0].placed_at) for n in range(1, 17)]

    def hand(number: int) -> object:
        return room.take(*gone[number::4]) if number < 4 else room.release(*sold[number % 4 :: 4])

    assert faults(together(hand)) == []
    for row in Order.objects.all():
        assert (row.state, row.on_hold, row.fulfilment_state) in {
            ("cancelled", False, "unreleased"),
            ("open", True, "released"),
        }
    kept = Order.objects.filter(state="open").count()
    assert Allocation.objects.filter(state="hard").count() == kept
    assert room.stock("MUG") == (40, kept)
    assert broken() == []


def test_pickers_who_scan_while_the_bin_is_counted_and_the_desk_cancels_never_meet_in_a_circle() -> None:
    room = Room()
    room.put("MUG", 24)
    sold = [room.sell(n, ("MUG", 2)) for n in range(1, 13)]
    (wave,) = room.release(*sold).wave_ids
    stops = list(Pick.objects.filter(wave_id=wave).order_by("id"))

    def work(hand: int) -> Any:
        if hand == 0:
            return room.count("MUG", 20, "recount")
        if hand == 1:
            return cancel_orders(room.demo, room.company, [o.pk for o in sold], reason="customer")
        if hand == 2:
            return [pick_short(room.demo, room.company, stop.pk, "not_there") for stop in stops[-1:]]
        mine = random.Random(hand).sample(stops, len(stops))  # noqa: S311
        return [
            pick_scan(
                room.demo, room.company, wave, ScanEvent(f"{hand}-{stop.pk}-{n}", "item", stop.pk, "MUG")
            )
            for n in range(2)
            for stop in mine
        ]

    answers = together(work)

    assert [fault for fault in faults(answers) if not isinstance(fault, NothingToPick)] == []
    for stop in Pick.objects.filter(wave_id=wave):
        assert 0 <= stop.taken <= stop.quantity
    assert broken() == []


def test_eight_people_place_the_same_draft_and_one_order_comes_of_it() -> None:
    room = Room()
    room.put("MUG", 10)
    Sku.objects.filter(pk=room.skus["MUG"]).update(price=Decimal("10.00"))
    room.sell(1, ("MUG", 1))
    desk = factories.actor("desk", room.company)
    begun = together(lambda hand: begin_draft(desk, room.company))
    assert faults(begun) == []
    assert len(set(begun)) == HANDS
    assert Channel.objects.filter(company_id=room.company, connector="by_hand").count() == 1
    drafts = []
    for name in ("Anker", "Bake", "Cup"):
        buyer = PartyDraft(name=name, line1="Kai 3", postcode="20457", city="Hamburg", country="DE")
        drafts.append(begin_draft(desk, room.company, new_buyer=buyer))
        add_draft_lines(desk, room.company, drafts[-1], [WantedGoods(room.skus["MUG"], 2)])
    answers = together(lambda hand: [place_draft(desk, room.company, pk) for pk in drafts])
    assert faults(answers) == []
    assert len({tuple(one) for one in answers}) == 1, "all are told the same orders"
    assert Order.objects.filter(external_id__startswith="draft-").count() == 3
    assert room.stock("MUG") == (10, 7)
    assert broken() == []
