"""Who runs on a data folder: one run at a time, after all that an earlier one left has ended; believes no dead one."""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from opsroom.kernel.values import limits
from opsroom.project import home
from opsroom.project.refused import Refused

_RUN = "run.lock"
_CHILDREN = "children.lock"


@contextlib.contextmanager
def only_run(folder: Path) -> Iterator[Path]:
    """One run a data folder, by flock. The file says where it is served; nobody believes it once the run is gone."""
    path = folder / _RUN
    handle = _open(path)
    try:
        # A command that looks whether somebody runs holds it for a moment.
        if not _taken(handle, limits.RUN_LOCK_WAIT_SECONDS):
            address = path.read_text(encoding="utf-8").strip() or "an address it has not chosen yet"
            raise Refused(
                f"Opsroom already runs from {folder}, at {address}. "
                "Set OPSROOM_HOME to another folder for a second instance."
            )
        os.ftruncate(handle, 0)
        try:
            yield path
        finally:
            os.ftruncate(handle, 0)
    finally:
        os.close(handle)


@contextlib.contextmanager
def after_leftovers(folder: Path, say: Callable[[str], None]) -> Iterator[int]:
    """Waits for the children of a run that was killed: they hold its port. Yields what ours must inherit.

    The lock is held by whoever has the handle, so it is free when the last of them has ended, however that was."""
    handle = _open(folder / _CHILDREN)
    try:
        if not _taken(handle, 0):
            say("An earlier run was killed; waiting for the end of what it left.")
            if not _taken(handle, limits.LEFTOVERS_WAIT_SECONDS):
                raise Refused(
                    f"Processes of an earlier run still work on {folder} and do not end. Look for them with "
                    "`ps -ef | grep opsroom`, end them, then start again."
                )
        yield handle
    finally:
        os.close(handle)


def living_run() -> str | None:
    """Where the run of this data folder is served, "" while it has not said so, None when nobody runs."""
    path = home.home() / _RUN
    if not path.exists():
        return None
    handle = _open(path)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return path.read_text(encoding="utf-8").strip()
    finally:
        os.close(handle)
    return None


def _open(path: Path) -> int:
    return os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, home.FILE_MODE)


def _taken(handle: int, seconds: float) -> bool:
    """Whether the lock is ours at the latest after that time."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
        time.sleep(limits.RUN_LOCK_POLL_SECONDS)
