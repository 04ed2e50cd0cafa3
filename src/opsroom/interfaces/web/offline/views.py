"""Serves the service worker for pick and pack pages; lists static files only, no page and no person."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.views.decorators.http import require_safe

_SOURCE = Path(__file__).with_name("sw.js")
_FILES = ("app.css", "app.js", "icons.svg", "mark.svg", "django_htmx/htmx-2.min.js")


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker with today's file names; its store's name changes with them, so old files go away."""
    files = json.dumps([static(name) for name in _FILES])
    source = _SOURCE.read_text("utf-8")
    version = hashlib.sha256((source + files).encode()).hexdigest()[:12]
    answer = HttpResponse(
        source.replace("__VERSION__", version).replace("__FILES__", files),
        content_type="text/javascript; charset=utf-8",
    )
    answer["Cache-Control"] = "no-cache"
    return answer
