"""Tries what the database roles must not do: change what is for ever, read secrets, write as a reader."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest

from opsroom.project.database import grants

Connect = Callable[..., psycopg.Connection]

APPEND_ONLY = [rule.table for rule in grants.rules() if rule.append_only]


def test_Z6_the_books_and_the_audit_trail_are_append_only() -> None:
    assert {"records_event", "stock_entry", "money_entry"} <= set(APPEND_ONLY)


@pytest.mark.parametrize("role", ["web", "worker"])
@pytest.mark.parametrize("verb", ["UPDATE", "DELETE", "TRUNCATE"])
def test_Z6_no_working_role_may_change_append_only_rows(connect_as: Connect, role: str, verb: str) -> None:
    connection = connect_as(role)
    for table in APPEND_ONLY:
        question = connection.execute(
            "SELECT has_table_privilege(%s, %s), has_table_privilege(%s, 'SELECT'), has_table_privilege(%s, 'INSERT')",
            [table, verb, table, table],
        ).fetchone()
        assert question == (False, True, True), table


def test_Z6_truncate_of_an_ordinary_table_is_refused_too(connect_as: Connect) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        connect_as("web").execute("TRUNCATE orders_order CASCADE")


@pytest.mark.parametrize("role", ["web", "worker", "reader"])
def test_Z6_nobody_but_the_owner_changes_tables(connect_as: Connect, role: str) -> None:
    connection = connect_as(role)
    for statement in (
        "CREATE TABLE mine (id int)",
        "ALTER TABLE orders_order ADD COLUMN mine int",
        "DROP TABLE orders_order",
        "UPDATE opsroom_schema SET fingerprint = ''",
    ):
        with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.ReadOnlySqlTransaction)):
            connection.execute(statement)


def test_Z6_the_reader_reads_business_rows_only_and_writes_none(connect_as: Connect) -> None:
    reader = connect_as("reader")

    assert reader.execute("SELECT count(*) FROM orders_order").fetchone() is not None
    for table in ("django_session", "mfa_authenticator", "procrastinate_jobs", "access_cache"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            reader.execute(f"SELECT * FROM {table}")
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        reader.execute("DELETE FROM orders_order")
    reader.execute("SET default_transaction_read_only = off")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        reader.execute("DELETE FROM orders_order")


def test_L1_every_role_has_its_limits(connect_as: Connect) -> None:
    found = {
        role: [
            connect_as(role).execute(f"SHOW {name}").fetchone()[0]
            for name in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
        ]
        for role in ("web", "worker", "reader")
    }

    assert found == {
        "web": ["5s", "2s", "10s"],
        "worker": ["5min", "2s", "10s"],
        "reader": ["30s", "2s", "10s"],
    }
