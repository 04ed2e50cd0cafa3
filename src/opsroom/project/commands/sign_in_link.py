"""`opsroom sign-in-link`: a fresh one-time link for whoever holds the terminal."""

from __future__ import annotations

from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Adds the subcommand."""
    app.command("sign-in-link")(sign_in_link)


def sign_in_link(
    email: Annotated[
        str | None, typer.Argument(help="Whose link; without it the first administrator's.")
    ] = None,
) -> None:
    """Print a one-time link to sign in with; it works for ten minutes."""
    from opsroom.project.instance import opened  # lazy: heavy
    from opsroom.project.served import served  # lazy: heavy

    with opened("worker"):
        from opsroom.project.sign_in_link import sign_in_path  # lazy: heavy

        address, but = served()
        typer.echo(f"{address}{sign_in_path(email)}")
        if but:
            typer.echo(but, err=True)
