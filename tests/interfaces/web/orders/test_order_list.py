"""The order desk finds, filters and acts on many orders; lists are addresses, acts say first what they do."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from tests import factories
from tests.workflows.test_from_order_to_invoice import line, order, put

from opsroom.domains.orders.actions.place_hold import place_hold
from opsroom.domains.orders.models import Hold, Order, OrderTag
from opsroom.workflows.accept_orders import accept_orders

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> int:
    """Three mugs, four orders of one: three ready, one short."""
    company = factories.company()
    channel = factories.channel(company)
    site = factories.site(company, channels=(channel,))
    demo = factories.system("system.demo", company)
    put(demo, company, site, MUG=3)
    rows = [order(n, line("MUG", 1, "23.80", 380), total=2870) for n in (1, 2, 3, 4)]
    accept_orders(demo, channel, rows, mode="live")
    return company


def enter(client: Client, company: int, role: str) -> Client:
    path = factories.sign_in_path(company, factories.user(role, company))
    client.get(path)
    client.post(path)
    return client


def post(client: Client, view: str, **facts: object) -> tuple[int, dict[str, object], str]:
    answer = client.post(f"/orders/bulk?view={view}", facts, headers={"HX-Request": "true"})
    return answer.status_code, json.loads(answer.headers.get("HX-Trigger", "{}")), answer.content.decode()


def test_a_view_is_an_address_and_shows_its_rows(client: Client, company: int) -> None:
    desk = enter(client, company, "desk")
    page = desk.get("/orders?view=ready").content.decode()
    assert page.count("data-id=") == 3
    assert "4 open orders" in page or "of 4 open orders" in page
    assert "Mara Klein" in page
    assert desk.get("/orders?view=short").content.decode().count("data-id=") == 1
    assert "No order matches." in desk.get("/orders?view=open&q=zzz").content.decode()
    assert "view=nowhere was left out" in desk.get("/orders?view=nowhere").content.decode()


def test_Z4_a_buyer_sees_orders_without_people_and_without_buttons(client: Client, company: int) -> None:
    page = enter(client, company, "buyer").get("/orders?view=open").content.decode()
    assert page.count("data-id=") == 4
    assert "Mara Klein" not in page
    assert 'name="action"' not in page


def test_a_bulk_act_says_first_what_it_will_do_and_who_is_skipped(client: Client, company: int) -> None:
    desk = enter(client, company, "desk")
    status, _, says = post(desk, "open", action="release", scope="view", dry="1")
    assert status == 200
    assert "3 orders will be released" in says
    assert "Stock is short for it." in says
    assert Order.objects.filter(fulfilment_state="released").count() == 0
    status, told, _ = post(desk, "open", action="release", scope="view")
    assert status == 204
    assert told["toast"]["text"].startswith("3 orders released in 1 wave.")  # type: ignore[index]
    assert Order.objects.filter(fulfilment_state="released").count() == 3


def test_hold_and_tag_can_be_taken_back_once(client: Client, company: int) -> None:
    desk = enter(client, company, "desk")
    ids = list(Order.objects.order_by("id").values_list("id", flat=True)[:2])
    _, told, _ = post(desk, "open", action="hold", scope="ids", id=ids)
    assert Order.objects.filter(on_hold=True).count() == 2
    undo = str(told["toast"]["undo"])  # type: ignore[index]
    desk.post(undo, headers={"HX-Request": "true"})
    assert Order.objects.filter(on_hold=True).count() == 0
    assert Hold.objects.filter(state="released").count() == 2
    again = desk.post(undo, headers={"HX-Request": "true"})
    assert "can no longer be taken back" in again.headers["HX-Trigger"]
    _, told, _ = post(desk, "open", action="tag", tag="gift wrap", scope="ids", id=ids)
    assert OrderTag.objects.filter(tag="gift wrap").count() == 2
    desk.post(str(told["toast"]["undo"]), headers={"HX-Request": "true"})  # type: ignore[index]
    assert OrderTag.objects.count() == 0


def test_a_release_that_is_taken_back_holds_for_the_same_reason_with_the_same_words(
    client: Client, company: int
) -> None:
    desk, manager = enter(client, company, "desk"), factories.actor("manager", company)
    first = Order.objects.filter(company_id=company, state="open", on_hold=False).order_by("id")[:1].get()
    place_hold(manager, company, [first.pk], "by_hand", details={first.pk: "wait for the buyer"})
    place_hold(manager, company, [first.pk], "rule", details={first.pk: "customs"})
    _, told, _ = post(desk, "open", action="unhold", scope="ids", id=[first.pk])
    assert not Hold.objects.filter(order=first, state="placed").exists()
    desk.post(str(told["toast"]["undo"]), headers={"HX-Request": "true"})  # type: ignore[index]
    again = (
        Hold.objects.filter(order=first, state="placed").order_by("reason").values_list("reason", "detail")
    )
    assert list(again) == [("by_hand", "wait for the buyer"), ("rule", "customs")]


def test_a_hold_for_credit_is_said_to_stay_before_and_after(client: Client, company: int) -> None:
    desk = enter(client, company, "desk")
    first, second = Order.objects.order_by("id")[:2]
    manager = factories.actor("manager", company)
    place_hold(manager, company, [first.pk], "by_hand")
    place_hold(manager, company, [second.pk], "credit")
    _, _, says = post(desk, "open", action="unhold", scope="ids", id=[first.pk, second.pk], dry="1")
    assert ("Holds on 1 order will be released" in says, "Held for credit" in says) == (True, True)
    _, told, _ = post(desk, "open", action="unhold", scope="ids", id=[first.pk, second.pk])
    assert "Holds on 1 order released. 1 skipped: Held for credit" in str(told["toast"])
    assert list(Order.objects.filter(on_hold=True)) == [second]


@pytest.mark.parametrize("bad", ["placed_from=0001-01-01", "placed_to=9999-12-31", "q=%00", "tag=%00"])
def test_an_address_nobody_can_mean_is_no_fault_of_ours(client: Client, company: int, bad: str) -> None:
    assert enter(client, company, "desk").get(f"/orders?view=open&{bad}").status_code == 200


def test_Z3_ids_of_another_company_are_not_touched(client: Client, company: int) -> None:
    stranger = enter(client, factories.company(), "desk")
    ids = list(Order.objects.values_list("id", flat=True))
    status, _, _ = post(stranger, "open", action="hold", scope="ids", id=ids)
    assert status == 204
    assert Order.objects.filter(on_hold=True).count() == 0


def test_Z2_a_buyer_who_posts_anyway_is_refused_in_words(client: Client, company: int) -> None:
    buyer = enter(client, company, "buyer")
    ids = list(Order.objects.values_list("id", flat=True))
    status, _, _ = post(buyer, "open", action="hold", scope="ids", id=ids)
    assert status == 403
    assert Order.objects.filter(on_hold=True).count() == 0


def test_undo_belongs_to_the_person_who_did_it(client: Client, company: int) -> None:
    desk = enter(client, company, "desk")
    ids = list(Order.objects.values_list("id", flat=True))
    _, told, _ = post(desk, "open", action="hold", scope="ids", id=ids)
    other = enter(Client(), company, "manager")
    answer = other.post(str(told["toast"]["undo"]), headers={"HX-Request": "true"})  # type: ignore[index]
    assert "can no longer be taken back" in answer.headers["HX-Trigger"]
    assert Order.objects.filter(on_hold=True).count() == 4
