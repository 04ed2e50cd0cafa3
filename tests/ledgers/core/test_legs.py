"""A leg without two ends and a size is refused with a sentence that names it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsroom.ledgers.core.errors import BadEntry, EmptyEntry
from opsroom.ledgers.core.legs import MoneyTransfer, StockMove, check_heading, check_moves, check_transfers


@pytest.mark.parametrize(
    ("move", "what"),
    [
        (StockMove(1, 5, 6, Decimal(0)), "the quantity 0 is not above zero; swap source and target instead"),
        (
            StockMove(1, 5, 6, Decimal(-2)),
            "the quantity -2 is not above zero; swap source and target instead",
        ),
        (StockMove(1, 5, 6, Decimal("0.0000001")), "the quantity 1E-7 has more than 6 decimals"),
        (
            StockMove(1, 5, 6, Decimal(10) ** 12),
            "the quantity 1000000000000 has more than 12 digits before the point",
        ),
        (StockMove(1, 5, 6, Decimal("NaN")), "the quantity Decimal('NaN') is not a decimal number"),
        (StockMove(1, 5, 6, Decimal("Infinity")), "the quantity Decimal('Infinity') is not a decimal number"),
        (StockMove(1, 5, 6, 1.5), "the quantity 1.5 is not a decimal number"),  # type: ignore[arg-type]
        (StockMove(1, 5, 6, True), "the quantity True is not a decimal number"),
        (StockMove(1, 5, 5, Decimal(1)), "source and target are the same place"),
        (StockMove(1, 5, 6, Decimal(1), 0), "the lot 0 is not an id; None means no lot"),
    ],
)
def test_a_move_that_cannot_be_is_named(move: StockMove, what: str) -> None:
    good = StockMove(1, 5, 6, Decimal(1))
    with pytest.raises(BadEntry) as refused:
        check_moves("k1", [good, move])
    assert refused.value.message == f"The posting k1 cannot be booked: in move 2 {what}. Nothing was posted."


@pytest.mark.parametrize(
    ("transfer", "what"),
    [
        (MoneyTransfer("revenue", "clearing", 0, "EUR"), "the amount 0 is not above zero"),
        (MoneyTransfer("revenue", "clearing", -1, "EUR"), "the amount -1 is not above zero"),
        (MoneyTransfer("revenue", "clearing", 1.0, "EUR"), "the amount 1.0 is not a whole number"),  # type: ignore[arg-type]
        (MoneyTransfer("revenue", "clearing", 2**63, "EUR"), "is larger than the book can hold"),
        (MoneyTransfer("revenue", "clearing", 1, "eur"), "the currency 'eur' is not three capital letters"),
        (MoneyTransfer("revenue", "revenue", 1, "EUR"), "source and target are the same account"),
    ],
)
def test_a_transfer_that_cannot_be_is_named(transfer: MoneyTransfer, what: str) -> None:
    with pytest.raises(BadEntry, match="in transfer 1 ") as refused:
        check_transfers("k1", [transfer])
    assert what in refused.value.message


def test_an_entry_without_legs_is_refused() -> None:
    with pytest.raises(EmptyEntry, match="The posting k1 moves nothing"):
        check_moves("k1", [])
    with pytest.raises(EmptyEntry):
        check_transfers("k1", [])


@pytest.mark.parametrize(
    ("key", "kind", "ref"),
    [
        ("", "a.b", ""),
        ("k" * 201, "a.b", ""),
        ("k\n", "a.b", ""),
        ("k", "A b", ""),
        ("k", "", ""),
        ("k", "a", "X"),
    ],
)
def test_a_heading_the_book_cannot_keep_is_refused(key: str, kind: str, ref: str) -> None:
    with pytest.raises(BadEntry):
        check_heading(key, kind, ref)


def test_whole_pieces_may_be_plain_ints() -> None:
    assert check_moves("k", [StockMove(1, 5, 6, 3)]) == (StockMove(1, 5, 6, Decimal(3)),)  # type: ignore[arg-type]


@given(
    st.integers(1, 9),
    st.integers(1, 9),
    st.decimals("0.000001", "999999999999", places=6),
    st.none() | st.integers(1, 9),
)
def test_turning_a_move_twice_gives_it_back(
    source: int, target: int, quantity: Decimal, lot: int | None
) -> None:
    move = StockMove(3, source, target, quantity, lot)
    assert move.turned() == StockMove(3, target, source, quantity, lot)
    assert move.turned().turned() == move
