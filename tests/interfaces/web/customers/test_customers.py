"""Buyers are found, read and erased by four eyes; roles without people and other companies learn nothing."""

from __future__ import annotations

import pytest
from tests import factories
from tests.interfaces.web.orders.test_order_page import HOSTILE, Shop, enter, furnish

from opsroom.domains.access.models import Approval
from opsroom.domains.customers.models import Customer, Party
from opsroom.domains.orders.models import Order
from opsroom.ports.incoming import IncomingCustomer
from opsroom.workflows.cancel_orders import cancel_orders

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop() -> Shop:
    shop = furnish()
    mara = IncomingCustomer(external_id="c1", name="Mara Klein", email="mara@example.com")
    shop.take_in(1001, customer=mara)
    shop.take_in(1002, customer=mara)
    shop.take_in(1003, customer=IncomingCustomer(external_id="c2", name=HOSTILE, email="x@example.com"))
    return shop


def test_a_buyer_is_found_by_name_or_mail_and_shows_orders_and_addresses(shop: Shop) -> None:
    desk = enter(shop.company, "desk")
    assert desk.get("/customers").content.decode().count("data-id=") == 2
    assert desk.get("/customers?q=mara@").content.decode().count("data-id=") == 1
    assert "No customer matches." in desk.get("/customers?q=nobody").content.decode()
    mara = Customer.objects.get(name="Mara Klein")
    page = desk.get(f"/customers/{mara.pk}").content.decode()
    for said in ("Mara Klein", "mara@example.com", "2 orders", "Torstraße 12, 10119 Berlin"):
        assert said in page, said
    assert page.count("Torstraße 12") == 1


def test_H5_a_hostile_name_is_text(shop: Shop) -> None:
    page = enter(shop.company, "desk").get("/customers").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("role", ["warehouse", "buyer", "bookkeeper", "marketer", "admin"])
def test_Z4_roles_without_people_are_refused(shop: Shop, role: str) -> None:
    client = enter(shop.company, role)
    for path in ("/customers", f"/customers/{Customer.objects.earliest('id').pk}"):
        answer = client.get(path)
        assert answer.status_code == 403
        assert "Mara" not in answer.content.decode()


def test_Z3_another_companys_buyer_is_missing(shop: Shop) -> None:
    stranger = enter(factories.company(), "manager")
    mara = Customer.objects.get(name="Mara Klein").pk
    assert "Klein" not in stranger.get("/customers?q=Mara").content.decode()
    assert stranger.get(f"/customers/{mara}").status_code == 404
    assert stranger.post(f"/customers/{mara}/ask-erasure").status_code == 404
    assert Approval.objects.count() == 0


def test_erasing_takes_three_people_and_leaves_the_orders(shop: Shop) -> None:
    mara = Customer.objects.get(name="Mara Klein").pk
    desk, manager, admin = (enter(shop.company, role) for role in ("desk", "manager", "admin"))
    assert admin.post(f"/customers/{mara}/erase").status_code == 422
    desk.post(f"/customers/{mara}/ask-erasure")
    approval = Approval.objects.get()
    assert admin.post(f"/customers/{mara}/erase").status_code == 422
    assert desk.post(f"/customers/erasures/{approval.pk}/decide", {"to": "approve"}).status_code == 403
    assert "Mara" not in manager.get("/customers/erasures").content.decode()
    manager.post(f"/customers/erasures/{approval.pk}/decide", {"to": "approve"})
    assert manager.post(f"/customers/{mara}/erase").status_code == 403
    assert Customer.objects.get(pk=mara).erased_at is None
    told = admin.post(f"/customers/{mara}/erase", follow=True).content.decode()
    under_way = list(Order.objects.filter(customer=mara).order_by("id").values_list("number", flat=True))
    assert f"{under_way[0]} of this person is still under way (2 open in all)." in told
    assert ", ".join(under_way) in desk.get(f"/customers/{mara}/ask-erasure").content.decode()
    assert Customer.objects.get(pk=mara).name == "Mara Klein"
    ids = list(Order.objects.filter(customer=mara).values_list("id", flat=True))
    cancel_orders(factories.actor("manager", shop.company), shop.company, ids, reason="by hand")
    told = admin.post(f"/customers/{mara}/erase", follow=True).content.decode()
    assert "Erased: one person, 2 addresses, the words on 2 orders, 0 uploaded files." in told
    erased = Customer.objects.get(pk=mara)
    assert (erased.name, erased.email, erased.erased_at is None) == ("", "", False)
    assert set(Party.objects.filter(customer=mara).values_list("name", "line1")) == {("", "")}
    assert Order.objects.filter(customer=mara).count() == 2
    page = manager.get(f"/customers/{mara}").content.decode()
    assert "This person was erased." in page
    assert "Ask for erasure" not in page


def test_nobody_approves_what_they_asked_themselves(shop: Shop) -> None:
    mara = Customer.objects.get(name="Mara Klein").pk
    manager = enter(shop.company, "manager")
    manager.post(f"/customers/{mara}/ask-erasure")
    answer = manager.post(f"/customers/erasures/{Approval.objects.get().pk}/decide", {"to": "approve"})
    assert answer.status_code == 422
    assert Approval.objects.get().state == "asked"
