"""The job queue's worker: runs jobs, takes back those whose worker was killed; gives up on one that kills too often."""

from __future__ import annotations

import asyncio
import contextlib

import structlog
from procrastinate import App
from procrastinate.contrib.django import app as queue_app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import Status

from opsroom.kernel.values import limits

logger = structlog.get_logger("opsroom.queue")


def run_worker(concurrency: int = limits.WORKER_JOBS_COUNT) -> None:
    """Works until SIGTERM; a running job may finish within CHILD_STOP_SECONDS."""
    connector = queue_app.connector
    assert isinstance(connector, DjangoConnector)  # noqa: S101 - the settings say so
    with queue_app.replace_connector(connector.get_worker_connector()) as app:
        asyncio.run(_work(app, concurrency))


async def take_back_abandoned(app: App) -> int:
    """Queues jobs again whose worker no longer gives a sign of life. Returns how many."""
    stalled = list(
        await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=limits.WORKER_SILENT_SECONDS)
    )
    for job in stalled:
        if job.attempts >= limits.JOB_TRIES_COUNT:
            await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=False)
        else:
            await app.job_manager.retry_job(job)
        logger.warning("abandoned job taken back", job_id=job.id, task=job.task_name, attempt=job.attempts)
    return len(stalled)


async def _work(app: App, concurrency: int) -> None:
    async with app.open_async():
        watcher = asyncio.create_task(_watch(app))
        try:
            await app.run_worker_async(
                concurrency=concurrency,
                fetch_job_polling_interval=limits.QUEUE_POLL_SECONDS,
                update_heartbeat_interval=limits.WORKER_HEARTBEAT_SECONDS,
                stalled_worker_timeout=limits.WORKER_SILENT_SECONDS,
                shutdown_graceful_timeout=limits.WORKER_FINISH_SECONDS,
            )
        finally:
            watcher.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await watcher


async def _watch(app: App) -> None:
    while True:
        try:
            await take_back_abandoned(app)
        except Exception:
            logger.exception("looking for abandoned jobs failed")
        await asyncio.sleep(limits.WORKER_HEARTBEAT_SECONDS)
