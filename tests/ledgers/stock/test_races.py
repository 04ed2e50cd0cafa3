"""Eight hands in one bin: no unit is lost, none is taken twice, nobody waits in a circle."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection
from tests.ledgers.small_warehouse import COMPANY, Warehouse

from opsroom.kernel.values.actor import Actor
from opsroom.ledgers.core.errors import AlreadyReversed
from opsroom.ledgers.stock import invariants, queries
from opsroom.ledgers.stock.errors import NotThere
from opsroom.ledgers.stock.post import StockMove, post_moves, reverse

HANDS = 8
MUG, BOWL = 501, 502


def together(work: Callable[[int], list[object]]) -> list[object]:
    """Runs the same work in eight threads that start at once, each with a connection of its own."""
    ready = Barrier(HANDS)

    def one(number: int) -> list[object]:
        try:
            connection.ensure_connection()
            ready.wait(timeout=30)
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(HANDS) as pool:
        return [answer for answers in pool.map(one, range(HANDS)) for answer in answers]


def test_rivals_take_exactly_what_is_there(committed_warehouse: Warehouse, packer: Actor) -> None:
    w = committed_warehouse
    w.bring(MUG, 100)

    def pick(hand: int) -> list[object]:
        answers: list[object] = []
        for number in range(25):
            move = StockMove(MUG, w.shelf, w.customer, 1)
            try:
                post_moves(
                    key=f"p-{hand}-{number}",
                    kind="stock.shipped",
                    moves=[move],
                    actor=packer,
                    company_id=COMPANY,
                )
                answers.append("taken")
            except NotThere as refused:
                answers.append(refused.facts["on_hand"])
        return answers

    answers = together(pick)
    # Confirmations are counted, not only rows: an all-or-nothing statement that finds too little succeeds in silence.
    assert answers.count("taken") == 100
    assert [a for a in answers if a != "taken"] == [0] * 100
    assert queries.balance(COMPANY, w.shelf, MUG) == 0
    assert queries.balance(COMPANY, w.customer, MUG) == 100
    assert invariants.broken() == []


def test_everybody_brings_and_nothing_gets_lost(committed_warehouse: Warehouse, packer: Actor) -> None:
    """Nobody has a balance row yet: eight threads make the same new rows, in any order of items."""
    w = committed_warehouse

    def bring(hand: int) -> list[object]:
        dice = random.Random(hand)  # noqa: S311 - a fixed seed, no secret
        for number in range(15):
            items = [MUG, BOWL, 503, 504]
            dice.shuffle(items)
            moves = [
                StockMove(item, w.supplier, dice.choice([w.shelf, w.tote, w.bench]), 2) for item in items
            ]
            post_moves(
                key=f"b-{hand}-{number}", kind="stock.received", moves=moves, actor=packer, company_id=COMPANY
            )
        return []

    together(bring)
    for item in (MUG, BOWL, 503, 504):
        inside = sum(queries.balance(COMPANY, place, item) for place in (w.shelf, w.tote, w.bench))
        assert inside == HANDS * 15 * 2
    assert invariants.broken() == []


def test_crossing_moves_never_deadlock(committed_warehouse: Warehouse, packer: Actor) -> None:
    w = committed_warehouse
    w.bring(MUG, 1000)
    w.post([StockMove(BOWL, w.supplier, w.tote, 1000)])

    def swap(hand: int) -> list[object]:
        there = (w.shelf, w.tote) if hand % 2 else (w.tote, w.shelf)
        for number in range(20):
            moves = [StockMove(MUG, w.shelf, w.tote, 1), StockMove(BOWL, w.tote, w.shelf, 1)]
            post_moves(
                key=f"s-{hand}-{number}",
                kind="stock.moved",
                moves=moves if there[0] == w.shelf else moves[::-1],
                actor=packer,
                company_id=COMPANY,
            )
        return []

    together(swap)
    assert queries.balance(COMPANY, w.shelf, MUG) == 1000 - HANDS * 20
    assert queries.balance(COMPANY, w.shelf, BOWL) == HANDS * 20
    assert invariants.broken() == []


def test_one_command_sent_eight_times_posts_once(committed_warehouse: Warehouse, packer: Actor) -> None:
    w = committed_warehouse
    w.bring(MUG, 1)

    def ship(hand: int) -> list[object]:
        move = StockMove(MUG, w.shelf, w.customer, 1)
        return [
            post_moves(key="ship-1", kind="stock.shipped", moves=[move], actor=packer, company_id=COMPANY)
        ]

    answers = together(ship)
    assert len(answers) == HANDS
    assert len(set(answers)) == 1
    assert queries.balance(COMPANY, w.customer, MUG) == 1


def test_an_entry_is_reversed_by_one_of_eight(committed_warehouse: Warehouse, packer: Actor) -> None:
    w = committed_warehouse
    entry = w.bring(MUG, 5)
    w.bring(MUG, 50)  # so that a second reversal would find goods to take

    def undo(hand: int) -> list[object]:
        try:
            return [reverse(entry, f"undo-{hand}", packer, company_id=COMPANY)]
        except AlreadyReversed as refused:
            return [refused.facts["entry_id"] == entry and "already"]

    answers = together(undo)
    assert answers.count("already") == HANDS - 1
    assert queries.balance(COMPANY, w.shelf, MUG) == 50
    assert invariants.broken() == []
