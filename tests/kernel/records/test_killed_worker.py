"""Proves that a worker killed with SIGKILL in mid-piece loses that piece only, and that its successor ends the job."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

from django.db import connection
from tests.database import Database

from opsroom.kernel.records import jobs
from opsroom.kernel.records.models import Job
from opsroom.kernel.values.actor import Actor, program

ANN = Actor(7, "person", frozenset({"desk"}), frozenset({1}), None, "web")
WORKER = program("system.importer", way="job")

# Writes ten rows a piece as job titles; kills itself after the third piece is written and not yet committed.
DYING = """
import os, signal, sys
import django
django.setup()
from opsroom.kernel.records import jobs
from opsroom.kernel.records.models import Job

def piece(done, size):
    Job.objects.bulk_create(
        Job(kind="unit", title=str(done + n), actor_name="person", way="job") for n in range(size)
    )
    if done == 20:
        os.kill(os.getpid(), signal.SIGKILL)
    return size

jobs.run_in_chunks(jobs.Run(int(sys.argv[1]), jobs.FIRST_FENCE, 0, 45), piece, chunk_rows=10)
"""


def _units() -> list[int]:
    return sorted(int(title) for title in Job.objects.filter(kind="unit").values_list("title", flat=True))


def test_kill_9_in_mid_piece_loses_that_piece_only(committed_db: Database) -> None:
    job_id = jobs.start("demo", "Import", ANN, 45)
    connection.close()
    environment = committed_db.cluster.environment(committed_db.name) | {
        "OPSROOM_DB_ROLE": "worker",
        "DJANGO_SETTINGS_MODULE": "opsroom.project.settings",
    }
    died = subprocess.run(
        [sys.executable, "-c", DYING, str(job_id)],
        env={**os.environ, **environment},
        check=False,
        timeout=120,
    )
    assert died.returncode == -signal.SIGKILL
    row = Job.objects.get(id=job_id)
    assert (row.state, row.done, _units()) == ("running", 20, list(range(20)))

    def piece(done: int, size: int) -> int:
        did = min(size, 45 - done)
        Job.objects.bulk_create(
            Job(kind="unit", title=str(done + n), actor_name="person", way="job") for n in range(did)
        )
        return did

    run = jobs.take_over(job_id, WORKER, stale_seconds=0)
    assert jobs.run_in_chunks(run, piece, chunk_rows=10) == 45
    jobs.finish(job_id, {"units": 45}, actor=WORKER, fence=run.fence)
    assert _units() == list(range(45))
