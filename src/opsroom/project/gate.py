"""Holds the web process back until the database is ready, while it loads; lets nobody wait for a parent that died."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

from opsroom.kernel.values import limits
from opsroom.project.home import FILE_MODE

GATE = "OPSROOM_GATE"
_NAME = "starting"


@contextlib.contextmanager
def closed(folder: Path) -> Iterator[None]:
    """The gate of that data folder is closed until `open_for_all`, and never left closed behind."""
    os.close(os.open(folder / _NAME, os.O_CREAT | os.O_WRONLY | os.O_CLOEXEC, FILE_MODE))
    try:
        yield
    finally:
        open_for_all(folder)


def open_for_all(folder: Path) -> None:
    """The tables are there: whoever waits goes on."""
    (folder / _NAME).unlink(missing_ok=True)


def told(folder: Path) -> dict[str, str]:
    """What a child's environment needs to find the gate."""
    return {GATE: str(folder / _NAME)}


def pass_when_open() -> None:
    """Returns when the gate is open or nobody named one; at the latest after WEB_START_SECONDS, to fail loudly."""
    named = os.environ.get(GATE)
    deadline = time.monotonic() + limits.WEB_START_SECONDS
    while named and os.path.exists(named) and time.monotonic() < deadline:
        time.sleep(limits.DATABASE_START_RETRY_SECONDS)
