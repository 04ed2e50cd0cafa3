"""`opsroom worker`: works the job queue; `opsroom run` starts one, more may run on other machines."""

from __future__ import annotations

import typer


def register(app: typer.Typer) -> None:
    """Adds the subcommand."""
    app.command("worker")(worker)


def worker() -> None:
    """Work the job queue until stopped."""
    from opsroom.project.work import work  # lazy: heavy

    work()
