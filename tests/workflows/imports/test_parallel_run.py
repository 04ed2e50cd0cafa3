"""A shop lets Opsroom listen beside its old tool for days, compares, takes over, and may step back; nothing leaks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from tests import factories
from tests.workflows.imports.conftest import Shop
from tests.workflows.imports.test_either_order import ORDERS, products, stock

from opsroom.domains.access.errors import NotFound, Refused
from opsroom.domains.access.models import Task
from opsroom.domains.billing.models import Invoice
from opsroom.domains.channels import queries as channels
from opsroom.domains.channels.actions.explain_difference import explain_difference
from opsroom.domains.channels.errors import CannotListen
from opsroom.domains.channels.models import Channel, Difference, Outgoing, ParallelDay
from opsroom.domains.channels.queries import DayFacts
from opsroom.domains.orders import heard
from opsroom.domains.orders.actions.tag_orders import tag_orders
from opsroom.domains.orders.actions.write_note import write_note
from opsroom.domains.orders.models import Demand, Hold, Order
from opsroom.domains.payments.models import Payment
from opsroom.domains.warehouse import invariants
from opsroom.domains.warehouse.models import Allocation, Stock
from opsroom.insight.lists.cut_over import left_by_old_tool, proof_of
from opsroom.insight.metrics import board
from opsroom.ledgers.money.models import Transfer
from opsroom.ledgers.stock.models import Move
from opsroom.workflows import take_over_channel as taking_over
from opsroom.workflows.compare_figures import NotComparable
from opsroom.workflows.compare_with_old import compare_with_old
from opsroom.workflows.importing.uploads import keep_upload
from opsroom.workflows.release_orders import release_orders
from opsroom.workflows.ship_orders import ship_orders
from opsroom.workflows.start_listening import start_listening
from opsroom.workflows.take_over_channel import listen_again, preview, take_over_channel

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)


def at(hours: float) -> str:
    return (NOW + timedelta(hours=hours)).strftime("%Y-%m-%d %H:%M:%S")


def told(*rows: tuple[str, str, int, int, str], placed: float = -2) -> str:
    """(number, SKU, pieces, shipped, payment) a line, as the old tool exports it."""
    return ORDERS + "".join(
        f"{number},{at(placed)},{payment},EUR,Ada Lovelace,Mill Lane 12,10115,Berlin,DE,{sku},Thing,{pieces},"
        f"10.00,{gone}\n"
        for number, sku, pieces, gone, payment in rows
    )


def channel_id(shop: Shop) -> int:
    return Channel.objects.get(company_id=shop.company, connector="csv_files").pk


def settle(shop: Shop) -> int:
    """Products and stock stand here, and the channel listens from now on."""
    shop.bring(products(["MUG", "BOWL"]), "products.csv")
    shop.bring(stock([("MUG", "B-1", 10), ("BOWL", "B-2", 5)], "On hand"), "stock.csv", format="stock")
    made = factories.channel(shop.company, connector="csv_files")
    start_listening(shop.manager, shop.company, [made])
    return int(made)


def hear(shop: Shop, text: str, name: str = "orders.csv") -> None:
    run = shop.bring(text, name, format="orders")
    assert (run.state, run.counts["fix"]) == ("committed", 0), shop.sentences(run.import_id)


def compare(
    shop: Shop, text: str, *, day: date | None = None, about: str | None = None, name: str = "old.csv"
) -> int:
    kept = keep_upload([text.encode()], owner="test")
    return compare_with_old(shop.manager, channel_id(shop), kept, name, about=about, day=day)


def nothing_here(shop: Shop) -> dict[str, int]:
    """Everything that live work would leave."""
    return {
        "moves": Move.objects.count(),
        "transfers": Transfer.objects.count(),
        "allocations": Allocation.objects.count(),
        "demands": Demand.objects.count(),
        "holds": Hold.objects.count(),
        "tasks": Task.objects.filter(state="open").count(),
        "outgoing": Outgoing.objects.count(),
        "invoices": Invoice.objects.count(),
    }


def test_orders_that_only_listen_take_send_tell_and_ask_nothing(shop: Shop) -> None:
    settle(shop)
    before = nothing_here(shop)
    tiles = board.order_counts(shop.manager, now=NOW, time_zone="UTC")
    late = told(
        ("1001", "MUG", 4, 0, "paid"), ("1002", "GHOST", 1, 0, "paid"), ("1003", "BOWL", 1, 1, "paid"),
        ("1004", "BOWL", 9, 0, "pending"), placed=-24 * 20,
    ).replace("10115", "")  # fmt: skip
    hear(shop, late)
    assert set(Order.objects.values_list("mode", "allocation_state")) == {("listening", "not_needed")}
    assert dict(Order.objects.values_list("external_id", "fulfilment_state")) == {
        "1001": "unreleased", "1002": "unreleased", "1003": "shipped", "1004": "unreleased",
    }  # fmt: skip
    assert nothing_here(shop) == before
    now = board.order_counts(shop.manager, now=NOW, time_zone="UTC")
    differ = {key: now[key] - tiles[key] for key in now if now[key] != tiles[key]}
    assert differ == {"listening": 4, "all": 4}, (
        "no invented work: nothing open, late, short, held or shipped"
    )
    assert Payment.objects.count() == 3, "what was told of money is kept"
    order = Order.objects.get(external_id="1001")
    done = release_orders(shop.manager, shop.company, [order.pk])
    assert done.fulfilment_order_ids == ()
    assert nothing_here(shop) == before


def test_a_newer_version_takes_the_place_of_the_one_heard_before_under_its_id(shop: Shop) -> None:
    settle(shop)
    hear(shop, told(("1001", "MUG", 4, 0, "pending")))
    first = Order.objects.get()
    write_note(shop.manager, shop.company, first.pk, "Rings twice")
    tag_orders(shop.manager, shop.company, [first.pk], "gift")
    hear(shop, told(("1001", "MUG", 3, 3, "paid")), "later.csv")
    now = Order.objects.get()
    assert (now.pk, now.number, now.fulfilment_state, now.state, now.payment_state) == (
        first.pk, first.number, "shipped", "closed", "captured",
    )  # fmt: skip
    assert [line.quantity for line in now.lines.all()] == [3]
    assert (now.notes.get().text, now.tags.get().tag) == ("Rings twice", "gift")
    assert not Task.objects.filter(kind="changed_at_channel").exists()
    assert not Hold.objects.exists()
    (kept,) = shop.undo(int(first.imported_in_id or 0))[1]
    assert kept[1].endswith("It was noted since, so it stays."), (
        "and no more than that: no version counts as work"
    )


def test_each_day_is_compared_and_three_clean_days_say_ready(shop: Shop) -> None:
    made = settle(shop)
    long_ago = -24 * 5
    hear(
        shop,
        told(
            ("1001", "MUG", 4, 0, "paid"), ("1002", "BOWL", 1, 0, "paid"), ("1003", "BOWL", 2, 0, "paid"),
            placed=long_ago,
        ),
    )  # fmt: skip
    today = NOW.date() - timedelta(days=2)
    old = told(
        ("#1001", "MUG", 5, 0, "paid"), ("1002", "BOWL", 1, 1, "paid"), ("1009", "MUG", 1, 0, "paid"), placed=long_ago,
    )  # fmt: skip
    old += told(("1003", "BOWL", 2, 0, "paid"), placed=long_ago).removeprefix(ORDERS)
    hear(shop, told(("1010", "BOWL", 1, 0, "paid"), placed=long_ago), "more.csv")
    first = compare(shop, old, day=today)
    rows, counts = channels.differences_of(shop.manager, made, first, rows=50)
    found = {(row.kind, row.key): row for row in rows}
    assert set(found) == {
        ("total", "1001"), ("lines", "1001"), ("state", "1002"), ("only_there", "1009"), ("only_here", "1010"),
    }  # fmt: skip
    assert counts == {"total": 1, "lines": 1, "state": 1, "only_there": 1, "only_here": 1}
    total = found["total", "1001"]
    assert total.told is not None
    assert total.ours is not None
    assert (total.told["total_minor"], total.ours["total_minor"], total.rows) == (5000, 4000, [2])
    assert total.order_id == Order.objects.get(external_id="1001").pk
    assert found["lines", "1001"].told == {
        "currency": "EUR", "total_minor": 5000, "state": "open", "pieces": {"MUG": 5},
    }  # fmt: skip
    (day,) = channels.days_of(shop.manager, made)
    assert (day.compared, day.differences, day.unexplained) == (5, 5, 5)
    assert channels.trend_of([day]) == ((), False)

    for row in rows:
        explain_difference(shop.manager, shop.company, row.id, "by_hand")
    (day,) = channels.days_of(shop.manager, made)
    assert (day.differences, day.unexplained) == (5, 0)
    for ahead in (1, 2):
        compare(shop, old, day=today + timedelta(days=ahead))
    days = channels.days_of(shop.manager, made)
    assert [one.unexplained for one in days] == [0, 0, 0], "the same said again is explained already"
    three = tuple(today + timedelta(days=ahead) for ahead in (2, 1, 0))
    assert channels.trend_of(days) == (three, True)
    compare(shop, old.replace(",5,10.00", ",6,10.00"), day=today + timedelta(days=2))
    days = channels.days_of(shop.manager, made)
    assert (len(days), days[0].unexplained) == (3, 2), (
        "another figure is another difference, and the newest counts"
    )
    assert channels.trend_of(days) == ((), False)
    explain_difference(shop.manager, shop.company, rows[0].id, "")
    assert channels.difference_of(shop.manager, made, rows[0].id).reason == ""
    with pytest.raises(CannotListen):
        explain_difference(shop.manager, shop.company, rows[0].id, "because Ada said so")


def test_only_days_with_compared_orders_count_and_they_must_follow_each_other() -> None:
    """A difference of Monday is not mended by three days on which only stock was compared, nor by an empty Sunday."""
    monday = date(2026, 3, 2)

    def days(*told: tuple[str, int, int]) -> list[DayFacts]:
        """(about, compared, unexplained) of Monday, Tuesday and so on; "" on a day without a file."""
        return [
            DayFacts(n, 1, about, monday + timedelta(days=n), "a.csv", compared, left, left, NOW, "")
            for n, (about, compared, left) in enumerate(told)
            if about
        ][::-1]

    def clean(*told: tuple[str, int, int]) -> tuple[list[int], bool]:
        found, ready = channels.trend_of(days(*told))
        return [day.day for day in found], ready

    good, bad, stock_, none = ("orders", 9, 0), ("orders", 9, 1), ("stock", 9, 0), ("", 0, 0)
    assert clean(good, good, good) == ([4, 3, 2], True)
    assert clean(bad, stock_, stock_, stock_) == ([], False)
    assert clean(good, good, bad, good) == ([5], False)
    assert clean(good, good, none, good) == ([5, 3, 2], True), "a Sunday without a file breaks nothing"
    assert clean(good, good, stock_, good) == ([5, 3, 2], True)
    assert clean(good, good, none) == ([3, 2], False), "and does not count"
    assert clean(good, good, ("orders", 0, 0)) == ([3, 2], False)
    assert clean(good, good, good, ("stock", 9, 1)) == ([], False)


def test_stock_is_compared_less_what_was_heard(shop: Shop) -> None:
    made = settle(shop)
    hear(shop, told(("1001", "MUG", 4, 0, "paid"), placed=-2))
    hear(shop, told(("1002", "MUG", 1, 1, "paid"), placed=3), "later.csv")
    hear(shop, told(("1003", "BOWL", 2, 0, "paid"), placed=3), "latest.csv")
    kept = compare(
        shop, stock([("MUG", "", 6), ("BOWL", "", 5)]).replace("Bin,", "").replace(",,", ","), about="stock"
    )
    rows, _ = channels.differences_of(shop.manager, made, kept, rows=10)
    assert [(row.key, row.told, row.ours) for row in rows] == [], proof_of(shop.manager, made)
    off = compare(shop, "SKU,Available\nMUG,4\nGHOST,1\nBOWL,5\n")
    rows, counts = channels.differences_of(shop.manager, made, off, rows=10)
    assert counts == {"stock": 1, "stock_unknown": 1}
    assert {row.key for row in rows} == {"MUG", "GHOST"}
    assert left_by_old_tool(shop.manager, made) == (1, 1)
    assert dict(Stock.objects.values_list("sku__code", "on_hand")) == {"MUG": 10, "BOWL": 5}, (
        "stock does not move"
    )


def test_taking_over_makes_what_waits_live_by_rank_and_leaves_the_rest_history(shop: Shop) -> None:
    made = settle(shop)
    hear(shop, told(("1001", "MUG", 6, 0, "paid"), placed=-9))
    hear(shop, told(("1002", "MUG", 8, 0, "paid"), placed=-5), "b.csv")
    hear(shop, told(("1003", "MUG", 3, 1, "paid"), ("1004", "BOWL", 2, 2, "paid"), placed=-3), "c.csv")
    ids = dict(Order.objects.values_list("external_id", "id"))
    seen = preview(shop.manager, made)
    assert (seen.waiting, seen.begun, seen.ended) == (3, 1, 1)
    done = take_over_channel(shop.manager, made)
    assert (done.live, done.history) == (3, 1)
    assert dict(Order.objects.values_list("external_id", "id")) == ids
    found = {o.external_id: (o.mode, o.allocation_state, o.fulfilment_state) for o in Order.objects.all()}
    assert found == {
        "1001": ("live", "allocated", "unreleased"),
        "1002": ("live", "short", "unreleased"),
        "1003": ("live", "short", "part_shipped"),  # the older ones took all ten
        "1004": ("history", "not_needed", "shipped"),
    }
    assert sum(Demand.objects.filter(order_id=ids["1003"]).values_list("quantity", flat=True)) == 2
    assert invariants.broken(shop.company) == []
    channel = channels.channel(shop.manager, made)
    assert (channel.listening, channel.taken_over_at is not None) == (False, True)
    assert Channel.objects.get(pk=made).taken_over_by_id == shop.manager.user_id
    hear(shop, told(("1005", "BOWL", 1, 0, "paid"), placed=-1), "after.csv")
    assert Order.objects.get(external_id="1005").mode == "live"
    with pytest.raises(CannotListen, match="nothing to take over"):
        take_over_channel(shop.manager, made)


def test_one_step_back_while_nothing_was_shipped_and_none_after(shop: Shop) -> None:
    made = settle(shop)
    before = nothing_here(shop)
    hear(shop, told(("1001", "MUG", 6, 0, "paid"), ("1002", "BOWL", 2, 2, "paid")))
    take_over_channel(shop.manager, made)
    assert Stock.objects.get(sku__code="MUG").allocated == 6
    back = listen_again(shop.manager, made)
    assert (back.live, back.history) == (1, 1)
    assert set(Order.objects.values_list("mode", flat=True)) == {"listening"}
    assert nothing_here(shop) == before | {"transfers": 2}, "one payment booked, and its counter entry"
    assert dict(Stock.objects.values_list("sku__code", "allocated")) == {"MUG": 0, "BOWL": 0}
    with pytest.raises(CannotListen, match="no step back"):
        listen_again(shop.manager, made)

    take_over_channel(shop.manager, made)
    order = Order.objects.get(external_id="1001")
    done = release_orders(shop.manager, shop.company, [order.pk])
    with pytest.raises(CannotListen, match=f"{order.number} is with the warehouse or left from here"):
        listen_again(shop.manager, made)
    ship_orders(shop.manager, shop.company, shop.site, done.fulfilment_order_ids)
    with pytest.raises(CannotListen, match="no step back"):
        listen_again(shop.manager, made)
    order.refresh_from_db()
    assert (order.mode, order.fulfilment_state) == ("live", "shipped")


def test_a_step_back_that_a_crash_stopped_goes_on_with_the_same_verb(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = settle(shop)
    hear(shop, told(("1001", "MUG", 6, 0, "paid"), ("1002", "BOWL", 2, 2, "paid")))
    take_over_channel(shop.manager, made)
    for step in ("_turn_back", "_hear_history"):

        def crash(*_: Any) -> None:
            raise RuntimeError("the power went")

        with monkeypatch.context() as power:
            power.setattr(taking_over, step, crash)
            with pytest.raises(RuntimeError):
                listen_again(shop.manager, made)
    assert channels.channel(shop.manager, made).listening
    assert set(Order.objects.values_list("mode", flat=True)) == {"listening", "history"}
    listen_again(shop.manager, made)
    assert set(Order.objects.values_list("mode", flat=True)) == {"listening"}
    assert Stock.objects.get(sku__code="MUG").allocated == 0
    with pytest.raises(CannotListen, match="no step back"):
        listen_again(shop.manager, made)


def test_a_channel_that_trades_here_cannot_listen_and_a_broken_list_proves_nothing(shop: Shop) -> None:
    shop.bring(products(["MUG"]), "products.csv")
    hear(shop, told(("1001", "MUG", 1, 0, "paid")))
    made = channel_id(shop)
    with pytest.raises(CannotListen, match="it has live orders"):
        start_listening(shop.manager, shop.company, [made])
    for text, said in (
        (told(("1001", "MUG", 1, 0, "paid")).replace(",1,10.00", ",x,10.00"), "A list with gaps"),
        (ORDERS, "it holds no order"),
    ):
        with pytest.raises(NotComparable, match=said):
            compare(shop, text)
    with pytest.raises(NotComparable, match="it holds no orders"):
        compare(shop, "SKU,Available\nMUG,4\n", about="orders")
    assert ParallelDay.objects.count() == 0
    assert heard.counts(shop.company, made).waiting == 0


@pytest.mark.parametrize("role", ["desk", "warehouse", "buyer", "bookkeeper", "marketer", "admin"])
def test_only_a_manager_lets_listen_takes_over_and_steps_back(shop: Shop, role: str) -> None:
    made = settle(shop)
    other = factories.actor(role, shop.company)
    verbs: tuple[Callable[[], Any], ...] = (
        lambda: start_listening(other, shop.company, [made]),
        lambda: take_over_channel(other, made),
        lambda: listen_again(other, made),
    )
    for verb in verbs:
        with pytest.raises((Refused, NotFound)):
            verb()
    assert channels.channel(shop.manager, made).listening


def test_Z3_another_company_sees_no_day_and_no_difference(shop: Shop, make_shop: Callable[[], Shop]) -> None:
    made = settle(shop)
    hear(shop, told(("1001", "MUG", 6, 0, "paid")))
    day = compare(shop, told(("1001", "MUG", 5, 0, "paid")))
    stranger = make_shop()
    for ask in (
        lambda: channels.days_of(stranger.manager, made),
        lambda: channels.day_of(stranger.manager, made, day),
        lambda: channels.differences_of(stranger.manager, made, day, rows=5),
        lambda: channels.difference_of(stranger.manager, made, Difference.objects.first().pk),  # type: ignore[union-attr]
        lambda: take_over_channel(stranger.manager, made),
    ):
        with pytest.raises(Exception, match=r"no channel|no such|not"):
            ask()
    with pytest.raises(CannotListen):
        explain_difference(stranger.manager, stranger.company, Difference.objects.first().pk, "test")  # type: ignore[union-attr]
