"""Whatever is moved, refused, repeated and reversed in whatever order: the book agrees with a list kept by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from decimal import Decimal

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.ledgers.small_warehouse import COMPANY, open_warehouse

from opsroom.kernel.values.actor import Actor
from opsroom.ledgers.core.errors import AlreadyReversed, ReversalStands
from opsroom.ledgers.stock import invariants, queries
from opsroom.ledgers.stock.errors import NotThere
from opsroom.ledgers.stock.post import StockMove, post_moves, reverse

REAL = range(1, 5)  # positions in Warehouse: shelf, tote, bench, door
quantities = st.decimals("0.000001", "9", places=6) | st.integers(1, 9).map(Decimal)
moves = st.tuples(
    st.integers(0, 6), st.integers(0, 6), st.sampled_from([1, 2]), st.sampled_from([None, 8]), quantities
).filter(lambda move: move[0] != move[1])
steps = st.lists(
    st.tuples(st.just("post"), st.lists(moves, min_size=1, max_size=4))
    | st.tuples(st.just("again"), st.integers(0, 20))
    | st.tuples(st.just("reverse"), st.integers(0, 20)),
    min_size=1,
    max_size=14,
)
Key = tuple[int, int, int | None]


def applied(held: Counter[Key], entry: list[StockMove]) -> Counter[Key]:
    """What is held after the entry, in plain arithmetic."""
    after: Counter[Key] = Counter(held)
    for move in entry:
        after[(move.source_id, move.item_id, move.lot_id)] -= move.quantity  # type: ignore[assignment]
        after[(move.target_id, move.item_id, move.lot_id)] += move.quantity  # type: ignore[assignment]
    return after


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(walk=steps)
def test_the_book_agrees_with_plain_arithmetic(
    db: None, packer: Actor, at_commit: Callable[[], None], walk: list[tuple[str, object]]
) -> None:
    with transaction.atomic():
        _follow(packer, walk)
        at_commit()
        transaction.set_rollback(True)


def _follow(packer: Actor, walk: list[tuple[str, object]]) -> None:
    w = open_warehouse(packer)
    places = [w.supplier, w.shelf, w.tote, w.bench, w.door, w.customer, w.loss]
    real = {places[number] for number in REAL}
    held: Counter[Key] = Counter()
    booked: list[tuple[str, int, list[StockMove]]] = []
    undone: set[int] = set()
    for number, (what, detail) in enumerate(walk):
        key = f"step-{number}"
        if what == "post":
            entry = [StockMove(i, places[s], places[t], q, lot) for s, t, i, lot, q in detail]  # type: ignore[attr-defined]
        elif not booked:
            continue
        else:
            old_key, old_id, old = booked[int(str(detail)) % len(booked)]
            if what == "again":
                assert (
                    post_moves(key=old_key, kind="test.step", moves=old, actor=packer, company_id=COMPANY)
                    == old_id
                )
                continue
            entry = [move.turned() for move in old]
        after = applied(held, entry)
        possible = all(after[k] >= 0 for k in after if k[0] in real)
        try:
            if what == "post":
                new = post_moves(key=key, kind="test.step", moves=entry, actor=packer, company_id=COMPANY)
                booked.append((key, new, entry))
            else:
                reverse(old_id, key, packer, company_id=COMPANY)
                assert old_id not in undone
                undone.add(old_id)
        except NotThere:
            assert not possible
            continue
        except (AlreadyReversed, ReversalStands):
            assert old_id in undone
            continue
        assert possible
        held = after
    stands = {(b.place_id, b.item_id, b.lot_id): b.on_hand for b in queries.balances(COMPANY)}
    assert stands == {key: quantity for key, quantity in held.items() if quantity}
    assert invariants.broken() == []
