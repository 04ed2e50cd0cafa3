"""Tasks stand in groups with one act each; a group is taken or put to sleep, and a foreign company's is never seen."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests import factories
from tests.interfaces.web.orders.test_order_page import Shop, enter
from tests.workflows.test_from_order_to_invoice import BERLIN, line, put

from opsroom.domains.access.models import Task

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop() -> Shop:
    company = factories.company()
    channel = factories.channel(company)
    site = factories.site(company, channels=(channel,))
    demo = factories.system("system.demo", company)
    put(demo, company, site, MUG=2)
    shop = Shop(company, channel, site, demo)
    for number in (1001, 1002):
        shop.take_in(number, ship_to=replace(BERLIN, postcode="1"))
    shop.take_in(1003, line("MUGG", 1, "23.80", 380))
    shop.take_in(1004)
    return shop


def test_tasks_are_groups_with_one_act_and_no_single_rows(shop: Shop) -> None:
    page = enter(shop.company, "desk").get("/tasks").content.decode()
    assert "2 bad addresses" in page
    assert "1 order with a SKU nobody knows" in page
    assert "1 order short of stock" in page
    assert page.count("<b>2 bad addresses</b>") == 1
    assert 'href="/orders/fix-addresses"' in page
    assert 'href="/orders/match-skus"' in page


def test_a_group_is_taken_and_slept_over(shop: Shop) -> None:
    desk = enter(shop.company, "desk")
    assert (
        "2 tasks now yours." in desk.post("/tasks/bad_address", {"act": "take"}, follow=True).content.decode()
    )
    assert Task.objects.filter(kind="bad_address", owner__isnull=False).count() == 2
    desk.post("/tasks/bad_address", {"act": "day"})
    assert "bad addresses" not in desk.get("/tasks").content.decode()
    assert Task.objects.filter(kind="bad_address", state="open").count() == 2
    assert Task.objects.exclude(kind="bad_address").filter(owner__isnull=False).count() == 0


def test_Z3_another_company_sees_and_takes_none_of_them(shop: Shop) -> None:
    stranger = enter(factories.company(), "manager")
    assert "Nothing waits for you." in stranger.get("/tasks").content.decode()
    stranger.post("/tasks/bad_address", {"act": "take"})
    assert Task.objects.filter(owner__isnull=False).count() == 0


def test_Z2_a_bookkeeper_is_offered_no_act_it_may_not_do(shop: Shop) -> None:
    page = enter(shop.company, "bookkeeper").get("/tasks").content.decode()
    assert "2 bad addresses" in page
    assert "/orders/fix-addresses" not in page
