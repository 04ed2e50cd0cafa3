"""Shares of a line add up to the line, to the cent, however it is sent; rounding never needs a memory."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from opsroom.domains.billing.rules import share


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
