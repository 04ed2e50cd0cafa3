"""Asks a statement for which the database plans anew each time, by the very values it is asked with; writes nothing.

A statement that is asked often is prepared, and after a few times planned once for all values. That is right for a row
by its id, and wrong for a list: what a page, a tag or a few letters cost depends on which they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection


def ask(statement: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """All rows of it."""
    with connection.cursor() as cursor:
        link = connection.connection
        usual, link.prepare_threshold = link.prepare_threshold, None
        try:
            cursor.execute(statement, values)
        finally:
            link.prepare_threshold = usual
        return list(cursor.fetchall())
