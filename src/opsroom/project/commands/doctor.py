"""`opsroom doctor`: is this instance whole? Says so, or says what to do; changes nothing."""

from __future__ import annotations

import typer


def register(app: typer.Typer) -> None:
    """Adds the subcommand."""
    app.command("doctor")(doctor)


def doctor() -> None:
    """Check files, server, tables, rights and both books. Exit code 1 when something is wrong."""
    from opsroom.project.instance import opened  # lazy: heavy

    wrong = 0
    with opened("worker"):
        from opsroom.project.doctor import examine  # lazy: heavy

        for name, findings in examine():
            typer.echo(f"{name}: {'fine' if not findings else f'{len(findings)} found'}")
            for finding in findings:
                typer.echo(f"  {finding}")
            wrong += len(findings)
    typer.echo("Everything checked is fine." if not wrong else f"{wrong} to look at.")
    if wrong:
        raise typer.Exit(1)
