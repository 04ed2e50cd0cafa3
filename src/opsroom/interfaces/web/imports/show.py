"""The page of one import and its error file; only reads."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from opsroom.domains.channels import queries as channels
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.imports.page import page_of
from opsroom.kernel.values.escaping import csv_line
from opsroom.kernel.values.limits import IMPORT_CHECK_ROWS


@require_http_methods(["GET", "HEAD"])
def show(request: HttpRequest, import_id: int) -> HttpResponse:
    """GET tab, after (row number)."""
    after = request.GET.get("after", "")
    place = int(after) if after.isdecimal() and len(after) < 10 else -1
    facts = channels.import_of(actor_of(request), import_id)
    return render(
        request, "imports/show.html", page_of(actor_of(request), facts, request.GET.get("tab", ""), place)
    )


@require_http_methods(["GET", "HEAD"])
def error_file(request: HttpRequest, import_id: int) -> StreamingHttpResponse:
    """Every row that did not get in, with what was found and what to do, as CSV that opens nothing (X1)."""
    facts = channels.import_of(actor_of(request), import_id)
    answer = StreamingHttpResponse(_lines(facts.id), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="import-{facts.id}-to-fix.csv"'
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def _lines(import_id: int) -> Iterator[str]:
    yield "\ufeff" + csv_line(("Row", "Key", "Field", "Found", "What to do"))
    after = -1
    while rows := channels.chunk_of_rows(
        import_id, after=after, rows=IMPORT_CHECK_ROWS, verdicts=["error", "question", "kept"]
    ):
        after = rows[-1].number
        for row in rows:
            if row.verdict == "kept":
                yield csv_line((row.first_row, row.natural_key, "", "", row.note))
            for one in row.problems:
                if one["severity"] != "flag" and row.verdict != "kept":
                    yield csv_line((one["row"], row.natural_key, one["field"], one["found"], one["sentence"]))
    for at, document, why in channels.kept_documents(import_id):
        yield csv_line((at, document, "", "", why))
