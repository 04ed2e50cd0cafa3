"""Gap-free number series from counter rows; refuses to run backwards. A rollback gives the numbers back."""

from __future__ import annotations

from django.db import connection

from opsroom.kernel.records.errors import CounterBehind
from opsroom.kernel.records.models import Counter
from opsroom.kernel.values.limits import COUNTER_NUMBERS_COUNT_MAX


def next_numbers(series_key: str, count: int = 1) -> range:
    """Takes the next `count` numbers of a series (the first ever is 1); returns them as a range.

    The row stays locked until the surrounding transaction ends, so keep that transaction short and take numbers last.
    Because nobody can take a number before that end, a rollback leaves no gap.
    """
    if not 1 <= count <= COUNTER_NUMBERS_COUNT_MAX:
        raise ValueError(f"{count} numbers asked; 1 to {COUNTER_NUMBERS_COUNT_MAX} at once")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO records_counter AS counter (series, last_number) VALUES (%s, %s::bigint)"
            " ON CONFLICT (series) DO UPDATE SET last_number = counter.last_number + EXCLUDED.last_number"
            " RETURNING last_number",
            [series_key, count],
        )
        last: int = cursor.fetchone()[0]
    return range(last - count + 1, last + 1)


def continue_at(series_key: str, next_number: int) -> None:
    """Makes `next_number` the next one, as when another system's series goes on; raises CounterBehind."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO records_counter AS counter (series, last_number) VALUES (%s, %s::bigint)"
            " ON CONFLICT (series) DO UPDATE SET last_number = EXCLUDED.last_number"
            " WHERE counter.last_number <= EXCLUDED.last_number RETURNING last_number",
            [series_key, next_number - 1],
        )
        if cursor.fetchone() is None:
            raise CounterBehind(series=series_key, last=last_number(series_key), wanted=next_number)


def last_number(series_key: str) -> int:
    """The last number given out, 0 before the first."""
    found = Counter.objects.filter(series=series_key).values_list("last_number", flat=True).first()
    return found or 0
