"""Sold is sold: four hundred come in at once for a hundred pieces, all are taken, and rank decides who has them."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.workflows.races.room import Room, broken, faults, together, wish

from opsroom.domains.access.models import Task
from opsroom.domains.orders.models import Order
from opsroom.domains.warehouse.models import Allocation
from opsroom.kernel.records.models import Event
from opsroom.workflows._serve_waiting import serve_waiting_orders
from opsroom.workflows.cancel_orders import cancel_orders

pytestmark = pytest.mark.usefixtures("committed_db")
EACH = 50


def cycle() -> None:
    """What the worker does next with what was queued."""
    for job in ProcrastinateJob.objects.filter(task_name="workflows.serve_waiting", status="todo").order_by(
        "id"
    ):
        serve_waiting_orders(**job.args)


def key(order: Order) -> tuple[int, bool, datetime, datetime, int]:
    return -order.priority, order.ship_by is None, order.ship_by or order.placed_at, order.placed_at, order.pk


def test_400_at_once_for_100_pieces_are_all_taken_and_the_first_by_rule_have_them() -> None:
    room = Room()
    room.put("MUG", 100)
    order = list(range(1, 8 * EACH + 1))
    random.Random(4).shuffle(order)  # noqa: S311  # who comes in when
    start = datetime(2026, 11, 20, 8, tzinfo=UTC)

    def work(hand: int) -> list[str]:
        mine = order[hand * EACH : (hand + 1) * EACH]
        return [
            room.take(wish(n, ("MUG", 1), placed_at=start + timedelta(minutes=n)))[0].effect for n in mine
        ]

    answers = together(work)
    assert faults(answers) == []
    assert [effect for one in answers for effect in one] == ["new"] * 400
    assert room.stock("MUG") == (100, 100)
    assert Order.objects.filter(allocation_state="allocated").count() == 100
    cycle()
    ranked = sorted(Order.objects.all(), key=key)
    assert [one.allocation_state for one in ranked] == ["allocated"] * 100 + ["short"] * 300
    assert room.stock("MUG") == (100, 100)
    open_tasks = Task.objects.filter(kind="short", closed_at=None)
    assert set(open_tasks.values_list("subject_id", flat=True)) == {one.pk for one in ranked[100:]}
    assert open_tasks.count() == 300, "one exception each"
    assert broken() == []
    cancel_orders(room.demo, room.company, [ranked[0].pk], reason="buyer")
    cycle()
    assert Order.objects.get(pk=ranked[100].pk).allocation_state == "allocated", "the next in line has it"
    assert Task.objects.filter(kind="short", closed_at=None).count() == 299
    assert broken() == []


def test_who_is_released_keeps_the_goods_and_who_lost_them_is_told_why() -> None:
    room = Room()
    room.put("MUG", 2)
    start = datetime(2026, 11, 20, 8, tzinfo=UTC)
    released = room.sell(8, ("MUG", 1), placed_at=start + timedelta(hours=8))
    loser = room.sell(7, ("MUG", 1), placed_at=start + timedelta(hours=7))
    room.release(released)
    first = room.sell(1, ("MUG", 1), placed_at=start)
    second = room.sell(2, ("MUG", 1), placed_at=start + timedelta(hours=1))
    assert (first.allocation_state, second.allocation_state) == ("short", "short")
    cycle()
    states = dict(Order.objects.values_list("pk", "allocation_state"))
    assert states == {released.pk: "allocated", loser.pk: "short", first.pk: "allocated", second.pk: "short"}
    freed = Allocation.objects.get(order=loser)
    assert freed.state == "freed"
    told = Event.objects.filter(subject_kind="warehouse.allocation", subject_id=freed.pk, to_state="freed")
    assert told.get().reason == "goes to an order before it"
    assert broken() == []
