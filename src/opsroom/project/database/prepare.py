"""From nothing to a database that can be used: server, roles, tables, rights; refuses with a sentence."""

from __future__ import annotations

from opsroom.project import home
from opsroom.project.database.address import EMBEDDED_NAME, address, is_external
from opsroom.project.database.migrate import migrate_if_needed
from opsroom.project.database.roles import prepare_embedded, prepare_external
from opsroom.project.database.supervisor import Server


def prepare() -> Server | None:
    """Starts or joins this instance's database and brings it up to date.

    Returns the embedded server, to be stopped by the caller; None with DATABASE_URL."""
    home.secret("secret_key")
    if is_external():
        owner = address("owner")
        prepare_external(owner)
        migrate_if_needed(owner.dsn())
        return None
    server = Server(home.home())
    try:
        server.start()
        prepare_database(server, EMBEDDED_NAME)
    except BaseException:
        server.stop()
        raise
    return server


def prepare_database(server: Server, database: str) -> bool:
    """Creates the database of that name with roles, tables and rights; returns whether anything was migrated."""
    prepare_embedded(server.dsn("admin", "postgres"), database, server.home)
    environment = {"OPSROOM_HOME": str(server.home), "OPSROOM_DB_NAME": database, "DATABASE_URL": ""}
    return migrate_if_needed(server.dsn("owner", database), environment)
