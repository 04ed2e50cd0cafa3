"""Runs the books' set-wise SQL; refuses nothing by itself: constraints and triggers do.

The one place of the ledgers that opens a cursor. Statements are constants and every value is a parameter, so no text
from outside ever becomes SQL.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection


def rows(statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Runs one constant statement and returns what it answers."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []
