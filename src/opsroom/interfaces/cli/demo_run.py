"""Loads the demo shop for the terminal, with a bar that says what comes; refuses where there is a company."""

from __future__ import annotations

import sys

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from opsroom.domains.access.rules import system_actor
from opsroom.workflows.load_demo_shop import load_demo_shop


def bring_demo() -> None:
    """Prints one sentence at the end. Raises ShopExists."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task("The demo shop", total=None)

        def on_progress(what: str, done: int, total: int) -> None:
            progress.update(task, description=what or "The demo shop", completed=done, total=total)

        loaded = load_demo_shop(system_actor("system.demo", way="cli"), on_progress=on_progress)
    left = sum(loaded.rows_to_fix.values())
    typer.echo(
        f"The demo shop was loaded; it is marked as such on every page. {left} rows are left to fix, see /import. "
        "`opsroom sign-in-link` makes a link to sign in with."
    )
