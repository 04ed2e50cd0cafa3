"""Several questions to the database in one trip; refuses to hide an answer that failed: it raises as if asked alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import connection

T = TypeVar("T")
Row = tuple[Any, ...]
Rows = list[Row]


@dataclass(frozen=True, slots=True)
class Question(Generic[T]):
    """One statement that answers with rows (it may lock them), and how to read them."""

    statement: str
    values: Sequence[Any]
    read: Callable[[Rows], T]


def ask(*questions: Question[Any]) -> list[Any]:
    """The answers, in the order asked; the statements run in that order, so locks are taken in it as well."""
    connection.ensure_connection()
    connection.validate_no_broken_transaction()
    with ExitStack() as stack:
        cursors = [stack.enter_context(_cursor()) for _ in questions]
        # Sent together and awaited once; an error of one is raised here, and the transaction is over.
        with connection.wrap_database_errors, connection.connection.pipeline():
            for cursor, question in zip(cursors, questions, strict=True):
                cursor.execute(question.statement, question.values)
        rows = [cursor.fetchall() for cursor in cursors]
    return [question.read(found) for question, found in zip(questions, rows, strict=True)]


def _cursor() -> Any:
    """The driver's own where nobody counts or watches statements: Django's wrapper costs a third of a short one."""
    if connection.execute_wrappers or connection.queries_logged:
        return connection.cursor()
    return connection.connection.cursor()
