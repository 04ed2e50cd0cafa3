"""Data folders for tests that start servers of their own; refuses to leave a server behind."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from opsroom.project.database import processes
from opsroom.project.database.supervisor import Server

WAIT_SECONDS = 20


def wait_for(condition: Callable[[], bool], what: str, seconds: float = WAIT_SECONDS) -> None:
    """Until the condition holds; fails the test with `what` when it does not."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            pytest.fail(f"waited {seconds} s in vain for: {what}")
        time.sleep(0.02)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A short path for a data folder; whatever server runs in it afterwards is ended."""
    path = Path(tempfile.mkdtemp(prefix="ops-"))
    yield path
    for pid in processes.postgres_in((path / "pg").resolve()):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGQUIT)
    wait_for(lambda: not processes.postgres_in((path / "pg").resolve()), "the end of the test's server")
    shutil.rmtree(path)


@pytest.fixture(scope="session")
def _pattern() -> Iterator[Path]:
    """A cluster made once: initdb costs more than all the rest of such a test."""
    path = Path(tempfile.mkdtemp(prefix="ops-"))
    server = Server(path)
    server.start()
    server.stop()
    yield path
    shutil.rmtree(path)


@pytest.fixture
def made(folder: Path, _pattern: Path) -> Path:
    """A data folder whose cluster exists already, stopped."""
    shutil.copytree(_pattern, folder, dirs_exist_ok=True, symlinks=True)
    return folder
