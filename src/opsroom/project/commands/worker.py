"""`opsroom worker`: works the job queue; `opsroom run` starts one, more may run on other machines."""

from __future__ import annotations

import typer


def register(app: typer.Typer) -> None:
    """Adds the subcommand."""
    app.command("worker")(worker)


def worker() -> None:
    """Work the job queue until stopped."""
    from opsroom.project import instance  # noqa: PLC0415 # lazy: heavy
    from opsroom.project.children import is_child, live_with_parent  # noqa: PLC0415 # lazy: heavy

    if is_child():
        live_with_parent()
        instance.set_up("worker")
        _work()
        return
    with instance.opened("worker"):
        _work()


def _work() -> None:
    from opsroom.project.queue import run_worker  # noqa: PLC0415 # lazy: heavy

    run_worker()
