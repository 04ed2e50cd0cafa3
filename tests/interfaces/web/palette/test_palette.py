"""The palette finds real records of the person's own company, and people only for those who may see them."""

from __future__ import annotations

import pytest
from tests import factories
from tests.interfaces.web.orders.test_order_page import HOSTILE, Shop, enter, furnish

from opsroom.domains.customers.models import Customer
from opsroom.domains.orders.models import Order
from opsroom.ports.incoming import IncomingCustomer
from opsroom.workflows.release_orders import release_orders

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop() -> Shop:
    return furnish()


def test_orders_skus_and_buyers_are_found_and_open(shop: Shop) -> None:
    row = shop.take_in(1001)
    desk = enter(shop.company, "desk")
    assert f'href="/orders/{row.pk}"' in desk.get(f"/palette?q={row.number}").content.decode()
    assert f'href="/orders/{row.pk}"' in desk.get("/palette?q=%231001").content.decode()
    buyer = Customer.objects.get().pk
    page = desk.get("/palette?q=mara", headers={"HX-Request": "true"}).content.decode()
    assert f'href="/customers/{buyer}"' in page
    assert "<html" not in page
    assert "Import a file" in desk.get("/palette?q=import").content.decode()


def test_a_wave_is_found_by_its_number_by_those_who_may_look_and_by_nobody_elses_company(shop: Shop) -> None:
    released = release_orders(shop.demo, shop.company, [shop.take_in(1001).pk])
    address = f'href="/fulfil/waves/{released.wave_ids[0]}"'
    assert address in enter(shop.company, "desk").get("/palette?q=w-").content.decode()
    assert address not in enter(shop.company, "marketer").get("/palette?q=w-").content.decode()
    assert address not in enter(factories.company(), "manager").get("/palette?q=w-").content.decode()


@pytest.mark.parametrize("role", ["warehouse", "buyer", "bookkeeper", "marketer", "admin"])
def test_Z4_people_are_found_only_by_those_who_may_see_them(shop: Shop, role: str) -> None:
    shop.take_in(1001)
    page = enter(shop.company, role).get("/palette?q=mara").content.decode()
    assert "Klein" not in page


def test_Z3_nothing_of_another_company_is_found(shop: Shop) -> None:
    row = shop.take_in(1001)
    stranger = enter(factories.company(), "manager")
    for text in (row.number, "mara", "MUG"):
        page = stranger.get(f"/palette?q={text}", headers={"HX-Request": "true"}).content.decode()
        assert f"/orders/{row.pk}" not in page
        assert "Klein" not in page
        assert "Thing" not in page


def test_H5_a_hostile_name_is_text_in_the_answers(shop: Shop) -> None:
    shop.take_in(1001, customer=IncomingCustomer(external_id="c1", name=HOSTILE))
    page = enter(shop.company, "desk").get("/palette?q=alert").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert Order.objects.count() == 1
