"""Commands cut off while they bring the tables up to date say what to do in one sentence and leave nothing running."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from tests.project.conftest import wait_for
from tests.project.house import environment

from opsroom.interfaces.cli.faults import DatabaseStopped
from opsroom.interfaces.cli.interrupted import Interrupted
from opsroom.project.database import processes
from opsroom.project.database.migration_fault import fault_of, told
from opsroom.project.refused import Refused


def cut_off(folder: Path, end: Callable[[subprocess.Popen[str]], None]) -> tuple[int, str]:
    """`opsroom doctor` on a database without tables, ended by `end` as it makes them: exit code and all it said."""
    asked = subprocess.Popen(
        [sys.executable, "-m", "opsroom.project.entry", "doctor"],
        env=environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    children = Path(f"/proc/{asked.pid}/task/{asked.pid}/children")
    wait_for(lambda: children.read_text().strip() != "" and _migrates(children), "the migrating process")
    end(asked)
    said = asked.communicate(timeout=60)[0]
    return asked.returncode, said


def _migrates(children: Path) -> bool:
    return any(
        b"apply_migrations" in Path(f"/proc/{pid}/cmdline").read_bytes()
        for pid in children.read_text().split()
        if Path(f"/proc/{pid}").exists()
    )


def test_a_migration_cut_off_from_outside_is_told_and_leaves_no_server(made: Path) -> None:
    def kill_the_server(asked: subprocess.Popen[str]) -> None:
        postmaster = processes.living_postmaster((made / "pg").resolve())
        assert postmaster
        os.kill(postmaster, signal.SIGKILL)

    assert cut_off(made, kill_the_server) == (5, f"{DatabaseStopped.sentence}\n")

    assert cut_off(made, subprocess.Popen.terminate) == (130, f"{Interrupted.sentence}\n")
    assert processes.postgres_in((made / "pg").resolve()) == []


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (Refused("Set it right."), "Set it right."),
        (psycopg.errors.AdminShutdown(), DatabaseStopped.sentence),
        (
            KeyError("a@b.example"),
            "nothing of the failed step was kept. Opsroom met a fault of its own (KeyError",
        ),
    ],
)
def test_a_failed_migration_is_told_across_the_border_of_its_process(error: Exception, said: str) -> None:
    assert said in str(fault_of(1, f"a library's chatter\n{json.dumps(told(error))}\n"))
    assert "a@b.example" not in str(fault_of(1, json.dumps(told(error))))


@pytest.mark.parametrize(
    ("return_code", "output", "said"),
    [
        (-9, "", "was ended by SIGKILL, perhaps because this machine ran out of memory"),
        (1, "", "without a word"),
    ],
)
def test_a_migration_that_could_say_nothing_is_told_too(return_code: int, output: str, said: str) -> None:
    fault = fault_of(return_code, output)
    assert said in str(fault)
    assert str(fault).endswith("Run the same command again.")
