"""How the year went: every number is the length of the list it opens, and the bench that is behind has its weekday."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from tests import factories
from tests.interfaces.web.orders.test_order_list import enter
from tests.workflows.demo.test_demo_year import DEMO, Demo

from opsroom.domains.orders.models import Order
from opsroom.insight.metrics.past_year import past_year
from opsroom.project import wiring
from opsroom.workflows.load_demo_year import load_demo_year

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo() -> Demo:
    wiring.connect()
    made = Demo()
    load_demo_year(DEMO, made.company, 900)
    # Nothing of this test is ever committed, so the load itself could not have its tables looked at.
    with connection.cursor() as cursor:
        cursor.execute("SELECT records_refresh_statistics(0, -1)")
    return made


def rows(page: str, label: str) -> list[list[tuple[str, str]]]:
    """The table's rows as (words, address) of each cell."""
    table = re.search(rf'aria-label="{label}, table".*?</table>', page, re.DOTALL)
    assert table, label
    found = []
    for row in re.findall(r"<tr.*?</tr>", table[0].partition("<tbody")[2], re.DOTALL):
        cells = re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL)
        links = [re.search(r'href="([^"]+)"', cell) for cell in cells]
        words = [unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in cells]
        found.append(
            [(word, unescape(link[1]) if link else "") for word, link in zip(words, links, strict=True)]
        )
    return found


def length(desk: Client, address: str) -> int:
    page = desk.get(address).content.decode()
    found = re.search(r"<b>([\d,]+)</b>[^<]* orders?", re.sub(r"\s+", " ", page))
    assert found, address
    return int(found[1].replace(",", ""))


def test_every_number_of_the_year_opens_to_just_so_many_orders(client: Client, demo: Demo) -> None:
    desk = enter(client, demo.company, "marketer")
    page = desk.get("/orders/year").content.decode()
    months = rows(page, "Month by month")
    assert 12 <= len(months) <= 13
    for name, orders, _, refunded, cancelled, _ in (row[-6:] for row in months):
        assert length(desk, name[1]) == int(orders[0].replace(",", ""))
        for number, address in (refunded, cancelled):
            if int(number):
                assert length(desk, address) == int(number), address
    tags = rows(page, "Tags of the year")
    assert {"returned", "SPRING15", "BLACK20"} <= {row[-4][0] for row in tags}
    for row in tags:
        assert length(desk, row[-4][1]) == int(row[-3][0])
    assert "href=" not in page.partition("<main")[2].partition("</main")[0].replace('href="/orders', "")


def test_the_headline_names_the_day_the_bench_is_behind(client: Client, demo: Demo) -> None:
    now = datetime.now(UTC)
    year = past_year(factories.actor("manager", demo.company), now=now, time_zone="Europe/Berlin")
    slow = year.slowest
    assert slow is not None
    assert slow.day in (1, 2), "what a weekend brought is felt on Monday and Tuesday"
    thursday = next(one for one in year.weekdays if one.day == 4)
    assert slow.before_packing > 3 * thursday.before_packing
    assert (
        year.orders
        == Order.objects.filter(company=demo.company, placed_at__gte=now - timedelta(days=400)).count()
    )
    page = enter(client, demo.company, "manager").get("/orders/year").content.decode()
    assert f"{('Mondays', 'Tuesdays')[slow.day - 1]} orders wait" in page


def test_a_shop_without_orders_says_so_and_strangers_see_nothing_of_it(client: Client, demo: Demo) -> None:
    other = enter(client, factories.company(), "manager").get("/orders/year").content.decode()
    assert "No orders in this year." in other
    assert "BLACK20" not in other
    assert enter(Client(), demo.company, "admin").get("/orders/year").status_code == 403
