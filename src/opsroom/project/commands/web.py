"""`opsroom web`: the web server alone; `opsroom run` starts it, or an operator beside other machines."""

from __future__ import annotations

import typer


def register(app: typer.Typer) -> None:
    """Adds the subcommand."""
    app.command("web", hidden=True)(web)


def web() -> None:
    """Serve the pages of a database that is up to date."""
    from opsroom.project.serve import serve  # lazy: heavy

    serve()
