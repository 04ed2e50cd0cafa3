"""From the inbox to one page, mended row after row or all at once, and back with what remains."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

import pytest
from django.test import Client
from tests import factories
from tests.interfaces.web.orders.test_order_page import Shop, enter, furnish
from tests.workflows.test_from_order_to_invoice import BERLIN, line

from opsroom.domains.access.actions.take_tasks import take_tasks
from opsroom.domains.access.models import Task
from opsroom.domains.catalog.models import SkuAlias
from opsroom.domains.orders.models import Order

pytestmark = pytest.mark.django_db
FIX, MATCH = "/orders/fix-addresses", "/orders/match-skus"


@pytest.fixture
def shop() -> Shop:
    return furnish(20)


def told(client: Client, path: str, form: dict[str, object]) -> str:
    return client.post(path, form, follow=True).content.decode()


def test_the_inbox_leads_to_its_own_addresses_and_back_with_what_remains(shop: Shop) -> None:
    rows = [shop.take_in(n, ship_to=replace(BERLIN, postcode="D-10119")) for n in (1001, 1002)]
    other = shop.take_in(1003, ship_to=replace(BERLIN, postcode="1"))
    manager = factories.actor("manager", shop.company)
    mine = list(Task.objects.filter(subject_id__in=[row.pk for row in rows]).values_list("id", flat=True))
    take_tasks(manager, shop.company, mine, manager.user_id)
    desk = enter(shop.company, "desk")
    inbox = desk.get(f"/tasks?kind=bad_address&owner={manager.user_id}").content.decode()
    query = quote(f"view=open&kind=bad_address&owner={manager.user_id}", safe="")
    assert "Fix these 2" in inbox
    assert f'href="{FIX}?tasks={query}"' in inbox
    page = desk.get(f"{FIX}?tasks={query}").content.decode()
    assert "2 bad addresses to fix" in page
    assert other.number not in page
    assert f'href="/tasks?view=open&amp;kind=bad_address&amp;owner={manager.user_id}"' in page
    assert "Use all 2 proposals" in page
    said = told(desk, f"{FIX}?tasks={query}", {"order": [str(row.pk) for row in (*rows, other)]})
    assert "2 addresses stored, 2 holds released." in said
    assert "Back to the inbox, 1 task left" in said
    assert list(Order.objects.filter(has_bad_address=True).values_list("id", flat=True)) == [other.pk]
    assert [task.kind for task in Task.objects.filter(state="open")] == ["bad_address"]
    whole = desk.get(f"{FIX}?tasks=kind%3Dbad_address").content.decode()
    assert "1 bad address to fix" in whole


def test_a_row_that_still_fails_stays_in_its_place_with_every_typed_word(shop: Shop) -> None:
    first, second = (shop.take_in(n, ship_to=replace(BERLIN, postcode="1")) for n in (1001, 1002))
    desk = enter(shop.company, "desk")
    form = {
        "name": "Mara Klein",
        "line1": "Neue Str. 5",
        "postcode": "77",
        "city": "Bonn",
        "country": "DE",
        "next": FIX,
    }
    answer = desk.post(f"/orders/{second.pk}/address", form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert first.number in page, "the others stand there too"
    assert 'value="Neue Str. 5"' in page
    assert page.count(" autofocus") == 1
    assert f'id="f-{second.pk}-postcode" value="77" autofocus' in page
    assert "Store as it is, keep the hold" in page
    assert Order.objects.filter(has_bad_address=True).count() == 2
    desk.post(f"/orders/{second.pk}/address", form | {"postcode": "53111"})
    assert list(Order.objects.filter(has_bad_address=True).values_list("id", flat=True)) == [first.pk]


def test_codes_that_differ_in_signs_alone_are_matched_at_once_and_others_wait(shop: Shop) -> None:
    for number, code in ((1001, "mug"), (1002, "M-U-G"), (1003, "mug"), (1004, "ZZZ")):
        shop.take_in(number, line(code, 1, "23.80", 380))
    desk = enter(shop.company, "manager")
    page = desk.get(f"{MATCH}?tasks=kind%3Dunknown_sku").content.decode()
    assert "Match 2 codes at once" in page
    assert "M-U-G is MUG" in page
    said = told(desk, f"{MATCH}?tasks=kind%3Dunknown_sku", {"all": "1", "key": ["mug", "M-U-G", "ZZZ"]})
    assert "2 codes matched on 3 orders." in said
    assert sorted(SkuAlias.objects.values_list("alias", flat=True)) == ["M-U-G", "mug"]
    assert [one.external_name for one in Order.objects.filter(has_unknown_sku=True)] == ["#1004"]


@pytest.mark.parametrize("role", ["warehouse", "buyer", "bookkeeper", "marketer", "admin"])
def test_Z2_who_may_not_repair_sees_no_way_and_stores_nothing(shop: Shop, role: str) -> None:
    row = shop.take_in(1001, ship_to=replace(BERLIN, postcode="D-10119"))
    client = enter(shop.company, role)
    assert "Fix these" not in client.get("/tasks?kind=bad_address").content.decode()
    assert client.post(FIX, {"order": [str(row.pk)]}).status_code == 403
    assert client.post(MATCH, {"all": "1", "key": ["x"]}).status_code == 403
    row.refresh_from_db()
    assert row.has_bad_address


def test_Z3_a_strangers_inbox_opens_nothing_of_ours(shop: Shop) -> None:
    row = shop.take_in(1001, ship_to=replace(BERLIN, postcode="D-10119"))
    stranger = enter(factories.company(), "manager")
    assert row.number not in stranger.get(f"{FIX}?tasks=kind%3Dbad_address%26owner%3D1").content.decode()
    stranger.post(FIX, {"order": [str(row.pk)]})
    row.refresh_from_db()
    assert row.has_bad_address
    assert stranger.get(f"{FIX}?tasks=%00nonsense%3D%26view").status_code == 200
