"""Lists longer than anybody counts say so, are paged on all the same, and a few letters find what they found before."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from tests import factories
from tests.interfaces.web.orders.test_order_list import enter

from opsroom.domains.customers.models import Party
from opsroom.domains.orders.models import Order, OrderLine
from opsroom.insight.lists import order_search, orders
from opsroom.insight.lists.order_filter import OrderFilter
from opsroom.interfaces.web.orders import listing

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
MANY = 130


@pytest.fixture
def company() -> int:
    """130 past orders, the newest first in the list: N-129 to N-0; each third one of Ines Álvarez in Utrecht."""
    company = factories.company()
    channel = factories.channel(company)
    ines = Party.objects.create(
        company_id=company, name="Ines Álvarez", city="Utrecht", email="ines@example.com"
    )
    for n in range(MANY):
        row = Order.objects.create(
            company_id=company, channel_id=channel, external_id=str(n), external_name=f"#{n}", number=f"N-{n}",
            mode="history", state="closed", payment_state="captured", allocation_state="not_needed",
            fulfilment_state="shipped", placed_at=NOW + timedelta(minutes=n), currency="EUR",
            ship_to=ines if n % 3 == 0 else None,
        )  # fmt: skip
        OrderLine.objects.create(
            order=row, position=1, sku_text="MUG-BLU" if n % 2 else "TH-OAT", quantity=1, unit_price=1, net_minor=1,
            tax_minor=0, gross_minor=1,
        )  # fmt: skip
    return company


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bounds small enough for a test: 60 rows counted, 20 matches named, two pages of a search."""
    monkeypatch.setattr(orders, "LIST_COUNTED_ROWS_MAX", 60)
    monkeypatch.setattr(order_search, "SEARCH_NAMED_ROWS_MAX", 20)
    for module in (orders, listing):
        monkeypatch.setattr(module, "SEARCH_PAGES_COUNT", 2)


def numbers(page: str) -> list[int]:
    return [int(n) for n in re.findall(r">N-(\d+)<", page)]


def test_a_list_that_is_too_long_to_count_is_paged_to_its_very_end(
    client: Client, company: int, short: None
) -> None:
    desk = enter(client, company, "desk")
    first = desk.get("/orders?view=all").content.decode()
    assert numbers(first) == list(range(129, 79, -1))
    assert "orders and more" in first
    assert "130" not in re.sub(r"<[^>]+>", " ", first.partition('aria-label="Pages"')[2])
    assert 'href="/orders?view=all&amp;page=2"' in first
    last = desk.get("/orders?view=all&page=3").content.decode()
    assert numbers(last) == list(range(29, -1, -1))
    assert "of 130" in last, "here it is counted, for this page needs it"
    assert numbers(desk.get("/orders?view=all&page=1000").content.decode()) == list(range(29, -1, -1))
    assert "page=4" not in last


def test_letters_that_thousands_match_show_the_first_pages_and_ask_for_more_letters(
    client: Client, company: int, short: None
) -> None:
    desk = enter(client, company, "desk")
    page = desk.get("/orders?view=all&q=n-").content.decode()
    assert numbers(page) == list(range(129, 79, -1))
    assert "type more letters" in page
    second = desk.get("/orders?view=all&q=n-&page=9").content.decode()
    assert numbers(second) == list(range(79, 29, -1))
    assert "page=3" not in second
    assert numbers(desk.get("/orders?view=all&q=mug").content.decode()) == list(range(129, 29, -2))


@pytest.mark.parametrize("named", [1, 20, 2_000])
def test_named_or_met_on_a_walk_the_same_orders_are_found(
    company: int, named: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(order_search, "SEARCH_NAMED_ROWS_MAX", named)
    actor = factories.actor("desk", company)

    def found(text: str) -> list[int]:
        rows = orders.page(actor, OrderFilter("all", text=text), now=NOW, time_zone="UTC", size=MANY)
        return [int(row.number.removeprefix("N-")) for row in rows]

    thirds = list(range(129, -1, -3))
    assert found("n-12") == [129, 128, 127, 126, 125, 124, 123, 122, 121, 120, 12]
    assert found("#7") == [79, 78, 77, 76, 75, 74, 73, 72, 71, 70, 7]
    assert found("th-o") == list(range(128, -1, -2))
    for text in ("lvar", "ines", "álv", "in", "utrecht", "INES@"):
        assert found(text) == thirds, text
    assert found("ne") == [], "two letters are looked for where a word begins"
    assert found("%") == found("zzz") == []
    Order.objects.filter(company_id=company, number="N-4").update(purchase_order="Ines, 4")
    assert found("ines") == sorted([*thirds, 4], reverse=True), "many by their buyer, one by its own number"
    assert [number for _, number in orders.numbered(actor, " n-12 ", 3)] == ["N-129", "N-128", "N-127"]
    assert [number for _, number in orders.numbered(actor, "#7", 20)][-2:] == ["N-70", "N-7"]
    assert [number for _, number in orders.numbered(actor, "INES", 20)] == ["N-4"], "no order by its buyer"
    assert orders.numbered(actor, " ", 20) == orders.numbered(actor, "mug", 20) == []
    assert orders.numbered(factories.actor("desk", factories.company()), "n-12", 20) == []
    buyer = factories.actor("buyer", company)
    assert orders.count(buyer, OrderFilter("all", text="utrecht"), now=NOW, time_zone="UTC") == 0


def test_another_company_is_found_by_none_of_it(company: int) -> None:
    other = factories.actor("desk", factories.company())
    for text in ("n-12", "mug", "utrecht"):
        assert orders.page(other, OrderFilter("all", text=text), now=NOW, time_zone="UTC") == []
