"""What people read of long jobs: progress, bad rows, the file of them; refuses jobs out of the reader's reach."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F

from opsroom.kernel.records.errors import JobMissing
from opsroom.kernel.records.jobs import may_see
from opsroom.kernel.records.models import Job, JobError
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.escaping import csv_line
from opsroom.kernel.values.limits import CELL_CHARS_MAX, JOB_ERRORS_COUNT_MAX, PAGE_ROWS_MAX

ERROR_FILE_HEAD = ("Row", "Field", "Found", "What to do")


@dataclass(frozen=True, slots=True)
class RowError:
    """One bad row. row_number: as the person counts it in the file, the heading being row 1."""

    row_number: int
    field: str
    found: str
    sentence: str


@dataclass(frozen=True, slots=True)
class JobView:
    """One job as read; `total` None while unknown; `result` as given to finish."""

    id: int
    kind: str
    title: str
    state: str
    done: int
    total: int | None
    note: str
    result: dict[str, Any]
    error_count: int
    fence: int
    actor_id: int | None
    actor_name: str
    company_id: int | None
    created_at: datetime
    heartbeat_at: datetime
    ended_at: datetime | None

    @property
    def percent(self) -> int | None:
        """0 to 100, rounded down; None while the total is unknown."""
        if self.total is None:
            return None
        return 100 if self.total == 0 else self.done * 100 // self.total


def view(job_id: int, actor: Actor) -> JobView:
    """One job. Raises JobMissing, also for a job of a company out of reach."""
    job = Job.objects.filter(id=job_id).first()
    if job is None or not may_see(job.company_id, job.actor_id, actor):
        raise JobMissing(job_id=job_id)
    return _view(job)


def recent(actor: Actor, *, kind: str | None = None, limit: int = PAGE_ROWS_MAX) -> list[JobView]:
    """The latest jobs of the actor's companies, newest first."""
    rows = Job.objects.filter(company_id__in=list(actor.company_ids)).order_by("-id")
    if kind is not None:
        rows = rows.filter(kind=kind)
    return [_view(one) for one in rows[: min(limit, PAGE_ROWS_MAX)]]


def add_errors(job_id: int, rows: Iterable[RowError]) -> int:
    """Adds bad rows in one statement; returns how many. All are counted; beyond a limit they are no longer listed."""
    given = list(rows)
    if not given:
        return 0
    kept = JobError.objects.filter(job_id=job_id).count()
    JobError.objects.bulk_create(
        JobError(
            job_id=job_id,
            row_number=one.row_number,
            field=one.field[:200],
            found=one.found.replace("\0", "")[:CELL_CHARS_MAX],
            sentence=one.sentence,
        )
        for one in given[: max(0, JOB_ERRORS_COUNT_MAX - kept)]
    )
    Job.objects.filter(id=job_id).update(error_count=F("error_count") + len(given))
    return len(given)


def clear_errors(job_id: int) -> None:
    """Forgets the bad rows, as before a file is checked again."""
    JobError.objects.filter(job_id=job_id).delete()
    Job.objects.filter(id=job_id).update(error_count=0)


def errors(job_id: int, actor: Actor, *, offset: int = 0, limit: int = PAGE_ROWS_MAX) -> list[RowError]:
    """A page of bad rows by row number. Raises JobMissing."""
    view(job_id, actor)
    rows = JobError.objects.filter(job_id=job_id).order_by("row_number", "id")
    return [_row_error(one) for one in rows[offset : offset + min(limit, PAGE_ROWS_MAX)]]


def error_file(job_id: int, actor: Actor) -> Iterator[str]:
    """The bad rows as CSV, line by line with CRLF, formula-safe; begins with a byte order mark for Excel.

    Raises JobMissing before the first line.
    """
    seen = view(job_id, actor)

    def lines() -> Iterator[str]:
        yield "\ufeff" + csv_line(ERROR_FILE_HEAD)
        rows = JobError.objects.filter(job_id=seen.id).order_by("row_number", "id")
        for one in rows.iterator(chunk_size=2_000):
            yield csv_line((one.row_number, one.field, one.found, one.sentence))

    return lines()


def _view(job: Job) -> JobView:
    return JobView(
        id=job.id,
        kind=job.kind,
        title=job.title,
        state=job.state,
        done=job.done,
        total=job.total,
        note=job.note,
        result=job.result,
        error_count=job.error_count,
        fence=job.fence,
        actor_id=job.actor_id,
        actor_name=job.actor_name,
        company_id=job.company_id,
        created_at=job.created_at,
        heartbeat_at=job.heartbeat_at,
        ended_at=job.ended_at,
    )


def _row_error(one: JobError) -> RowError:
    return RowError(row_number=one.row_number, field=one.field, found=one.found, sentence=one.sentence)
