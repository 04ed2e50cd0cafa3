"""Rank decides and not arrival: who may take from whom, and that nobody takes what does not complete them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from opsroom.domains.warehouse.rules import Rank, Softly, Waiting, decide_overtaking

DAY = datetime(2026, 11, 23, tzinfo=UTC)


def rank(order: int, priority: int = 0, due: int | None = None) -> Rank:
    ship_by = None if due is None else DAY + timedelta(days=due)
    return Rank(priority, ship_by, DAY + timedelta(minutes=order), order)


def test_the_last_gives_first_and_only_to_who_is_complete_then() -> None:
    soft = [Softly(1, 7, 1, 2, rank(1)), Softly(2, 7, 1, 1, rank(5)), Softly(3, 7, 1, 2, rank(6))]
    assert decide_overtaking([Waiting(rank(3), {7: 1}, (1,))], soft).given_up == ((3, 1),)
    assert decide_overtaking([Waiting(rank(3), {7: 3}, (1,))], soft).given_up == ((2, 1), (3, 2))
    assert decide_overtaking([Waiting(rank(3), {7: 4}, (1,))], soft).winners == (), (
        "the first in line keeps its two"
    )
    assert decide_overtaking([Waiting(rank(3), {7: 1, 8: 1}, (1,))], soft).winners == ()
    assert decide_overtaking([Waiting(rank(3), {7: 1}, (2,))], soft).winners == (), "its site has none"
    assert decide_overtaking([Waiting(rank(9), {7: 1}, (1,))], soft).winners == ()
    late = Waiting(rank(9, priority=1), {7: 2}, (1,))
    early = Waiting(rank(3), {7: 2}, (1,))
    both = decide_overtaking([early, late], soft)
    assert (both.winners, both.given_up) == ((9,), ((3, 2),)), (
        "the more urgent one first; one piece is no two"
    )


SKUS, SITES = (1, 2), (1, 2)
ranks = st.builds(rank, st.integers(1, 60), st.integers(-1, 1), st.one_of(st.none(), st.integers(0, 2)))
softs = st.lists(
    st.tuples(st.sampled_from(SKUS), st.sampled_from(SITES), st.integers(1, 4), ranks), max_size=12
).map(lambda rows: [Softly(n, *row) for n, row in enumerate(rows, 1)])
waitings = st.lists(
    st.builds(
        Waiting,
        ranks,
        st.dictionaries(st.sampled_from(SKUS), st.integers(1, 4), min_size=1),
        st.sampled_from(((1,), (2,), (1, 2))),
    ),
    max_size=6,
    unique_by=lambda one: one.rank.order_id,
)


@given(waitings, softs)
def test_nobody_gives_more_than_they_have_nor_to_who_goes_after_them(
    waiting: list[Waiting], soft: list[Softly]
) -> None:
    decided = decide_overtaking(waiting, soft)
    by_id = {one.allocation_id: one for one in soft}
    won = [one for one in waiting if one.rank.order_id in decided.winners]
    gave: Counter[int] = Counter()
    for pk, pieces in decided.given_up:
        assert 0 < pieces <= by_id[pk].pieces
        gave[by_id[pk].sku_id] += pieces
        assert any(by_id[pk].rank.key() > one.rank.key() for one in won)
    lacked: Counter[int] = Counter()
    for one in won:
        lacked.update(one.lacks)
    assert gave == lacked, "what is given up is exactly what the winners lack"
    assert decide_overtaking([], soft) == decide_overtaking(waiting, [])
    # Asked again of what is left, nobody who lost anything has a right to take it back from the winners.
    again = [one for one in waiting if one.rank.order_id not in decided.winners]
    gone = dict(decided.given_up)
    rest = [
        replace(one, pieces=one.pieces - gone.get(one.allocation_id, 0))
        for one in soft
        if one.pieces > gone.get(one.allocation_id, 0)
    ]
    assert decide_overtaking(again, rest).winners == ()
