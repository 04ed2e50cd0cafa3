"""Proves the transition engine: only open rows move, each with one true event, also against rivals."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import psycopg
import pytest
from django.db import connection, transaction
from tests.database import Database

from opsroom.kernel.records import events
from opsroom.kernel.records.models import Job
from opsroom.kernel.records.states import CLAIM, JOB
from opsroom.kernel.records.transition import BirthUnproven, born, move
from opsroom.kernel.values.actor import Actor

ANN = Actor(7, "person", frozenset({"desk"}), frozenset({1}), None, "web")


def _job(state: str = "queued", company_id: int | None = 1) -> int:
    return Job.objects.create(
        kind="demo", title="Demo", state=state, actor_name="person", way="web", company_id=company_id
    ).id


def _states(ids: list[int]) -> list[str]:
    found = dict(Job.objects.filter(id__in=ids).values_list("id", "state"))
    return [found[one] for one in ids]


@pytest.mark.django_db
def test_only_open_rows_move_and_each_leaves_one_event() -> None:
    queued, running, done = _job(), _job("running"), _job("done")
    moved = move(
        JOB, Job, "state", [done, running, queued, 10**12], "pause", ANN, reason="lunch", data={"n": 1}
    )
    assert moved == [queued, running]
    assert _states([queued, running, done]) == ["paused", "paused", "done"]
    for job_id, came_from in ((queued, "queued"), (running, "running")):
        (one,) = events.timeline("records.job", job_id)
        assert (one.kind, one.from_state, one.to_state) == ("records.job.paused", came_from, "paused")
        assert (one.reason, one.data, one.company_id, one.actor_id) == ("lunch", {"n": 1}, 1, 7)
    assert events.timeline("records.job", done) == []


@pytest.mark.django_db
def test_moving_twice_moves_once() -> None:
    job_id = _job()
    assert move(JOB, Job, "state", [job_id], "pause", ANN) == [job_id]
    assert move(JOB, Job, "state", [job_id], "pause", ANN) == []
    assert move(JOB, Job, "state", [], "pause", ANN) == []
    assert len(events.timeline("records.job", job_id)) == 1


@pytest.mark.django_db
def test_further_columns_are_set_by_the_same_statement() -> None:
    job_id, other = _job(), _job("done")
    move(JOB, Job, "state", [job_id, other], "fail", ANN, sets={"note": "Disk full.", "result": {"at": 3}})
    row = Job.objects.get(id=job_id)
    assert (row.state, row.note, row.result) == ("failed", "Disk full.", {"at": 3})
    assert Job.objects.get(id=other).note == ""


@pytest.mark.django_db
def test_a_row_without_company_may_be_given_one_for_its_event() -> None:
    job_id = _job(company_id=None)
    move(JOB, Job, "state", [job_id], "pause", ANN)
    assert events.timeline("records.job", job_id)[0].company_id is None


@pytest.mark.django_db
def test_an_unknown_verb_column_or_foreign_machine_is_a_programmers_mistake() -> None:
    job_id = _job()
    with pytest.raises(KeyError):
        move(JOB, Job, "state", [job_id], "explode", ANN)
    with pytest.raises(TypeError, match=r"records\.Job\.kind is not ruled by records\.job"):
        move(JOB, Job, "kind", [job_id], "pause", ANN)
    with pytest.raises(TypeError, match=r"is not ruled by records\.claim"):
        move(CLAIM, Job, "state", [job_id], "resolve", ANN)
    assert _states([job_id]) == ["queued"]


@pytest.mark.django_db
def test_rows_are_born_with_their_events_in_any_state() -> None:
    ids = [_job("queued"), _job("done", company_id=2)]
    before = events.latest_id()
    born(JOB, Job, [(ids[1], "done", None), (ids[0], "queued", {"kind": "demo"})], ANN, reason="import")
    rows = events.since(before, [1, 2])
    assert [
        (one.subject_id, one.kind, one.from_state, one.to_state, one.data, one.company_id) for one in rows
    ] == [
        (ids[1], "records.job.created", "", "done", {}, 2),
        (ids[0], "records.job.created", "", "queued", {"kind": "demo"}, 1),
    ]
    born(JOB, Job, [], ANN)
    assert len(events.since(before, [1, 2])) == 2


@pytest.mark.django_db
def test_a_birth_without_its_row_is_loud() -> None:
    job_id = _job("queued")
    with pytest.raises(BirthUnproven, match="2 births announced, 1 found"), transaction.atomic():
        born(JOB, Job, [(job_id, "queued", None), (10**12, "queued", None)], ANN)
    with pytest.raises(BirthUnproven, match="1 births announced, 0 found"), transaction.atomic():
        born(JOB, Job, [(job_id, "running", None)], ANN)
    with pytest.raises(BirthUnproven, match="knows no state 'asleep'"):
        born(JOB, Job, [(job_id, "asleep", None)], ANN)
    assert events.timeline("records.job", job_id) == []


def _in_thread(work: Callable[[], object]) -> tuple[threading.Thread, list[object]]:
    answers: list[object] = []

    def run() -> None:
        try:
            answers.append(work())
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, answers


def _wait_for_lock(admin: psycopg.Connection) -> None:
    end = time.monotonic() + 10
    while time.monotonic() < end:
        row = admin.execute("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'").fetchone()
        if row and row[0]:
            return
        time.sleep(0.01)
    raise AssertionError("nobody waited for the lock")


def test_a_mover_that_waited_sees_the_state_its_rival_left(
    committed_db: Database, connect_as: Callable[..., psycopg.Connection]
) -> None:
    """queued -> running by a rival, while our pause waits: both are sources of pause, so it moves, from running."""
    job_id, admin = _job("queued"), connect_as("admin")
    with connect_as("worker", autocommit=False) as rival:
        rival.execute("UPDATE records_job SET state = 'running' WHERE id = %s", [job_id])
        thread, answers = _in_thread(lambda: move(JOB, Job, "state", [job_id], "pause", ANN))
        _wait_for_lock(admin)
        rival.commit()
    thread.join(10)
    assert answers == [[job_id]]
    assert [(one.from_state, one.to_state) for one in events.timeline("records.job", job_id)] == [
        ("running", "paused")
    ]


def test_a_mover_that_waited_does_not_move_what_its_rival_ended(
    committed_db: Database, connect_as: Callable[..., psycopg.Connection]
) -> None:
    job_id, admin = _job("running"), connect_as("admin")
    with connect_as("worker", autocommit=False) as rival:
        rival.execute("UPDATE records_job SET state = 'done' WHERE id = %s", [job_id])
        thread, answers = _in_thread(lambda: move(JOB, Job, "state", [job_id], "pause", ANN))
        _wait_for_lock(admin)
        rival.commit()
    thread.join(10)
    assert answers == [[]]
    assert _states([job_id]) == ["done"]
    assert events.timeline("records.job", job_id) == []


def test_eight_rivals_move_a_set_exactly_once_without_deadlock(committed_db: Database) -> None:
    ids = [_job("queued") for _ in range(40)]
    orders = [ids[place::-1] + ids[place + 1 :] for place in range(0, 40, 5)]
    runs = [_in_thread(lambda mine=mine: move(JOB, Job, "state", mine, "pause", ANN)) for mine in orders]
    for thread, _ in runs:
        thread.join(20)
    moved = sorted(one for _, answers in runs for answer in answers for one in answer)  # type: ignore[attr-defined]
    assert len([answers for _, answers in runs if answers]) == 8
    assert moved == ids
    assert sum(len(rows) for rows in events.timelines("records.job", ids).values()) == 40
