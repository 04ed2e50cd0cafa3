"""The transition engine: compare-and-set of a state column plus its event in one statement; refuses a wrong state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection, models
from django.db.models.fields import Field
from psycopg import sql

from opsroom.kernel.records.constraints import machine_of
from opsroom.kernel.records.events import checked_reason, data_text
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.states import Machine
from opsroom.kernel.values.verbs import past

# The rows are locked in id order before anything is written, so two movers of overlapping sets cannot deadlock. A
# rival's committed change is seen by the lock (it compares the newest version), so `old` is the true one; and the
# update joins by id alone, since its own snapshot may still show the state before the rival.
_MOVE = """
WITH chosen AS (
    SELECT id, {field} AS old FROM {table}
    WHERE id = ANY(%(ids)s::bigint[]) AND {field} = ANY(%(sources)s::text[])
    ORDER BY id FOR NO KEY UPDATE
), moved AS (
    UPDATE {table} AS row SET {sets} FROM chosen WHERE row.id = chosen.id
    RETURNING row.id, chosen.old, {company} AS company_id
)
INSERT INTO records_event
    (kind, subject_kind, subject_id, from_state, to_state, actor_id, actor_name, way, reason, data, company_id)
SELECT %(kind)s, %(subject_kind)s, id, old, %(target)s, %(actor_id)s::bigint, %(actor_name)s, %(way)s, %(reason)s,
    %(data)s::jsonb, company_id
FROM moved ORDER BY id RETURNING subject_id
"""

_BORN = """
INSERT INTO records_event
    (kind, subject_kind, subject_id, to_state, actor_id, actor_name, way, reason, data, company_id)
SELECT %(kind)s, %(subject_kind)s, row.id, given.state, %(actor_id)s::bigint, %(actor_name)s, %(way)s, %(reason)s,
    given.data::jsonb, {company}
FROM unnest(%(ids)s::bigint[], %(states)s::text[], %(data)s::text[]) WITH ORDINALITY AS given(id, state, data, place)
JOIN {table} AS row ON row.id = given.id AND row.{field} = given.state
ORDER BY given.place
"""


class BirthUnproven(Exception):
    """A birth was announced for rows that are not there in that state; a programmer's mistake, so it is loud."""


def move(
    machine: Machine,
    model: type[models.Model],
    field: str,
    ids: Sequence[int],
    verb: str,
    actor: Actor,
    *,
    reason: str = "",
    data: Mapping[str, Any] | None = None,
    sets: Mapping[str, Any] | None = None,
    company_id: int | None = None,
) -> list[int]:
    """Moves these rows by a verb where their state allows it; returns the ids that moved, ascending.

    Ids left out were in another state, or do not exist: the caller decides whether that is an error. One event a
    row, kind "<machine>.<verb past>", for the row's own company, or for `company_id` where its table has none. `sets`
    are further columns of the same rows (by field name), written by the same statement.
    """
    _ruled(machine, model, field)
    step = machine.steps[verb]
    if not ids:
        return []
    columns = {field: step.target, **(sets or {})}
    assignments, values = [], {}
    for place, (name, value) in enumerate(columns.items()):
        column: Field[Any, Any] = model._meta.get_field(name)  # type: ignore[assignment]
        assignments.append(
            sql.SQL("{} = {}").format(sql.Identifier(str(column.column)), sql.Placeholder(f"set{place}"))
        )
        values[f"set{place}"] = column.get_db_prep_save(value, connection)
    statement = sql.SQL(_MOVE).format(
        table=sql.Identifier(model._meta.db_table),
        field=sql.Identifier(_column(model, field)),
        company=_company(model),
        sets=sql.SQL(", ").join(assignments),
    )
    facts = {
        **_who(actor, reason),
        "company_id": company_id,
        **values,
        "ids": list(ids),
        "sources": sorted(step.sources),
        "target": step.target,
        "kind": f"{machine.name}.{past(verb)}",
        "subject_kind": model._meta.label_lower,
        "data": data_text(data),
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, facts)
        return sorted(row[0] for row in cursor.fetchall())


def born(
    machine: Machine,
    model: type[models.Model],
    rows: Sequence[tuple[int, str, Mapping[str, Any] | None]],
    actor: Actor,
    *,
    field: str = "state",
    reason: str = "",
    company_id: int | None = None,
) -> None:
    """Writes the events of rows just inserted in a state, kind "<machine>.created", in one insert.

    rows: (id, state, data). A row may be born in any state of the machine, since history arrives closed. Raises
    BirthUnproven when a row is not in the table in that state.
    """
    _ruled(machine, model, field)
    if not rows:
        return
    if unknown := {state for _, state, _ in rows} - machine.states:
        raise BirthUnproven(f"{machine.name} knows no state {min(unknown)!r}")
    statement = sql.SQL(_BORN).format(
        table=sql.Identifier(model._meta.db_table),
        field=sql.Identifier(_column(model, field)),
        company=_company(model),
    )
    facts = {
        **_who(actor, reason),
        "company_id": company_id,
        "ids": [one[0] for one in rows],
        "states": [one[1] for one in rows],
        "data": [data_text(one[2]) for one in rows],
        "kind": f"{machine.name}.created",
        "subject_kind": model._meta.label_lower,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, facts)
        if cursor.rowcount != len(rows):
            raise BirthUnproven(f"{machine.name}: {len(rows)} births announced, {cursor.rowcount} found")


def _ruled(machine: Machine, model: type[models.Model], field: str) -> None:
    ruler = machine_of(model, field)
    if ruler is None or ruler.name != machine.name:
        raise TypeError(
            f"{model._meta.label}.{field} is not ruled by {machine.name}; declare it with state_check()"
        )


def _column(model: type[models.Model], field: str) -> str:
    return str(model._meta.get_field(field).column)  # type: ignore[union-attr]


def _company(model: type[models.Model]) -> sql.Composable:
    """The row's company, where its table has one."""
    columns = {one.column for one in model._meta.concrete_fields}
    return sql.SQL("row.company_id" if "company_id" in columns else "%(company_id)s::bigint")


def _who(actor: Actor, reason: str) -> dict[str, Any]:
    return {
        "actor_id": actor.user_id,
        "actor_name": actor.name,
        "way": actor.way,
        "reason": checked_reason(reason),
    }
