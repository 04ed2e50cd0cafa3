"""Says what each database role may do with each table; none but the owner may change books, events or schema.

A model declares `append_only = True` (web and worker may only insert and read), `append_only_except = ("column",)`
for the few columns that may still change, and `hidden_from_reader = True` for what read-only explorers must not see.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model
from psycopg import sql

from opsroom.project.database.address import SCHEMA_TABLE
from opsroom.project.database.roles import RESTRICTED

OWNERS_ONLY = (SCHEMA_TABLE, "django_migrations")
# Tables of libraries that hold sessions, factors, addresses of visitors or job arguments.
HIDDEN_FROM_READER = (
    "django_session",
    "mfa_",
    "usersessions_",
    "account_",
    "axes_",
    "procrastinate_",
    "access_cache",
)


@dataclass(frozen=True, slots=True)
class TableRule:
    """What one table allows; `changeable` are columns that may be updated although rows are only appended."""

    table: str
    append_only: bool
    changeable: tuple[str, ...]
    hidden: bool


def rules() -> list[TableRule]:
    """One rule a table of ours, read from the models."""
    return [_rule(model) for model in apps.get_models(include_auto_created=True) if model._meta.managed]


def apply(prefix: str) -> None:
    """Sets every right anew in one transaction. `prefix` is what role names start with."""
    web, worker, reader = (f"{prefix}_{role}" for role in RESTRICTED)
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in _statements(rules(), web, worker, reader, _tables()):
            cursor.execute(statement.as_string(cursor.connection))


def _rule(model: type[Model]) -> TableRule:
    table = model._meta.db_table
    return TableRule(
        table=table,
        append_only=bool(getattr(model, "append_only", False)),
        changeable=tuple(getattr(model, "append_only_except", ())),
        hidden=bool(getattr(model, "hidden_from_reader", False)) or table.startswith(HIDDEN_FROM_READER),
    )


def _tables() -> list[str]:
    """Tables and views of the schema as they are, libraries' included."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            " AND relkind IN ('r', 'p', 'v', 'm')"
            " AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid"
            " AND deptype = 'e')"
        )
        return [name for (name,) in cursor.fetchall()]


def _statements(
    table_rules: Iterable[TableRule], web: str, worker: str, reader: str, tables: list[str]
) -> Iterator[sql.Composable]:
    writers = sql.SQL(", ").join([sql.Identifier(web), sql.Identifier(worker)])
    everyone = sql.SQL(", ").join([sql.Identifier(role) for role in (web, worker, reader)])
    yield sql.SQL("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    yield sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(everyone)
    yield sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}").format(everyone)
    yield sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(writers)
    yield sql.SQL("GRANT EXECUTE ON FUNCTION records_refresh_statistics TO {}").format(writers)
    known = {rule.table: rule for rule in table_rules}
    for table in tables:
        rule = known.get(table) or TableRule(table, False, (), table.startswith(HIDDEN_FROM_READER))
        yield from _of_table(rule, writers, sql.Identifier(reader))


def _of_table(rule: TableRule, writers: sql.Composed, reader: sql.Identifier) -> Iterator[sql.Composable]:
    table = sql.Identifier(rule.table)
    if rule.table in OWNERS_ONLY:
        yield sql.SQL("GRANT SELECT ON {} TO {}").format(table, writers)
        return
    verbs = "SELECT, INSERT" if rule.append_only else "SELECT, INSERT, UPDATE, DELETE"
    yield sql.SQL("GRANT {} ON {} TO {}").format(sql.SQL(verbs), table, writers)
    if rule.append_only and rule.changeable:
        columns = sql.SQL(", ").join([sql.Identifier(column) for column in rule.changeable])
        yield sql.SQL("GRANT UPDATE ({}) ON {} TO {}").format(columns, table, writers)
    if not rule.hidden:
        yield sql.SQL("GRANT SELECT ON {} TO {}").format(table, reader)
