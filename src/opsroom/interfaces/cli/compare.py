"""`opsroom compare`: does the old tool's export say what we say today? Only the options, so that help stays fast."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("compare")(compare)


def compare(
    file: Annotated[Path, typer.Argument(help="The old tool's orders, or its stock, of today.")],
    as_: Annotated[
        str | None, typer.Option("--as", help="orders or stock; otherwise it is recognised.")
    ] = None,
    day: Annotated[str | None, typer.Option("--date", help="The day it is for, as 2026-12-24.")] = None,
    channel: Annotated[
        str | None, typer.Option(help="Code of the channel; needed where there are several.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One machine-readable answer.")] = False,
    company: Annotated[str | None, typer.Option(help="Code of the company.")] = None,
) -> None:
    """Compares an old tool's export with what a channel that only listens has; imports nothing, moves no stock.

    Exit codes: 0 nothing is left to explain, 1 the file cannot be compared, 2 the command itself is wrong,
    3 differences are left to explain.
    """
    from opsroom.interfaces.cli.compare_run import compare_file  # lazy: heavy

    raise typer.Exit(compare_file(file, as_, day, channel, as_json=as_json, company=company))
