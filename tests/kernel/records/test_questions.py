"""Several questions in one trip are answered each as if asked alone; what one of them breaks is said, not hidden."""

from __future__ import annotations

import pytest
from django.db import DataError, connection, transaction
from django.test.utils import CaptureQueriesContext

from opsroom.kernel.records.questions import Question, ask


@pytest.mark.django_db
def test_each_answer_comes_in_the_order_asked() -> None:
    twice = Question(
        "SELECT x * 2 FROM unnest(%s::int[]) AS x", [[3, 1]], lambda rows: [row[0] for row in rows]
    )
    none = Question("SELECT 1 WHERE false", [], list)
    word = Question("SELECT %s::text", ["né"], lambda rows: rows[0][0])
    with CaptureQueriesContext(connection) as sent:
        assert ask(twice, none, word) == [[6, 2], [], "né"]
    assert len(sent) == 3


@pytest.mark.django_db
def test_a_question_that_fails_is_raised_and_the_rest_is_not_believed() -> None:
    fine, wrong = Question("SELECT 1", [], list), Question("SELECT 1 / %s::int", [0], list)
    with pytest.raises(DataError, match="division by zero"), transaction.atomic():
        ask(fine, wrong, fine)
    assert ask(fine) == [[(1,)]]
