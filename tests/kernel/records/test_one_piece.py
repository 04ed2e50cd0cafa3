"""A verb that had to give way starts anew, alone and only when nothing was kept; never inside another's transaction."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import psycopg
import pytest
from django.db import IntegrityError, OperationalError, connection, connections, transaction

from opsroom.kernel.records import counters
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.kernel.values.limits import GIVE_WAY_TRIES_COUNT


def giving_way(
    times: int, kind: type[psycopg.Error] = psycopg.errors.DeadlockDetected
) -> tuple[list[int], object]:
    """A verb that takes a number, then is made to give way so many times before it succeeds."""
    tries: list[int] = []

    @in_one_piece
    def verb() -> int:
        (number,) = counters.next_numbers("test:one_piece")
        tries.append(number)
        if len(tries) <= times:
            raise OperationalError("given way") from kind("given way")
        return number

    return tries, verb


@pytest.mark.usefixtures("committed_db")
def test_what_gave_way_is_done_once_and_leaves_no_trace_of_its_tries() -> None:
    tries, verb = giving_way(2)
    assert verb() == 1  # type: ignore[operator]
    assert tries == [1, 1, 1]
    assert counters.last_number("test:one_piece") == 1


@pytest.mark.usefixtures("committed_db")
def test_who_always_gives_way_is_told_in_the_end() -> None:
    tries, verb = giving_way(99)
    with pytest.raises(OperationalError):
        verb()  # type: ignore[operator]
    assert len(tries) == GIVE_WAY_TRIES_COUNT
    assert counters.last_number("test:one_piece") == 0


@pytest.mark.usefixtures("committed_db")
def test_other_faults_and_parts_of_another_transaction_are_never_repeated() -> None:
    tries, verb = giving_way(1, psycopg.errors.QueryCanceled)
    with pytest.raises(OperationalError):
        verb()  # type: ignore[operator]
    assert len(tries) == 1
    tries, verb = giving_way(1)
    with pytest.raises(OperationalError), transaction.atomic():
        verb()  # type: ignore[operator]
    assert len(tries) == 1


@pytest.mark.usefixtures("committed_db")
def test_two_that_really_meet_in_a_circle_both_get_through() -> None:
    for series in ("test:a", "test:b"):
        counters.next_numbers(series)
    met = Barrier(2)
    first_try = [True, True]

    def one(hand: int) -> None:
        @in_one_piece
        def verb() -> None:
            order = ["test:a", "test:b"] if hand else ["test:b", "test:a"]
            counters.next_numbers(order[0])
            if first_try[hand]:
                first_try[hand] = False
                met.wait(timeout=30)
            counters.next_numbers(order[1])

        try:
            connection.ensure_connection()
            verb()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, range(2)))
    assert (counters.last_number("test:a"), counters.last_number("test:b")) == (3, 3)


@pytest.mark.usefixtures("committed_db")
def test_two_that_bring_the_same_into_being_are_one_who_made_it_and_one_who_found_it() -> None:
    met = Barrier(2)
    tries: list[int] = []

    def one(hand: int) -> str:
        @in_one_piece
        def verb() -> str:
            tries.append(hand)
            with connection.cursor() as cursor:
                cursor.execute("SELECT last_number FROM records_counter WHERE series = 'test:same'")
                if cursor.fetchone():
                    return "found"
                if len(tries) <= 2:
                    met.wait(timeout=30)
                cursor.execute("INSERT INTO records_counter (series, last_number) VALUES ('test:same', 7)")
            return "made"

        try:
            return verb()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(one, range(2))) == ["found", "made"]
    assert len(tries) == 3


@pytest.mark.usefixtures("committed_db")
def test_what_is_there_twice_by_its_own_fault_is_said_after_the_last_try() -> None:
    tries = []

    @in_one_piece
    def verb() -> None:
        tries.append(1)
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO records_counter (series, last_number) VALUES ('test:same', 7), ('test:same', 8)"
            )

    with pytest.raises(IntegrityError):
        verb()
    assert len(tries) == GIVE_WAY_TRIES_COUNT
    assert counters.last_number("test:same") == 0
