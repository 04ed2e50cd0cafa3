"""`opsroom demo`: the demo shop into an instance without a company; only the options, so that help stays fast."""

from __future__ import annotations

import typer


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("demo")(demo)


def demo() -> None:
    """Load the demo shop, Northbay Goods, into an instance that has no company yet; goes on after a crash."""
    from opsroom.interfaces.cli.demo_run import bring_demo  # lazy: heavy

    bring_demo()
