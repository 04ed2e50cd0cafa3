"""Reads what a scanning page posts and writes its answer; refuses anything that is not the agreed JSON."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from opsroom.domains.fulfilment.rules import ScanEvent, ScanResult
from opsroom.kernel.values.errors import CodedError
from opsroom.kernel.values.limits import SCANS_PER_POST_COUNT_MAX

KEY_CHARS_MAX = 60
CODE_CHARS_MAX = 200


def server_milliseconds() -> int:
    """The server's time as the page stores it."""
    return int(time.time() * 1000)


def answer_scans(
    request: HttpRequest, take: Callable[[ScanEvent], ScanResult], after: Callable[[], str]
) -> HttpResponse:
    """Each event by itself: one refused scan does not hold up the next. `after` gives the page to go on to."""
    try:
        told = json.loads(request.body)
    except ValueError:
        return JsonResponse({"say": "That was no scan."}, status=400)
    events = told.get("events") if isinstance(told, dict) else None
    if not isinstance(events, list) or len(events) > SCANS_PER_POST_COUNT_MAX:
        return JsonResponse({"say": "That was no list of scans."}, status=400)
    results = [_one(event, take) for event in events]
    out: dict[str, Any] = {"at": server_milliseconds(), "results": results}
    accepted = any(result["outcome"] != "conflict" for result in results)
    if accepted and (where := after()):
        out["next"] = where
    return JsonResponse(out)


def _one(given: Any, take: Callable[[ScanEvent], ScanResult]) -> dict[str, str]:
    event = _event(given)
    if event is None:
        key = str(given.get("id", ""))[:KEY_CHARS_MAX] if isinstance(given, dict) else ""
        return {"id": key, "outcome": "conflict", "say": "This scan could not be read. Scan again."}
    try:
        result = take(event)
    except CodedError as error:
        return {"id": event.id, "outcome": "conflict", "say": error.message}
    return {"id": result.id, "outcome": result.outcome, "say": result.say}


def _event(given: Any) -> ScanEvent | None:
    if not isinstance(given, dict) or given.get("kind") not in ("item", "undo"):
        return None
    key, code, of = (str(given.get(name) or "") for name in ("id", "code", "of"))
    line = str(given.get("line", ""))
    if not key or len(key) > KEY_CHARS_MAX or len(of) > KEY_CHARS_MAX or len(code) > CODE_CHARS_MAX:
        return None
    if not (line.isascii() and line.isdigit() and len(line) < 19):
        return None
    return ScanEvent(id=key, kind=str(given["kind"]), line_id=int(line), code=code, of=of)
