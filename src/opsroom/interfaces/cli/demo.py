"""`opsroom demo`: the demo shop in, out and back again; only the options, so that help stays fast."""

from __future__ import annotations

from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("demo")(demo)


def demo(
    remove: Annotated[
        bool, typer.Option("--remove", help="Take the demo shop away; your own shop stays.")
    ] = False,
    bring_back: Annotated[
        bool, typer.Option("--bring-back", help="Open the removed demo shop again.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="With --remove: only say what would go.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="With --remove: do not ask.")] = False,
    with_own_files: Annotated[
        bool, typer.Option("--with-own-files", help="With --remove: also files of your own that lie in it.")
    ] = False,
    orders: Annotated[
        int | None,
        typer.Option(min=0, max=2_000_000, help="How many orders the year before today has; 0 for none."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One machine-readable answer.")] = False,
) -> None:
    """Load the demo shop, Northbay Goods, into an instance that has no company yet; or remove it again."""
    from opsroom.interfaces.cli.demo_run import bring_demo, reopen_demo, take_demo_away  # lazy: heavy

    if remove:
        take_demo_away(dry_run=dry_run, yes=yes, with_own_files=with_own_files, as_json=as_json)
    elif bring_back:
        reopen_demo(as_json=as_json)
    else:
        bring_demo(orders)
