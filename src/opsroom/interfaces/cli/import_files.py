"""`opsroom import`: files into the program from the terminal, resumable; only the options, so that help stays fast."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

# Told by hand, so that help needs no connector loaded; a test compares it with those that are registered.
KINDS = (
    "Kind of file; otherwise it is recognised. One of: shopify-products, shopify-orders, shopify-orders-csv,"
    " woocommerce-products, woocommerce-orders, woocommerce-orders-csv,"
    " orders, amazon-orders, order-lines, stock, customers, suppliers, purchase-orders,"
    " open-invoices, opening-balances."
)


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("import")(import_files)


def import_files(
    files: Annotated[list[Path], typer.Argument(help="Files to import, in this order.", show_default=False)],
    as_: Annotated[str | None, typer.Option("--as", help=KINDS)] = None,
    history: Annotated[
        bool, typer.Option("--history", help="Only fills reports: no stock, no picking.")
    ] = False,
    live: Annotated[bool, typer.Option("--live", help="Live trade (the default).")] = False,
    channel: Annotated[str | None, typer.Option(help="Code of the channel the files belong to.")] = None,
    site: Annotated[str | None, typer.Option(help="Code of the site that quantities lie in.")] = None,
    quantity: Annotated[str | None, typer.Option(help="available, on_hand or not_tracked.")] = None,
    same_case: Annotated[
        bool, typer.Option("--same-case", help="Codes that differ only in case are one.")
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Let a file through that changes a lot or is off.")
    ] = False,
    other_bins: Annotated[
        str | None,
        typer.Option(
            "--other-bins", help="empty or keep: what lies in bins that a stock file does not name."
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what it would do; write nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One machine-readable summary.")] = False,
    error_file: Annotated[
        Path | None,
        typer.Option("--error-file", help="Write every row that is left to fix to this new CSV file."),
    ] = None,
    template: Annotated[
        str | None,
        typer.Option(help="A saved template's name, or a template file: which column means what."),
    ] = None,
    swapped: Annotated[
        str | None,
        typer.Option("--swapped", help="Columns seem to have changed places: swap, or right as they are."),
    ] = None,
    company: Annotated[str | None, typer.Option(help="Code of the company.")] = None,
) -> None:
    """Imports products, orders and stock. Running it again changes nothing; after a crash it goes on.

    Exit codes: 0 everything is in, 1 a file could not be imported, 2 the command itself is wrong or Opsroom cannot
    start, 3 rows are left to fix, 4 a question is open, 5 the database stopped or the disk is full: run it again.
    Of several files the gravest counts, in this order: 5, 1, 4, 3, 0. With --json each file has its own.
    """
    from opsroom.interfaces.cli.import_run import Asked, bring_in  # lazy: heavy

    asked = Asked(
        files=tuple(files),
        format=as_,
        history=history,
        live=live,
        channel=channel,
        site=site,
        quantity=quantity,
        same_case=same_case,
        yes=yes,
        dry_run=dry_run,
        as_json=as_json,
        company=company,
        other_bins=other_bins,
        error_file=error_file,
        template=template,
        swapped=swapped,
    )
    raise typer.Exit(bring_in(asked))
