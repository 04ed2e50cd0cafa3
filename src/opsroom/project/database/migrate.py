"""Brings the tables up to date as the owner, only when a migration changed; refuses nothing, a failed one stays undone.

The work itself is done by opsroom.project.database.apply_migrations in a process of its own: a process signs in with
one role only, and a warm start need not load Django to learn that nothing is to do.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import psycopg
from psycopg import sql

from opsroom.project.children import PARENT
from opsroom.project.database.address import EMBEDDED_NAME, SCHEMA_TABLE, is_external, role_name

_SOURCE = Path(__file__).resolve().parents[2]
_PATTERNS = (
    "**/migrations/*.py",
    "**/models.py",
    "**/models/*.py",
    "project/database/*.py",
    "project/database/*.sql",
    "project/settings*.py",
)
LIBRARIES = ("django", "procrastinate", "django-allauth", "django-axes", "django-pgtrigger")


def fingerprint() -> str:
    """Changes whenever a migration, a model's rights or a library with tables changes; needs no Django."""
    digest = hashlib.sha256()
    for pattern in _PATTERNS:
        for path in sorted(_SOURCE.glob(pattern)):
            digest.update(str(path.relative_to(_SOURCE)).encode())
            digest.update(path.read_bytes())
    for library in LIBRARIES:
        digest.update(f"{library} {metadata.version(library)}".encode())
    return digest.hexdigest()


def migrate_if_needed(owner_dsn: str, environment: dict[str, str] | None = None) -> bool:
    """Migrates in a child process unless the stored fingerprint is ours. Returns whether it did.

    Rivals wait on the table's lock and then find the work done."""
    ours = fingerprint()
    with psycopg.connect(owner_dsn) as connection:
        if _stored(connection) == ours:
            return False
        table = sql.Identifier(SCHEMA_TABLE)
        connection.execute(sql.SQL("CREATE TABLE IF NOT EXISTS {} (fingerprint text NOT NULL)").format(table))
        connection.commit()
        connection.execute(sql.SQL("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE").format(table))
        if _stored(connection) == ours:
            return False
        _migrate_in_child(environment or {})
        connection.execute(sql.SQL("DELETE FROM {}").format(table))
        connection.execute(sql.SQL("INSERT INTO {} VALUES (%s)").format(table), [ours])
    return True


@contextlib.contextmanager
def in_turn(owner_dsn: str) -> Iterator[None]:
    """One migrating process at a time. One whose command was killed may still be at work: the server frees its turn
    when that process ends."""
    with psycopg.connect(owner_dsn, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(hashtext('opsroom.migrations'))")
        yield


def _stored(connection: psycopg.Connection[tuple[object, ...]]) -> str | None:
    """The fingerprint of the last migration, None where there was none or where its rights are missing.

    Rights are set in one transaction, so one of them tells of all: after a restore onto a server with new roles
    the tables are up to date, and still nobody may read them."""
    web = role_name("web", connection.info.dbname if is_external() else EMBEDDED_NAME)
    found = connection.execute(
        "SELECT has_table_privilege(%s, to_regclass(%s), 'SELECT')", [web, f"public.{SCHEMA_TABLE}"]
    ).fetchone()
    if found is None or not found[0]:
        return None
    row = connection.execute(
        sql.SQL("SELECT fingerprint FROM {}").format(sql.Identifier(SCHEMA_TABLE))
    ).fetchone()
    return None if row is None else str(row[0])


def _migrate_in_child(environment: dict[str, str]) -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "opsroom.project.database.apply_migrations"],
        env={**os.environ, **environment, "OPSROOM_DB_ROLE": "owner", PARENT: str(os.getpid())},
        check=False,
        capture_output=True,
        text=True,
    )
    if answer.returncode != 0:
        from opsroom.project.database.migration_fault import fault_of  # lazy: heavy

        raise fault_of(answer.returncode, answer.stdout)
