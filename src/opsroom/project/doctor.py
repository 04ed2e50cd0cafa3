"""Checks that this instance is whole: files, server, tables, rights, both books; repairs nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import psycopg
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from opsroom.insight.health import DATA_CHECKS
from opsroom.project import home
from opsroom.project.database import grants
from opsroom.project.database.address import EMBEDDED_NAME, SCHEMA_TABLE, is_external, role_name
from opsroom.project.database.migrate import fingerprint

Check = Callable[[], Iterator[str] | list[str]]

# Settings that are no line of postgresql.conf.
_SETTING_SENTENCES = {
    "data_checksums": (
        "PostgreSQL has data_checksums = off; a failing disk could change data unnoticed. "
        "Stop that server and run: pg_checksums --enable -D its data folder."
    )
}


def open_paths() -> Iterator[str]:
    """Paths of the data folder that others than its owner can open."""
    folder = home.home()
    for path in (folder, *(folder / name for name in ("secrets", "run", "pg", "logs", "files"))):
        if path.exists() and path.stat().st_mode & 0o077:
            yield f"Other users of this machine can open {path}. Run: chmod 0700 {path}"
    for path in sorted((folder / "secrets").glob("*")):
        if path.stat().st_mode & 0o077:
            yield f"Other users of this machine can read {path}. Run: chmod 0600 {path}"
        if path.stat().st_uid != os.geteuid():
            yield f"{path} belongs to another user. Run: chown {os.geteuid()} {path}"


def server_settings() -> Iterator[str]:
    """Settings with which PostgreSQL may lose acknowledged work."""
    wanted = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "data_checksums": "on"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(wanted)])
        for name, setting in cursor.fetchall():
            if setting != wanted[name] and not (
                name == "synchronous_commit" and setting.startswith("remote")
            ):
                yield _SETTING_SENTENCES.get(
                    name,
                    f"PostgreSQL has {name} = {setting}; a crash could lose work. Set it to {wanted[name]}.",
                )


def pending_migrations() -> Iterator[str]:
    """Tables that are older than the program."""
    executor = MigrationExecutor(connection)
    for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield f"The tables miss {migration.app_label} {migration.name}. Run `opsroom run` to bring them up to date."
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT fingerprint FROM {SCHEMA_TABLE}")  # noqa: S608 - our own constant
        row = cursor.fetchone()
    if row is None or row[0] != fingerprint():
        yield "The tables were set up by another version of the program. Run `opsroom run` to set them up anew."


def rights() -> Iterator[str]:
    """Append-only tables that the web server or the worker could change."""
    prefix = str(settings.DATABASES["default"]["NAME"]) if is_external() else EMBEDDED_NAME
    tables = [rule.table for rule in grants.rules() if rule.append_only]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT role, tab, verb FROM unnest(%s::text[]) AS role, unnest(%s::text[]) AS tab,"
            " unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) AS verb"
            " WHERE has_table_privilege(role, quote_ident(tab), verb) ORDER BY 1, 2, 3",
            [[role_name(role, prefix) for role in ("web", "worker", "reader")], tables],
        )
        for role, table, verb in cursor.fetchall():
            yield f"The role {role} may {verb} on {table}, whose rows are for ever. Run `opsroom run`."


# What `opsroom doctor` looks at, in this order; each check gives one sentence a finding.
CHECKS: list[tuple[str, Check]] = [
    ("files", open_paths),
    ("server", server_settings),
    ("tables", pending_migrations),
    ("rights", rights),
    *((name, check) for name, (_, check) in DATA_CHECKS.items()),
]


def examine() -> Iterator[tuple[str, list[str]]]:
    """Runs every check; gives its name and its findings. A check that cannot run is a finding."""
    for name, check in CHECKS:
        try:
            yield name, list(check())
        except (psycopg.Error, OSError) as error:
            yield name, [f"This could not be checked: {type(error).__name__}."]
