"""Shares of a line add up to the line, to the cent, however it is sent; rounding never needs a memory."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from opsroom.domains.billing.rules import Creditable, credit, credit_due, share


@given(
    net=st.integers(-(10**9), 10**9),
    tax=st.integers(0, 10**8),
    discount=st.integers(0, 10**7),
    parts=st.lists(st.integers(1, 40), min_size=1, max_size=8),
)
def test_part_shipments_of_one_line_add_up_to_the_cent(
    net: int, tax: int, discount: int, parts: list[int]
) -> None:
    units, before = sum(parts), 0
    shares = []
    for now in parts:
        shares.append(share(net, tax, discount, units, before, now))
        before += now
    assert sum(one.net for one in shares) == net
    assert sum(one.tax for one in shares) == tax
    assert sum(one.discount for one in shares) == discount
    assert sum(one.gross for one in shares) == net + tax


@given(net=st.integers(0, 10**9), units=st.integers(1, 500), data=st.data())
def test_every_share_is_within_one_cent_of_exact(net: int, units: int, data: st.DataObject) -> None:
    before = data.draw(st.integers(0, units - 1))
    now = data.draw(st.integers(1, units - before))
    assert abs(share(net, 0, 0, units, before, now).net * units - net * now) <= units


lines = st.builds(Creditable, st.integers(1, 20), st.integers(0, 10**6), st.integers(0, 10**5))
off = st.builds(Creditable, st.just(1), st.integers(-5_000, -1), st.integers(-900, 0))


@given(st.lists(lines, min_size=1, max_size=5), st.lists(off, max_size=2), st.data())
def test_credits_in_any_steps_come_to_the_invoice_and_never_take_more_than_a_line_has(
    goods: list[Creditable], lowered: list[Creditable], data: st.DataObject
) -> None:
    left = [*goods, *lowered]
    while (whole := sum(line.gross for line in left)) > 0:
        amount = data.draw(st.integers(1, whole) | st.just(whole))
        told = data.draw(st.dictionaries(st.integers(0, len(left) - 1), st.integers(1, 20), max_size=2))
        taken = credit(left, told, amount)
        assert sum(part.gross for _, part in taken.values()) == amount
        for place, (units, part) in taken.items():
            had = left[place]
            left[place] = Creditable(had.units - units, had.net - part.net, had.tax - part.tax)
            assert left[place].units >= 0
            for now, then in ((left[place].net, had.net), (left[place].tax, had.tax)):
                assert min(0, then) <= now <= max(0, then)
        if amount == whole:
            assert not any(line.gross for line in left)


def test_what_is_due_follows_from_what_stands_so_that_the_same_news_twice_credits_once() -> None:
    assert credit_due(invoiced=1490, credited=0, kept=0, most=1490) == 1490
    assert credit_due(invoiced=1490, credited=1490, kept=0, most=0) == 0
    assert credit_due(invoiced=1000, credited=0, kept=1000, most=490) == 0, "what no invoice used"
    assert credit_due(invoiced=1490, credited=0, kept=-510, most=1490) == 1490, "no more than was invoiced"
