"""What stops orders is put right in one place: addresses one after the other, unknown codes once for all orders."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests import factories
from tests.interfaces.web.orders.test_order_page import Shop, enter, furnish, read
from tests.workflows.test_from_order_to_invoice import BERLIN, line, order

from opsroom.domains.access.models import Task
from opsroom.domains.catalog.models import SkuAlias
from opsroom.domains.customers.models import Party
from opsroom.domains.orders.models import Hold, Order
from opsroom.domains.warehouse.models import Stock
from opsroom.workflows.accept_orders import accept_orders
from opsroom.workflows.release_orders import release_orders

pytestmark = pytest.mark.django_db
GOOD = {"name": "Mara Klein", "line1": "Torstraße 12", "postcode": "10119", "city": "Berlin", "country": "DE"}


@pytest.fixture
def shop() -> Shop:
    return furnish()


def test_an_address_that_passes_releases_its_hold_and_closes_its_task(shop: Shop) -> None:
    row = shop.take_in(1001, ship_to=replace(BERLIN, postcode="1011"))
    assert (row.has_bad_address, row.on_hold) == (True, True)
    assert Task.objects.get(state="open").kind == "bad_address"
    desk = enter(shop.company, "desk")
    assert "A parcel would not arrive." in read(desk, row)
    desk.post(f"/orders/{row.pk}/address", GOOD)
    row.refresh_from_db()
    assert (row.has_bad_address, row.on_hold) == (False, False)
    assert Hold.objects.get().state == "released"
    assert Task.objects.filter(state="open").count() == 0
    assert sorted(Party.objects.values_list("postcode", flat=True)) == ["1011", "10119", "10119"]
    assert "Ready to release." in read(desk, row)


def test_an_address_that_still_fails_is_shown_again_and_not_stored(shop: Shop) -> None:
    row = shop.take_in(1001, ship_to=replace(BERLIN, postcode="1011"))
    desk = enter(shop.company, "desk")
    before = Party.objects.count()
    answer = desk.post(f"/orders/{row.pk}/address", GOOD | {"postcode": "77"})
    assert answer.status_code == 422
    assert "is no postcode of Germany" in answer.content.decode()
    assert Party.objects.count() == before
    desk.post(f"/orders/{row.pk}/address", GOOD | {"postcode": "77", "anyway": "1"})
    row.refresh_from_db()
    assert (row.has_bad_address, row.on_hold, Party.objects.count()) == (True, True, before + 1)


@pytest.mark.parametrize(
    ("given", "meant"),
    [({"postcode": "D-10119"}, "10119"), ({"postcode": "1067", "city": "Dresden"}, "01067"),
     ({"postcode": "Berlin", "city": "10119"}, "10119"), ({"postcode": "", "city": "10119 Berlin"}, "10119")],
)  # fmt: skip
def test_the_nearest_address_that_works_is_proposed(shop: Shop, given: dict[str, str], meant: str) -> None:
    row = shop.take_in(1001, ship_to=replace(BERLIN, **given))
    page = enter(shop.company, "desk").get(f"/orders/{row.pk}/address").content.decode()
    assert "Meant is probably" in page
    assert f'name="postcode" value="{meant}"' in page


def test_all_bad_addresses_stand_in_one_list_and_each_leads_back_to_it(shop: Shop) -> None:
    rows = [shop.take_in(n, ship_to=replace(BERLIN, postcode="1")) for n in (1001, 1002)]
    shop.take_in(1003)
    desk = enter(shop.company, "desk")
    page = desk.get("/orders/fix-addresses").content.decode()
    assert "2 bad addresses to fix" in page
    assert page.count('aria-label="Address of') == 2
    answer = desk.post(f"/orders/{rows[0].pk}/address", GOOD | {"next": "/orders/fix-addresses"})
    assert answer.headers["Location"] == "/orders/fix-addresses"
    evil = desk.post(f"/orders/{rows[1].pk}/address", GOOD | {"next": "//evil.example/orders"})
    assert evil.headers["Location"] == f"/orders/{rows[1].pk}"
    assert "Every address can be served." in desk.get("/orders/fix-addresses").content.decode()


def test_an_address_is_not_changed_behind_the_warehouses_back(shop: Shop) -> None:
    row = shop.take_in(1001)
    release_orders(shop.demo, shop.company, [row.pk])
    desk = enter(shop.company, "desk")
    answer = desk.post(f"/orders/{row.pk}/address", GOOD | {"line1": "Elsewhere 1"})
    assert answer.status_code == 422
    assert "it is with the warehouse" in answer.content.decode()
    assert not Party.objects.filter(line1="Elsewhere 1").exists()


def test_one_choice_matches_every_order_with_the_code_and_allocates_at_once(shop: Shop) -> None:
    rows = [shop.take_in(n, line("MUGG", 1, "23.80", 380)) for n in (1001, 1002)]
    other = shop.take_in(1003, line("LAMPE", 1, "23.80", 380))
    manager = enter(shop.company, "manager")
    page = manager.get("/orders/match-skus").content.decode()
    assert "2 codes nobody knows" in page
    assert 'name="pick" value="MUG"' in page
    manager.post("/orders/match-skus", {"key": "MUGG", "pick": "MUG", "alias": "1"})
    for row in rows:
        row.refresh_from_db()
        assert (row.has_unknown_sku, row.allocation_state) == (False, "allocated")
    other.refresh_from_db()
    assert (other.has_unknown_sku, other.allocation_state) == (True, "unallocated")
    assert Stock.objects.get(site=shop.site).allocated == 2
    assert SkuAlias.objects.get().alias == "MUGG"
    assert [t.subject_id for t in Task.objects.filter(state="open", kind="unknown_sku")] == [other.pk]
    later = order(1004, line("MUGG", 1, "23.80", 380), total=2870)
    (taken,) = accept_orders(shop.demo, shop.channel, [later], mode="live")
    assert Order.objects.get(pk=taken.order_id).has_unknown_sku is False


def test_an_address_the_channel_changed_against_a_correction_is_compared_and_followed(shop: Shop) -> None:
    sold = shop.take_in(1001, line("MUG", 1, "23.80", 380))
    desk, path = enter(shop.company, "desk"), f"/orders/{sold.pk}"
    by_hand = {"name": "M", "line1": "Hof 2", "postcode": "10115", "city": "Berlin", "country": "DE"}
    desk.post(f"{path}/address", by_hand)
    moved = replace(BERLIN, line1="Neue Straße 7")
    again = order(1001, line("MUG", 1, "23.80", 380), total=2870, ship_to=moved)
    accept_orders(shop.demo, shop.channel, [again], mode="live")
    assert "The channel gives another address now." in desk.get(path).content.decode()
    assert "Neue Straße 7" in desk.get(f"{path}/address").content.decode()
    assert desk.post(f"{path}/address", {"told": "1"}).status_code == 302
    sold.refresh_from_db()
    assert (sold.ship_to.line1, sold.told_ship_to_id, sold.on_hold) == ("Neue Straße 7", None, False)


def test_a_code_that_does_not_exist_matches_nothing(shop: Shop) -> None:
    row = shop.take_in(1001, line("MUGG", 1, "23.80", 380))
    answer = enter(shop.company, "desk").post(f"/orders/{row.pk}/match", {"key": "MUGG", "sku": "NOPE"})
    assert answer.status_code in (404, 422)
    row.refresh_from_db()
    assert row.has_unknown_sku is True


def test_Z3_codes_and_addresses_of_another_company_are_neither_shown_nor_changed(shop: Shop) -> None:
    shop.take_in(1001, line("MUGG", 1, "23.80", 380), ship_to=replace(BERLIN, postcode="1"))
    stranger = enter(factories.company(), "manager")
    assert "MUGG" not in stranger.get("/orders/match-skus").content.decode()
    assert "Klein" not in stranger.get("/orders/fix-addresses").content.decode()
    stranger.post("/orders/match-skus", {"key": "MUGG", "sku": "MUG"})
    assert Order.objects.get().has_unknown_sku is True


@pytest.mark.parametrize("path", ["/orders/fix-addresses", "/orders/match-skus"])
@pytest.mark.parametrize("role", ["buyer", "bookkeeper", "warehouse", "marketer", "admin"])
def test_Z2_only_the_desk_and_the_manager_repair(shop: Shop, role: str, path: str) -> None:
    assert enter(shop.company, role).get(path).status_code == 403
