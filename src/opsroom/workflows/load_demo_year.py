"""Gives the loaded demo shop a year of past trade, some thousand orders a transaction; goes on after a crash.

Refuses a second year: its orders are facts by then. The year ends before the first day of the demo shop's files.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from procrastinate.contrib.django import app

from opsroom.domains.access import rules as access
from opsroom.domains.access.queries import companies_of, demo_company_id
from opsroom.domains.access.rules import system_actor
from opsroom.kernel.records import jobs, wake
from opsroom.kernel.records.errors import JobBusy, JobCancelled, JobPaused, JobTakenOver
from opsroom.kernel.records.job_reports import JobView, recent
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.errors import CodedError, Retry
from opsroom.workflows.bring_back_demo_shop import NoDemoShop
from opsroom.workflows.demo_shop import house
from opsroom.workflows.demo_shop.past import Past
from opsroom.workflows.demo_shop.shift_dates import FILES_TODAY, days_to_shift

YEAR_ORDERS = 12_000  # what such a shop sells in a year
CHUNK_ORDERS = 1_000
FILES_FIRST_DAY = FILES_TODAY - timedelta(days=1)
Progress = Callable[[int, int], None]
SILENT_SECONDS = 15  # a worker that was killed is taken back after 20
STOPPED = (JobBusy, JobPaused, JobCancelled, JobTakenOver)


class YearStands(CodedError):
    """Facts: orders."""

    code = "demo.year_stands"
    sentence = (
        "The demo shop has its year of {orders:,} orders, so nothing was added. "
        "For a year of another size set OPSROOM_HOME to another folder and load it there."
    )
    retry = Retry.NEVER


def year_of(actor: Actor, company_id: int) -> JobView | None:
    """The job that writes or wrote the year; None where none was begun."""
    own = system_actor(actor.name, company_ids=frozenset({company_id}), way=actor.way)
    found = recent(own, kind=house.YEAR_JOB, limit=1)
    return found[0] if found else None


def queue_demo_year(actor: Actor, company_id: int, orders: int = YEAR_ORDERS) -> None:
    """Leaves the year to the worker, unless it stands; one that was begun is gone on with."""
    access.require(actor, "demo.load")
    year = year_of(actor, company_id)
    if year is None:
        own = system_actor(actor.name, company_ids=frozenset({company_id}), way=actor.way)
        _start(own, company_id, orders)
    if year is None or year.state != "done":
        write_demo_year.defer(company_id=company_id)


def load_demo_year(
    actor: Actor,
    company_id: int,
    orders: int = YEAR_ORDERS,
    *,
    stale_seconds: int = 0,
    on_progress: Progress = lambda done, total: None,
) -> int:
    """Writes what is missing of the year; returns how many orders it has, as it was begun. `on_progress`: done, all.

    `stale_seconds`: how long another process that writes it must have been silent. Raises NoDemoShop, YearStands,
    JobBusy.
    """
    access.require(actor, "demo.load")
    if company_id != demo_company_id():
        raise NoDemoShop()
    year = year_of(actor, company_id)
    if year is not None and year.state == "done":
        raise YearStands(orders=year.total)
    own = system_actor(actor.name, company_ids=frozenset({company_id}), way=actor.way)
    run = jobs.take_over(
        _start(own, company_id, orders) if year is None else year.id, own, stale_seconds=stale_seconds
    )
    total = run.total or 0
    past = Past(own, company_id, _ends(own, company_id), total)

    def write(done: int, size: int) -> int:
        on_progress(done, total)
        upto = min(done + size, total)
        past.write(done, upto)
        return upto - done

    jobs.run_in_chunks(run, write, chunk_rows=CHUNK_ORDERS)
    jobs.finish(run.job_id, {"orders": total}, actor=own, fence=run.fence)
    wake.notify("orders", "jobs")
    return total


@app.task(name="workflows.write_demo_year")
def write_demo_year(company_id: int) -> None:
    """The worker's part: whoever writes it already, or has, is left alone."""
    actor = system_actor("system.demo", company_ids=frozenset({company_id}), way="job")
    year = year_of(actor, company_id)
    if year is None or year.state == "done" or demo_company_id() != company_id:
        return
    try:
        load_demo_year(actor, company_id, year.total or 0, stale_seconds=SILENT_SECONDS)
    except STOPPED:
        return


def _start(actor: Actor, company_id: int, orders: int) -> int:
    return jobs.start(
        house.YEAR_JOB, "A year of trade for the demo shop", actor, orders, company_id=company_id, queued=True
    )


def _ends(actor: Actor, company_id: int) -> date:
    """The first day of the demo's files, as they were moved when the shop was loaded."""
    own = system_actor(actor.name, company_ids=frozenset({company_id}), way=actor.way)
    loaded = recent(own, kind=house.JOB, limit=1)[0].created_at
    zone = ZoneInfo(companies_of(own)[0].timezone)
    return FILES_FIRST_DAY + timedelta(days=days_to_shift(loaded.astimezone(zone)))
