"""Writes src/opsroom/project/database/first_tables.sql: what all migrations make of an empty database.

`python tools/first_tables.py write` takes half a minute; worth it when many migrations have come since, because a
first start and the tests go through each of those step by step. `check` proves that a database of the script and the
migrations since is the one that every migration, step by step, makes.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import tempfile
from importlib import metadata
from pathlib import Path

from opsroom.project.database.find_bin import find_bin
from opsroom.project.database.first_tables import SCRIPT, lay_first_tables
from opsroom.project.database.migrate import LIBRARIES
from opsroom.project.database.roles import prepare_embedded
from opsroom.project.database.supervisor import Server

ROOT = Path(__file__).resolve().parent.parent
CAPTION = (
    "-- All tables of a new database, written by tools/first_tables.py; do not edit. Refuses nothing itself."
)
# Steps without the signal that follows them: what that one writes is written at every start.
STEPS = """
import django
django.setup()
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
executor = MigrationExecutor(connection)
executor.migrate(executor.loader.graph.leaf_nodes())
"""
# The session's own settings, commands of psql, figures no sequence has moved from or that come by themselves.
LEFT_OUT = re.compile(
    r"SET |SELECT pg_catalog\.(set_config|setval\(.*, 1, false\)|setval\('public.django_migrations)"
    r"|\\|--|COMMENT ON EXTENSION|$"
)
APPLIED = re.compile(r"INSERT INTO public\.django_migrations VALUES \(\d+, ('\w+', '\w+'), '[^']+'\);$")
# The server writes down an array of words in another way once it has read its own.
WORDS = re.compile(r"\(ARRAY\[([^]]*)\]\)::text\[\]")
WORD = re.compile(r"\(('\w+'::character varying)\)::text")
CONTAINED = "INSERT INTO public.django_migrations (app, name, applied) VALUES ("


def dumped(dsn: str) -> str:
    """The tables, functions, rights and rows of a database as one script, without what differs between two runs."""
    command: list[str | Path] = [
        find_bin() / "pg_dump",
        "--no-owner",
        "--inserts",
        "--exclude-table=opsroom_schema",
        dsn,
    ]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    kept, inside = [], False
    for line in text.splitlines():
        # The body of a function is kept as it is.
        if inside or not LEFT_OUT.match(line):
            kept.append(APPLIED.sub(rf"{CONTAINED}\1, now());", line))
        inside ^= line.count("$$") % 2 == 1
    return "\n".join(kept) + "\n"


def contained(script: str) -> list[tuple[str, str]]:
    """The migrations a script names as applied: app and name."""
    rows = [line.removeprefix(CONTAINED) for line in script.splitlines() if line.startswith(CONTAINED)]
    return [(row.split("'")[1], row.split("'")[3]) for row in rows]


def digest(script: str) -> str:
    """Of the script, each migration of ours in it and the libraries with tables: changes when one of them does."""
    found = hashlib.sha256(script.encode())
    for library in LIBRARIES:
        found.update(f"{library} {metadata.version(library)}".encode())
    ours = {
        path.parent.parent.name: path.parent for path in ROOT.glob("src/opsroom/**/migrations/__init__.py")
    }
    for app, name in contained(script):
        if app in ours:
            path = ours[app] / f"{name}.py"
            found.update(path.read_bytes() if path.exists() else b"missing")
    return found.hexdigest()


def compared(script: str) -> tuple[list[str], set[tuple[str, str]]]:
    """What has to be the same in two databases: the tables, and which migrations are applied, in whatever order."""
    lines = [line for line in script.splitlines() if not line.startswith(CONTAINED)]
    return [WORD.sub(r"\1", WORDS.sub(r"ARRAY[\1]", line)) for line in lines], set(contained(script))


def built(*, script_first: bool) -> str:
    """The script of a database of its own that has gone through every step, or through those after the script."""
    with tempfile.TemporaryDirectory(prefix="ops-") as folder:
        Path(folder).chmod(0o700)
        server = Server(Path(folder))
        server.start()
        try:
            prepare_embedded(server.dsn("admin", "postgres"), "opsroom", server.home)
            if script_first:
                lay_first_tables(server.dsn("owner", "opsroom"))
            step_by_step(server.home, "opsroom")
            return dumped(server.dsn("owner", "opsroom"))
        finally:
            server.stop()


def step_by_step(home: Path, database: str) -> None:
    """Every migration there is, one after the other, as Django does it."""
    told = {
        "OPSROOM_HOME": str(home),
        "OPSROOM_DB_NAME": database,
        "DATABASE_URL": "",
        "OPSROOM_DB_ROLE": "owner",
    }
    told["DJANGO_SETTINGS_MODULE"] = "opsroom.project.settings"
    subprocess.run([sys.executable, "-c", STEPS], env={**os.environ, **told}, check=True)


def main() -> int:
    """Writes the script or checks it; 1 when it makes another database."""
    if sys.argv[1:] == ["check"]:
        same = compared(built(script_first=True)) == compared(built(script_first=False))
        print(
            "The same tables either way." if same else f"{SCRIPT} makes other tables than the migrations do."
        )
        return 0 if same else 1
    if sys.argv[1:] != ["write"]:
        print("usage: first_tables.py write|check")
        return 2
    script = built(script_first=False)
    SCRIPT.write_text(f"{CAPTION}\n-- {digest(script)}\n{script}", encoding="utf-8")
    print(f"{SCRIPT}: {len(contained(script))} migrations, {len(script) // 1024} KiB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
