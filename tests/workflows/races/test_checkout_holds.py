"""The door that may refuse: as many confirmations as pieces, however many ask at once; and what they become."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db.models import Sum
from tests.workflows.races.room import HANDS, Room, broken, faults, together, wish

from opsroom.domains.access.models import Task
from opsroom.domains.orders.models import Order
from opsroom.domains.warehouse.errors import NotEnough
from opsroom.domains.warehouse.models import Allocation, CheckoutHold, HeldStock
from opsroom.workflows.expire_checkout_holds import expire_checkout_holds
from opsroom.workflows.hold_for_checkout import hold_for_checkout
from opsroom.workflows.let_go_checkout import let_go_checkout

pytestmark = pytest.mark.usefixtures("committed_db")
ASKING = 50  # by each of eight hands: four hundred in all


def ask(room: Room, token: str, *wants: tuple[str, int]) -> str:
    """granted, or the sentence that the shop shows."""
    try:
        hold_for_checkout(room.demo, room.channel, token, list(wants))
    except NotEnough as no:
        return no.message
    return "granted"


def rush(room: Room, *wants: tuple[str, int], each: int = ASKING) -> list[str]:
    answers = together(lambda hand: [ask(room, f"cart-{hand}-{n}", *wants) for n in range(each)])
    assert faults(answers) == []
    return [said for answer in answers for said in answer]


def test_400_ask_at_once_for_100_pieces_100_are_told_yes_and_have_them_300_are_told_why_not() -> None:
    room = Room()
    room.put("MUG", 100)
    said = rush(room, ("MUG", 1))
    no = "There is not enough to sell: MUG is sold out. Take fewer, or ask again later."
    assert (said.count("granted"), said.count(no), len(said)) == (100, 300, 400)
    assert CheckoutHold.objects.filter(state="granted").count() == 100
    assert HeldStock.objects.aggregate(Sum("quantity"))["quantity__sum"] == 100
    assert room.stock("MUG") == (100, 100)
    assert broken() == []


def test_kits_that_share_a_part_and_two_lines_of_one_sku_are_summed_before_the_check() -> None:
    room = Room(sites=2)
    for code, pieces in (("CUP", 30), ("POT", 9)):
        room.put(code, pieces)
    room.put("POT", 3, site=1)
    room.kit("SET", CUP=2, POT=1)
    assert ask(room, "greedy", ("CUP", 16), ("CUP", 15)).startswith(
        "There is not enough to sell: 30 of 31 CUP"
    )
    said = rush(room, ("SET", 1), ("CUP", 1), each=3)
    assert said.count("granted") == 10, "thirty cups, three a wish; the pots would do for twelve"
    assert (room.stock("CUP"), room.stock("POT")[1] + room.stock("POT", 1)[1]) == ((30, 30), 10)
    assert broken() == []


def test_buying_letting_go_and_running_out_at_once_leaves_every_piece_with_one_owner() -> None:
    room = Room()
    room.put("MUG", 40)
    assert {ask(room, f"cart-{n}", ("MUG", 1)) for n in range(40)} == {"granted"}

    def work(hand: int) -> Any:
        for n in range(40):
            if n % 4 == 0:
                room.take(wish(n + 1, ("MUG", 1), checkout=f"cart-{n}"))
            elif n % 4 == 1:
                let_go_checkout(room.demo, room.channel, f"cart-{n}")
            elif hand % 2:
                ask(room, f"late-{hand}-{n}", ("MUG", 1))
        return hand

    assert faults(together(work)) == []
    assert set(Order.objects.values_list("allocation_state", flat=True)) == {"allocated"}, "kept is kept"
    assert (Order.objects.count(), CheckoutHold.objects.filter(state="used").count()) == (10, 10)
    assert CheckoutHold.objects.filter(state="released").count() == 10
    assert room.stock("MUG")[1] <= 40
    CheckoutHold.objects.update(expires_at=datetime.now(UTC) - timedelta(minutes=1))
    ended = together(lambda hand: expire_checkout_holds(room.demo, room.company, datetime.now(UTC)))
    assert faults(ended) == []
    assert room.stock("MUG") == (40, 10)
    assert broken() == []


def test_a_count_that_finds_less_takes_from_checkouts_before_it_takes_from_orders() -> None:
    room = Room()
    room.put("MUG", 20)
    sold = [room.sell(n, ("MUG", 1)) for n in range(1, 11)]
    assert {ask(room, f"cart-{n}", ("MUG", 2)) for n in range(5)} == {"granted"}
    answers = together(lambda hand: room.count("MUG", 13, f"less-{hand}"))
    assert faults(answers) == []
    assert set(Order.objects.values_list("allocation_state", flat=True)) == {"allocated"}
    assert not Task.objects.filter(kind="short", closed_at=None).exists()
    assert (room.stock("MUG"), HANDS) == ((13, 13), 8)
    states = CheckoutHold.objects.order_by("id").values_list("state", flat=True)
    assert list(states) == ["granted", "granted", "lost", "lost", "lost"], "the latest lose first"
    assert list(HeldStock.objects.order_by("hold_id").values_list("quantity", flat=True)) == [2, 1]
    # The one that was lessened buys all the same: nothing that is sold is refused.
    (bought,) = room.take(wish(99, ("MUG", 2), checkout="cart-1"))
    assert Order.objects.get(pk=bought.order_id).allocation_state == "short"
    assert Allocation.objects.filter(order_id=bought.order_id, state="soft").get().quantity == 1
    assert len(sold) == 10
    assert broken() == []
