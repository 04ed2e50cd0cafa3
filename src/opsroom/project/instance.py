"""Opens this instance for one command: database, settings, connectors; gives all of it back at the end."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

import django
from django.db import connections

from opsroom.project import wiring
from opsroom.project.database.prepare import prepare
from opsroom.project.home import home, private_folder


@contextlib.contextmanager
def opened(role: str) -> Iterator[None]:
    """A running database, up to date, and Django set up to sign in to it as `role`."""
    private_folder(home())
    server = prepare()
    try:
        set_up(role)
        yield
    finally:
        close_connections()
        if server is not None:
            server.stop()


def set_up(role: str) -> None:
    """Django and the connectors, for a database that runs already. One role a process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opsroom.project.settings")
    os.environ["OPSROOM_DB_ROLE"] = role
    django.setup()
    wiring.connect()


def close_connections() -> None:
    """Before the server stops: an open connection would be cut, and its pool would complain."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        if getattr(connection, "pool", None):
            connection.close_pool()  # type: ignore[attr-defined]
