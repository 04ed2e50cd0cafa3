"""`opsroom run`: everything at once, until Ctrl-C."""

from __future__ import annotations

import contextlib
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Adds the subcommand."""
    app.command("run")(run)


def run(
    empty: Annotated[bool, typer.Option("--empty", help="Start without the demo shop.")] = False,
) -> None:
    """Start the database, the web server and the worker; stop them with Ctrl-C."""
    from opsroom.project.run import Run  # lazy: heavy

    Run(say=_say, empty=empty).run()


def _say(line: str) -> None:
    """A terminal that was closed hears nothing more; the stop goes on."""
    with contextlib.suppress(OSError):
        typer.echo(line)
