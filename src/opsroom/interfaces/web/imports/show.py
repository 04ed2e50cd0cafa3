"""The page of one import and its error file; only reads."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from opsroom.domains.channels import queries as channels
from opsroom.insight import rows_to_fix
from opsroom.insight.lists.subjects import IMPORT
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.imports.page import page_of
from opsroom.interfaces.web.talk.parts import talk_on


@require_http_methods(["GET", "HEAD"])
def show(request: HttpRequest, import_id: int) -> HttpResponse:
    """GET tab, after (row number)."""
    after = request.GET.get("after", "")
    place = int(after) if after.isdecimal() and len(after) < 10 else -1
    actor = actor_of(request)
    facts = channels.import_of(actor, import_id)
    context = page_of(actor, facts, request.GET.get("tab", ""), place)
    return render(request, "imports/show.html", context | {"talk": talk_on(actor, IMPORT, facts.id)})


@require_http_methods(["GET", "HEAD"])
def error_file(request: HttpRequest, import_id: int) -> StreamingHttpResponse:
    """Every row that did not get in, with what was found and what to do, as CSV that opens nothing (X1)."""
    facts = channels.import_of(actor_of(request), import_id)
    answer = StreamingHttpResponse(
        rows_to_fix.error_file(actor_of(request), facts.id), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="import-{facts.id}-to-fix.csv"'
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
