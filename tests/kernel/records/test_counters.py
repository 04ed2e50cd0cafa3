"""Proves gap-free numbers: rivals get distinct ones, a rollback gives them back, a series never runs backwards."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction
from tests.database import Database

from opsroom.kernel.records.counters import continue_at, last_number, next_numbers
from opsroom.kernel.records.errors import CounterBehind


@pytest.mark.django_db
def test_a_series_starts_at_one_and_goes_on() -> None:
    assert last_number("inv:1:2026") == 0
    assert next_numbers("inv:1:2026") == range(1, 2)
    assert next_numbers("inv:1:2026", 3) == range(2, 5)
    assert next_numbers("inv:2:2026") == range(1, 2)
    assert last_number("inv:1:2026") == 4


@pytest.mark.django_db
def test_another_systems_series_is_continued_but_never_turned_back() -> None:
    continue_at("inv", 5001)
    assert next_numbers("inv") == range(5001, 5002)
    continue_at("inv", 5002)
    with pytest.raises(CounterBehind, match=r"already gave out number 5001\. The next one cannot be 5001\."):
        continue_at("inv", 5001)
    assert next_numbers("inv") == range(5002, 5003)


@pytest.mark.parametrize("count", [0, -1, 10_001])
def test_numbers_are_taken_in_reasonable_counts(count: int) -> None:
    with pytest.raises(ValueError, match="1 to 10000 at once"):
        next_numbers("inv", count)


def test_a_rollback_leaves_no_gap(committed_db: Database) -> None:
    next_numbers("inv", 2)
    with transaction.atomic():
        assert next_numbers("inv") == range(3, 4)
        transaction.set_rollback(True)  # the invoice could not be written
    assert next_numbers("inv") == range(3, 4)


def test_rivals_get_every_number_once(committed_db: Database) -> None:
    got: list[int] = []

    def rival() -> None:
        try:
            for _ in range(10):
                with transaction.atomic():
                    got.extend(next_numbers("inv", 2))
        finally:
            connection.close()

    rivals = [threading.Thread(target=rival) for _ in range(6)]
    for one in rivals:
        one.start()
    for one in rivals:
        one.join(30)
    assert sorted(got) == list(range(1, 121))
