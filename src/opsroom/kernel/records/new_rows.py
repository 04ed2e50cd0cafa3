"""New rows of several tables, sent as one statement; refuses nothing itself: constraints, triggers and counts do.

For verbs that bring many things into being at once: every table is one INSERT from a JSON array, all of them are parts
of one statement, so that an order costs one trip and its foreign keys are checked once all its rows are there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

from django.db import connection, models
from psycopg import sql

from opsroom.kernel.records.questions import Question, Rows


@dataclass(frozen=True, slots=True)
class Table:
    """The columns of a table that new rows tell, in the order in which a row tells them."""

    name: str
    columns: tuple[str, ...]
    insert: str  # with one placeholder: the rows as a JSON array of objects


@lru_cache(maxsize=100)
def table(model: type[models.Model], *fields: str) -> Table:
    """New rows of a model; `fields` by their names ("order" or "order_id"), the rest is left to the database."""
    found = [
        model._meta.get_field(name.removesuffix("_id") if _is_key(model, name) else name) for name in fields
    ]
    columns = tuple(str(one.column) for one in found)  # type: ignore[union-attr]
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    shape = sql.SQL(", ").join(
        sql.SQL("{} {}").format(sql.Identifier(column), sql.SQL(_type_of(one)))
        for column, one in zip(columns, found, strict=True)
    )
    insert = sql.SQL(
        "INSERT INTO {table} ({names}) SELECT {names} FROM json_to_recordset({{}}::json) AS t({shape})"
    )
    text = insert.format(table=sql.Identifier(model._meta.db_table), names=names, shape=shape).as_string(None)
    return Table(model._meta.db_table, columns, text.replace("{}", "%s"))


def _is_key(model: type[models.Model], name: str) -> bool:
    return name.endswith("_id") and name.removesuffix("_id") in {
        f.name for f in model._meta.concrete_fields if f.is_relation
    }


def _type_of(field: Any) -> str:
    return str(field.db_type(connection))


@dataclass(frozen=True, slots=True)
class Change:
    """A change of rows that are there already, as a part of the statement: an UPDATE or an upsert.

    Where `rows` says how many it must touch (it then has a RETURNING), any other number raises `otherwise`.
    """

    name: str
    statement: str
    values: Sequence[object]
    rows: int | None = None
    otherwise: Exception | None = None


class NewRows:
    """What is to be written; nothing is until `write`."""

    def __init__(self) -> None:
        self._rows: dict[Table, list[Sequence[object]]] = {}
        self._changes: list[Change] = []

    def add(self, table: Table, rows: Iterable[Sequence[object]]) -> None:
        """Each row has its values in the order of the table's columns; they stay in the order given."""
        self._rows.setdefault(table, []).extend(rows)

    def change(self, change: Change) -> None:
        """One of each name."""
        self._changes.append(change)

    def write(self) -> None:
        """Sends it all. Raises what a Change says; the caller's transaction then takes the rest back."""
        tables = {table: rows for table, rows in self._rows.items() if rows}
        if not tables and not self._changes:
            return
        shape = tuple((one.name, one.statement, one.rows is not None) for one in self._changes)
        values: list[Any] = [value for one in self._changes for value in one.values]
        values += [_as_json(table.columns, rows) for table, rows in tables.items()]
        with connection.cursor() as cursor:
            cursor.execute(_statement(tuple(tables), shape), values)
            touched = cursor.fetchone()
        counted = [one for one in self._changes if one.rows is not None]
        for change, found in zip(counted, touched, strict=False):
            if found != change.rows and change.otherwise is not None:
                raise change.otherwise


@lru_cache(maxsize=500)
def _statement(tables: tuple[Table, ...], changes: tuple[tuple[str, str, bool], ...]) -> str:
    """Changes that are counted run first, since the answer asks for them. The others, which stand first, run last:
    PostgreSQL works off what nobody asks for from the end, and what many want to lock should be locked briefly.
    """
    parts = [f"{name} AS ({statement})" for name, statement, _ in changes]
    parts += [f"into_{number} AS ({one.insert})" for number, one in enumerate(tables)]
    counts = [f"(SELECT count(*) FROM {name})" for name, _, counted in changes if counted] or ["1"]  # noqa: S608
    return f"WITH {', '.join(parts)} SELECT {', '.join(counts)}"  # names and statements of ours


def _as_json(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    # Decimals and moments as text: PostgreSQL reads them as exactly as they were written.
    return json.dumps([dict(zip(columns, row, strict=True)) for row in rows], default=str, ensure_ascii=False)


def question_of_ids(wanted: Mapping[str, int]) -> Question[dict[str, list[int]]]:
    """So many ids of each table's own sequence, ascending; nobody else gets them, and those not used are gaps."""

    def read(rows: Rows) -> dict[str, list[int]]:
        ids = iter(rows[0][0])
        return {name: list(islice(ids, many)) for name, many in wanted.items()}

    names = [_sequence(name) for name in wanted]
    return Question("SELECT records_take_ids(%s::text[], %s::int[])", [names, list(wanted.values())], read)


@lru_cache(maxsize=100)
def _sequence(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [name])
        return str(cursor.fetchone()[0])
