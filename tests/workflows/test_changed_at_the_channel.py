"""A buyer moves house, adds a card, is corrected by hand: what a channel tells later is followed or put to a person."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.workflows.races.room import Room, broken, wish
from tests.workflows.test_from_order_to_invoice import BERLIN

from opsroom.domains.access.models import Task
from opsroom.domains.customers.models import Party
from opsroom.domains.customers.rules import PartyDraft
from opsroom.domains.orders.actions.untag_orders import untag_orders
from opsroom.domains.orders.models import Hold, Order
from opsroom.kernel.records import events
from opsroom.workflows.fix_address import fix_address
from opsroom.workflows.follow_address import follow_address
from opsroom.workflows.take_back_orders import take_back_orders

pytestmark = pytest.mark.django_db
MOVED = replace(BERLIN, line1="Neue Straße 7")
BY_HAND = PartyDraft(name="Mara Klein", line1="Hinterhaus 2", postcode="10115", city="Berlin", country="DE")


def sold_in(room: Room, **more: object) -> Order:
    room.put("MUG", 5)
    return room.sell(1, ("MUG", 1), **more)


def street(order: Order) -> str:
    order.refresh_from_db()
    return Party.objects.get(pk=order.ship_to_id).line1


def holds(order: Order) -> list[tuple[str, str]]:
    return sorted(Hold.objects.filter(order=order, state="placed").values_list("reason", "detail"))


def test_a_buyer_who_moves_before_release_gets_the_parcel_at_the_new_door() -> None:
    room = Room()
    sold = sold_in(room)
    (done,) = room.take(wish(1, ("MUG", 1), ship_to=MOVED))
    assert (done.effect, done.note) == ("changed", "Sent to another address now.")
    assert (street(sold), holds(sold), sold.allocation_state) == ("Neue Straße 7", [], "allocated")
    assert Party.objects.filter(line1=BERLIN.line1).exists(), "the address as first given stays"
    assert not any("Neue" in str(one.data) for one in events.timeline("orders.order", sold.pk)), "no person"
    assert room.release(sold).fulfilment_order_ids


def test_a_move_to_a_door_no_carrier_finds_is_held_until_it_is_put_right() -> None:
    room = Room()
    sold = sold_in(room)
    (done,) = room.take(wish(1, ("MUG", 1), ship_to=replace(MOVED, postcode="1")))
    assert done.note == "Sent to another address now, which needs a look."
    assert [reason for reason, _ in holds(sold)] == ["address"]
    assert Task.objects.filter(kind="bad_address", state="open").count() == 1
    room.take(wish(1, ("MUG", 1), ship_to=MOVED))
    assert (street(sold), holds(sold), sold.has_bad_address) == ("Neue Straße 7", [], False)
    assert Task.objects.filter(state="open").count() == 0


def test_a_move_after_release_stops_the_parcel_and_is_followed_once_it_is_taken_back() -> None:
    room = Room()
    sold = sold_in(room)
    ids = room.release(sold).fulfilment_order_ids
    room.take(wish(1, ("MUG", 1), ship_to=MOVED))
    assert (street(sold), holds(sold)) == (
        BERLIN.line1,
        [("changed", "The channel gives another address now.")],
    )
    assert room.ship(ids).fulfilment_order_ids == ()
    take_back_orders(room.demo, room.company, [sold.pk], reason="moved")
    assert follow_address(room.demo, room.company, sold.pk) is not None
    assert (street(sold), holds(sold), sold.told_ship_to_id) == ("Neue Straße 7", [], None)
    assert follow_address(room.demo, room.company, sold.pk) is None
    assert Task.objects.filter(kind="changed_at_channel", state="open").count() == 0
    assert broken() == []


def test_what_a_person_corrected_is_not_undone_by_the_same_address_told_again() -> None:
    room = Room()
    sold = sold_in(room)
    fix_address(room.demo, room.company, sold.pk, BY_HAND)
    room.take(wish(1, ("MUG", 1), note="Ring twice."))
    assert (street(sold), holds(sold), sold.customer_note) == ("Hinterhaus 2", [], "Ring twice.")
    room.take(wish(1, ("MUG", 1), note="Ring twice.", ship_to=MOVED))
    assert (street(sold), [reason for reason, _ in holds(sold)]) == ("Hinterhaus 2", ["changed"])
    room.take(wish(1, ("MUG", 1), ship_to=replace(BERLIN, line1="hinterhaus  2", postcode="10115")))
    assert (street(sold), sold.told_ship_to_id) == ("Hinterhaus 2", None)


def test_new_tags_and_a_new_card_are_taken_over_and_a_removed_tag_stays_off() -> None:
    room = Room()
    sold = sold_in(room, tags=("vip", "gift"))
    untag_orders(room.demo, room.company, [sold.pk], "vip")
    tags = ("vip", "gift", " späte  Lieferung! ")
    (done,) = room.take(wish(1, ("MUG", 1), tags=tags, gift_message="Love"))
    assert done.note == "The channel changed: tags, gift message."
    sold.refresh_from_db()
    assert sorted(sold.tags.values_list("tag", flat=True)) == ["gift", "späte Lieferung!"]
    assert (sold.gift_message, holds(sold)) == ("Love", [])
    room.release(sold)
    room.take(wish(1, ("MUG", 1), tags=tags, gift_message="Love, Kim"))
    assert holds(sold) == [("changed", "The channel sent another gift message.")]
