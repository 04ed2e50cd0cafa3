"""The page of one order: what stops it, every act from it, who sees which part; nothing of another company."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pytest
from django.test import Client
from tests import factories
from tests.workflows.test_from_order_to_invoice import BERLIN, line, order, put

from opsroom.domains.access.models import Task
from opsroom.domains.billing.actions.number_invoices import number_invoices
from opsroom.domains.orders.models import Hold, Order, OrderNote, OrderTag
from opsroom.domains.warehouse.models import Stock
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.accept_orders import accept_orders
from opsroom.workflows.release_orders import release_orders
from opsroom.workflows.ship_orders import ship_orders

pytestmark = pytest.mark.django_db
HOSTILE = '<script>alert(1)</script>"=cmd'


@dataclass(frozen=True, slots=True)
class Shop:
    """A company with five mugs and the program that takes orders in."""

    company: int
    channel: int
    site: int
    demo: Actor

    def take_in(self, number: int, *lines: object, **more: object) -> Order:
        taken = order(number, *(lines or (line("MUG", 1, "23.80", 380),)), **({"total": 2870} | more))  # type: ignore[arg-type]
        (accepted,) = accept_orders(self.demo, self.channel, [taken], mode="live")
        return Order.objects.get(pk=accepted.order_id)


def furnish(mugs: int = 5) -> Shop:
    """A company with one channel and one site, and so many mugs on its shelf."""
    company = factories.company()
    channel = factories.channel(company)
    site = factories.site(company, channels=(channel,))
    demo = factories.system("system.demo", company)
    put(demo, company, site, MUG=mugs)
    return Shop(company, channel, site, demo)


@pytest.fixture
def shop() -> Shop:
    return furnish()


def enter(company: int, role: str) -> Client:
    client = Client()
    path = factories.sign_in_path(company, factories.user(role, company))
    client.get(path)
    client.post(path)
    return client


def read(client: Client, row: Order) -> str:
    answer = client.get(f"/orders/{row.pk}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_ready_order_says_so_and_shows_its_axes_lines_money_and_buyer(shop: Shop) -> None:
    page = read(enter(shop.company, "manager"), shop.take_in(1001))
    for said in (
        "Ready to release.", "Mara Klein", "Torstraße 12", "Thing MUG", "1 set aside", "€28.70", "Order open",
        "Payment paid", "Allocated", "Not released", "No hold", "Shipped by us", "Invoice by us", "Tax paid by us",
        "Order received", "Stock set aside", "Customer prepayments", "DHL Paket",
    ):  # fmt: skip
        assert said in page, said


def test_the_page_of_a_shipped_order_tells_parcel_invoice_and_both_books(shop: Shop) -> None:
    row = shop.take_in(1001)
    released = release_orders(shop.demo, shop.company, [row.pk])
    ship_orders(shop.demo, shop.company, shop.site, released.fulfilment_order_ids)
    number_invoices(shop.demo, shop.company, date(2026, 11, 23))
    page = read(enter(shop.company, "manager"), row)
    for said in (
        "It has left.",
        "Stock book",
        "Money book",
        "INV-000001",
        "1 MUG",
        "Customer",
        "P-",
        "F-",
    ):
        assert said in page, said
    assert "when it ships" not in page
    assert "Cancel order" not in page


@pytest.mark.parametrize("role", ["buyer", "bookkeeper", "marketer", "warehouse"])
def test_Z4_who_may_not_see_people_sees_none_anywhere_on_the_page(shop: Shop, role: str) -> None:
    row = shop.take_in(1001, note="Leave it with Mrs Ostermann", bill_to=replace(BERLIN, name="Jan Weber"))
    desk = enter(shop.company, "desk")
    desk.post(f"/orders/{row.pk}/note", {"text": "Called Mara Klein back"})
    desk.post(
        f"/orders/{row.pk}/hold",
        {"reason": "by_hand", "detail": "Mara Klein will call 4111 1111 1111 1111 12/26"},
    )
    assert Hold.objects.get(order=row, reason="by_hand").detail == "Mara Klein will call •••• 1111 12/26"
    assert "Mara Klein will call" in read(desk, row)
    page = read(enter(shop.company, role), row)
    for secret in ("Mara", "Klein", "Torstraße", "10119", "Ostermann", "Weber"):
        assert secret not in page, (role, secret)


@pytest.mark.parametrize("role", ["buyer", "marketer", "warehouse"])
def test_Z4_the_money_book_is_not_shown_to_those_who_may_not_see_payments(shop: Shop, role: str) -> None:
    page = read(enter(shop.company, role), shop.take_in(1001))
    assert "Customer prepayments" not in page


PATHS = ("", "/hold", "/cancel", "/address", "/match")


def test_Z3_another_companys_order_is_as_missing_as_one_that_never_was(shop: Shop) -> None:
    row = shop.take_in(1001)
    stranger = enter(factories.company(), "manager")
    for path in PATHS:
        foreign, missing = stranger.get(f"/orders/{row.pk}{path}"), stranger.get(f"/orders/999999{path}")
        assert foreign.status_code == missing.status_code == 404, path
        assert row.number not in foreign.content.decode()
    for path in ("/act", "/hold", "/release-hold", "/note", "/tag", "/cancel", "/address", "/match"):
        facts = {
            "action": "front",
            "reason": "by_hand",
            "text": "x",
            "tag": "x",
            "key": "NOBODY",
            "sku": "MUG",
        }
        assert stranger.post(f"/orders/{row.pk}{path}", facts).status_code == 404, path
    row.refresh_from_db()
    assert (row.priority, row.on_hold, row.state) == (0, False, "open")
    assert OrderNote.objects.count() == OrderTag.objects.count() == Hold.objects.count() == 0


def test_Z2_a_bookkeeper_may_look_and_no_more(shop: Shop) -> None:
    row = shop.take_in(1001)
    client = enter(shop.company, "bookkeeper")
    assert 'role="toolbar"' not in read(client, row)
    for path in ("/act", "/hold", "/release-hold", "/note", "/tag", "/cancel", "/address", "/match"):
        facts = {"action": "front", "reason": "by_hand", "text": "x", "tag": "x"}
        assert client.post(f"/orders/{row.pk}{path}", facts).status_code == 403, path
    row.refresh_from_db()
    assert (row.priority, row.on_hold, row.state) == (0, False, "open")


def test_H5_hostile_names_are_text_on_the_page(shop: Shop) -> None:
    row = shop.take_in(
        1001,
        replace(line("MUG", 1, "23.80", 380), title=HOSTILE, personalisation=(("Name", HOSTILE),)),
        ship_to=replace(BERLIN, name=HOSTILE),
        gift_message=HOSTILE,
        note=HOSTILE,
    )
    desk = enter(shop.company, "desk")
    desk.post(f"/orders/{row.pk}/note", {"text": HOSTILE})
    page = read(desk, row)
    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 5


def test_hold_note_and_tag_from_the_page_can_all_be_taken_back(shop: Shop) -> None:
    row = shop.take_in(1001)
    desk = enter(shop.company, "desk")
    desk.post(f"/orders/{row.pk}/hold", {"reason": "payment", "detail": "Wait for the bank"})
    page = read(desk, row)
    assert "On hold." in page
    assert "Wait for the bank" in page
    desk.post(f"/orders/{row.pk}/release-hold", {"reason": "payment"})
    desk.post(f"/orders/{row.pk}/tag", {"tag": "gift wrap"})
    desk.post(f"/orders/{row.pk}/note", {"text": "Call before delivery"})
    page = read(desk, row)
    assert "Ready to release." in page
    assert "gift wrap" in page
    assert "Call before delivery" in page
    desk.post(f"/orders/{row.pk}/tag", {"off": "gift wrap"})
    desk.post(f"/orders/{row.pk}/note", {"take_back": OrderNote.objects.get().pk})
    assert OrderNote.objects.count() == OrderTag.objects.count() == 0
    assert Hold.objects.get().state == "released"


def test_an_act_says_first_what_it_will_do_and_does_nothing_yet(shop: Shop) -> None:
    row = shop.take_in(1001)
    desk = enter(shop.company, "desk")
    says = desk.post(f"/orders/{row.pk}/act", {"action": "release", "dry": "1"}).content.decode()
    assert "1 order will be released" in says
    row.refresh_from_db()
    assert row.fulfilment_state == "unreleased"
    desk.post(f"/orders/{row.pk}/act", {"action": "release"})
    row.refresh_from_db()
    assert row.fulfilment_state == "released"


def test_cancelling_frees_the_stock_and_asks_for_the_refund(shop: Shop) -> None:
    row = shop.take_in(1001)
    desk = enter(shop.company, "desk")
    assert "€28.70 was paid." in desk.get(f"/orders/{row.pk}/cancel").content.decode()
    page = desk.post(f"/orders/{row.pk}/cancel", {"reason": "customer"}, follow=True).content.decode()
    assert "1 piece free again" in page
    assert "€28.70 was paid: a task to send it back is open." in page
    row.refresh_from_db()
    assert (row.state, row.allocation_state) == ("cancelled", "not_needed")
    assert Stock.objects.get(site=shop.site).allocated == 0
    assert Task.objects.get(state="open").kind == "refund"


def test_after_release_cancelling_is_refused_in_words(shop: Shop) -> None:
    row = shop.take_in(1001)
    release_orders(shop.demo, shop.company, [row.pk])
    desk = enter(shop.company, "desk")
    assert "Take it back from its wave first." in desk.get(f"/orders/{row.pk}/cancel").content.decode()
    answer = desk.post(f"/orders/{row.pk}/cancel", {"reason": "customer"})
    assert answer.status_code == 422
    assert "It is with the warehouse already." in answer.content.decode()
    row.refresh_from_db()
    assert row.state == "open"
    assert Task.objects.filter(kind="refund").count() == 0
