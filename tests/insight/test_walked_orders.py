"""A list of one tag or one SKU is walked by its own rows: the same orders, once each, in order, and nobody else's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest
from django.db import IntegrityError, transaction
from tests import factories
from tests.workflows.test_from_order_to_invoice import sku

from opsroom.domains.orders import invariants
from opsroom.domains.orders.actions.tag_orders import tag_orders
from opsroom.domains.orders.models import Demand, Order, OrderLine, OrderTag
from opsroom.insight.health import examine
from opsroom.insight.lists import orders
from opsroom.insight.lists.order_filter import OrderFilter
from opsroom.insight.lists.orders import Length

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
COUNT = 24


@dataclass(frozen=True, slots=True)
class Shop:
    """Its company, its site, mug and throw."""

    company: int
    site: int
    mug: int
    throw: int


def placed(n: int) -> datetime:
    """Not in the order of the numbers, and each moment twice."""
    return NOW - timedelta(hours=n * 7 % COUNT // 2)


def shop() -> Shop:
    """Orders 0 to 23: each second a gift, each third a VIP's, each fourth of mugs twice, each fifth cancelled."""
    company = factories.company()
    one = Shop(company, factories.site(company), sku(company, "MUG"), sku(company, "THROW"))
    channel = factories.channel(company)
    for n in range(COUNT):
        row = Order.objects.create(
            company_id=company, channel_id=channel, external_id=str(n), number=f"N-{n}", mode="history",
            state="cancelled" if n % 5 == 0 else "closed", payment_state="captured", placed_at=placed(n),
            allocation_state="not_needed", fulfilment_state="shipped", currency="EUR", total_minor=n * 5 % 13,
            net_minor=n * 5 % 13, priority=n % 2, site_ids=[one.site] if n % 4 == 0 else [],
            ship_by=NOW + timedelta(days=n % 3) if n % 3 else None,
        )  # fmt: skip
        for position in (1, 2):
            item = one.mug if n % 4 == 0 else one.throw
            line = OrderLine.objects.create(
                order=row, position=position, sku_id=item, quantity=1, unit_price=1, net_minor=1, tax_minor=0,
                gross_minor=1,
            )  # fmt: skip
            Demand.objects.create(
                line=line, order=row, sku_id=item, quantity_each=1, quantity=1, placed_at=row.placed_at
            )
        for tag, each in (("gift", 2), ("vip", 3)):
            if n % each == 0:
                tag_orders(factories.system("system.demo", company), company, [row.pk], tag)
    return one


def newest(n: int) -> tuple[datetime, int]:
    return placed(n), n


def due(n: int) -> tuple[bool, int, int, int]:
    """Those without a ship-by last."""
    return n % 3 == 0, n % 3, -(n % 2), n


@pytest.mark.django_db
def test_one_tag_or_sku_gives_the_orders_that_asking_each_order_gives() -> None:
    one, other = shop(), shop()
    desk = factories.actor("desk", one.company)
    there = factories.actor("desk", one.company, sites=[one.site])
    both = Order.objects.filter(company_id=one.company)
    number = {row.pk: int(row.number.removeprefix("N-")) for row in both}

    def holds(
        actor: object, wanted: OrderFilter, matches: Callable[[int], bool], key: Callable[[int], object] = newest,
        *, turned: bool = True,
    ) -> None:  # fmt: skip
        expected = sorted((n for n in range(COUNT) if matches(n)), key=key, reverse=turned)
        asked = {"now": NOW, "time_zone": "UTC"}
        rows = [number[row.id] for row in orders.page(actor, wanted, **asked)]
        assert rows == expected, wanted
        second = [number[row.id] for row in orders.page(actor, wanted, **asked, number=2, size=3)]
        assert second == expected[3:6], wanted
        paged = [orders.listed(actor, wanted, **asked, asked=n, size=3) for n in range(1, 10)]
        assert [[number[row.id] for row in one.rows] for one in paged] == [
            expected[(one.number - 1) * 3 :][:3] for one in paged
        ], wanted
        assert orders.length(actor, wanted, **asked) == Length(len(expected))
        assert orders.count(actor, wanted, **asked) == len(expected)
        assert {number[pk] for pk in orders.ids(actor, wanted, **asked)} == set(expected)
        whole = orders.whole(actor, wanted, **asked, most=5)  # two lines each
        assert ([number[pk] for pk in whole.ids], whole.more) == (expected[:2], len(expected) > 2)
        first = [pk for pk, n in number.items() if n < 8]
        picked = orders.ids(actor, wanted, **asked, among=first)
        assert {number[pk] for pk in picked} == {n for n in expected if n < 8}

    def wants(view: str = "all", sort: str = "", **chosen: object) -> OrderFilter:
        return OrderFilter(view, {word: (str(value),) for word, value in chosen.items()}, sort=sort)

    mug, throw = one.mug, one.throw
    holds(desk, wants(tag="gift"), lambda n: n % 2 == 0)
    holds(desk, wants(tag="gift", sort="old"), lambda n: n % 2 == 0, turned=False)
    holds(
        desk,
        wants(tag="gift", sort="total"),
        lambda n: n % 2 == 0,
        lambda n: (-(n * 5 % 13), n),
        turned=False,
    )
    holds(desk, wants(tag="gift", sort="due"), lambda n: n % 2 == 0, due, turned=False)
    holds(desk, wants(sort="due"), lambda n: True, due, turned=False)
    holds(
        desk, wants(sort="rank"), lambda n: True, lambda n: (-(n % 2), *due(n)[:2], *newest(n)), turned=False
    )
    holds(desk, wants("cancelled", tag="gift"), lambda n: n % 10 == 0)
    holds(desk, wants(sku=mug), lambda n: n % 4 == 0)
    holds(desk, wants(sku=mug, sort="old"), lambda n: n % 4 == 0, turned=False)
    holds(desk, wants("cancelled", sku=mug), lambda n: n % 20 == 0)
    holds(desk, wants(sku=mug, tag="vip"), lambda n: n % 12 == 0)
    holds(desk, wants(tag="gift", payment="captured"), lambda n: n % 2 == 0)
    holds(desk, wants(tag="gift", payment="refunded"), lambda n: False)
    holds(desk, OrderFilter("all", {"tag": ("gift", "vip")}), lambda n: n % 2 == 0 or n % 3 == 0)
    holds(desk, OrderFilter("all", {"sku": (str(mug), str(throw))}), lambda n: True)
    holds(desk, OrderFilter("all", {"tag": ("vip",)}, text="n-1"), lambda n: n in {12, 15, 18})
    since = OrderFilter("all", {"tag": ("gift",)}, placed_from=date(2026, 11, 24))
    holds(desk, since, lambda n: n % 2 == 0 and placed(n).date() == date(2026, 11, 24))
    holds(there, wants(tag="gift"), lambda n: n % 4 == 0)
    holds(there, wants(sku=throw), lambda n: False)
    holds(desk, wants(sku=other.mug), lambda n: False)
    assert orders.page(factories.actor("desk", other.company), wants(sku=mug), now=NOW, time_zone="UTC") == []


def test_an_order_keeps_its_day_and_doctor_names_what_stands_elsewhere(
    committed_db: object, owner_connection: psycopg.Connection
) -> None:
    one = shop()
    order = Order.objects.get(number="N-12")
    with pytest.raises(IntegrityError, match="keeps its company and the moment"), transaction.atomic():
        Order.objects.filter(pk=order.pk).update(placed_at=NOW + timedelta(days=1))
    order.save()  # the same day again is no change
    manager = factories.actor("manager", one.company)
    assert (invariants.broken(), dict(examine(manager))["orders"]) == ([], [])
    tag = OrderTag.objects.get(order=order, tag="vip")
    owner_connection.execute("UPDATE orders_ordertag SET company_id = 0 WHERE id = %s", [tag.pk])
    demand = Demand.objects.filter(order=order).first()
    assert demand is not None
    owner_connection.execute(
        "UPDATE orders_demand SET placed_at = placed_at + interval '1 hour' WHERE id = %s", [demand.pk]
    )
    said = [
        "Tag 'vip' of order N-12 does not stand with its order's company and day.",
        "What order N-12 wants of MUG does not stand with its order's company and day.",
    ]
    assert invariants.broken() == invariants.broken(one.company) == said
    assert dict(examine(manager))["orders"] == said
