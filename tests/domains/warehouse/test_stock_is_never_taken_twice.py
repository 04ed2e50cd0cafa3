"""Stock rows follow the book to the piece: a repeat changes nothing, rivals never take the same unit."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection, connections
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import factories
from tests.workflows.test_from_order_to_invoice import line, order, put

from opsroom.domains.orders.models import Order
from opsroom.domains.warehouse.actions.post_stock import GoodsMove, Posting, post_stock
from opsroom.domains.warehouse.models import Allocation, Location, Stock
from opsroom.domains.warehouse.rules import (
    BinStock,
    Rank,
    Standing,
    Wanted,
    choose_bins,
    decide_allocations,
    decide_losers,
    kits_available,
)
from opsroom.kernel.values.actor import Actor
from opsroom.ledgers.stock import invariants
from opsroom.workflows.accept_orders import accept_orders

RIVALS, UNITS = 40, 10


def stage() -> tuple[Actor, int, int, int, dict[str, int]]:
    company = factories.company()
    channel = factories.channel(company)
    site = factories.site(company, channels=(channel,))
    actor = factories.system("system.demo", company)
    return actor, company, channel, site, put(actor, company, site, MUG=UNITS)


@pytest.mark.django_db
def test_the_same_posting_again_changes_neither_book_nor_stock() -> None:
    actor, company, _, site, ids = stage()
    place = dict(Location.objects.filter(company_id=company).values_list("code", "id"))
    move = GoodsMove(ids["MUG"], place["A-01-1"], place["LOSS"], 3)
    once = Posting("broken:1", "loss", "warehouse.site", site, moves=(move,))
    first = post_stock(actor, company, [once])
    assert post_stock(actor, company, [once]) == first
    assert Stock.objects.get(site=site, sku=ids["MUG"]).on_hand == UNITS - 3
    assert invariants.broken() == []


def test_forty_rivals_for_ten_units_confirm_exactly_ten(committed_db: object) -> None:
    actor, _, channel, site, ids = stage()

    def rival(number: int) -> str:
        try:
            (got,) = accept_orders(
                actor, channel, [order(number, line("MUG", 1, "23.80", 380), total=2870)], mode="live"
            )
            return Order.objects.get(pk=got.order_id).allocation_state
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        states = list(pool.map(rival, range(1, RIVALS + 1)))
    assert (states.count("allocated"), states.count("short")) == (UNITS, RIVALS - UNITS)
    stock = Stock.objects.get(site=site, sku=ids["MUG"])
    assert (stock.on_hand, stock.allocated) == (UNITS, UNITS)
    assert Allocation.objects.filter(state="soft").count() == UNITS
    assert invariants.broken() == []
    connection.close()


PLACED = datetime(2026, 11, 23, tzinfo=UTC)
wants = st.lists(
    st.tuples(st.integers(1, 6), st.integers(1, 3), st.integers(1, 9), st.integers(-2, 2)), max_size=30
)


@given(wants, st.dictionaries(st.tuples(st.integers(1, 2), st.integers(1, 3)), st.integers(0, 12)))
@settings(max_examples=200)
def test_never_more_is_given_than_there_is_nor_than_was_wanted(
    rows: list[tuple[int, int, int, int]], free: dict[tuple[int, int], int]
) -> None:
    wanted = [
        Wanted(n, sku, pieces, Rank(priority, None, PLACED, order_id), (1, 2))
        for n, (order_id, sku, pieces, priority) in enumerate(rows)
    ]
    got = decide_allocations(wanted, free)
    for key, there in free.items():
        assert sum(g.pieces for g in got if (g.site_id, g.sku_id) == key) <= there
    for want in wanted:
        given_now = sum(g.pieces for g in got if g.demand_id == want.demand_id)
        assert given_now <= want.pieces
        left = sum(free.get((s, want.sku_id), 0) for s in want.sites) - sum(
            g.pieces for g in got if g.sku_id == want.sku_id
        )
        assert given_now == want.pieces or left == 0, "a unit was left lying while somebody wanted it"


@given(
    st.lists(st.tuples(st.integers(1, 9), st.integers(-2, 2), st.booleans()), max_size=12), st.integers(0, 60)
)
def test_losers_give_up_exactly_what_is_missing_last_in_rank_first(
    rows: list[tuple[int, int, bool]], missing: int
) -> None:
    standing = [
        Standing(n, pieces, Rank(rank, None, PLACED, n), firm) for n, (pieces, rank, firm) in enumerate(rows)
    ]
    lost = decide_losers(standing, missing)
    assert sum(pieces for _, pieces in lost) == min(missing, sum(s.pieces for s in standing))
    if any(standing[pk].firm for pk, _ in lost):
        soft = [s for s in standing if not s.firm]
        assert {s.allocation_id for s in soft} <= {pk for pk, _ in lost}, "goods in hand go last"


def test_one_bin_that_holds_all_beats_the_nearest_two() -> None:
    bins = [BinStock(1, 10, 2), BinStock(2, 20, 5), BinStock(3, 30, 9)]
    assert choose_bins(4, bins) == [(2, 4)]
    assert choose_bins(12, bins) == [(1, 2), (2, 5), (3, 5)]
    assert choose_bins(20, bins) == [(1, 2), (2, 5), (3, 9)]


def test_a_kit_is_as_available_as_its_scarcest_part_and_untracked_parts_do_not_count() -> None:
    assert kits_available({1: 2, 2: 1}, {1: 7, 2: 9}) == 3
    assert kits_available({1: 2, 2: 1}, {1: 7, 2: None}) == 3
    assert kits_available({1: 1}, {1: None}) is None
    assert kits_available({1: 1, 2: 1}, {1: 4}) == 0
