"""Today's card of long jobs and of imported rows that wait for a person; starts and stops none of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from opsroom.domains.access.rules import may
from opsroom.insight.metrics.board import Waiting, waiting_imports
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.parts import Action, Item, Items, Job
from opsroom.interfaces.web.wording import counted
from opsroom.kernel.records import job_reports
from opsroom.kernel.records.job_reports import JobView
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import JOB_HEARTBEAT_STALE_SECONDS

STATES = {"queued": "waiting", "running": "running", "paused": "paused", "failed": "failed"}
SILENT = timedelta(seconds=JOB_HEARTBEAT_STALE_SECONDS)
FAILED_SHOWN = timedelta(days=1)  # what was given up is not told for ever
JOBS_LOOKED_AT = 20
IMPORTS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Progress:
    """Jobs under way and files with rows to fix; `to_fix` is the number the side bar shows at Import."""

    jobs: list[Job]
    imports: Items | None
    to_fix: int
    more: int

    @property
    def nothing(self) -> bool:
        """Whether the card has nothing to say."""
        return not self.jobs and self.imports is None


@require_safe
def progress_card(request: HttpRequest) -> HttpResponse:
    """The card alone, for the live stream."""
    return render(request, "today/_progress.html", {"work": progress(actor_of(request))})


def progress(actor: Actor) -> Progress:
    """What is under way now."""
    seen = job_reports.recent(actor, limit=JOBS_LOOKED_AT) if may(actor, "jobs.view") else []
    jobs = [part for one in seen if (part := _job(one, timezone.now()))]
    waiting = waiting_imports(actor) if may(actor, "imports.view") else []
    rows = [_row(one) for one in waiting[:IMPORTS_SHOWN]]
    return Progress(
        jobs,
        Items(rows=rows) if rows else None,
        sum(one.errors + one.questions for one in waiting),
        len(waiting) - len(rows),
    )


def _job(one: JobView, now: datetime) -> Job | None:
    """One under way, or that stopped lately: somebody has to free the disk or resume it."""
    if one.state not in STATES or (
        one.state == "failed" and one.ended_at and now - one.ended_at > FAILED_SHOWN
    ):
        return None
    silent = one.state == "running" and now - one.heartbeat_at > SILENT
    return Job(
        title=one.title,
        done=one.done,
        total=one.total,
        state="failed" if silent else STATES[one.state],  # type: ignore[arg-type]
        note=f"{one.note}. Nobody works on it now: resume it where it was begun" if silent else one.note,
        started=one.created_at,
    )


def _row(one: Waiting) -> Item:
    said = [
        counted(n, noun)
        for n, noun in ((one.errors, "row to fix,rows to fix"), (one.questions, "question"))
        if n
    ]
    href = f"/import/{one.import_id}?tab={'fix' if one.errors else 'questions'}"
    return Item(
        title=one.file_name,
        note=", ".join(said),
        icon="file-text",
        href=href,
        action=Action(label="Fix", href=href, small=True, about=f"Fix: {one.file_name}"),
    )
