"""A data folder of an older version is brought up to date at its start: every row whole, the tables as in a new one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date

import psycopg
import pytest
from django.db import connections
from psycopg import sql
from tests import factories
from tests.database import Cluster, Database
from tests.workflows.races.room import Room

from opsroom.domains.billing.actions.number_invoices import number_invoices
from opsroom.domains.billing.actions.open_receivables import ReceivableDraft, open_receivables
from opsroom.insight.lists.subjects import ORDER, subject_of
from opsroom.project.database.address import EMBEDDED_NAME, role_name
from opsroom.project.database.migrate import migrate_if_needed
from opsroom.workflows.begin_draft import begin_draft
from opsroom.workflows.comment_on import comment_on

pytestmark = pytest.mark.skipif("DATABASE_URL" in os.environ, reason="It makes a database of its own.")

# As the version before would have left it: without the newest step of each app of ours and what stands on that, but for
# the first two of an app, on which nearly all others stand.
BACK = """
import django
django.setup()
from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
executor = MigrationExecutor(connection)
graph, gone = executor.loader.graph, set()
for app in (one.label for one in apps.get_app_configs() if one.name.startswith("opsroom.")):
    for leaf in graph.leaf_nodes(app):
        steps = set(graph.backwards_plan(leaf))
        if not any(name.startswith(("0001", "0002")) for _, name in steps):
            gone |= steps
way = [one for one, _ in executor.migration_plan(graph.leaf_nodes(), clean_start=True)]
stays = [one for one in way if (one.app_label, one.name) not in gone]
goes = [one for one in way if (one.app_label, one.name) in gone]
# Last in the way, so that the models of what stays are drawn once.
executor._migrate_all_backwards([(one, True) for one in reversed(goes)], [(one, False) for one in stays + goes], False)
"""
# What a migration itself writes.
OF_MIGRATIONS = ("django_migrations", "opsroom_schema", "django_content_type", "auth_permission")


@pytest.fixture
def furnished(committed_db: Database) -> Database:
    """A shop in which goods were sold, sent and invoiced, something is still owed, and a call is being taken."""
    room = Room()
    room.put("MUG", 9)
    room.ship(room.release(room.sell(1, ("MUG", 2))).fulfilment_order_ids)
    sold = room.sell(2, ("MUG", 3))
    number_invoices(factories.system("system.billing", room.company), room.company, date(2026, 11, 23))
    manager = factories.actor("manager", room.company)
    debt = ReceivableDraft("OLD-7", None, "EUR", date(2026, 10, 2), None, 11_900, 11_900)
    books = factories.system("system.demo", room.company)
    made = factories.import_row(room.company, room.channel)
    open_receivables(books, room.company, [debt], opened_on=date(2026, 11, 23), import_id=made)
    begin_draft(manager, room.company)
    comment_on(manager, subject_of(manager, ORDER, int(sold.pk)), "Rings twice")
    return committed_db


@pytest.fixture
def older(cluster: Cluster, furnished: Database) -> Iterator[str]:
    """The name of a copy of it, taken back to the tables of the version before."""
    name = f"opsroom_older_{os.getpid()}"
    for connection in connections.all(initialized_only=True):
        connection.close()
        if getattr(connection, "pool", None):
            connection.close_pool()
    copy = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}")
    with cluster.admin() as admin:
        names = map(sql.Identifier, (name, cluster.template(), role_name("owner", EMBEDDED_NAME)))
        admin.execute(copy.format(*names))
    try:
        bring_rows(furnished, cluster.dsn("admin", name))
        told = cluster.environment(name) | {"OPSROOM_DB_ROLE": "owner"}
        subprocess.run([sys.executable, "-c", BACK], env=told, check=True)
        with psycopg.connect(cluster.dsn("owner", name)) as connection:
            connection.execute("UPDATE opsroom_schema SET fingerprint = 'of the version before'")
        yield name
    finally:
        with cluster.admin() as admin:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def bring_rows(furnished: Database, dsn: str) -> None:
    """Row by row, since a database that a server of the browser tests is signed in to cannot be copied whole."""
    with psycopg.connect(furnished.dsn("admin")) as source, psycopg.connect(dsn) as target:
        target.execute("SET session_replication_role = replica")
        for table in furnished.tables:
            with source.cursor().copy(f"COPY (SELECT * FROM {table}) TO STDOUT") as out:
                told = b"".join(bytes(block) for block in out)
            if told:
                target.execute(f"DELETE FROM {table}")
                with target.cursor().copy(f"COPY {table} FROM STDIN") as into:
                    into.write(told)


def columns(dsn: str) -> dict[str, list[str]]:
    with psycopg.connect(dsn) as connection:
        found = connection.execute(
            "SELECT table_name, array_agg(column_name::text ORDER BY column_name::text)"
            " FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE' GROUP BY 1"
        )
        return {table: names for table, names in found if table not in OF_MIGRATIONS}


def rows(dsn: str, of: dict[str, list[str]]) -> dict[str, list[str]]:
    """Every row of these columns, as text, in one order."""
    found = {}
    with psycopg.connect(dsn) as connection:
        for table, names in of.items():
            shown = sql.SQL(", ").join(map(sql.Identifier, names))
            ask = sql.SQL("SELECT ROW({})::text FROM {} ORDER BY 1").format(shown, sql.Identifier(table))
            found[table] = [text for (text,) in connection.execute(ask)]
    return found


def test_a_folder_of_the_version_before_starts_with_every_row_it_had(
    cluster: Cluster, furnished: Database, older: str
) -> None:
    owner = cluster.dsn("owner", older)
    now, then = columns(furnished.dsn("admin")), columns(owner)
    newer = {table for table in now if now[table] != then.get(table)}
    assert newer, "it stands where the version before stood"
    before = rows(owner, then)
    filled = {table for table, found in before.items() if found}
    assert {
        "orders_order",
        "billing_invoice",
        "billing_openreceivable",
        "money_transfer",
        "stock_move",
    } <= filled

    assert migrate_if_needed(owner, cluster.environment(older)) is True

    assert rows(owner, then) == before
    assert columns(owner) == now
    assert migrate_if_needed(owner, cluster.environment(older)) is False, "the next start has nothing to do"
