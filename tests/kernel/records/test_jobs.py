"""Proves long jobs: paused, taken over from a dead worker, and never advanced by a replaced one."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest
from django.db import OperationalError, connection, transaction
from django.db.utils import Error
from tests.database import Database

from opsroom.kernel.records import events, jobs
from opsroom.kernel.records.errors import (
    JobBusy,
    JobCancelled,
    JobMissing,
    JobNotOpen,
    JobPaused,
    JobTakenOver,
)
from opsroom.kernel.records.models import Job
from opsroom.kernel.values.actor import Actor, program

ANN = Actor(7, "person", frozenset({"desk"}), frozenset({1}), None, "web")
BEN = Actor(8, "person", frozenset({"desk"}), frozenset({2}), None, "web")
WORKER = program("system.importer", way="job")


def _silence(job_id: int, seconds: int = 61) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE records_job SET heartbeat_at = now() - make_interval(secs => %s) WHERE id = %s",
            [seconds, job_id],
        )


def _verbs(job_id: int) -> list[str]:
    return [one.kind.rpartition(".")[2] for one in events.timeline("records.job", job_id)]


@pytest.mark.django_db
def test_a_job_runs_from_start_to_result() -> None:
    job_id = jobs.start("channels.import", "Orders\nof March", ANN, 300, company_id=1)
    jobs.advance(job_id, 100, "100 of 300 rows")
    jobs.advance(job_id, 250)
    row = Job.objects.get(id=job_id)
    assert (row.state, row.title, row.done, row.total, row.note, row.fence) == (
        "running",
        "Orders of March",
        250,
        300,
        "100 of 300 rows",
        1,
    )
    jobs.finish(job_id, {"imported": 300}, actor=ANN)
    row.refresh_from_db()
    assert (row.state, row.result, row.ended_at is None) == ("done", {"imported": 300}, False)
    assert _verbs(job_id) == ["created", "finished"]
    with pytest.raises(JobNotOpen, match=rf"Job {job_id} is done, so it cannot go on\."):
        jobs.advance(job_id, 260)
    assert events.timeline("records.job", job_id)[0].company_id == 1


@pytest.mark.django_db
def test_an_unknown_total_stays_unknown_and_a_known_one_grows() -> None:
    job_id = jobs.start("demo", "Poll", ANN)
    jobs.advance(job_id, 5)
    assert Job.objects.get(id=job_id).total is None
    jobs.advance(job_id, 6, total=10)
    jobs.advance(job_id, 12)
    assert Job.objects.get(id=job_id).total == 12
    with pytest.raises(Error, match="records_job_done_not_negative"), transaction.atomic():
        jobs.advance(job_id, -1)


@pytest.mark.django_db
def test_a_paused_job_keeps_its_workers_last_piece_then_stops_it() -> None:
    job_id = jobs.start("demo", "Import", ANN, 30, company_id=1)
    jobs.advance(job_id, 10)
    jobs.pause(job_id, ANN)
    with pytest.raises(JobPaused, match=r"is paused\. Resume it"):
        jobs.advance(job_id, 20)
    assert Job.objects.get(id=job_id).done == 20
    with pytest.raises(JobPaused):
        jobs.take_over(job_id, WORKER)
    with pytest.raises(JobPaused):
        jobs.beat(job_id)
    jobs.resume(job_id, ANN)
    run = jobs.take_over(job_id, WORKER)
    assert (run.fence, run.done, run.total) == (2, 20, 30)
    with pytest.raises(JobTakenOver):
        jobs.advance(job_id, 21)
    jobs.advance(job_id, 30, fence=run.fence)
    jobs.finish(job_id, actor=WORKER, fence=run.fence)
    assert _verbs(job_id) == ["created", "paused", "resumed", "begun", "finished"]


@pytest.mark.django_db
def test_a_pause_after_the_last_piece_does_not_keep_a_finished_job_open() -> None:
    job_id = jobs.start("demo", "Import", ANN, 1, company_id=1)
    jobs.advance(job_id, 1)
    jobs.pause(job_id, ANN)
    jobs.finish(job_id, actor=WORKER)
    assert Job.objects.get(id=job_id).state == "done"


@pytest.mark.django_db
def test_a_dead_workers_job_is_taken_over_and_the_woken_worker_refused() -> None:
    job_id = jobs.start("demo", "Import", ANN, 30)
    with pytest.raises(JobBusy, match=r"can be taken over within (59|60) seconds\."):
        jobs.take_over(job_id, WORKER)
    assert jobs.abandoned() == []
    _silence(job_id)
    assert jobs.abandoned() == [job_id]
    run = jobs.take_over(job_id, WORKER)
    assert run.fence == 2
    assert jobs.abandoned() == []
    for late in (
        lambda: jobs.advance(job_id, 5),
        lambda: jobs.beat(job_id),
        lambda: jobs.finish(job_id, actor=ANN),
        lambda: jobs.fail(job_id, "late", actor=ANN),
    ):
        with pytest.raises(JobTakenOver):
            late()
    jobs.beat(job_id, fence=2)
    assert (Job.objects.get(id=job_id).state, Job.objects.get(id=job_id).done) == ("running", 0)
    assert jobs.take_over(job_id, WORKER, stale_seconds=0).fence == 3


@pytest.mark.django_db
def test_a_sign_of_life_keeps_a_slow_worker_its_job() -> None:
    job_id = jobs.start("demo", "Import", ANN)
    _silence(job_id)
    jobs.beat(job_id)
    with pytest.raises(JobBusy):
        jobs.take_over(job_id, WORKER)


@pytest.mark.django_db
def test_a_cancelled_job_stops_its_worker_and_stays_cancelled() -> None:
    job_id = jobs.start("demo", "Import", ANN, company_id=1)
    jobs.cancel(job_id, ANN, reason="wrong file")
    for late in (
        lambda: jobs.advance(job_id, 5),
        lambda: jobs.take_over(job_id, WORKER, stale_seconds=0),
        lambda: jobs.finish(job_id, actor=WORKER),
    ):
        with pytest.raises(JobCancelled):
            late()
    with pytest.raises(JobCancelled):
        jobs.beat(job_id)
    with pytest.raises(JobNotOpen, match="is cancelled, so it cannot resume"):
        jobs.resume(job_id, ANN)
    assert Job.objects.get(id=job_id).done == 0
    assert events.timeline("records.job", job_id)[-1].reason == "wrong file"


@pytest.mark.django_db
def test_a_failed_job_says_why_and_can_be_tried_again() -> None:
    job_id = jobs.start("demo", "Import", ANN, 10, company_id=1)
    jobs.advance(job_id, 4)
    jobs.fail(job_id, "The disk is full. Free some space.", actor=WORKER)
    row = Job.objects.get(id=job_id)
    assert (row.state, row.note, row.ended_at is None) == (
        "failed",
        "The disk is full. Free some space.",
        False,
    )
    with pytest.raises(JobNotOpen, match="is failed, so it cannot be worked on"):
        jobs.take_over(job_id, WORKER)
    with pytest.raises(JobNotOpen, match="is failed, so it cannot fail"):
        jobs.fail(job_id, "again", actor=WORKER)
    jobs.retry(job_id, ANN)
    assert Job.objects.get(id=job_id).ended_at is None
    assert jobs.take_over(job_id, WORKER) == jobs.Run(job_id, 2, 4, 10)


@pytest.mark.django_db
def test_a_queued_job_waits_for_its_worker() -> None:
    job_id = jobs.start("demo", "Import", ANN, 10, queued=True)
    with pytest.raises(JobTakenOver):
        jobs.advance(job_id, 1)
    with pytest.raises(JobNotOpen, match="is queued, so it cannot go on"):
        jobs.advance(job_id, 1, fence=0)
    assert jobs.take_over(job_id, WORKER).fence == jobs.FIRST_FENCE
    jobs.advance(job_id, 1)


@pytest.mark.django_db
def test_Z3_another_companys_job_is_a_missing_one() -> None:
    job_id = jobs.start("demo", "Import", ANN, company_id=1)
    for foreign in (lambda: jobs.pause(job_id, BEN), lambda: jobs.cancel(10**12, ANN)):
        with pytest.raises(JobMissing, match=r"There is no job \d+\."):
            foreign()
    with pytest.raises(JobMissing):
        jobs.advance(10**12, 1)
    assert Job.objects.get(id=job_id).state == "running"


@pytest.mark.parametrize(
    ("actor", "company_id", "starter", "sees"),
    [
        (ANN, 1, 99, True),
        (ANN, 2, 7, False),
        (ANN, None, 7, True),
        (ANN, None, 8, False),
        (Actor(9, "person", frozenset({"admin"}), frozenset({1}), None, "web"), None, 8, True),
        (WORKER, 2, 8, True),
        (program("system.importer", company_ids=frozenset({1})), 2, 8, False),
    ],
)
def test_who_sees_a_job(actor: Actor, company_id: int | None, starter: int, sees: bool) -> None:
    assert jobs.may_see(company_id, starter, actor) is sees


def _do(
    rows: list[int], total: int, before: Callable[[int], None] = lambda done: None
) -> Callable[[int, int], int]:
    """Work that writes one job row a unit, so that the database shows what was kept."""

    def chunk(done: int, size: int) -> int:
        before(done)
        did = min(size, total - done)
        Job.objects.bulk_create(
            Job(kind="unit", title=str(done + n), actor_name="person", way="job") for n in range(did)
        )
        rows.append(did)
        return did

    return chunk


def _units() -> list[int]:
    return sorted(int(title) for title in Job.objects.filter(kind="unit").values_list("title", flat=True))


def test_work_and_progress_are_one_and_a_killed_worker_loses_one_piece_only(committed_db: Database) -> None:
    job_id = jobs.start("demo", "Import", ANN, 25)
    run, seen = jobs.Run(job_id, jobs.FIRST_FENCE, 0, 25), []

    def die(done: int) -> None:
        if done == 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        jobs.run_in_chunks(run, _do(seen, 25, die), chunk_rows=10, note=lambda done: f"{done} rows")
    assert (Job.objects.get(id=job_id).done, _units()) == (20, list(range(20)))
    again = jobs.take_over(job_id, WORKER, stale_seconds=0)
    assert jobs.run_in_chunks(again, _do(seen, 25), chunk_rows=10) == 25
    assert _units() == list(range(25))
    assert seen == [10, 10, 5, 0]
    assert Job.objects.get(id=job_id).note == "20 rows"


def test_a_piece_that_gave_way_is_done_again_and_counted_once(committed_db: Database) -> None:
    job_id = jobs.start("demo", "Import", ANN, 25)
    run, seen = jobs.Run(job_id, jobs.FIRST_FENCE, 0, 25), []
    met: list[int] = []

    def circle(done: int) -> None:
        if done == 10 and not met:
            met.append(done)
            raise OperationalError("given way") from psycopg.errors.DeadlockDetected("given way")

    assert jobs.run_in_chunks(run, _do(seen, 25, circle), chunk_rows=10) == 25
    assert (met, _units(), Job.objects.get(id=job_id).done) == ([10], list(range(25)), 25)


def test_a_replaced_worker_loses_the_piece_it_was_at(committed_db: Database) -> None:
    job_id = jobs.start("demo", "Import", ANN, 30)
    old, seen = jobs.Run(job_id, jobs.FIRST_FENCE, 0, 30), []

    def replaced(done: int) -> None:
        if done == 10:
            _elsewhere(committed_db, "UPDATE records_job SET fence = fence + 1 WHERE id = %s", job_id)

    with pytest.raises(JobTakenOver):
        jobs.run_in_chunks(old, _do(seen, 30, replaced), chunk_rows=10)
    assert (Job.objects.get(id=job_id).done, _units()) == (10, list(range(10)))


def test_a_pause_keeps_the_piece_and_a_cancel_does_not(committed_db: Database) -> None:
    for state, error, kept in (("paused", JobPaused, 10), ("cancelled", JobCancelled, 0)):
        job_id, seen = jobs.start("demo", "Import", ANN, 30), []
        statement = f"UPDATE records_job SET state = '{state}' WHERE id = %s"

        def asked(done: int, statement: str = statement, job_id: int = job_id) -> None:
            _elsewhere(committed_db, statement, job_id)

        with pytest.raises(error):
            jobs.run_in_chunks(jobs.Run(job_id, jobs.FIRST_FENCE, 0, 30), _do(seen, 30, asked), chunk_rows=10)
        assert Job.objects.get(id=job_id).done == kept
    assert _units() == list(range(10))


def _elsewhere(database: Database, statement: str, job_id: int) -> None:
    """Another process's committed write, in the middle of our piece."""
    import psycopg

    with psycopg.connect(database.dsn("worker"), autocommit=True) as other:
        other.execute(statement, [job_id])
