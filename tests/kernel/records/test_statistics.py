"""Proves that the planner knows a table as soon as a job has filled it, and that a reader may not ask for that."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest
from django.db import connection
from tests.database import Database

from opsroom.kernel.records import jobs
from opsroom.kernel.records.models import Job
from opsroom.kernel.records.statistics import refresh_statistics
from opsroom.kernel.values.actor import program

WORKER = program("system.importer", way="job")


def _rows_planned_for(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = to_regclass(%s)", [table])
        return int((cursor.fetchone() or (0,))[0])


def _job(number: int) -> Job:
    return Job(kind="channels.import", title=f"File {number}", state="queued", actor_name="x", way="job")


def test_a_filled_table_is_known_at_once_and_looked_at_once(committed_db: Database) -> None:
    refresh_statistics()  # what earlier tests left
    Job.objects.bulk_create(_job(number) for number in range(700))
    assert refresh_statistics() == 1
    assert _rows_planned_for("records_job") == 700
    Job.objects.bulk_create(_job(number) for number in range(20))
    assert refresh_statistics() == 0


def test_a_job_that_writes_much_leaves_no_table_unknown(committed_db: Database) -> None:
    refresh_statistics()
    run = jobs.take_over(jobs.start("channels.import", "Orders", WORKER, 1_600, queued=True), WORKER)

    def write(done: int, size: int) -> int:
        many = min(size, 1_600 - done)
        Job.objects.bulk_create(_job(number) for number in range(many))
        return many

    jobs.run_in_chunks(run, write, chunk_rows=400)
    assert _rows_planned_for("records_job") == 1_601


def test_Z6_a_reader_may_not_have_tables_looked_at(
    test_database: Database, connect_as: Callable[..., psycopg.Connection]
) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        connect_as("reader").execute("SELECT records_refresh_statistics(0, 0)")
