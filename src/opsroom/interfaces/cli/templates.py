"""`opsroom templates`: which column means what, as saved; only the options, so that help stays fast."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("templates")(templates)


def templates(
    name: Annotated[str | None, typer.Argument(help="One template, for --save.", show_default=False)] = None,
    save: Annotated[
        Path | None, typer.Option("--save", help="Write this template to a new file, to share it.")
    ] = None,
    add: Annotated[Path | None, typer.Option("--add", help="Take in a template from a file.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One machine-readable list.")] = False,
    company: Annotated[str | None, typer.Option(help="Code of the company.")] = None,
) -> None:
    """Lists the mapping templates; saves one to a file, or takes one in from a file.

    Exit codes: 0 done, 1 the file is no template, 2 the command itself is wrong.
    """
    from opsroom.interfaces.cli.templates_run import list_templates, save_to, take_in  # lazy: heavy

    if add is not None:
        raise typer.Exit(take_in(add, company))
    if save is not None:
        raise typer.Exit(save_to(name or "", save, company))
    raise typer.Exit(list_templates(as_json=as_json, company=company))
