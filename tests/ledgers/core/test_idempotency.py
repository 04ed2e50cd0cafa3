"""One key is one content: the hash tells contents apart and nothing else; a key with two contents is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsroom.ledgers.core.entries import MoneyEntry, StockEntry, require_reversible
from opsroom.ledgers.core.errors import AlreadyReversed, KeyReused, ReversalStands
from opsroom.ledgers.core.fingerprint import fingerprint
from opsroom.ledgers.core.idempotency import earlier_entries, wanted_once
from opsroom.ledgers.core.legs import MoneyTransfer, StockMove

MOVES = (StockMove(1, 5, 6, Decimal(5)), StockMove(2, 5, 6, Decimal("0.5"), 9))
ENTRY = StockEntry("k", "stock.moved", MOVES, "orders.order", 12)
BOOKED = MoneyEntry(
    "k",
    "billing.invoiced",
    (MoneyTransfer("revenue", "clearing", 5, "EUR"),),
    date(2026, 11, 23),
    "orders.order",
    1,
)


def test_order_of_moves_and_spelling_of_numbers_do_not_count() -> None:
    other = replace(ENTRY, moves=(MOVES[1], replace(MOVES[0], quantity=Decimal("5.000000"))), key="another")
    assert other.request_hash() == ENTRY.request_hash()
    assert len(ENTRY.request_hash()) == 64


@pytest.mark.parametrize(
    "other",
    [
        replace(ENTRY, kind="stock.counted"),
        replace(ENTRY, ref_kind="orders.line"),
        replace(ENTRY, ref_id=13),
        replace(ENTRY, reverses=1),
        replace(ENTRY, moves=MOVES[:1]),
        replace(ENTRY, moves=(*MOVES, MOVES[0])),
        replace(ENTRY, moves=(MOVES[0].turned(), MOVES[1])),
        replace(ENTRY, moves=(replace(MOVES[0], item_id=3), MOVES[1])),
        replace(ENTRY, moves=(replace(MOVES[0], lot_id=9), MOVES[1])),
        replace(ENTRY, moves=(replace(MOVES[0], quantity=Decimal("5.000001")), MOVES[1])),
    ],
)
def test_any_other_content_has_another_hash(other: StockEntry) -> None:
    assert other.request_hash() != ENTRY.request_hash()


@pytest.mark.parametrize(
    "other",
    [
        replace(BOOKED, on_date=date(2026, 11, 24)),
        replace(BOOKED, transfers=(MoneyTransfer("clearing", "revenue", 5, "EUR"),)),
        replace(BOOKED, transfers=(MoneyTransfer("revenue", "clearing", 6, "EUR"),)),
        replace(BOOKED, transfers=(MoneyTransfer("revenue", "clearing", 5, "USD"),)),
        replace(BOOKED, ref_id=None),
    ],
)
def test_any_other_booking_has_another_hash(other: MoneyEntry) -> None:
    assert other.request_hash() != BOOKED.request_hash()


def test_a_value_with_more_than_one_spelling_is_refused() -> None:
    with pytest.raises(TypeError, match="float has no single spelling"):
        fingerprint({"x": 0.1}, [])


@given(st.permutations([("a", 1, Decimal("1.50")), ("b", 2, Decimal(2)), ("c", None, Decimal("1e2"))]))
def test_legs_are_a_bag(legs: list[tuple[object, ...]]) -> None:
    assert fingerprint({}, legs) == fingerprint(
        {}, [("c", None, Decimal(100)), ("a", 1, Decimal("1.5")), ("b", 2, Decimal("2.0"))]
    )


def test_the_same_posting_twice_in_a_batch_counts_once() -> None:
    assert wanted_once([("k1", "h1"), ("k2", "h2"), ("k1", "h1")]) == {"k1": "h1", "k2": "h2"}


def test_two_contents_under_one_key_in_a_batch_are_refused() -> None:
    with pytest.raises(KeyReused) as refused:
        wanted_once([("k1", "h1"), ("k1", "h2")])
    assert refused.value.facts == {"key": "k1", "entry_id": None}


def test_a_known_key_answers_with_its_entry_only_for_its_content() -> None:
    assert earlier_entries({"k1": "h1", "k2": "h2"}, [("k1", 8, "h1")]) == {"k1": 8}
    with pytest.raises(KeyReused) as refused:
        earlier_entries({"k1": "h1"}, [("k1", 8, "other")])
    assert refused.value.message == (
        "The posting key k1 was used before with other content (entry 8). "
        "Nothing was posted; use a new key for a new posting."
    )


def test_an_entry_stands_or_is_reversed_once() -> None:
    require_reversible(5, None, None)
    with pytest.raises(AlreadyReversed, match="Entry 5 was already reversed by entry 9"):
        require_reversible(5, None, 9)
    with pytest.raises(ReversalStands, match="Entry 5 is itself a reversal"):
        require_reversible(5, 4, None)
