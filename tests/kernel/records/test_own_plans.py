"""A statement planned for its own values is never prepared, however often it is asked; the others still are."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection

from opsroom.kernel.records.own_plans import ask

pytestmark = pytest.mark.django_db


def prepared(word: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s", [f"%{word}%"])
        return int(cursor.fetchone()[0])


def test_it_is_planned_by_its_values_and_leaves_the_others_alone() -> None:
    for n in range(8):
        assert ask("SELECT %(n)s::int + 1 AS own_plan", {"n": n}) == [(n + 1,)]
        with connection.cursor() as cursor:
            cursor.execute("SELECT %s::int + 1 AS usual_plan", [n])
    assert (prepared("AS own_plan"), prepared("AS usual_plan")) == (0, 1)


def test_after_a_statement_that_fails_the_others_are_prepared_as_before() -> None:
    usual = connection.connection.prepare_threshold
    with pytest.raises(ProgrammingError):
        ask("SELECT nothing_like_it", {})
    assert connection.connection.prepare_threshold == usual is not None
