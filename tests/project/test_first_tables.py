"""A new database starts with all tables in one script; one that has tables is never touched by it."""

from __future__ import annotations

import os
from collections.abc import Iterator

import first_tables as tool
import psycopg
import pytest
from tests.database import Cluster

from opsroom.project.database.first_tables import SCRIPT, lay_first_tables
from opsroom.project.database.roles import prepare_embedded
from opsroom.project.database.supervisor import Server

pytestmark = pytest.mark.skipif("DATABASE_URL" in os.environ, reason="It makes databases of its own.")


@pytest.fixture
def server(cluster: Cluster) -> Server:
    assert cluster.server is not None
    return cluster.server


@pytest.fixture
def empty(server: Server) -> Iterator[str]:
    """The name of a database without a table."""
    name = f"opsroom_first_{os.getpid()}"
    prepare_embedded(server.dsn("admin", "postgres"), name, server.home)
    yield name
    with psycopg.connect(server.dsn("admin", "postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_the_script_is_of_the_migrations_that_stand_there() -> None:
    _, told, script = SCRIPT.read_text(encoding="utf-8").split("\n", 2)
    assert told == f"-- {tool.digest(script)}", (
        "A migration in it or a library was changed: run tools/first_tables.py write."
    )


def test_a_new_database_gets_exactly_the_scripts_tables(server: Server, empty: str) -> None:
    owner = server.dsn("owner", empty)

    assert lay_first_tables(owner) is True

    assert tool.compared(tool.dumped(owner)) == tool.compared(
        SCRIPT.read_text(encoding="utf-8").split("\n", 2)[2]
    )


def test_a_database_that_has_a_table_of_whomever_is_left_as_it_is(server: Server, empty: str) -> None:
    with psycopg.connect(server.dsn("owner", empty)) as connection:
        connection.execute("CREATE TABLE theirs AS SELECT 'kept' AS word")

    assert lay_first_tables(server.dsn("owner", empty)) is False

    with psycopg.connect(server.dsn("owner", empty)) as connection:
        assert connection.execute("SELECT word FROM theirs").fetchall() == [("kept",)]
        assert connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall() == [("theirs",)]
