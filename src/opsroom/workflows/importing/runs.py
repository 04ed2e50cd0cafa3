"""Gives a caller the right to an import's job: a new one or the one a crash left; refuses two workers at once."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from opsroom.kernel.records import job_reports, jobs
from opsroom.kernel.records.errors import JobCancelled, JobMissing, JobPaused, JobTakenOver
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.errors import CodedError
from opsroom.workflows.importing.context import Setting

ENDED = frozenset({"done", "cancelled"})


def run_for(setting: Setting, kind: str, title: str, total: int | None) -> jobs.Run:
    """The caller is the only worker from here on: whoever worked on it before is refused at their next step."""
    actor = setting.actor
    view = _unended(actor, setting.facts.job_id, kind)
    if view is None:
        job_id = jobs.start(kind, title, actor, total, company_id=setting.company.id)
        return jobs.Run(job_id=job_id, fence=jobs.FIRST_FENCE, done=0, total=total)
    if view.state == "paused":
        jobs.resume(view.id, actor)
    elif view.state == "failed":
        jobs.retry(view.id, actor)
    return jobs.take_over(view.id, actor, stale_seconds=0)


@contextlib.contextmanager
def failing(run: jobs.Run, actor: Actor) -> Iterator[None]:
    """An expected failure inside ends the job with its sentence, so that the page can say it and offer to go on."""
    try:
        yield
    except (JobPaused, JobCancelled, JobTakenOver):
        raise
    except CodedError as error:
        jobs.fail(run.job_id, error.message, actor=actor, fence=run.fence)
        raise


def _unended(actor: Actor, job_id: int | None, kind: str) -> job_reports.JobView | None:
    if job_id is None:
        return None
    try:
        view = job_reports.view(job_id, actor)
    except JobMissing:
        return None
    return view if view.kind == kind and view.state not in ENDED else None
