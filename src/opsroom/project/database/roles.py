"""Makes the four database roles and their limits; refuses an external server that cannot keep them apart."""

from __future__ import annotations

import os
from pathlib import Path

import psycopg
from psycopg import sql

from opsroom.kernel.values import limits
from opsroom.project import home
from opsroom.project.database.address import Address, role_name
from opsroom.project.refused import Refused

RESTRICTED = ("web", "worker", "reader")
_STATEMENT_SECONDS = {
    "web": limits.STATEMENT_WAIT_SECONDS,
    "worker": limits.WORKER_STATEMENT_WAIT_SECONDS,
    "reader": limits.READER_STATEMENT_WAIT_SECONDS,
}
_TRANSACTION_SECONDS = {
    "web": limits.TRANSACTION_SECONDS_MAX,
    "worker": limits.WORKER_TRANSACTION_SECONDS_MAX,
    "reader": limits.READER_STATEMENT_WAIT_SECONDS,
}
_TRANSACTION_TIMEOUT_SINCE = 17
_TURN = "SELECT pg_advisory_lock(hashtext('opsroom.roles'))"


def prepare_embedded(admin_dsn: str, database: str, folder: Path | None = None) -> None:
    """Creates the roles and the database on our own server, where missing. `admin_dsn` leads to "postgres"."""
    with psycopg.connect(admin_dsn, autocommit=True) as connection:
        # Two commands may start at once; the server refuses two changes of one role. Freed as the connection closes.
        connection.execute(_TURN)
        known = _known_roles(connection, [role_name(role) for role in ("owner", *RESTRICTED)])
        for role in ("owner", *RESTRICTED):
            if role_name(role) not in known:
                connection.execute(_create(role, role_name(role), home.secret(f"db_{role}", folder)))
            for statement in _settings(role, role_name(role), connection.info.server_version // 10_000):
                connection.execute(statement)
        row = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone()
        if row is None:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(
                    sql.Identifier(database), sql.Identifier(role_name("owner"))
                )
            )


def prepare_external(owner: Address) -> None:
    """Creates the restricted roles from DATABASE_URL's user; raises Refused with the SQL to run if it may not."""
    try:
        connection = psycopg.connect(owner.dsn(), autocommit=True)
    except psycopg.OperationalError as error:
        raise Refused(_no_answer(owner, str(error))) from error
    with connection:
        major = connection.info.server_version // 10_000
        if major < limits.DATABASE_MAJOR_VERSION_MIN:
            raise Refused(
                f"The server named by DATABASE_URL runs PostgreSQL {major}; "
                f"Opsroom needs {limits.DATABASE_MAJOR_VERSION_MIN} or later."
            )
        _refuse_other_encoding(connection, owner.name)
        connection.execute(_TURN)
        names = {role: role_name(role, owner.name) for role in RESTRICTED}
        known = _known_roles(connection, list(names.values()))
        statements: list[sql.Composed] = []
        for role, name in names.items():
            if name not in known:
                statements.append(_create(role, name, home.secret(f"db_{role}")))
                statements.extend(_settings(role, name, major))
        if statements:
            _run_or_hand_over(connection, statements)
        _refuse_unknown_passwords(owner, names)


def _refuse_other_encoding(connection: psycopg.Connection[tuple[object, ...]], database: str) -> None:
    """A server set up in the C locale makes databases that store bytes, not text: names of half the world break."""
    found = connection.info.parameter_status("server_encoding")
    if found != "UTF8":
        raise Refused(
            f'The database "{database}" named by DATABASE_URL stores text as {found}; Opsroom needs UTF8. '
            f"Make it with: CREATE DATABASE \"{database}\" ENCODING 'UTF8' TEMPLATE template0; then start again."
        )


def _known_roles(connection: psycopg.Connection[tuple[object, ...]], names: list[str]) -> set[str]:
    rows = connection.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [names]).fetchall()
    return {str(name) for (name,) in rows}


def _create(role: str, name: str, password: str) -> sql.Composed:
    return sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB PASSWORD {}").format(
        sql.Identifier(name), sql.Literal(password)
    )


def _settings(role: str, name: str, major: int) -> list[sql.Composed]:
    """Limits stand on the role, so that they hold behind a connection pooler too."""
    if role == "owner":
        return []
    values: dict[str, str] = {
        "statement_timeout": f"{_STATEMENT_SECONDS[role]}s",
        "lock_timeout": f"{limits.LOCK_WAIT_SECONDS}s",
        "idle_in_transaction_session_timeout": f"{limits.IDLE_IN_TRANSACTION_SECONDS}s",
        "random_page_cost": "1.1",  # a solid-state disk: with the default of 4 big lists read whole tables
        "jit": "off",  # compiling a page's statement takes longer than running it
    }
    if major >= _TRANSACTION_TIMEOUT_SINCE:
        values["transaction_timeout"] = f"{_TRANSACTION_SECONDS[role]}s"
    if role == "reader":
        values["default_transaction_read_only"] = "on"
    return [
        sql.SQL("ALTER ROLE {} SET {} = {}").format(
            sql.Identifier(name), sql.Identifier(key), sql.Literal(value)
        )
        for key, value in values.items()
    ]


def _run_or_hand_over(
    connection: psycopg.Connection[tuple[object, ...]], statements: list[sql.Composed]
) -> None:
    try:
        with connection.transaction():
            for statement in statements:
                connection.execute(statement)
    except psycopg.errors.InsufficientPrivilege as error:
        path = home.secret_file("roles.sql")
        home.private_folder(path.parent.parent)
        home.private_folder(path.parent)
        with open(path, "w", encoding="utf-8", opener=_private) as file:
            file.writelines(statement.as_string(connection) + ";\n" for statement in statements)
        raise Refused(
            "The user of DATABASE_URL may not create roles. Ask the server's administrator to run "
            f"{path} (it holds generated passwords), then start again."
        ) from error


def _no_answer(owner: Address, said: str) -> str:
    """Why nobody could sign in there, by the words of the library that tried; they are shown where none is known."""
    where = f"{owner.host or 'this machine'}{f', port {owner.port}' if owner.port else ''}"
    if "password authentication failed" in said or "no password supplied" in said:
        return (
            f"The database server at {where} does not let {owner.user} in: the password in DATABASE_URL is wrong. "
            "Correct it; signs such as @ / # : in it are written as %40 %2F %23 %3A."
        )
    if f'database "{owner.name}" does not exist' in said:
        return (
            f"The database server at {where} has no database {owner.name}. Make it, with {owner.user} as its owner, "
            "or correct DATABASE_URL."
        )
    if "could not translate host name" in said or "resolve" in said:
        return f"Nobody knows the host {owner.host} of DATABASE_URL. Correct its name."
    if "refused" in said or "No such file" in said or "timeout" in said or "unreachable" in said:
        return (
            f"No database server answers at {where}, which DATABASE_URL names. Start it or correct the address. "
            "Without DATABASE_URL Opsroom brings a database of its own."
        )
    return f"The database named by DATABASE_URL cannot be used: {said.strip().splitlines()[-1].strip()}"


def _refuse_unknown_passwords(owner: Address, names: dict[str, str]) -> None:
    """Roles may exist from another data folder, with passwords that are not here."""
    for role, name in names.items():
        own = Address(
            owner.host, owner.port, owner.name, name, home.known_secret(f"db_{role}") or "", owner.options
        )
        try:
            psycopg.connect(own.dsn(), connect_timeout=limits.DATABASE_CONNECT_SECONDS).close()
        except psycopg.OperationalError as error:
            raise Refused(
                f"The role {name} exists, but the password in {home.secret_file(f'db_{role}')} does not open it. "
                f"Copy the secrets folder of the instance that made it, or run "
                f'ALTER ROLE "{name}" PASSWORD with the content of that file.'
            ) from error


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, home.FILE_MODE)
