"""Queue tasks of workflows: import steps on behalf of who asked, serving who waits, sweeping tasks, the demo's year.

Refuses people who lost the right meanwhile.
"""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from opsroom.domains.access.queries import all_company_ids, person_actor, timezone_of
from opsroom.domains.access.rules import system_actor
from opsroom.domains.orders.actions.expire_quotes import expire_quotes
from opsroom.kernel.records.errors import JobCancelled, JobPaused, JobTakenOver
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.clock import business_day
from opsroom.workflows._serve_waiting import serve_waiting_orders
from opsroom.workflows.expire_checkout_holds import expire_checkout_holds
from opsroom.workflows.importing.context import setting_of
from opsroom.workflows.load_demo_year import write_demo_year
from opsroom.workflows.run_import import run_import
from opsroom.workflows.sweep_tasks import sweep_tasks
from opsroom.workflows.undo_import import undo_import, undo_run

# The worker knows a task by this module alone; those that stand beside their verb are named here as well.
__all__ = [
    "end_holds", "end_quotes", "read_import", "serve_waiting_orders", "sweep", "take_back_import", "write_demo_year",
    "write_import",
]  # fmt: skip

# A job that was paused, cancelled or taken over has nothing left to do here.
STOPPED = (JobPaused, JobCancelled, JobTakenOver)


def _actor(user_id: int | None, company_id: int) -> Actor | None:
    if user_id is None:
        return system_actor("system.importer", company_ids=frozenset({company_id}))
    return person_actor(user_id, way="job", company_id=company_id)


@app.task(name="workflows.read_import")
def read_import(import_id: int, company_id: int, user_id: int | None) -> None:
    """Reads and checks a file."""
    actor = _actor(user_id, company_id)
    if actor is not None:
        try:
            run_import(actor, import_id, dry_run=True)
        except STOPPED:
            return


@app.task(name="workflows.write_import")
def write_import(import_id: int, company_id: int, user_id: int | None) -> None:
    """Imports the ready rows."""
    actor = _actor(user_id, company_id)
    if actor is not None:
        try:
            run_import(actor, import_id)
        except STOPPED:
            return


@app.task(name="workflows.take_back_import")
def take_back_import(import_id: int, company_id: int, user_id: int | None) -> None:
    """Undoes an import."""
    actor = _actor(user_id, company_id)
    if actor is not None:
        setting = setting_of(actor, import_id)
        try:
            undo_import(actor, import_id, undo_run(setting))
        except STOPPED:
            return


@app.periodic(cron="*/5 * * * *")
@app.task(name="workflows.sweep_tasks", pass_context=False)
def sweep(timestamp: int) -> None:
    """Ends tasks of people whose cause went away unnoticed."""
    for company_id in all_company_ids():
        sweep_tasks(system_actor("system.worker", company_ids=frozenset({company_id})), company_id)


@app.periodic(cron="7 * * * *")
@app.task(name="workflows.end_quotes", pass_context=False)
def end_quotes(timestamp: int) -> None:
    """Notes quotes whose last day is past, by the day of each company; every hour is past midnight somewhere."""
    for company_id in all_company_ids():
        actor = system_actor("system.worker", company_ids=frozenset({company_id}))
        expire_quotes(actor, company_id, business_day(datetime.now(UTC), timezone_of(company_id)))


@app.periodic(cron="* * * * *")
@app.task(name="workflows.end_holds", pass_context=False)
def end_holds(timestamp: int) -> None:
    """Gives back what checkouts kept and never bought, every minute."""
    for company_id in all_company_ids():
        actor = system_actor("system.worker", company_ids=frozenset({company_id}))
        expire_checkout_holds(actor, company_id, datetime.now(UTC))
