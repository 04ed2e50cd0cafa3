"""Runs a verb in one transaction, anew when PostgreSQL made it give way; refuses to repeat a part of another's.

Verbs lock in one order: channel, orders by id, fulfilment orders, stock rows by (SKU, site), allocations, then money.
Where two still meet in a circle, one waits too long, or both bring the same thing into being, the loser has written
nothing and simply starts again: it then finds what the other one wrote.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import DatabaseError, connection, transaction

from opsroom.kernel.values.limits import GIVE_WAY_PAUSE_SECONDS, GIVE_WAY_TRIES_COUNT

P = ParamSpec("P")
T = TypeVar("T")
# serialization_failure, deadlock_detected, lock_not_available; unique_violation and foreign_key_violation, where
# another brought the same into being, or took away what this one refers to. Nothing was kept; the last two are said
# again, and raised, where nobody else was the reason.
GIVES_WAY = frozenset({"40001", "40P01", "55P03", "23505", "23503"})


def in_one_piece(verb: Callable[P, T]) -> Callable[P, T]:
    """The verb as one transaction; inside another transaction it is a part of it and is never repeated alone."""

    @wraps(verb)
    def run(*args: P.args, **named: P.kwargs) -> T:
        outermost = not connection.in_atomic_block
        for attempt in range(1, GIVE_WAY_TRIES_COUNT + 1):
            try:
                with transaction.atomic():
                    return verb(*args, **named)
            except DatabaseError as fault:
                if not outermost or attempt == GIVE_WAY_TRIES_COUNT or not gave_way(fault):
                    raise
            # Two that met once would meet again if both waited equally long.
            time.sleep(GIVE_WAY_PAUSE_SECONDS * attempt * random.random())  # noqa: S311 - no secret
        raise AssertionError("unreachable")

    return run


def gave_way(fault: DatabaseError) -> bool:
    """Whether PostgreSQL ended it in favour of another, so that it may simply be tried again."""
    return getattr(fault.__cause__, "sqlstate", None) in GIVES_WAY
