"""Has the database look at tables that were just filled, so that the first page after a big job is as quick as later.

The server does it by itself once a minute; until then it plans as if those tables were nearly empty, and a list that
takes a hundredth of a second takes five.
"""

from __future__ import annotations

from django.db import connection

from opsroom.kernel.values.limits import STATISTICS_CHANGED_ROWS_MIN

CHANGED_SHARE_MIN = 0.1  # of a table's rows, as the server's own rule has it


def refresh_statistics() -> int:
    """Looks at every table of which much has changed since it was last looked at; returns how many.

    Call it outside a transaction, after the rows are committed: what a transaction has not committed does not count.
    A table at which the server is looking already is left to it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")  # counts of changes travel at most once a second
        cursor.execute(
            "SELECT records_refresh_statistics(%s, %s)", [STATISTICS_CHANGED_ROWS_MIN, CHANGED_SHARE_MIN]
        )
        row = cursor.fetchone()
    return int(row[0]) if row else 0
