"""The worker process: under `opsroom run` as its child, or by itself with a lease on the database of its own."""

from __future__ import annotations

import signal
import sys
from types import FrameType
from typing import NoReturn

from opsroom.project import instance
from opsroom.project.children import is_child, is_orphan, live_with_parent
from opsroom.project.database.address import is_external
from opsroom.project.database.supervisor import Server
from opsroom.project.home import home


def work() -> None:
    """Works the queue until SIGTERM."""
    if is_child():
        signal.signal(signal.SIGTERM, _leave)  # until the queue listens itself
        try:
            live_with_parent()
            instance.set_up("worker")
            _run()
        finally:
            if is_orphan():
                _stop_database()
        return
    with instance.opened("worker"):
        _run()


def _leave(number: int, frame: FrameType | None) -> NoReturn:
    sys.exit(0)


def _stop_database() -> None:
    """The run was killed and nobody else does it; a command that uses the database keeps it."""
    if not is_external():
        Server(home()).stop_if_unused()


def _run() -> None:
    from opsroom.project.queue import run_worker  # lazy: heavy

    run_worker()


if __name__ == "__main__":
    work()
