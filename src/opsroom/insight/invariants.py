"""Says where a status and the record of how it came about disagree, over every table with states; repairs nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection
from psycopg import sql

from opsroom.kernel.records.constraints import machines
from opsroom.kernel.values.limits import LEDGER_FINDINGS_COUNT_MAX

# The last event of the machine that rules the column; events of other machines on the same row say nothing here. A row
# is born in an initial state, with one event for all its axes together, so an axis that never moved needs none.
_DRIFTED = """
SELECT row.id, row.{field}, told.to_state
FROM {table} row LEFT JOIN LATERAL (
    SELECT e.to_state FROM records_event e
    WHERE e.subject_kind = %(subject)s AND e.subject_id = row.id AND e.to_state <> ''
        AND starts_with(e.kind, %(machine)s)
    ORDER BY e.id DESC LIMIT 1
) told ON true
WHERE told.to_state IS DISTINCT FROM row.{field}
    AND NOT (told.to_state IS NULL AND row.{field} = ANY(%(initial)s::text[]))
ORDER BY row.id LIMIT %(most)s::int
"""


def drifted_states() -> Iterator[str]:
    """One sentence for each row whose state is not where its last event left it, at most 100 a table."""
    for machine, model, field in machines():
        statement = sql.SQL(_DRIFTED).format(
            table=sql.Identifier(model._meta.db_table),
            field=sql.Identifier(str(model._meta.get_field(field).column)),  # type: ignore[union-attr]
        )
        asked: dict[str, Any] = {
            "subject": model._meta.label_lower,
            "machine": f"{machine.name}.",
            "initial": sorted(machine.initial),
            "most": LEDGER_FINDINGS_COUNT_MAX,
        }
        with connection.cursor() as cursor:
            cursor.execute(statement, asked)
            for pk, state, told in cursor.fetchall():
                record = "no event says so" if told is None else f"its last event says {told}"
                yield f"{model._meta.label_lower} {pk} has {field} {state}, but {record}."
