"""Proves that the worker of a running house works jobs off, and that jobs of a killed worker come back."""

from __future__ import annotations

import re
import subprocess
import sys

import psycopg
import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate.contrib.django import app
from tests.database import ROOT
from tests.project.conftest import wait_for
from tests.project.house import House, environment

from opsroom.kernel.values import limits
from opsroom.project.database.supervisor import Server
from opsroom.project.queue import take_back_abandoned

DEFER = """
from opsroom.project import instance
instance.set_up("web")
from procrastinate.contrib.django import app
print(app.tasks["builtin:procrastinate.builtin_tasks.remove_old_jobs"].defer(max_hours=1))
"""

KNOWN = """
import django
django.setup()
from procrastinate.contrib.django import app
app.perform_import_paths()
print(*app.tasks)
"""


def test_a_worker_that_just_started_knows_every_task_that_the_program_queues() -> None:
    # A process of its own: in this one the tests before have loaded what a worker would not.
    done = subprocess.run([sys.executable, "-c", KNOWN], check=True, capture_output=True, text=True)
    source = ROOT / "src"
    named = {
        name
        for path in source.rglob("*.py")
        for name in re.findall(r'@app\.task\(\s*name="([^"]+)"', path.read_text(encoding="utf-8"))
    }
    assert "workflows.write_demo_year" in named
    assert named - set(done.stdout.split()) == set(), (
        "the worker ends such a job as unknown, and nobody hears of it"
    )


@pytest.mark.xdist_group("house")
def test_the_worker_of_a_running_house_works_a_job_that_the_web_role_queued(house: House) -> None:
    queued = subprocess.run(
        [sys.executable, "-c", DEFER],
        env=environment(house.folder),
        check=False,
        capture_output=True,
        text=True,
    )
    assert queued.returncode == 0, queued.stderr
    job_id = int(queued.stdout)

    with psycopg.connect(Server(house.folder).dsn("web"), autocommit=True) as web:

        def status() -> str:
            row = web.execute("SELECT status FROM procrastinate_jobs WHERE id = %s", [job_id]).fetchone()
            return "" if row is None else str(row[0])

        wait_for(lambda: status() == "succeeded", "the job", 30)


def job_of_a_silent_worker(*, silent_seconds: int, attempts: int = 0) -> int:
    """A job in the hands of a worker last heard of that long ago."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - make_interval(secs => %s)) RETURNING id",
            [silent_seconds],
        )
        worker = cursor.fetchone()[0]
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, attempts, worker_id)"
            " VALUES ('default', 'orders.tasks.ship', '{}', 'doing', %s, %s) RETURNING id",
            [attempts, worker],
        )
        return int(cursor.fetchone()[0])


def state(job_id: int) -> tuple[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status, attempts FROM procrastinate_jobs WHERE id = %s", [job_id])
        status, attempts = cursor.fetchone()
        return str(status), int(attempts)


@pytest.mark.django_db
def test_a_job_of_a_killed_worker_is_queued_again_and_one_at_work_is_left_alone() -> None:
    lost = job_of_a_silent_worker(silent_seconds=limits.WORKER_SILENT_SECONDS + 5)
    at_work = job_of_a_silent_worker(silent_seconds=1)

    assert async_to_sync(take_back_abandoned)(app) == 1

    assert state(lost)[0] == "todo"
    assert state(at_work) == ("doing", 0)


@pytest.mark.django_db
def test_a_job_that_killed_its_worker_too_often_is_given_up() -> None:
    poison = job_of_a_silent_worker(silent_seconds=60, attempts=limits.JOB_TRIES_COUNT)

    assert async_to_sync(take_back_abandoned)(app) == 1
    assert async_to_sync(take_back_abandoned)(app) == 0

    assert state(poison)[0] == "failed"
