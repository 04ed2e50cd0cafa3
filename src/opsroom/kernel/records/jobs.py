"""Long jobs: started, advanced by one worker at a time, paused, taken over; refuses a worker that was replaced."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from opsroom.kernel.records import wake
from opsroom.kernel.records.errors import (
    JobBusy,
    JobCancelled,
    JobMissing,
    JobNotOpen,
    JobPaused,
    JobTakenOver,
)
from opsroom.kernel.records.models import Job
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.kernel.records.states import JOB
from opsroom.kernel.records.statistics import refresh_statistics
from opsroom.kernel.records.transition import born, move
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import (
    IMPORT_CHUNK_ROWS,
    JOB_HEARTBEAT_STALE_SECONDS,
    JOB_NOTE_CHARS_MAX,
    JOB_TITLE_CHARS_MAX,
    STATISTICS_CHANGED_ROWS_MIN,
)
from opsroom.kernel.values.printable import one_line

FIRST_FENCE = 1
STATISTICS_GROWTH_TIMES = 2  # a job looks at its tables again when it has written so many times more


@dataclass(frozen=True, slots=True)
class Run:
    """A worker's right to a job: valid until another worker takes it. `done` is where to go on."""

    job_id: int
    fence: int
    done: int
    total: int | None


def start(
    kind: str,
    title: str,
    actor: Actor,
    total: int | None = None,
    *,
    company_id: int | None = None,
    queued: bool = False,
) -> int:
    """Makes a job and returns its id. total: units of work, None while unknown.

    Usually it is running at once under FIRST_FENCE, for the caller does the work; queued=True leaves it to a worker,
    which then calls take_over.
    """
    state = "queued" if queued else "running"
    job = Job(
        kind=kind,
        title=one_line(title)[:JOB_TITLE_CHARS_MAX],
        state=state,
        total=total,
        fence=0 if queued else FIRST_FENCE,
        actor_id=actor.user_id,
        actor_name=actor.name,
        way=actor.way,
        company_id=company_id,
    )
    with transaction.atomic():
        job.save(force_insert=True)
        born(JOB, Job, [(job.id, state, {"kind": kind})], actor)
        wake.notify("jobs")
    return job.id


def take_over(job_id: int, actor: Actor, *, stale_seconds: int = JOB_HEARTBEAT_STALE_SECONDS) -> Run:
    """Makes the caller the job's only worker: a queued job, or a running one whose worker has been silent for so long.

    From here on every older worker is refused. Raises JobBusy (still alive; a caller who knows that the old worker is
    dead passes stale_seconds=0), JobPaused, JobCancelled, JobNotOpen, JobMissing.
    """
    with transaction.atomic():
        job = _locked(job_id)
        _refuse_stopped(job, "be worked on")
        if job.state == "running":
            silent = (timezone.now() - job.heartbeat_at).total_seconds()
            if silent < stale_seconds:
                raise JobBusy(job_id=job_id, seconds=round(stale_seconds - silent))
        verb = "begin" if job.state == "queued" else "take_over"
        sets = {"fence": job.fence + 1, "heartbeat_at": timezone.now()}
        move(
            JOB,
            Job,
            "state",
            [job_id],
            verb,
            actor,
            data={"fence": job.fence + 1, "done": job.done},
            sets=sets,
        )
        wake.notify("jobs")
    return Run(job_id=job_id, fence=job.fence + 1, done=job.done, total=job.total)


def advance(
    job_id: int, done: int, note: str = "", *, total: int | None = None, fence: int = FIRST_FENCE
) -> None:
    """Saves the progress: `done` units in all, a note for people, perhaps a better total. Also a sign of life.

    Call it at the end of the transaction that did the work, so that work and progress are one. Raises JobPaused after
    saving (or, inside a transaction, rolls it back with the work), JobCancelled, JobTakenOver, JobMissing.
    """
    if _saved(job_id, done, note, total, fence) == "paused":
        raise JobPaused(job_id=job_id)


def beat(job_id: int, *, fence: int = FIRST_FENCE) -> None:
    """A sign of life between two steps. Raises like advance."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE records_job SET heartbeat_at = clock_timestamp()"
            " WHERE id = %s AND fence = %s AND state = 'running'",
            [job_id, fence],
        )
        moved = cursor.rowcount
    if not moved:
        _refuse_worker(job_id, fence)


def run_in_chunks(
    run: Run,
    do_chunk: Callable[[int, int], int],
    *,
    chunk_rows: int = IMPORT_CHUNK_ROWS,
    note: Callable[[int], str] = lambda done: "",
) -> int:
    """Does the work piece by piece, each piece and its progress in one transaction; returns the units done in all.

    do_chunk(done, size) does up to `size` units after the first `done` and returns how many it did; 0 ends the job's
    work. It is called again with the same `done` where PostgreSQL made the piece give way. After
    kill -9 a new Run goes on exactly where the last commit was. Raises JobPaused with all finished pieces
    kept; JobCancelled and JobTakenOver with the current piece rolled back.
    """
    done = run.done
    looked_at = done

    @in_one_piece
    def piece() -> tuple[int, str]:
        did = do_chunk(done, chunk_rows)
        return did, _saved(run.job_id, done + did, note(done + did), None, run.fence)

    while True:
        did, state = piece()
        done += did
        if _much(done - looked_at, of=looked_at, last=did == 0):
            refresh_statistics()
            looked_at = done
        if did == 0:
            return done
        if state == "paused":
            raise JobPaused(job_id=run.job_id)


def _much(new: int, *, of: int, last: bool) -> bool:
    """Whether the tables have grown so much that the planner must look at them again."""
    return new >= STATISTICS_CHANGED_ROWS_MIN and (last or new >= STATISTICS_GROWTH_TIMES * of)


def finish(
    job_id: int, result: Mapping[str, Any] | None = None, *, actor: Actor, fence: int = FIRST_FENCE
) -> None:
    """Ends the job well. A pause that came after the last piece is ignored; a cancel or a take-over is not."""
    text = json.loads(json.dumps(dict(result or {}), default=str))
    _end(job_id, "finish", actor, fence, sets={"result": text}, reason="")


def fail(job_id: int, reason: str, *, actor: Actor, fence: int = FIRST_FENCE) -> None:
    """Ends the job badly, with a sentence for people; it can be retried."""
    note = one_line(reason)[:JOB_NOTE_CHARS_MAX]
    _end(job_id, "fail", actor, fence, sets={"note": note}, reason=note)


def pause(job_id: int, actor: Actor) -> None:
    """Asks the worker to stop after its current piece. Raises JobNotOpen, JobMissing."""
    _by_person(job_id, "pause", actor)


def resume(job_id: int, actor: Actor) -> None:
    """Queues a paused job again; the caller wakes a worker, which takes it over. Raises JobNotOpen, JobMissing."""
    _by_person(job_id, "resume", actor)


def retry(job_id: int, actor: Actor) -> None:
    """Queues a failed job again, from its last saved step. Raises JobNotOpen, JobMissing."""
    _by_person(job_id, "retry", actor)


def cancel(job_id: int, actor: Actor, *, reason: str = "") -> None:
    """Ends the job where it stands; finished pieces stay. Raises JobNotOpen, JobMissing."""
    _by_person(job_id, "cancel", actor, reason=reason, sets={"ended_at": timezone.now()})


def abandoned(stale_seconds: int = JOB_HEARTBEAT_STALE_SECONDS) -> list[int]:
    """Ids of running jobs whose worker has been silent for so long, oldest first: what a worker looks for at start."""
    limit = timezone.now() - timedelta(seconds=stale_seconds)
    return list(
        Job.objects.filter(state="running", heartbeat_at__lt=limit)
        .order_by("id")
        .values_list("id", flat=True)
    )


def _saved(job_id: int, done: int, note: str, total: int | None, fence: int) -> str:
    """Saves progress under the fence; returns the state. A paused job still takes its worker's last piece."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE records_job SET done = %s, note = coalesce(nullif(%s, ''), note),"
            " total = CASE WHEN total IS NULL AND %s::bigint IS NULL THEN NULL"
            " ELSE greatest(coalesce(%s::bigint, total), %s::bigint) END, heartbeat_at = clock_timestamp()"
            " WHERE id = %s AND fence = %s AND state IN ('running', 'paused') RETURNING state",
            [done, one_line(note)[:JOB_NOTE_CHARS_MAX], total, total, done, job_id, fence],
        )
        row = cursor.fetchone()
    if row is None:
        _refuse_worker(job_id, fence)
    wake.notify("jobs")
    return str(row[0])


def _end(job_id: int, verb: str, actor: Actor, fence: int, *, sets: dict[str, Any], reason: str) -> None:
    with transaction.atomic():
        job = _locked(job_id)
        if job.fence != fence:
            raise JobTakenOver(job_id=job_id)
        if verb == "finish" and job.state == "paused":
            # All work is in: pausing nothing would only leave a job at 100 % that someone must resume to end.
            move(JOB, Job, "state", [job_id], "resume", actor)
            move(JOB, Job, "state", [job_id], "begin", actor)
        sets = {**sets, "ended_at": timezone.now()}
        if not move(JOB, Job, "state", [job_id], verb, actor, reason=reason, sets=sets):
            _refuse_stopped(job, verb)
            raise JobNotOpen(job_id=job_id, state=job.state, verb=verb)
        wake.notify("jobs")


def _by_person(
    job_id: int, verb: str, actor: Actor, *, reason: str = "", sets: dict[str, Any] | None = None
) -> None:
    with transaction.atomic():
        job = _locked(job_id, actor)
        more = {"ended_at": None} if verb == "retry" else {}
        if not move(JOB, Job, "state", [job_id], verb, actor, reason=reason, sets={**more, **(sets or {})}):
            raise JobNotOpen(job_id=job_id, state=job.state, verb=verb)
        wake.notify("jobs")


def _locked(job_id: int, actor: Actor | None = None) -> Job:
    """The job under a row lock; with an actor given, a job of a company out of reach is missing."""
    job = Job.objects.select_for_update(no_key=True).filter(id=job_id).first()
    if job is None or (actor is not None and not may_see(job.company_id, job.actor_id, actor)):
        raise JobMissing(job_id=job_id)
    return job


def may_see(company_id: int | None, starter_id: int | None, actor: Actor) -> bool:
    """Who sees a job: the people of its company; a job of no company, its starter and administrators; programs all."""
    if actor.is_program and not actor.company_ids:
        return True
    if company_id is not None:
        return actor.sees_company(company_id)
    return "admin" in actor.roles or (actor.user_id is not None and actor.user_id == starter_id)


def _refuse_worker(job_id: int, fence: int) -> None:
    job = Job.objects.filter(id=job_id).first()
    if job is None:
        raise JobMissing(job_id=job_id)
    if job.state == "cancelled":
        raise JobCancelled(job_id=job_id)
    if job.fence != fence:
        raise JobTakenOver(job_id=job_id)
    _refuse_stopped(job, "go on")
    raise JobNotOpen(job_id=job_id, state=job.state, verb="go on")


def _refuse_stopped(job: Job, verb: str) -> None:
    if job.state == "paused":
        raise JobPaused(job_id=job.id)
    if job.state == "cancelled":
        raise JobCancelled(job_id=job.id)
    if job.state in {"done", "failed"}:
        raise JobNotOpen(job_id=job.id, state=job.state, verb=verb)
