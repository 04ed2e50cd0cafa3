"""Data folders for tests that start servers of their own; refuses to leave a server behind."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.database import cluster_folder

from opsroom.project import static_files
from opsroom.project.database import migrate, processes
from opsroom.project.database.supervisor import Server

if TYPE_CHECKING:
    from tests.project.house import House

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


PREPARE = """
from opsroom.project import static_files
from opsroom.project.database.prepare import prepare
server = prepare()
static_files.collect_if_needed()
server.stop()
"""


@pytest.fixture(scope="session")
def _furnished_pattern() -> Path:
    """A data folder as the first start leaves it: migrated, styles collected, nobody there.

    Kept between runs until a migration or style changes; removed when the next one is made."""
    from tests.project.house import environment

    base = cluster_folder().with_name(f"{cluster_folder().name}-house")
    base.mkdir(mode=0o700, exist_ok=True)
    digest = hashlib.sha256((migrate.fingerprint() + static_files.fingerprint()).encode()).hexdigest()[:10]
    path = base / digest
    handle = os.open(base / "lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        if not path.exists():
            for old in base.iterdir():
                if old.is_dir():
                    shutil.rmtree(old)
            draft = base / "new"
            done = subprocess.run(
                [sys.executable, "-c", PREPARE],
                env=environment(draft),
                check=False,
                capture_output=True,
                text=True,
            )
            assert done.returncode == 0, done.stderr
            draft.rename(path)
        return path
    finally:
        os.close(handle)


@pytest.fixture
def furnished(folder: Path, _furnished_pattern: Path) -> Path:
    """A data folder of its own that needs only a warm start."""
    shutil.copytree(_furnished_pattern, folder, dirs_exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def house(_furnished_pattern: Path) -> Iterator[House]:
    """One running instance for all tests that only ask it something."""
    from tests.project.house import House

    path = Path(tempfile.mkdtemp(prefix="ops-"))
    shutil.copytree(_furnished_pattern, path, dirs_exist_ok=True)
    running = House(path).start()
    try:
        yield running.ready()
    finally:
        running.end()
        shutil.rmtree(path)


@pytest.fixture(scope="session")
def session(house: House) -> dict[str, str]:
    """The headers of the first administrator's session in that instance."""
    from tests.project.house import command

    # A fresh link: the printed one lasts ten minutes, and the tests before may have taken longer.
    path = command(house.folder, "sign-in-link").stdout.strip().partition(str(house.port))[2]
    return house.sign_in(path)
