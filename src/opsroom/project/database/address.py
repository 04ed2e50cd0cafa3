"""Where the database is and how each role signs in to it; refuses remote servers without verified TLS."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import psycopg
from psycopg.conninfo import make_conninfo

from opsroom.project import home
from opsroom.project.refused import Refused

ROLES = ("owner", "web", "worker", "reader")
EMBEDDED_NAME = "opsroom"
SCHEMA_TABLE = "opsroom_schema"  # one row: which version of the program set the tables up
LOOPBACK = ("localhost", "127.0.0.1", "::1")
_SHAPE = (
    "It looks like postgresql://user:password@host:5432/database; "
    "signs such as @ / # : in a password are written as %40 %2F %23 %3A."
)


@dataclass(frozen=True, slots=True)
class Address:
    """One role's way into one database; `options` are libpq's own words."""

    host: str
    port: str
    name: str
    user: str
    password: str = field(repr=False)
    options: dict[str, str] = field(default_factory=dict)

    def dsn(self, name: str | None = None) -> str:
        """libpq connection string, to this database or to another of the same server."""
        return make_conninfo(
            "",
            host=self.host,
            port=self.port or None,
            dbname=name or self.name,
            user=self.user,
            password=self.password or None,
            **self.options,
        )

    def django(self) -> dict[str, Any]:
        """The same as an entry of Django's DATABASES."""
        return {
            "ENGINE": "django.db.backends.postgresql",
            "HOST": self.host,
            "PORT": self.port,
            "NAME": self.name,
            "USER": self.user,
            "PASSWORD": self.password,
        }


def is_external() -> bool:
    """True when DATABASE_URL names a server that is not ours to start or stop."""
    return bool(os.environ.get("DATABASE_URL"))


def role_name(role: str, database: str = EMBEDDED_NAME) -> str:
    """The server's name for one of our roles; roles belong to a server, so it starts with the database's name."""
    return f"{database}_{role}"


def socket_folder(folder: Path) -> Path:
    """Where the embedded server of that data folder listens."""
    return folder / "run"


def address(role: str) -> Address:
    """How `role` (owner, web, worker, reader) reaches the database of this instance."""
    if role not in ROLES:
        raise Refused(f"OPSROOM_DB_ROLE is {role!r}; it must be one of {', '.join(ROLES)}.")
    found = external(os.environ["DATABASE_URL"]) if is_external() else embedded()
    if is_external() and role == "owner":
        return found
    return Address(
        host=found.host,
        port=found.port,
        name=found.name,
        user=role_name(role, found.name if is_external() else EMBEDDED_NAME),
        password=home.known_secret(f"db_{role}") or "",
        options=found.options,
    )


def embedded() -> Address:
    """The embedded server's address, without a role."""
    return Address(
        host=str(socket_folder(home.home())),
        port="",
        name=os.environ.get("OPSROOM_DB_NAME", EMBEDDED_NAME),
        user="",
        password="",
    )


def external(url: str) -> Address:
    """Reads DATABASE_URL; its user is the owner. Raises Refused with what is wrong about it."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Refused(f"DATABASE_URL cannot be read: {error}. {_SHAPE}") from error
    if parts.scheme not in ("postgres", "postgresql"):
        raise Refused("DATABASE_URL must start with postgresql:// because Opsroom runs on PostgreSQL only.")
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", "") or unquote(parts.hostname or "")
    name = unquote(parts.path.lstrip("/"))
    if not name or not parts.username:
        raise Refused(f"DATABASE_URL must name a user and a database. {_SHAPE}")
    on_host = not host or host.startswith("/") or host in LOOPBACK
    if not on_host and options.get("sslmode") != "verify-full":
        raise Refused(
            f"The database at {host} is on another machine. Add ?sslmode=verify-full to DATABASE_URL, "
            "so that nobody between can read or change what is stored."
        )
    found = Address(
        host=host,
        port=str(port or options.pop("port", "")),
        name=name,
        user=unquote(parts.username),
        password=unquote(parts.password or ""),
        options=options,
    )
    try:
        found.dsn()
    except (psycopg.ProgrammingError, TypeError) as error:
        raise Refused(f"DATABASE_URL cannot be read: {str(error).strip()}. {_SHAPE}") from error
    return found
