"""The worker process: under `opsroom run` as its child, or by itself with a lease on the database of its own."""

from __future__ import annotations

from opsroom.project import instance
from opsroom.project.children import is_child, live_with_parent


def work() -> None:
    """Works the queue until SIGTERM."""
    if is_child():
        live_with_parent()
        instance.set_up("worker")
        _run()
        return
    with instance.opened("worker"):
        _run()


def _run() -> None:
    from opsroom.project.queue import run_worker  # lazy: heavy

    run_worker()


if __name__ == "__main__":
    work()
