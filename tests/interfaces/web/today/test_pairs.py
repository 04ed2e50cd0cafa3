"""Each number on Today and each tab is the length of the list it opens, followed in a shop with every state."""

from __future__ import annotations

import html
import itertools
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from tests import factories
from tests.workflows.test_from_order_to_invoice import line, order, put

from opsroom.domains.orders.models import Order
from opsroom.domains.orders.rules import WORD_TEXT
from opsroom.domains.orders.states import ALLOCATION, FULFILMENT
from opsroom.interfaces.web.today.links import FLOOR_HREF
from opsroom.workflows.accept_orders import accept_orders

pytestmark = pytest.mark.django_db
PAGES_MAX = 9


@pytest.fixture
def shop(client: Client) -> Client:
    """A manager in a shop whose orders stand in every state of every axis, late, due and without a date, some short."""
    company = factories.company()
    channel = factories.channel(company)
    site = factories.site(company, channels=(channel,))
    now = datetime.now(UTC)
    due = (now - timedelta(hours=3), now + timedelta(minutes=1), None)
    rows = []
    axes = itertools.product(
        ("open", "closed", "cancelled"), ("captured", "pending"), sorted(ALLOCATION.states), sorted(FULFILMENT.states)
    )  # fmt: skip
    for n, (state, payment, allocation, fulfilment) in enumerate(axes):
        rows.append(
            Order(
                company_id=company, channel_id=channel, external_id=f"s{n}", number=f"S{n}", mode="live", state=state,
                payment_state=payment, allocation_state=allocation, fulfilment_state=fulfilment, on_hold=n % 5 == 1,
                has_unknown_sku=n % 7 == 2, has_bad_address=n % 11 == 3, is_test=n % 13 == 4, placed_at=now,
                ship_by=due[n % 3], shipped_at=now if fulfilment == "shipped" else None, currency="EUR", site_ids=[],
                accepted_at=now,
            )
        )  # fmt: skip
    Order.objects.bulk_create(rows)
    demo = factories.system("system.demo", company)
    put(demo, company, site, MUG=2, CUP=1)
    sold = [
        order(n, line(sku, 1, "23.80", 380), total=2870) for n, sku in enumerate(("MUG",) * 4 + ("CUP",) * 3)
    ]
    accept_orders(demo, channel, sold, mode="live")
    path = factories.sign_in_path(company, factories.user("manager", company))
    client.get(path)
    client.post(path)
    return client


def length(client: Client, href: str) -> int:
    """Rows of the list at an address, all its pages walked."""
    found: set[str] = set()
    for number in range(1, PAGES_MAX):
        answer = client.get(f"{href}{'&' if '?' in href else '?'}page={number}")
        assert answer.status_code == 200, href
        fresh = set(re.findall(r'<tr[^>]*data-id="(\d+)"', answer.content.decode())) - found
        if not fresh:
            return len(found)
        found |= fresh
    raise AssertionError(f"{href} has more pages than a test should make")


def number(text: str) -> int:
    return int(text.replace(",", ""))


def numbers_on(page: str) -> dict[str, list[tuple[str, int]]]:
    """Every number of Today with the list it opens, by the kind of place it stands in."""
    shown = {
        "tile": r'<a class="tile[^"]*" href="(/orders[^"]*)".*?<span class="tv[^"]*">([\d,]+)<',
        "group": r'<a class="gn" href="([^"]+)"[^>]*>([\d,]+)<',
        "lead": r'<a href="(/orders[^"]*)">([\d,]+) [a-z ]+</a>',
        "headline": r'<h1><a href="([^"]+)">([\d,]+) orders? ',
        "lacking": r'<a href="(/orders[^"]+lacks=\d+)">([\d,]+) orders?',
        "node": r'<a href="([^"]+)" class="pn[^"]*" aria-label="[^:"]+: ([\d,]+) orders open',
    }
    return {
        kind: [(html.unescape(href), number(n)) for href, n in re.findall(pattern, page, re.S)]
        for kind, pattern in shown.items()
    }


def test_each_number_is_the_length_of_the_list_it_opens(shop: Client) -> None:
    page = shop.get("/").content.decode()
    found = numbers_on(page)
    assert {kind: len(rows) for kind, rows in found.items()} == {
        "tile": 6, "group": 11, "lead": 6, "headline": 1, "lacking": 2, "node": 20,
    }  # fmt: skip
    lengths: dict[str, int] = {}
    for kind, rows in found.items():
        for href, said in rows:
            lengths[href] = lengths[href] if href in lengths else length(shop, href)
            assert said == lengths[href], (kind, href)
    assert all(said > 0 for _, said in found["group"])
    assert lengths[FLOOR_HREF] > 0


def test_the_side_bar_counts_what_the_lists_hold(shop: Client) -> None:
    page = shop.get("/").content.decode()
    bar = dict(re.findall(r'data-nav-count="(\w+)"><span class="vh">, </span>([\d,]+)', page))
    assert number(bar["orders"]) == length(shop, "/orders?view=late")
    assert number(bar["fulfil"]) == length(shop, FLOOR_HREF)
    # The same on every other page: one query, not one a page.
    other = shop.get("/orders").content.decode()
    assert dict(re.findall(r'data-nav-count="(\w+)"><span class="vh">, </span>([\d,]+)', other)) == bar


def test_each_tab_of_the_orders_counts_its_own_list(shop: Client) -> None:
    page = shop.get("/orders").content.decode()
    tabs = re.findall(r'<a href="(/orders\?view=[^"]+)"[^>]*>[^<]*<[^>]*>([\d,]+)<', page)
    assert len(tabs) > 10
    for href, said in tabs:
        assert number(said) == length(shop, html.unescape(href)), href


def test_words_in_the_floor_link_are_words(shop: Client) -> None:
    for word in re.findall(r"word=(\w+)", FLOOR_HREF):
        assert word in WORD_TEXT
    assert "is not understood" not in shop.get(FLOOR_HREF).content.decode()
