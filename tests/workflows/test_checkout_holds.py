"""Goods kept before a sale: asked twice, changed, bought out of turn, let go, run out, and asked for in a wrong way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from tests import factories
from tests.workflows.races.room import Room, broken, wish

from opsroom.domains.access.errors import Refused
from opsroom.domains.orders.models import Order
from opsroom.domains.warehouse.errors import BadHold, NotEnough
from opsroom.domains.warehouse.models import CheckoutHold
from opsroom.kernel.records.models import Event
from opsroom.workflows._serve_waiting import serve_waiting_orders
from opsroom.workflows.expire_checkout_holds import expire_checkout_holds
from opsroom.workflows.hold_for_checkout import hold_for_checkout
from opsroom.workflows.let_go_checkout import let_go_checkout

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Room:
    found = Room()
    found.put("MUG", 5)
    found.put("LAMP", 2)
    return found


def hold(room: Room, token: str, *wants: tuple[str, Any], minutes: int = 15) -> Any:
    return hold_for_checkout(room.demo, room.channel, token, list(wants), minutes=minutes)


def test_asked_twice_it_is_one_hold_and_a_changed_cart_takes_the_place_of_the_old_one(room: Room) -> None:
    first = hold(room, "cart", ("MUG", 3))
    again = hold(room, "cart", ("MUG", 2), ("MUG", 1), minutes=60)
    assert (again.id, room.stock("MUG")) == (first.id, (5, 3))
    assert again.expires_at - first.expires_at > timedelta(minutes=44)
    other = hold(room, "cart", ("MUG", 4), ("LAMP", 1))
    assert (room.stock("MUG"), room.stock("LAMP")) == ((5, 4), (2, 1))
    with pytest.raises(NotEnough, match="2 of 3 LAMP are left"):
        hold(room, "cart", ("MUG", 1), ("LAMP", 3))
    assert dict(CheckoutHold.objects.values_list("id", "state")) == {
        first.id: "released",
        other.id: "granted",
    }
    assert (room.stock("MUG"), room.stock("LAMP")) == ((5, 4), (2, 1)), (
        "the old one stays where the new one is refused"
    )
    assert broken() == []


def test_nothing_is_kept_where_one_of_the_goods_is_not_there(room: Room) -> None:
    with pytest.raises(NotEnough) as no:
        hold(room, "cart", ("MUG", 5), ("LAMP", 3))
    assert (
        no.value.message
        == "There is not enough to sell: 2 of 3 LAMP are left. Take fewer, or ask again later."
    )
    assert (CheckoutHold.objects.count(), room.stock("MUG"), room.stock("LAMP")) == (0, (5, 0), (2, 0))


def test_who_kept_goods_gets_them_before_who_ranks_higher(room: Room) -> None:
    hold(room, "cart", ("MUG", 4))
    early, late = (
        wish(1, ("MUG", 5), placed_at=datetime(2026, 11, 1, tzinfo=UTC)),
        wish(2, ("MUG", 4), checkout="cart"),
    )
    done = room.take(early, late)
    states = dict(Order.objects.values_list("id", "allocation_state"))
    assert [states[one.order_id] for one in done] == ["short", "allocated"]
    kept = CheckoutHold.objects.get()
    assert (kept.state, kept.order_id, room.stock("MUG")) == ("used", done[1].order_id, (5, 5))
    assert room.take(late)[0].effect == "same", "told again it is the same order"
    assert broken() == []


def test_what_is_let_go_or_runs_out_serves_who_waits(room: Room) -> None:
    hold(room, "one", ("MUG", 3))
    hold(room, "two", ("MUG", 2))
    waiting = room.sell(1, ("MUG", 4))
    assert (waiting.allocation_state, let_go_checkout(room.demo, room.channel, "one")) == ("short", True)
    assert let_go_checkout(room.demo, room.channel, "one") is False
    serve_waiting_orders(room.company, [room.skus["MUG"]])
    assert room.stock("MUG") == (5, 5)
    now = datetime.now(UTC)
    assert expire_checkout_holds(room.demo, room.company, now) == 0, "not before its time"
    assert expire_checkout_holds(room.demo, room.company, now + timedelta(minutes=16)) == 1
    serve_waiting_orders(room.company, [room.skus["MUG"]])
    waiting.refresh_from_db()
    assert (waiting.allocation_state, room.stock("MUG")) == ("allocated", (5, 4))
    kinds = (
        Event.objects.filter(subject_kind="warehouse.checkouthold")
        .values_list("kind", flat=True)
        .order_by("id")
    )
    assert [kind.rpartition(".")[2] for kind in kinds] == ["created", "created", "released", "expired"]
    assert broken() == []


def test_stock_nobody_counts_needs_no_keeping(room: Room) -> None:
    room.untracked("CARD")
    assert dict(hold(room, "cart", ("CARD", 1_000)).pieces) == {}
    assert CheckoutHold.objects.get().state == "granted"


@pytest.mark.parametrize(
    ("wants", "minutes", "token", "said"),
    [
        ([("MUG", 0)], 15, "c", "“0” is no number of pieces. Ask for 1 to"),
        ([("MUG", -1)], 15, "c", "“-1” is no number of pieces."),
        ([("MUG", 10**12)], 15, "c", "“1000000000000” is no number of pieces."),
        ([("MUG", Decimal("1.5"))], 15, "c", "“1.5” is no number of pieces."),
        ([("MUG", Decimal("NaN"))], 15, "c", "“NaN” is no number of pieces."),
        ([("MUG", True)], 15, "c", "“True” is no number of pieces."),
        ([("GHOST", 1)], 15, "c", "“GHOST” is no SKU we know. Correct the code, or add the product."),
        ([], 15, "c", "0 is no number of lines."),
        ([("MUG", 1)], 0, "c", "“0” is no number of minutes."),
        ([("MUG", 1)], 10_000, "c", "“10000” is no number of minutes."),
        ([("MUG", 1)], 15, "  ", "“” is no name of a checkout."),
    ],
)
def test_a_wrong_wish_gets_a_sentence_and_keeps_nothing(
    room: Room, wants: list[tuple[str, Any]], minutes: int, token: str, said: str
) -> None:
    with pytest.raises(BadHold) as no:
        hold(room, token, *wants, minutes=minutes)
    assert no.value.message.startswith(said)
    assert (CheckoutHold.objects.count(), room.stock("MUG")) == (0, (5, 0))


@pytest.mark.parametrize("role", ["warehouse", "buyer", "bookkeeper", "marketer", "admin"])
def test_Z1_who_sells_nothing_keeps_nothing(room: Room, role: str) -> None:
    with pytest.raises(Refused):
        hold_for_checkout(factories.actor(role, room.company), room.channel, "cart", [("MUG", 1)])
    assert CheckoutHold.objects.count() == 0
