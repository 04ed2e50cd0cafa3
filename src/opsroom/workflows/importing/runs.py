"""Gives a caller the right to an import's job: a new one or the one a crash left; refuses two workers at once."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError

from opsroom.kernel.records import job_reports, jobs
from opsroom.kernel.records.errors import JobCancelled, JobMissing, JobPaused, JobTakenOver
from opsroom.kernel.records.full_disk import as_disk_full
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.errors import CodedError
from opsroom.workflows.importing.context import Setting

ENDED = frozenset({"done", "cancelled"})
UNEXPECTED = (
    "It stopped at something unexpected; what is done stays. Resume it; the log of the worker says more."
)


def run_for(setting: Setting, kind: str, title: str, total: int | None) -> jobs.Run:
    """The caller is the only worker from here on: whoever worked on it before is refused at their next step."""
    actor = setting.actor
    view = unended(actor, setting.facts.job_id, kind)
    if view is None:
        job_id = jobs.start(kind, title, actor, total, company_id=setting.company.id)
        return jobs.Run(job_id=job_id, fence=jobs.FIRST_FENCE, done=0, total=total)
    if view.state == "paused":
        jobs.resume(view.id, actor)
    elif view.state == "failed":
        jobs.retry(view.id, actor)
    return jobs.take_over(view.id, actor, stale_seconds=0)


def waiting_run(setting: Setting, kind: str) -> jobs.Run | None:
    """The caller's right to the job of this kind that was queued for it, or that a crash left; None without one."""
    view = unended(setting.actor, setting.facts.job_id, kind)
    return None if view is None else run_for(setting, kind, view.title, view.total)


@contextlib.contextmanager
def failing(run: jobs.Run, actor: Actor) -> Iterator[None]:
    """A failure inside ends the job with its sentence, so that the page can say it and offer to go on."""
    try:
        yield
    except (JobPaused, JobCancelled, JobTakenOver):
        raise
    except CodedError as error:
        jobs.fail(run.job_id, error.message, actor=actor, fence=run.fence)
        raise
    except Exception as error:
        full = as_disk_full(error, Path(settings.MEDIA_ROOT).parent)
        # Where the database's own disk is full this cannot be written either; the page then says that nobody works.
        with contextlib.suppress(DatabaseError, CodedError):
            jobs.fail(run.job_id, full.for_import if full else UNEXPECTED, actor=actor, fence=run.fence)
        if full is not None and full is not error:
            raise full from error
        raise


def unended(actor: Actor, job_id: int | None, kind: str = "") -> job_reports.JobView | None:
    """The import's job while it is not over; only one of this kind where a kind is given."""
    if job_id is None:
        return None
    try:
        view = job_reports.view(job_id, actor)
    except JobMissing:
        return None
    return view if kind in ("", view.kind) and view.state not in ENDED else None
