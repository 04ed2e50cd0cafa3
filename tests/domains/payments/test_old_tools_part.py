"""What of an order's money an earlier tool has earned: agrees with billing to the cent; refuses to book it twice."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from opsroom.domains.billing.rules import share
from opsroom.domains.payments.rules import SoldLine, beyond, old_tools_part

amounts = st.integers(0, 100_000)
goods = st.integers(1, 20).flatmap(
    lambda units: st.builds(
        SoldLine,
        net=amounts,
        tax=amounts,
        units=st.just(units),
        gone=st.integers(0, units),
        ships=st.just(True),
    )
)
postage = st.builds(
    SoldLine, net=amounts, tax=amounts, units=st.just(1), gone=st.just(0), ships=st.just(False)
)
discount = st.builds(
    SoldLine,
    net=st.integers(-500, -1),
    tax=st.just(0),
    units=st.just(1),
    gone=st.just(0),
    ships=st.just(False),
)


@given(st.lists(goods, min_size=1, max_size=5), st.lists(postage | discount, max_size=3))
def test_the_old_part_and_what_billing_will_invoice_come_to_the_order(
    sold: list[SoldLine], others: list[SoldLine]
) -> None:
    lines = [*sold, *others]
    total = sum(line.net + line.tax for line in lines)
    if not any(line.gone for line in sold):
        assert old_tools_part(lines) == 0
        return
    if all(line.gone == line.units for line in sold):
        assert old_tools_part(lines) == max(0, total)
        return
    ours = sum(
        share(line.net, line.tax, 0, line.units, line.gone, line.units - line.gone).gross for line in sold
    )
    ours += sum(line.net for line in others if line.net < 0)
    assert old_tools_part(lines) + ours == total


@given(amounts, st.lists(amounts, max_size=6))
def test_payments_exceed_what_was_settled_by_the_same_sum_however_they_are_cut(
    settled: int, paid: list[int]
) -> None:
    before, booked = 0, []
    for now in paid:
        booked.append(beyond(settled, before, now))
        before += now
    assert sum(booked) == max(0, sum(paid) - settled)
    assert all(0 <= one <= now for one, now in zip(booked, paid, strict=True))


def test_three_of_four_mugs_left_are_paid_ahead_and_the_postage_was_on_the_old_invoice() -> None:
    lines = [SoldLine(3361, 639, 4, 1, True), SoldLine(412, 78, 1, 0, False)]
    assert old_tools_part(lines) == 1000 + 490
    assert beyond(1490, 0, 4490) == 3000
