"""The fixtures all tests share: database, clock, data, factories; refuses to touch a person's own data folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any
from zoneinfo import ZoneInfo

import django
import hypothesis
import psycopg
import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connections
from tests.database import ROOT, Cluster, Database, cluster_folder

from opsroom.project import home

# Before Django reads its settings: the tests' own folder, whatever this shell points at.
os.environ["OPSROOM_HOME"] = str(cluster_folder())
os.environ["OPSROOM_DB_ROLE"] = "web"
os.environ["DJANGO_SETTINGS_MODULE"] = "opsroom.project.settings"
for _name in ("OPSROOM_PORT", "OPSROOM_DB_NAME", "OPSROOM_STATIC"):
    os.environ.pop(_name, None)
# The key of sessions, which the first process of a new folder would otherwise make up for itself alone.
cluster_folder().mkdir(mode=0o700, exist_ok=True)
home.secret("secret_key")
django.setup()

# Deadlines measure the machine, not the rule; the examples are the same in every run of one revision.
hypothesis.settings.register_profile("house", deadline=None, max_examples=200, derandomize=True)
hypothesis.settings.load_profile("house")

# A hash that costs 100 MB and a fifth of a second guards people, not the few hundred passwords of a test run.
Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost = 1, 1_024

MONDAY_MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """The PostgreSQL server of this run, started or joined."""
    found = Cluster()
    found.start()
    yield found
    found.stop()


@pytest.fixture(scope="session")
def test_database(
    cluster: Cluster, django_test_environment: None, request: pytest.FixtureRequest
) -> Iterator[Database]:
    """This worker's own copy of the template; Django is pointed at it as the role web."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    database = cluster.copy(worker)
    fields = psycopg.conninfo.conninfo_to_dict(database.dsn("web"))
    entry = connections.settings["default"]
    entry.update(
        NAME=database.name,
        USER=str(fields["user"]),
        PASSWORD=str(fields.get("password", "")),
        HOST=str(fields.get("host", "")),
    )
    # A test that is rolled back is one transaction from its first line to its last, and a busy machine may take its
    # time between two statements: the limits of a web request do not fit it. Statement and lock limits stay.
    patience = "-c idle_in_transaction_session_timeout=0"
    if "DATABASE_URL" not in os.environ:  # servers before 17 do not know the next one
        patience += " -c transaction_timeout=0"
    entry["OPTIONS"] = {**entry.get("OPTIONS", {}), "options": patience}
    os.environ["OPSROOM_DB_NAME"] = database.name
    yield database
    for connection in connections.all(initialized_only=True):
        connection.close()
        if getattr(connection, "pool", None):
            connection.close_pool()
    cluster.drop(database)


@pytest.fixture(scope="session")
def django_db_setup(test_database: Database) -> None:
    """Replaces pytest-django's own set-up: it would create the database as the role under test."""


@pytest.fixture
def committed_db(
    django_db_setup: None, django_db_blocker: Any, test_database: Database
) -> Iterator[Database]:
    """Real commits; afterwards the changed tables are put back as they were in the template."""
    with django_db_blocker.unblock():
        yield test_database
        for connection in connections.all(initialized_only=True):
            connection.close()
    test_database.clean()


@pytest.fixture
def connect_as(test_database: Database) -> Iterator[Callable[..., psycopg.Connection]]:
    """connect_as("reader") -> a psycopg connection of its own; autocommit unless said otherwise."""
    opened: list[psycopg.Connection] = []

    def connect(role: str, *, autocommit: bool = True) -> psycopg.Connection:
        opened.append(psycopg.connect(test_database.dsn(role), autocommit=autocommit))
        return opened[-1]

    yield connect
    for connection in opened:
        connection.close()


@pytest.fixture
def owner_connection(connect_as: Callable[..., psycopg.Connection]) -> psycopg.Connection:
    """The owner of this worker's database, autocommitting: what it changes, its test cleans (use committed_db)."""
    return connect_as("owner")


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Python's clock, stopped at Monday 2026-11-23 09:00 in Berlin; the database's own now() goes on."""
    with time_machine.travel(MONDAY_MORNING, tick=False) as traveller:
        yield traveller


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real inputs nobody here wrote; they may not be committed, so a checkout without them skips."""
    named = os.environ.get("OPSROOM_SHARED_DATA")
    folder = Path(named) if named else ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"The shared data folder {folder} is absent; set OPSROOM_SHARED_DATA to run this test.")
    return folder


@pytest.fixture(scope="session")
def business_day() -> Path:
    """The folder with the committed files of one business day of the demo shop."""
    return ROOT / "src" / "opsroom" / "workflows" / "demo_shop"


@pytest.fixture(scope="session")
def factories() -> ModuleType:
    """Companies, sites, users and actors, made by the product's own actions."""
    from tests import factories as found

    return found


@pytest.fixture(autouse=True)
def _own_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Uploads and documents of one test end in that test's folder."""
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path / "files", raising=False)
