"""Loads the demo shop for the terminal, removes it and brings it back; refuses to remove without a yes."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from opsroom.domains.access.queries import all_company_ids, demo_company_id
from opsroom.domains.access.rules import system_actor
from opsroom.workflows.bring_back_demo_shop import NoDemoShop, bring_back_demo_shop
from opsroom.workflows.load_demo_shop import begun, load_demo_shop
from opsroom.workflows.load_demo_year import YEAR_ORDERS, load_demo_year
from opsroom.workflows.remove_demo_shop import figures_of, remove_demo_shop


def bring_demo(orders: int | None) -> None:
    """`orders`: of the year before today; None is what such a shop sells. Prints what was made.

    Raises ShopExists, YearStands.
    """
    actor = system_actor("system.demo", way="cli")
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task("The demo shop", total=None)

        def on_progress(what: str, done: int, total: int) -> None:
            progress.update(task, description=what or "The demo shop", completed=done, total=total)

        company_id = demo_company_id()
        if company_id is None or begun(actor) is not None:
            loaded = load_demo_shop(actor, on_progress=on_progress)
            company_id, left = loaded.company_id, sum(loaded.rows_to_fix.values())
            typer.echo(
                f"The demo shop was loaded; it is marked as such on every page. {left} rows are left to fix, "
                "see /import."
            )
            if orders == 0:
                return
        year = load_demo_year(
            actor,
            company_id,
            YEAR_ORDERS if orders is None else orders,
            on_progress=lambda done, total: on_progress("Its past year", done, total),
        )
    typer.echo(f"Its past year has {year:,} orders. `opsroom sign-in-link` makes a link to sign in with.")


def take_demo_away(*, dry_run: bool, yes: bool, with_own_files: bool, as_json: bool) -> None:
    """Says what would go, asks, removes. Raises NoDemoShop, OwnFilesInside, StillLoading."""
    if as_json and not (yes or dry_run):
        typer.echo(
            "Nothing was removed. With --json nobody is asked: add --yes, or --dry-run to look.", err=True
        )
        raise typer.Exit(2)
    company_id = demo_company_id()
    if company_id is None:
        raise NoDemoShop()
    actor = system_actor("system.terminal", company_ids=all_company_ids(), way="cli")
    figures = figures_of(actor, company_id)
    said = (
        f"The demo shop {figures.name}: {figures.orders:,} orders, {figures.invoices:,} invoices and "
        f"{figures.imports:,} imports go out of sight. Your own shop, its books and its numbers stay as they are."
    )
    if not as_json:
        typer.echo(said)
        if figures.own_files:
            typer.echo(f"Files of your own lie in it: {', '.join(figures.own_files)}.")
    removed = None
    if not dry_run:
        if not (yes or typer.confirm("Remove it?")):
            raise typer.Exit(1)
        removed = remove_demo_shop(actor, company_id, with_own_files=with_own_files)
    if as_json:
        facts = asdict(figures) | {"removed": removed is not None}
        typer.echo(json.dumps(facts | {"own_company_id": removed.own_company_id if removed else None}))
    elif removed is not None:
        typer.echo("It was removed. `opsroom demo --bring-back` opens it again.")


def reopen_demo(*, as_json: bool) -> None:
    """Opens the removed demo shop again. Raises NoDemoShop."""
    company_id = bring_back_demo_shop(system_actor("system.terminal", way="cli"))
    typer.echo(
        json.dumps({"company_id": company_id}) if as_json else "The demo shop is open again, beside your own."
    )
