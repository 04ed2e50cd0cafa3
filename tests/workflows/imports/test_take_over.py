"""What a take-over and its step back must not lose: the newest word, two at once, what people did since."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.workflows.imports.conftest import Shop
from tests.workflows.imports.test_parallel_run import at, hear, settle, told

from opsroom.domains.channels import queries as channels
from opsroom.domains.channels.errors import CannotListen
from opsroom.domains.orders.actions.set_mode import set_mode
from opsroom.domains.orders.actions.write_note import write_note
from opsroom.domains.orders.models import Order
from opsroom.domains.payments.models import Payment
from opsroom.workflows import accept_orders as accepting
from opsroom.workflows import take_over_channel as taking_over
from opsroom.workflows.cancel_orders import cancel_orders
from opsroom.workflows.change_tags import change_tags
from opsroom.workflows.record_payment import record_payment
from opsroom.workflows.take_over_channel import listen_again, take_over_channel

pytestmark = pytest.mark.django_db


def versions(*rows: tuple[str, int, str]) -> str:
    """(number, pieces, changed at) a line: an export that says when each order was changed last."""
    return "Order number,Ordered at,Updated at,Payment,Currency,SKU,Item,Quantity,Unit price\n" + "".join(
        f"{number},{at(-9)},{changed},paid,EUR,MUG,Thing,{pieces},10.00\n" for number, pieces, changed in rows
    )


def test_an_older_file_read_last_is_not_what_goes_live(shop: Shop) -> None:
    made = settle(shop)
    hear(shop, versions(("1001", 2, at(-1))), "new.csv")
    hear(shop, versions(("1001", 9, at(-5))), "old.csv")
    order = Order.objects.get()
    assert [line.quantity for line in order.lines.all()] == [2], "the newer version stands"
    take_over_channel(shop.manager, made)
    order.refresh_from_db()
    assert (order.mode, [line.quantity for line in order.lines.all()]) == ("live", [2])


def test_an_order_whose_import_could_not_be_taken_back_is_still_sent(shop: Shop) -> None:
    made = settle(shop)
    hear(shop, told(("1001", "MUG", 2, 0, "paid")))
    order = Order.objects.get()
    write_note(shop.manager, shop.company, order.pk, "Rings twice")
    assert len(shop.undo(int(order.imported_in_id or 0))[1]) == 1
    done = take_over_channel(shop.manager, made)
    order.refresh_from_db()
    assert (done.live, order.mode, order.allocation_state) == (1, "live", "allocated")


def test_a_tag_taken_off_while_listening_stays_off_and_one_put_on_stays(shop: Shop) -> None:
    made = settle(shop)
    text = told(("1001", "MUG", 2, 0, "paid")).replace("Shipped quantity\n", "Shipped quantity,Tags\n")
    text = text.replace(",0\n", ',0,"gift, press"\n')
    hear(shop, text)
    order = Order.objects.get()
    change_tags(shop.manager, shop.company, [order.pk], "press", on=False)
    change_tags(shop.manager, shop.company, [order.pk], "call first", on=True)
    take_over_channel(shop.manager, made)
    order.refresh_from_db()
    assert order.mode == "live"
    assert sorted(order.tags.values_list("tag", flat=True)) == ["call first", "gift"]


def test_an_order_that_comes_in_at_the_last_moment_is_live_like_the_others(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = settle(shop)
    hear(shop, told(("1001", "MUG", 2, 0, "paid")))
    turn = taking_over._turn_live
    looks: list[Any] = []

    def ends(*args: Any) -> Any:
        found = turn(*args)
        looks.append(found)
        if len(looks) == 2:  # nothing was left to turn
            hear(shop, told(("1002", "MUG", 1, 0, "paid")), "late.csv")
        return found

    monkeypatch.setattr(taking_over, "_turn_live", ends)
    take_over_channel(shop.manager, made)
    assert len(looks) == 2
    assert dict(Order.objects.values_list("external_id", "mode")) == {"1001": "live", "1002": "live"}


def test_an_import_that_waited_for_the_take_over_brings_live_orders(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = settle(shop)
    hear(shop, told(("1001", "MUG", 2, 0, "paid")))
    hide = accepting.hide_cards
    once: list[Any] = []

    def meanwhile(order: Any) -> Any:
        """Whoever imports has asked what the channel is, and waits for its row: then it is taken over."""
        if not once:
            once.append(take_over_channel(shop.manager, made))
        return hide(order)

    monkeypatch.setattr(accepting, "hide_cards", meanwhile)
    hear(shop, told(("1002", "MUG", 1, 0, "paid")), "late.csv")
    assert once
    assert dict(Order.objects.values_list("external_id", "mode")) == {"1001": "live", "1002": "live"}


def test_a_step_back_begun_while_a_take_over_runs_leaves_no_order_between(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = settle(shop)
    hear(shop, told(("1001", "MUG", 2, 0, "paid"), ("1002", "BOWL", 1, 1, "paid")))
    set_mode(shop.manager, shop.company, [Order.objects.get(external_id="1002").pk], "history")
    stop = taking_over._stop
    once: list[Any] = []

    def meanwhile(*args: Any) -> Any:
        """The other one's take-over comes to its end between two chunks of the step back."""
        found = stop(*args)
        if not once:
            once.append(take_over_channel(shop.manager, made))
        return found

    monkeypatch.setattr(taking_over, "_stop", meanwhile)
    with pytest.raises(CannotListen, match="was taken over meanwhile"):
        listen_again(shop.manager, made)
    assert not channels.channel(shop.manager, made).listening
    assert dict(Order.objects.values_list("external_id", "mode")) == {"1001": "live", "1002": "history"}


@pytest.mark.parametrize("what", ["paid", "cancelled"])
def test_no_step_back_over_what_people_did_since(shop: Shop, what: str) -> None:
    made = settle(shop)
    hear(shop, told(("1001", "MUG", 2, 0, "pending"), ("1002", "BOWL", 1, 0, "paid")))
    take_over_channel(shop.manager, made)
    order = Order.objects.get(external_id="1001")
    if what == "paid":
        record_payment(
            shop.manager, shop.company, order.pk, kind="transfer", amount_minor=20_00,
            occurred_at=datetime.now(UTC) - timedelta(hours=1), key="a",
        )  # fmt: skip
    else:
        cancel_orders(shop.manager, shop.company, [order.pk], reason="rang us")
    with pytest.raises(CannotListen, match=order.number):
        listen_again(shop.manager, made)
    order.refresh_from_db()
    assert (order.mode, order.state) == ("live", "cancelled" if what == "cancelled" else "open")
    assert Payment.objects.filter(order=order, amount_minor=20_00).count() == (what == "paid")
    assert not channels.channel(shop.manager, made).listening
