"""Proves where the database is looked for, what DATABASE_URL may say, and that four roles come of it."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from tests.project.house import command

from opsroom.project.database import roles
from opsroom.project.database.address import Address, external
from opsroom.project.database.supervisor import Server
from opsroom.project.exposure import exposure
from opsroom.project.refused import Refused


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mysql://a:b@localhost/shop", r"must start with postgresql://"),
        ("postgresql://localhost/shop", r"must name a user and a database"),
        ("postgresql://a:b@localhost", r"must name a user and a database"),
        (
            "postgresql://a:b@db.example.com/shop",
            r"db\.example\.com is on another machine\. Add \?sslmode=verify-full",
        ),
        ("postgresql://a:b@db.example.com/shop?sslmode=require", r"Add \?sslmode=verify-full"),
        (
            "postgresql://a:b@localhost:54x/shop",
            r"cannot be read: Port .*'54x'\. It looks like postgresql://",
        ),
        ("postgresql://a:p/w@localhost/shop", r"cannot be read: .* %40 %2F %23 %3A\."),
        ("postgresql://a:p#w@localhost/shop", r"cannot be read: .* %40 %2F %23 %3A\."),
        ("postgresql://a:b@localhost/shop?sslmod=x", r'cannot be read: invalid connection option "sslmod"'),
        ("postgresql://a:b@localhost/shop?user=c", r"cannot be read: "),
    ],
)
def test_V12_a_url_that_will_not_do_is_refused_with_a_sentence(url: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        external(url)


def test_a_url_is_read_with_its_escapes_and_options() -> None:
    found = external(
        "postgresql://shop:p%40ss@db.example.com:5433/my%20shop?sslmode=verify-full&sslrootcert=/ca.pem"
    )

    assert (found.host, found.port, found.name, found.user, found.password) == (
        "db.example.com",
        "5433",
        "my shop",
        "shop",
        "p@ss",
    )
    assert found.options == {"sslmode": "verify-full", "sslrootcert": "/ca.pem"}
    assert "p@ss" not in repr(found)


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"OPSROOM_BIND": "0.0.0.0"}, r"can be reached from other machines"),  # noqa: S104 - refused
        ({"OPSROOM_PUBLIC_URL": "http://ops.example.com"}, r"it must be an https:// address"),
        ({"OPSROOM_PORT": "eighty"}, r"must be a port number"),
        ({"OPSROOM_TLS_KEY": "/key.pem"}, r"belong together"),
    ],
)
def test_A7_an_unsafe_or_broken_exposure_is_refused(
    variables: dict[str, str], sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(Refused, match=sentence):
        exposure()


def test_A7_a_declared_tls_proxy_opens_other_binds_to_exactly_one_host(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OPSROOM_BIND", "0.0.0.0")  # noqa: S104 - behind the proxy it declares
    monkeypatch.setenv("OPSROOM_PUBLIC_URL", "https://ops.example.com")

    found = exposure()

    assert found.public
    assert found.hosts == ("ops.example.com",)


@pytest.fixture
def outside(made: Path) -> Address:
    """A server that is not the instance's own, with an owner who may make roles."""
    server = Server(made)
    server.start()
    with psycopg.connect(server.dsn("admin", "postgres"), autocommit=True) as connection:
        connection.execute("CREATE ROLE shop_owner LOGIN CREATEROLE PASSWORD 'secret'")
        connection.execute("CREATE DATABASE shop OWNER shop_owner")
    return Address(str(server.sockets), "", "shop", "shop_owner", "secret")


def test_Z6_a_restored_database_on_another_server_gets_the_same_four_roles(
    furnished: Path, tmp_path: Path
) -> None:
    server = Server(furnished)
    server.start()
    with psycopg.connect(server.dsn("admin", "postgres"), autocommit=True) as connection:
        connection.execute("CREATE ROLE shop_owner LOGIN CREATEROLE PASSWORD 'secret'")
        connection.execute("CREATE DATABASE shop TEMPLATE opsroom OWNER shop_owner")
    with psycopg.connect(server.dsn("admin", "shop"), autocommit=True) as connection:
        connection.execute("REASSIGN OWNED BY opsroom_owner TO shop_owner")
    home = tmp_path / "own"
    url = f"postgresql://shop_owner:secret@/shop?host={server.sockets}"

    done = command(home, "doctor", DATABASE_URL=url)
    again = command(home, "sign-in-link", DATABASE_URL=url)

    assert done.stdout.splitlines()[-1] == "Everything checked is fine.", done.stdout + done.stderr
    assert again.stderr == (
        "There is nobody to sign in yet, because there is no company. Run `opsroom run` once: "
        "it makes an empty shop with --empty, else the demo shop.\n"
    )
    web = Address(str(server.sockets), "", "shop", "shop_web", (home / "secrets" / "db_web").read_text())
    with psycopg.connect(web.dsn(), autocommit=True) as connection:
        assert connection.execute("SHOW statement_timeout").fetchone() == ("5s",)
        assert connection.execute("SELECT count(*) FROM records_event").fetchone() == (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM records_event")
    assert not (home / "pg").exists()


def test_Z6_an_owner_who_may_not_make_roles_gets_the_sql_to_hand_over(
    outside: Address, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPSROOM_HOME", str(tmp_path / "own"))
    with psycopg.connect(outside.dsn(), autocommit=True) as owner:
        owner.execute("CREATE ROLE small_owner LOGIN PASSWORD 'secret'")
    small = Address(outside.host, "", "shop", "small_owner", "secret")

    with pytest.raises(
        Refused, match=r"may not create roles\. Ask the server's administrator to run .*roles\.sql"
    ):
        roles.prepare_external(small)

    script = tmp_path / "own" / "secrets" / "roles.sql"
    assert script.stat().st_mode & 0o777 == 0o600
    with psycopg.connect(outside.dsn(), autocommit=True) as owner:
        owner.execute(sql.SQL(script.read_text()))  # type: ignore[arg-type]
    roles.prepare_external(small)


def test_roles_of_another_instance_are_not_taken_over(
    outside: Address, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPSROOM_HOME", str(tmp_path / "one"))
    roles.prepare_external(outside)
    monkeypatch.setenv("OPSROOM_HOME", str(tmp_path / "two"))

    with pytest.raises(Refused, match=r"The role shop_web exists, but the password in .* does not open it"):
        roles.prepare_external(outside)


def test_an_unreachable_server_is_a_sentence(tmp_path: Path) -> None:
    done = command(tmp_path / "own", "doctor", DATABASE_URL="postgresql://a:b@127.0.0.1:1/shop")

    assert done.returncode == 2
    assert done.stderr == (
        "No database server answers at 127.0.0.1, port 1, which DATABASE_URL names. Start it or correct the address. "
        "Without DATABASE_URL Opsroom brings a database of its own.\n"
    )


@pytest.mark.parametrize(
    ("name", "password", "said"),
    [
        ("shop", "wrong", r"does not let shop_owner in: the password in DATABASE_URL is wrong\. Correct it"),
        (
            "none",
            "secret",
            r"has no database none\. Make it, with shop_owner as its owner, or correct DATABASE_URL",
        ),
    ],
)
def test_a_server_that_lets_nobody_in_is_a_sentence(
    outside: Address, name: str, password: str, said: str
) -> None:
    with pytest.raises(Refused, match=said):
        roles.prepare_external(Address(outside.host, outside.port, name, "shop_owner", password))


def test_a_database_that_stores_bytes_instead_of_text_is_refused_with_the_way_out(
    outside: Address, made: Path
) -> None:
    with psycopg.connect(Server(made).dsn("admin", "postgres"), autocommit=True) as connection:
        connection.execute(
            "CREATE DATABASE bytes OWNER shop_owner TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'"
        )

    with pytest.raises(Refused, match=r"\"bytes\".* stores text as SQL_ASCII; Opsroom needs UTF8\. Make it"):
        roles.prepare_external(Address(outside.host, outside.port, "bytes", "shop_owner", "secret"))

    with psycopg.connect(Server(made).dsn("admin", "postgres")) as connection:
        made_roles = connection.execute(
            "SELECT count(*) FROM pg_roles WHERE rolname LIKE 'bytes%'"
        ).fetchone()
    assert made_roles == (0,)
