"""Turns coded errors into pages and toasts in words; records refusals, shows nothing of an error without a code."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Final
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string

from opsroom.domains.access.actions.record_refusal import record_refusal
from opsroom.domains.access.errors import Refused
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.company import signed_in
from opsroom.kernel.records.full_disk import as_disk_full
from opsroom.kernel.values.errors import CodedError, Retry

SENTENCE_HEADER: Final = "Opsroom-Sentence"
_MISSING: Final = ("not_found", "missing", "unknown")


class CodedErrors:
    """403 with who may and how to ask, 404 for missing and foreign, 409 for what may pass later, 422 otherwise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._next(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Any other error goes on to the page of the broken, but for a full disk, which a person can mend."""
        if not isinstance(error, CodedError):
            full = as_disk_full(error)
            return None if full is None else refusal(request, full)
        if isinstance(error, Refused) and signed_in(request):
            # The refused transaction has rolled back by now; the record has one of its own.
            record_refusal(actor_of(request), str(error.facts.get("verb", "")), error.code)
        return refusal(request, error)


def status_of(error: CodedError) -> int:
    """The HTTP status of a coded error."""
    if error.code.endswith(_MISSING):
        return 404
    if isinstance(error, Refused):
        return 403
    return 409 if error.retry is Retry.LATER else 422


def refusal(request: HttpRequest, error: CodedError) -> HttpResponse:
    """The page, or for htmx the toast; scripts read the sentence from a header."""
    status, sentence = status_of(error), error.message
    if request.headers.get("HX-Request") == "true":
        answer = HttpResponse(status=status)
        answer["HX-Reswap"] = "none"
        answer["HX-Trigger"] = json.dumps({"refused": {"code": error.code}})
    elif "application/json" in request.headers.get("Accept", ""):
        answer = HttpResponse(
            json.dumps({"code": error.code, "sentence": sentence, "retry": error.retry.value}),
            status=status,
            content_type="application/json",
        )
    else:
        page = f"errors/{status}.html" if status != 422 else "errors/page.html"
        words = {"sentence": sentence, "heading": "This was not done", "code": ""}
        answer = HttpResponse(render_to_string(page, words, request=request), status=status)
    # A header is Latin-1, the sentence is not.
    answer[SENTENCE_HEADER] = quote(sentence)
    return answer
