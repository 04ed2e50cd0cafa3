"""Today tells a manager what to do and a stranger's shop nothing; its numbers are the lists' own."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from opsroom.domains.access.queries import user_of
from tests import factories
from tests.workflows.test_from_order_to_invoice import line, order, put

pytestmark = pytest.mark.django_db


def open_page(client: Client, company: int, role: str) -> str:
    path = factories.sign_in_path(company, factories.user(role, company))
    client.get(path)
    client.post(path)
    answer = client.get("/")
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_an_empty_shop_says_what_to_do_first(client: Client) -> None:
    page = open_page(client, factories.company(), "manager")
    assert "No order is open." in page
    assert "No orders yet." in page
    assert 'href="/import"' in page


def test_groups_and_tiles_say_the_same_number_as_their_list(client: Client) -> None:
    company = factories.company()
    channel = factories.channel(company)
    site = factories.site(company, channels=(channel,))
    demo = factories.system("system.demo", company)
    put(demo, company, site, MUG=2)
    from opsroom.workflows.accept_orders import accept_orders

    accept_orders(
        demo, channel, [order(n, line("MUG", 1, "23.80", 380), total=2870) for n in (1, 2, 3)], mode="live"
    )
    page = open_page(client, company, "manager")
    assert re.search(r'class="gn"[^>]*>2</span>.*?2 ready to release', page, re.S)
    assert re.search(r'class="gn"[^>]*>1</span>.*?1 short of stock', page, re.S)
    assert "Release 2 ready" in page
    assert "style=" not in page
    assert "Mara" not in page


def test_Z2_a_buyer_may_look_but_is_not_offered_what_only_the_desk_may_do(client: Client) -> None:
    page = open_page(client, factories.company(), "buyer")
    assert "Release" not in page
