"""Lists long jobs with their progress, pauses and resumes them, and hands out their error files."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from opsroom.domains.access.errors import Refused
from opsroom.domains.access.rules import may, require
from opsroom.domains.channels import queries as channels
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.parts import Action, Blank, Crumb, Head, Job
from opsroom.interfaces.web.wording import counted
from opsroom.kernel.records import job_reports, jobs
from opsroom.kernel.records.errors import JobMissing
from opsroom.kernel.records.job_reports import JobView
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.errors import CodedError
from opsroom.kernel.values.limits import PAGE_ROWS_USUAL
from opsroom.workflows.step_import import step_import

VERBS = {"pause": jobs.pause, "resume": jobs.resume, "retry": jobs.retry, "cancel": jobs.cancel}
SHOWN = {"cancelled": "failed", "queued": "waiting"}
WAKES = frozenset({"resume", "retry"})  # a worker must hear of these
ENDED = frozenset({"done", "failed", "cancelled"})


@require_safe
def job_list(request: HttpRequest) -> HttpResponse:
    """/settings/jobs: the latest, newest first."""
    actor = actor_of(request)
    require(actor, "jobs.view")
    rows = job_reports.recent(actor, limit=PAGE_ROWS_USUAL)
    opened = [row for row in rows if row.state not in ENDED]
    title = f"{counted(len(opened), 'job')} at work" if opened else "No job is at work"
    return render(
        request,
        "settings/jobs.html",
        {
            "head": Head(crumbs=[Crumb(text="Settings", href="/settings")], title=title),
            "jobs": [_part(actor, row) for row in rows],
            "blank": None
            if rows
            else Blank(title="No job yet.", text="Imports appear here while they run.", icon="loader"),
        },
    )


def _part(actor: Actor, row: JobView) -> Job:
    actions = []
    if row.error_count:
        href = f"/settings/jobs/{row.id}/errors.csv"
        actions.append(
            Action(label=f"{counted(row.error_count, 'error')}", href=href, icon="download", small=True)
        )
    if may(actor, "jobs.control"):
        offered = {
            "running": ("pause",),
            "queued": ("pause",),
            "paused": ("resume", "cancel"),
            "failed": ("retry",),
        }
        actions += [
            Action(
                label=verb.capitalize(),
                post=f"/settings/jobs/{row.id}/{verb}",
                small=True,
                about=f"{verb} {row.title}",
            )
            for verb in offered.get(row.state, ())
        ]
    note = "Stopped by a person." if row.state == "cancelled" else row.note
    return Job(
        title=row.title,
        done=row.done,
        total=row.total,
        state=SHOWN.get(row.state, row.state),  # type: ignore[arg-type]
        note=note,
        started=row.created_at,
        actions=actions,
    )


@require_POST
def steer(request: HttpRequest, job_id: int, verb: str) -> HttpResponse:
    """Pause, resume, retry or cancel one job."""
    if verb not in VERBS:
        raise Http404
    actor = actor_of(request)
    require(actor, "jobs.control")
    try:
        with transaction.atomic():  # a job that may not go on stays as it was
            VERBS[verb](job_id, actor)
            import_id = channels.import_of_job(actor, job_id) if verb in WAKES else None
            if import_id is not None:
                step_import(actor, import_id, "go_on")
    except JobMissing as error:
        raise Http404 from error
    except Refused:
        raise
    except CodedError as error:
        messages.error(request, error.message)
    if request.headers.get("HX-Request") == "true":
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = "/settings/jobs"
        return answer
    return HttpResponseRedirect("/settings/jobs")


@require_safe
def error_rows(request: HttpRequest, job_id: int) -> StreamingHttpResponse:
    """The bad rows of a job as CSV."""
    actor = actor_of(request)
    require(actor, "jobs.view")
    try:
        lines = job_reports.error_file(job_id, actor)
    except JobMissing as error:
        raise Http404 from error
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="job-{job_id}-errors.csv"'
    return answer
