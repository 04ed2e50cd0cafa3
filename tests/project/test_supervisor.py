"""Proves that the embedded server starts, is shared, ends with its last user and comes back after any death."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from tests.project.conftest import wait_for

from opsroom.project.database import processes
from opsroom.project.database.roles import prepare_embedded
from opsroom.project.database.supervisor import Server
from opsroom.project.refused import Refused

STARTER = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from opsroom.project.database.roles import prepare_embedded
from opsroom.project.database.supervisor import Server
server = Server(Path(sys.argv[1]))
print(server.start(), flush=True)
sys.stdin.readline()
print(server.stop(), flush=True)
"""


def starter(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", STARTER, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def let_go(process: subprocess.Popen[str]) -> str:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.close()
    answer = said(process)
    process.wait(20)
    return answer


def counts(server: Server) -> int:
    with psycopg.connect(server.dsn("admin", "postgres")) as connection:
        row = connection.execute("SELECT count(*) FROM pg_tables WHERE tablename = 'kept'").fetchone()
    assert row is not None
    return int(row[0])


def test_five_commands_at_once_share_one_server_and_the_last_one_stops_it(folder: Path) -> None:
    commands = [starter(folder) for _ in range(5)]

    starts = sorted(said(command) for command in commands)
    ends = [let_go(command) for command in commands]

    assert starts == ["joined", "joined", "joined", "joined", "started"]
    assert ends == ["left running", "left running", "left running", "left running", "stopped"]
    assert processes.postgres_in(folder / "pg") == []


def test_a_killed_postmaster_is_replaced_and_what_was_committed_is_there(made: Path) -> None:
    server = Server(made)
    assert server.start() == "started"
    with psycopg.connect(server.dsn("admin", "postgres"), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (id int)")
    postmaster = processes.living_postmaster(server.data)
    assert postmaster is not None

    os.kill(postmaster, signal.SIGKILL)

    assert server.start() == "started"
    assert processes.living_postmaster(server.data) not in (None, postmaster)
    assert counts(server) == 1
    assert server.stop() == "stopped"


def test_a_computing_backend_that_outlives_its_postmaster_is_ended_first(made: Path) -> None:
    server = Server(made)
    server.start()
    busy = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import psycopg, sys; psycopg.connect(sys.argv[1]).execute("
            "'DO $$ BEGIN LOOP PERFORM 1; END LOOP; END $$')",
            server.dsn("admin", "postgres"),
        ],
        stderr=subprocess.DEVNULL,
    )
    with psycopg.connect(server.dsn("admin", "postgres"), autocommit=True) as connection:
        wait_for(
            lambda: (
                connection.execute(
                    "SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'DO %'"
                ).fetchone()
                is not None
            ),
            "the busy backend",
        )
    postmaster = processes.living_postmaster(server.data)
    assert postmaster is not None
    os.kill(postmaster, signal.SIGKILL)
    wait_for(lambda: processes.living_postmaster(server.data) is None, "the postmaster's death")

    began = time.monotonic()
    assert server.start() == "started"

    assert time.monotonic() - began < 10
    busy.wait(10)
    assert server.stop() == "stopped"


def test_a_killed_command_leaves_the_server_to_the_next_one(made: Path) -> None:
    first = starter(made)
    assert said(first) == "started"
    first.kill()
    first.wait()

    server = Server(made)

    assert server.start() == "joined"
    assert server.stop() == "stopped"


def test_a_pid_file_that_names_a_living_stranger_is_set_aside_not_deleted(made: Path) -> None:
    server = Server(made)
    server.start()
    server.stop()
    stranger = subprocess.Popen(["sleep", "60"])
    try:
        (server.data / "postmaster.pid").write_text(f"{stranger.pid}\n{server.data}\n1\n5432\n\n\n\n")

        assert server.start() == "started"

        assert (server.data / f"postmaster.pid.stranger-{stranger.pid}").exists()
        assert stranger.poll() is None, "the stranger must not be signalled"
        assert server.stop() == "stopped"
    finally:
        stranger.kill()
        stranger.wait()


def test_a_pid_file_of_a_dead_process_does_not_hinder(made: Path) -> None:
    server = Server(made)
    server.start()
    server.stop()
    dead = subprocess.Popen(["true"])
    dead.wait()
    (server.data / "postmaster.pid").write_text(f"{dead.pid}\n{server.data}\n1\n5432\n\n\n\n")

    assert server.start() == "started"
    assert server.stop() == "stopped"


def test_a_half_made_cluster_is_made_anew(folder: Path) -> None:
    (folder / "pg.new").mkdir()
    (folder / "pg.new" / "PG_VERSION").write_text("18\n")
    server = Server(folder)

    assert server.start() == "started"

    assert not (folder / "pg.new").exists()
    assert server.stop() == "stopped"


def test_data_of_another_major_version_is_refused_with_a_sentence(folder: Path) -> None:
    (folder / "pg").mkdir(mode=0o700)
    (folder / "pg" / "PG_VERSION").write_text("14\n")

    with pytest.raises(
        Refused, match=r"was written by PostgreSQL 14; this Opsroom brings \d+\. .*DATABASE_URL"
    ):
        Server(folder).start()

    assert (folder / "pg" / "PG_VERSION").read_text() == "14\n"


def test_a_path_too_long_for_a_socket_is_refused_with_a_sentence(tmp_path: Path) -> None:
    long = tmp_path / ("x" * 100)

    with pytest.raises(
        Refused, match=r"too long for a socket.*Set OPSROOM_HOME to a shorter path, or DATABASE_URL"
    ):
        Server(long)

    assert not long.exists(), "nothing is made before the path is known to be good"


def test_Z6_socket_folder_and_secrets_are_the_owners_alone(made: Path) -> None:
    server = Server(made)
    server.start()

    assert (made / "run").stat().st_mode & 0o777 == 0o700
    assert (made / "secrets").stat().st_mode & 0o777 == 0o700
    assert (made / "secrets" / "db_admin").stat().st_mode & 0o777 == 0o600
    assert (made / "pg").stat().st_mode & 0o777 == 0o700
    assert server.stop() == "stopped"


def test_Z6_a_data_folder_open_to_others_is_refused(folder: Path) -> None:
    folder.chmod(0o755)
    try:
        with pytest.raises(Refused, match=r"Other users of this machine can open .*Run: chmod 0700"):
            Server(folder)
    finally:
        folder.chmod(0o700)


def test_Z6_nobody_signs_in_without_the_password(made: Path) -> None:
    server = Server(made)
    server.start()

    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(f"host={server.sockets} user=opsroom_admin dbname=postgres password=wrong")

    with psycopg.connect(server.dsn("admin", "postgres")) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert connection.execute("SHOW data_checksums").fetchone() == ("on",)
    assert server.stop() == "stopped"


def test_a_server_that_may_lose_work_is_refused(made: Path) -> None:
    server = Server(made)
    server.start()
    server.stop()
    with (server.data / "postgresql.conf").open("a") as file:
        file.write("fsync = off\n")

    with pytest.raises(Refused, match="fsync = off and could lose work after a crash"):
        server.start()

    assert processes.postgres_in(server.data) == []


def test_commands_that_start_at_once_make_the_roles_in_turn(made: Path) -> None:
    server = Server(made)
    server.start()

    def make(_: int) -> None:
        prepare_embedded(server.dsn("admin", "postgres"), "shop", made)

    with ThreadPoolExecutor(8) as commands:
        list(commands.map(make, range(40)))  # "tuple concurrently updated" without the turn
    with psycopg.connect(server.dsn("admin", "postgres")) as connection:
        (row,) = connection.execute("SELECT count(*) FROM pg_database WHERE datname = 'shop'").fetchall()
    server.stop()
    assert row == (1,)
