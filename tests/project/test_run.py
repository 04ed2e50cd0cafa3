"""Starts and stops the whole house: warm, killed in every part, interrupted; nothing may be left behind."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.project.conftest import wait_for
from tests.project.house import House, command, free_port

from opsroom.project import run_lock
from opsroom.project.database import processes
from opsroom.project.database.supervisor import Server
from opsroom.project.exposure import exposure
from opsroom.project.run import Run

PROMPT_SECONDS = 4  # half a second on an idle machine; what it must not do is wait for the web server's own 5

pytestmark = pytest.mark.xdist_group("house")


@pytest.fixture
def own(furnished: Path) -> Iterator[House]:
    """A house of the test's own, started warm."""
    running = House(furnished).start()
    try:
        yield running.ready()
    finally:
        running.end()


def serves(house: House) -> bool:
    try:
        return house.ask("GET", "/health")[0] == 200
    except OSError:
        return False


def loads_its_pages(house: House) -> bool:
    """Whether the web server has forked the process that loads the application."""
    web = house.child("opsroom.project.serve")
    return bool(web) and Path(f"/proc/{web}/task/{web}/children").read_text() != ""


def test_the_house_answers_every_death_stops_clean_and_starts_again(own: House) -> None:
    web, worker = own.child("opsroom.project.serve"), own.child("opsroom.project.work")
    postmaster = processes.living_postmaster(own.folder / "pg")
    assert web
    assert worker
    assert postmaster

    for pid in (web, worker, postmaster):
        os.kill(pid, signal.SIGKILL)

    wait_for(lambda: own.child("opsroom.project.work") not in (0, worker), "a new worker", 60)
    wait_for(
        lambda: processes.living_postmaster(own.folder / "pg") not in (None, postmaster), "a new server", 60
    )
    wait_for(lambda: own.child("opsroom.project.serve") not in (0, web) and serves(own), "a served page", 90)
    assert own.said("The web process ended (signal SIGKILL); it starts again in 0.5 s.")
    assert own.said("The database ended unexpectedly; it starts again.")

    assert own.interrupt() == 0

    assert own.lines[-2:] == ["Stopping.", "The database is stopped."]
    assert (own.folder / "run.lock").read_text() == "", "no later command believes the old address"
    assert own.pids() == []
    assert processes.postgres_in(own.folder / "pg") == []
    again = House(own.folder).start()
    try:
        again.ready()
        assert serves(again)
        assert not again.said("An empty shop was made"), "the first company is made once"

        os.kill(again.process.pid, signal.SIGKILL)
        again.process.wait()
        after = House(own.folder, port=again.port).start()
        try:
            after.ready()
            assert after.said(f"Opsroom is at http://127.0.0.1:{again.port}"), (
                "the port of the killed one is free"
            )
            assert again.pids() == []

            os.kill(after.process.pid, signal.SIGKILL)
            after.process.wait()

            wait_for(lambda: after.pids() == [], "the end of its children", 60)
            wait_for(lambda: not processes.postgres_in(own.folder / "pg"), "the end of its database", 60)
        finally:
            after.end()
    finally:
        again.end()
    assert (own.folder / "run.lock").read_text() != "", "it could not take its address back"
    link = command(own.folder, "sign-in-link", OPSROOM_PORT=str(free_port()))
    assert link.stderr.startswith("Opsroom does not run from this data folder, so nothing answers there yet.")
    whole = command(own.folder, "doctor")
    assert whole.stdout.splitlines()[-1] == "Everything checked is fine."
    assert processes.postgres_in(own.folder / "pg") == [], "the last command stops what it started"


def test_a_closed_terminal_stops_a_house_in_a_folder_with_any_name(
    furnished: Path,
) -> None:
    home = furnished / "Jörgs Laden"
    shutil.copytree(furnished, home)
    running = House(home).start()
    try:
        running.ready()

        assert running.interrupt(signal.SIGHUP) == 0
    finally:
        running.end()

    assert running.lines[-3:] == ["Press Ctrl-C to stop.", "Stopping.", "The database is stopped."]
    assert running.pids() == []
    assert processes.postgres_in(home / "pg") == []


def test_ctrl_c_cuts_a_start_off_at_once_and_leaves_nothing(furnished: Path) -> None:
    running = House(furnished).start()
    try:
        wait_for(lambda: loads_its_pages(running), "the web process that loads the pages")
        began = time.monotonic()

        assert running.interrupt() == 0

        assert time.monotonic() - began < PROMPT_SECONDS
    finally:
        running.end()
    assert running.lines[0] == "Stopping."
    assert running.pids() == []
    assert processes.postgres_in(furnished / "pg") == [], running.lines


def test_ctrl_c_while_leftovers_of_a_killed_run_end_starts_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    @contextlib.contextmanager
    def waits(*_: object) -> Iterator[int]:
        os.kill(os.getpid(), signal.SIGINT)
        yield 0

    monkeypatch.setenv("OPSROOM_HOME", str(folder))
    monkeypatch.setattr(run_lock, "after_leftovers", waits)
    monkeypatch.setattr(Run, "_children", lambda *_: pytest.fail("the start went on"))
    Run(said.append, empty=True).run()
    assert (said[0], said[1][:21], len(said)) == ("Stopping.", "The start was cut off", 2)

    Run(said.append, empty=True, stopping=True)._run(exposure(), folder, 0)
    assert len(said) == 2


def test_other_commands_share_the_database_and_a_second_run_is_refused(house: House) -> None:
    rival = command(house.folder, "run")
    link = command(house.folder, "sign-in-link")

    assert rival.returncode == 2
    assert rival.stderr == (
        f"Opsroom already runs from {house.folder}, at http://127.0.0.1:{house.port}. "
        "Set OPSROOM_HOME to another folder for a second instance.\n"
    )
    assert link.returncode == 0, link.stderr
    assert link.stdout.startswith(f"http://127.0.0.1:{house.port}/sign-in/link/")
    assert serves(house), "the command must not stop a database that others use"


def test_no_link_is_made_for_a_stranger_that_answers_at_our_address(furnished: Path, house: House) -> None:
    """Another shop's Opsroom on the usual port must not get our link, nor be told to be ours."""
    link = command(furnished, "sign-in-link", OPSROOM_PORT=str(house.port))

    assert (link.returncode, link.stdout) == (2, "")
    assert link.stderr == (
        f"Another program answers at http://127.0.0.1:{house.port}, and Opsroom does not run from this data folder "
        f"({furnished}). No link was made. Start it with `opsroom run`, which takes the next free port and prints a "
        "link of its own; or set OPSROOM_HOME to the folder it runs from.\n"
    )


def test_A6_a_printed_link_signs_in_once(house: House) -> None:
    path = command(house.folder, "sign-in-link").stdout.strip().partition(str(house.port))[2]
    assert house.sign_in(path)["Cookie"].startswith("opsroom-")

    with pytest.raises(AssertionError, match=r"410"):
        house.sign_in(path)


def test_doctor_finds_a_fresh_house_fine_and_a_tampered_one_not(house: House) -> None:
    fine = command(house.folder, "doctor")
    with psycopg.connect(Server(house.folder).dsn("owner"), autocommit=True) as connection:
        connection.execute("GRANT UPDATE ON records_event TO opsroom_web")
        tampered = command(house.folder, "doctor")
        connection.execute("REVOKE UPDATE ON records_event FROM opsroom_web")

    assert fine.returncode == 0, fine.stdout
    assert fine.stdout.splitlines()[-1] == "Everything checked is fine."
    assert tampered.returncode == 1
    assert "The role opsroom_web may UPDATE on records_event" in tampered.stdout


def test_A7_a_bind_beyond_this_machine_without_tls_is_refused(folder: Path) -> None:
    done = command(folder, "run", OPSROOM_BIND="0.0.0.0")  # noqa: S104 - refused, which is the point

    assert done.returncode == 2
    assert done.stderr.startswith(
        "OPSROOM_BIND=0.0.0.0 can be reached from other machines. Set OPSROOM_PUBLIC_URL"
    )
    assert not (folder / "pg").exists()
