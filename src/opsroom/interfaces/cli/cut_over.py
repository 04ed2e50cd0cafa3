"""`opsroom cut-over`: is our stock the channel's, SKU by SKU? Only the options, so that help stays fast."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("cut-over")(cut_over)


def cut_over(
    file: Annotated[
        Path, typer.Argument(help="The channel's products with quantities, or SKU and available quantity.")
    ],
    channel: Annotated[
        str | None, typer.Option(help="Code of the channel; needed where there are several.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One machine-readable answer.")] = False,
    company: Annotated[str | None, typer.Option(help="Code of the company.")] = None,
) -> None:
    """Compares what a channel says it can still sell with what we can promise; imports nothing, moves no stock.

    Exit codes: 0 every SKU agrees, 1 the file cannot be compared, 2 the command itself is wrong, 3 SKUs differ.
    """
    from opsroom.interfaces.cli.cut_over_run import prove  # lazy: heavy

    raise typer.Exit(prove(file, channel, as_json=as_json, company=company))
