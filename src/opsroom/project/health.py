"""The /health address for watchers and for `opsroom run`: whether the database answers, and whose it is."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from opsroom.project import home
from opsroom.project.who_answers import HEADER


@login_not_required
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 "ok" or 503 "no database"; a header tells a command of this data folder that it asks the right one."""
    try:
        connection.ensure_connection()
        fine = connection.is_usable()
    except DatabaseError:
        fine = False
    return HttpResponse(
        "ok\n" if fine else "no database\n",
        status=200 if fine else 503,
        content_type="text/plain",
        headers={HEADER: home.fingerprint()},
    )
