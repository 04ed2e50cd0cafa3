"""Lays all tables of a new database in one script instead of step by step; refuses one that has tables already.

`first_tables.sql` is what the migrations made of an empty database: `tools/first_tables.py write` has written it. It
names those migrations as applied, so that Django goes on with the newer ones. Django draws all models anew for each
step of a migration, which takes a first start twenty times as long.
"""

from __future__ import annotations

from pathlib import Path

import psycopg

from opsroom.project.database.address import SCHEMA_TABLE

SCRIPT = Path(__file__).with_name("first_tables.sql")


def lay_first_tables(owner_dsn: str) -> bool:
    """All or none of them, as the owner; True when the database was empty. A table of whomever else counts as one."""
    with psycopg.connect(owner_dsn) as connection:
        found = connection.execute(
            "SELECT 1 FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
            " AND relname <> %s LIMIT 1",
            [SCHEMA_TABLE],
        ).fetchone()
        if found is not None:
            return False
        connection.execute(SCRIPT.read_bytes())
    return True
