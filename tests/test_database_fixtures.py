"""Proves that the tests' database is real, restricted and put back; refuses a suite that runs as its owner."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import psycopg
import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone
from tests.database import Database

BERLIN = ZoneInfo("Europe/Berlin")


def _one(question: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(question)
        row = cursor.fetchone()
        assert row is not None
        return row[0]


@pytest.mark.django_db
def test_Z6_tests_run_as_the_role_web_which_may_not_change_the_schema(test_database: Database) -> None:
    assert str(_one("SELECT current_user")).endswith("_web")
    assert _one("SELECT current_database()") == test_database.name
    assert _one("SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
    with pytest.raises(Exception, match=r"permission denied|must be owner"), transaction.atomic():
        _one("CREATE TABLE public.mine (id int)")


def _sessions(test_database: Database) -> int:
    with psycopg.connect(test_database.dsn("admin")) as admin:
        row = admin.execute("SELECT count(*) FROM django_session").fetchone()
        assert row is not None
        return int(row[0])


def _write_session() -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_session VALUES ('left-behind', '', now())")


def test_a_committing_test_is_seen_by_others_and_cleaned_by_table(
    committed_db: Database, connect_as: Callable[..., psycopg.Connection]
) -> None:
    _write_session()
    assert connect_as("admin").execute("SELECT count(*) FROM django_session").fetchone() == (1,)
    connection.close()
    assert committed_db.clean() == ["public.django_session"]
    assert _sessions(committed_db) == 0
    assert committed_db.clean() == []


def test_a_seeded_table_gets_its_rows_back(committed_db: Database) -> None:
    with psycopg.connect(committed_db.dsn("admin")) as admin:
        before = admin.execute("SELECT count(*) FROM django_migrations").fetchone()
        admin.execute("DELETE FROM django_migrations")
    assert committed_db.clean() == ["public.django_migrations"]
    with psycopg.connect(committed_db.dsn("admin")) as admin:
        assert admin.execute("SELECT count(*) FROM django_migrations").fetchone() == before


@pytest.mark.django_db
@pytest.mark.parametrize("time", [1, 2])
def test_a_rolled_back_test_leaves_nothing(test_database: Database, time: int) -> None:
    _write_session()
    assert _sessions(test_database) == 0


def test_the_reader_cannot_write(connect_as: Callable[..., psycopg.Connection]) -> None:
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        connect_as("reader").execute("CREATE TEMPORARY TABLE mine (id int)")


def test_the_clock_stands_until_it_is_moved(clock: time_machine.Traveller) -> None:
    assert timezone.localtime(timezone=BERLIN) == datetime(2026, 11, 23, 9, 0, tzinfo=BERLIN)
    clock.shift(timedelta(minutes=90))
    assert timezone.now().isoformat() == "2026-11-23T09:30:00+00:00"
