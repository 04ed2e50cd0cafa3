"""What a person sees when a page breaks or the database is busy: a sentence and an id; never the error itself."""

from __future__ import annotations

import sys
from typing import Final

import psycopg
import structlog
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from psycopg_pool import PoolTimeout

from opsroom.kernel.records.full_disk import as_disk_full
from opsroom.project.edge.request_line import printable_path

logger = structlog.get_logger("opsroom.faults")
RETRY_SECONDS: Final = 2
BUSY: Final = (
    PoolTimeout,
    psycopg.errors.TooManyConnections,
    psycopg.errors.LockNotAvailable,
    psycopg.errors.QueryCanceled,
    psycopg.OperationalError,
)


def is_busy(error: BaseException | None) -> bool:
    """True when the same request may succeed a moment later: an empty pool, a time-out, a restart."""
    cause = error.__cause__ if isinstance(error, DatabaseError) else error
    return isinstance(cause, BUSY)


def broke(request: HttpRequest) -> HttpResponse:
    """Django's handler500: 503 with Retry-After when the database was busy, 507 when a disk is full, else 500."""
    error = sys.exc_info()[1]
    code = request_id(request)
    full = as_disk_full(error)
    if full is not None:
        logger.error("the disk is full", path=printable_path(request.path), what=full.facts["what"])
        return HttpResponse(f"{full.message}\n", status=507, content_type="text/plain; charset=utf-8")
    if is_busy(error):
        logger.warning("busy", path=printable_path(request.path), error=type(error).__name__)
        return busy(request)
    logger.error("the page broke", path=printable_path(request.path), exc_info=error)
    return HttpResponse(render_to_string("errors/500.html", {"code": code}), status=500)


def busy(request: HttpRequest) -> HttpResponse:
    """503: nothing was changed, try again in a moment."""
    code = request_id(request)
    if "text/html" in request.headers.get("Accept", ""):
        answer = HttpResponse(render_to_string("errors/503.html", {"code": code}), status=503)
    else:
        answer = HttpResponse(
            "The database is busy, so nothing was changed. Wait a moment, then load the page again.\n"
            f"Written down as {code}.\n",
            status=503,
            content_type="text/plain; charset=utf-8",
        )
    answer["Retry-After"] = str(RETRY_SECONDS)
    return answer


def request_id(request: HttpRequest) -> str:
    """The id the edge gave this request; empty where there is no edge (tests of views)."""
    scope = getattr(request, "scope", None)
    return str((scope or {}).get("state", {}).get("request_id", ""))
