"""The tests' PostgreSQL: one cluster, one template a migration hash, one copy a worker; never signs in as the owner."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql

from opsroom.project.database.address import address, external
from opsroom.project.database.migrate import fingerprint, migrate_if_needed
from opsroom.project.database.prepare import prepare_database
from opsroom.project.database.roles import prepare_external
from opsroom.project.database.supervisor import Server

ROOT = Path(__file__).resolve().parent.parent
EXTERNAL_URL = os.environ.get("DATABASE_URL", "")
TEMPLATES_KEPT = 6
CLEANING_LOCK_SECONDS = 5


def cluster_folder() -> Path:
    """A short path of this checkout's own: a socket's path may have 107 bytes only, a checkout's is often longer."""
    digest = hashlib.sha256(os.fsencode(ROOT)).hexdigest()[:10]
    return Path(tempfile.gettempdir()) / f"opsroom-test-{os.geteuid()}-{digest}"


def schema_hash() -> str:
    """Changes with every migration, model, grant and role of ours, and with the libraries that bring tables."""
    return fingerprint()[:16]


@dataclass(slots=True)
class Database:
    """One worker's copy of the template; `seeded` are the tables that have rows in the template, with those rows."""

    cluster: Cluster
    name: str
    seeded: dict[str, bytes] = field(default_factory=dict)
    tables: list[str] = field(default_factory=list)

    def dsn(self, role: str) -> str:
        """libpq connection string for admin, owner, web, worker or reader to this copy."""
        return self.cluster.dsn(role, self.name)

    def remember(self) -> None:
        """Notes what the template contains, so that a committing test can be undone."""
        with psycopg.connect(self.dsn("admin")) as connection:
            rows = connection.execute(
                "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables "
                "WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1"
            )
            self.tables = [row[0] for row in rows]
            self.seeded = {table: _dump(connection, table) for table in _filled(connection, self.tables)}

    def clean(self) -> list[str]:
        """Puts back every table a test has changed, with triggers off. Returns their names."""
        changed = []
        with psycopg.connect(self.dsn("admin")) as connection:
            connection.execute(f"SET LOCAL lock_timeout = '{CLEANING_LOCK_SECONDS}s'")
            connection.execute("SET LOCAL session_replication_role = replica")
            filled = set(_filled(connection, self.tables))
            for table in self.tables:
                before = self.seeded.get(table, b"")
                after = _dump(connection, table) if table in filled and before else b""
                if (table not in filled and not before) or (before and before == after):
                    continue
                changed.append(table)
                connection.execute(f"DELETE FROM {table}")
                if before:
                    with connection.cursor().copy(f"COPY {table} FROM STDIN") as copy:
                        copy.write(before)
        return changed


def _filled(connection: psycopg.Connection, tables: list[str]) -> list[str]:
    """The tables that hold at least one row, by one statement."""
    if not tables:
        return []
    question = " UNION ALL ".join(f"SELECT '{t}' WHERE EXISTS (SELECT 1 FROM {t})" for t in tables)
    return [row[0] for row in connection.execute(question)]


def _dump(connection: psycopg.Connection, table: str) -> bytes:
    with connection.cursor().copy(f"COPY (SELECT * FROM {table} t ORDER BY t::text) TO STDOUT") as copy:
        return b"".join(bytes(block) for block in copy)


class Cluster:
    """The server the tests use: embedded and shared by all runs of this checkout, or the one DATABASE_URL names."""

    def __init__(self) -> None:
        self.folder = cluster_folder()
        self.server = None if EXTERNAL_URL else Server(self.folder)
        self.base = ""
        if EXTERNAL_URL:
            self.base = external(EXTERNAL_URL).name
            if "test" not in self.base:
                raise RuntimeError(
                    f"The tests write to the database DATABASE_URL names; {self.base} has no «test» in its name."
                )

    def start(self) -> None:
        """Starts or joins the server. Our lease ends with this process, however it ends."""
        if self.server is not None:
            self.server.start()
        else:
            self.folder.mkdir(mode=0o700, exist_ok=True)

    def stop(self) -> None:
        if self.server is not None:
            self.server.stop()

    def dsn(self, role: str, database: str) -> str:
        """libpq connection string for a role; with DATABASE_URL its user is both admin and owner."""
        if self.server is not None:
            return self.server.dsn(role, database)
        return address("owner" if role == "admin" else role).dsn(database)

    @contextlib.contextmanager
    def admin(self) -> Iterator[psycopg.Connection]:
        """An autocommitting superuser connection beside all test databases."""
        with psycopg.connect(self.dsn("admin", "postgres"), autocommit=True) as connection:
            yield connection

    def environment(self, database: str) -> dict[str, str]:
        """What a child process needs to work on that database; the caller adds OPSROOM_DB_ROLE."""
        return {**os.environ, "OPSROOM_HOME": str(self.folder), "OPSROOM_DB_NAME": database}

    @contextlib.contextmanager
    def _building(self) -> Iterator[None]:
        """One builder at a time; the kernel frees the lock when its holder dies."""
        handle = os.open(self.folder / "template.lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def template(self) -> str:
        """The name of the template for today's migrations, built on first use."""
        name = f"opsroom_template_{schema_hash()}"
        with self._building(), self.admin() as connection:
            if self.server is None:
                # Roles are named after their database, so the copies are made of the one DATABASE_URL names.
                prepare_external(address("owner"))
                migrate_if_needed(address("owner").dsn())
                return self.base
            if not _exists(connection, name):
                self._build(self.server, connection, name)
        return name

    def _build(self, server: Server, connection: psycopg.Connection, name: str) -> None:
        """Under another name until it is whole, so that a killed build leaves no half template."""
        draft = "opsroom_template_draft"
        _drop(connection, draft)
        prepare_database(server, draft)
        old = connection.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE 'opsroom\\_template\\_%%' "
            "AND datname <> %s ORDER BY oid DESC OFFSET %s",
            [draft, TEMPLATES_KEPT],
        ).fetchall()
        for (stale,) in old:
            _drop(connection, stale)
        rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        connection.execute(rename.format(sql.Identifier(draft), sql.Identifier(name)))

    def copy(self, worker: str) -> Database:
        """A fresh copy for one worker of one run. Copies of runs that were killed are dropped on the way."""
        template = self.template()
        name = f"opsroom_test_{os.getpid()}_{worker}"
        with self._building(), self.admin() as connection:
            known = connection.execute(
                "SELECT datname FROM pg_database WHERE datname LIKE 'opsroom\\_test\\_%'"
            )
            for (stale,) in known.fetchall():
                pid = stale.split("_")[2]
                if pid == str(os.getpid()) or not Path(f"/proc/{pid}").exists():
                    _drop(connection, stale)
            create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            connection.execute(create.format(sql.Identifier(name), sql.Identifier(template)))
            # Nobody reads these copies after a crash; what a commit shows to others and locks is the same.
            relaxed = sql.SQL("ALTER DATABASE {} SET synchronous_commit = off")
            connection.execute(relaxed.format(sql.Identifier(name)))
        database = Database(self, name)
        database.remember()
        return database

    def drop(self, database: Database) -> None:
        with self.admin() as connection:
            _drop(connection, database.name)


def _exists(connection: psycopg.Connection, name: str) -> bool:
    return connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _drop(connection: psycopg.Connection, name: str) -> None:
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
