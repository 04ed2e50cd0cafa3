"""Tiles, tabs, nodes and lists read the same numbers: every view's count is the length of its own list."""

from __future__ import annotations

import itertools
from collections import Counter
from datetime import UTC, datetime

import pytest
from django.db import connection
from tests import factories

from opsroom.domains.orders.models import Order
from opsroom.domains.orders.queries import WORD_SQL, word_of
from opsroom.domains.orders.rules import WORD_TEXT, Word
from opsroom.domains.orders.states import ALLOCATION, FULFILMENT, ORDER
from opsroom.insight.lists import order_filter, orders
from opsroom.insight.lists.order_views import VIEWS
from opsroom.insight.metrics import board, flow, headline

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def every_combination() -> tuple[int, int]:
    return orders_in_every_state()


def orders_in_every_state(step: int = 1) -> tuple[int, int]:
    """One order for every combination of the axes that the constraints allow; payment as may leave or may not.

    A larger `step` takes only every so-manieth.
    """
    company = factories.company()
    channel = factories.channel(company)
    rows = []
    axes = itertools.product(
        sorted(ORDER.states), ("captured", "pending"), sorted(ALLOCATION.states), sorted(FULFILMENT.states),
        (False, True), (False, True), (False, True), ("live", "history", "listening"),
    )  # fmt: skip
    for n, (state, payment, allocation, fulfilment, hold, test, unknown, mode) in enumerate(axes):
        if (mode != "live" and allocation != "not_needed") or n % step:
            continue
        rows.append(
            Order(
                company_id=company, channel_id=channel, external_id=str(n), number=f"N{n}", mode=mode, state=state,
                payment_state=payment, allocation_state=allocation, fulfilment_state=fulfilment, on_hold=hold,
                is_test=test, has_unknown_sku=unknown, placed_at=NOW, ship_by=NOW if n % 2 else None, currency="EUR",
                site_ids=[], accepted_at=NOW,
            )
        )  # fmt: skip
    Order.objects.bulk_create(rows, batch_size=2000)
    return company, len(rows)


def test_the_word_is_the_same_in_python_and_in_sql(every_combination: tuple[int, int]) -> None:
    company, many = every_combination
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT o.id, {WORD_SQL} FROM orders_order o WHERE o.company_id = %s", [company])
        in_sql = dict(cursor.fetchall())
    assert len(in_sql) == many
    assert {o.pk: word_of(o).value for o in Order.objects.filter(company_id=company)} == in_sql
    assert set(WORD_TEXT) == set(Word)


def test_a_list_of_one_word_or_of_two_holds_the_orders_that_say_it(
    every_combination: tuple[int, int],
) -> None:
    company, _ = every_combination
    actor, asked = factories.actor("manager", company), {"now": NOW, "time_zone": "UTC"}
    said = Counter(word_of(o).value for o in Order.objects.filter(company_id=company))
    for word in Word:
        one = order_filter.OrderFilter("all", {"word": (word.value,)})
        assert orders.count(actor, one, **asked) == said[word.value] > 0, word
    two = order_filter.OrderFilter("all", {"word": ("closed", "ready")})
    assert orders.count(actor, two, **asked) == said["closed"] + said["ready"]


def test_every_count_is_the_length_of_its_own_list(every_combination: tuple[int, int]) -> None:
    company, many = every_combination
    actor = factories.actor("manager", company)
    counts = board.order_counts(actor, now=NOW, time_zone="Europe/Berlin")
    assert set(counts) == {view.key for view in VIEWS}
    for view in VIEWS:
        wanted = order_filter.parse({"view": [view.key]})
        assert orders.count(actor, wanted, now=NOW, time_zone="Europe/Berlin") == counts[view.key], view.key
    assert counts["all"] == many
    for stage in flow.stages(actor, counts, now=NOW, time_zone="Europe/Berlin"):
        assert stage.open == counts[stage.key]
    for group in headline.groups(counts):
        assert group.count == counts[group.view]
        assert group.count > 0
        assert not group.says[0].isdigit()
    assert board.nav_counts(actor)["fulfil"] == sum(
        counts[key] for key in ("released", "picking", "picked", "packing", "packed")
    )


def test_Z3_a_foreign_company_counts_and_lists_nothing() -> None:
    _, many = orders_in_every_state(step=37)
    assert many > 50
    stranger = factories.actor("manager", factories.company())
    counts = board.order_counts(stranger, now=NOW, time_zone="Europe/Berlin")
    assert set(counts.values()) == {0}
    everything = order_filter.parse({"view": ["all"]})
    assert orders.page(stranger, everything, now=NOW, time_zone="Europe/Berlin") == []
    assert orders.ids(stranger, everything, now=NOW, time_zone="Europe/Berlin", among=[1, 2, 3]) == []


def test_a_url_nobody_understands_is_named_and_narrows_nothing() -> None:
    wanted = order_filter.parse(
        {"view": ["nowhere"], "payment": ["captured", "gold"], "tag": ["gift"], "zzz": ["1"]}
    )
    assert wanted.view == "open"
    assert wanted.unknown == ("payment=gold", "zzz=1", "view=nowhere")
    assert wanted.chosen == {"payment": ("captured",), "tag": ("gift",)}
    assert wanted.query(tag="") == "view=open&payment=captured"


def test_the_headline_says_what_the_counts_say() -> None:
    counts = dict.fromkeys((v.key for v in VIEWS), 0)
    assert headline.headline(counts, []) == "No order is open."
    assert headline.headline(counts | {"open": 3, "ready": 1}, []) == "1 order is ready to release."
    assert headline.headline(counts | {"open": 3, "late": 2}, []) == "2 orders are past their ship-by."
