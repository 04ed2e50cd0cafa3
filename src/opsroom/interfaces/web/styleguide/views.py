"""The style guide: every component in every state, with example answers; reads and changes no business row."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from opsroom.interfaces.web.parts import Toast
from opsroom.interfaces.web.styleguide import example_lists, examples
from opsroom.interfaces.web.styleguide.pictures import pictures

# A fixed moment, so that pictures of this page can be compared.
NOW = datetime(2026, 11, 24, 12, 19, tzinfo=UTC)
SWATCHES = (
    ("c-bg", "Ground", "page"), ("c-surface", "Surface", "cards"), ("c-sunken", "Sunken", "table heads, side bar"),
    ("c-ink", "Ink", "17.0 on surface"), ("c-ink2", "Ink 2", "7.6, sentences"), ("c-ink3", "Ink 3", "5.7, meta"),
    ("c-acc", "Teal", "on target, action"), ("c-ok", "Green", "done and confirmed"), ("c-warn", "Amber", "drifting"),
    ("c-bad", "Red", "ship-by or money breaks"), ("c-info", "Blue", "neutral state"),
    ("c-alt", "Violet", "held by someone outside"),
)  # fmt: skip


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """The page."""
    facts = {"x": examples, "lists": example_lists, "swatches": SWATCHES, "pictures": pictures()}
    facts |= {
        "timeline": examples.timeline(NOW),
        "jobs": examples.jobs(NOW),
        "at": int(NOW.timestamp() * 1000),
    }
    return render(request, "styleguide/page.html", facts)


@require_safe
def drawer(request: HttpRequest) -> HttpResponse:
    """A drawer's content, alone for htmx and inside the frame for everybody else."""
    inside = request.headers.get("HX-Request") == "true"
    return render(
        request, "styleguide/drawer.html" if inside else "styleguide/drawer_page.html", {"x": examples}
    )


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """A card that refetches itself when its topic is heard."""
    return render(request, "styleguide/live.html", {"now": timezone.now()})


@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Says what would happen to the chosen rows; an act that is not a rehearsal only shows its toast."""
    ids = request.POST.getlist("id")
    n = 55 if request.POST.get("scope") == "view" else len(ids)
    if request.POST.get("dry"):
        return render(request, "styleguide/dry.html", {"n": n, "skipped": "50590" in ids})
    answer = HttpResponse(status=204)
    toast = Toast(text=f"{n} moved to the front.", undo="/styleguide/undo")
    answer["HX-Trigger"] = json.dumps(toast.trigger())
    return answer


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """The counter-act of the example."""
    answer = HttpResponse(status=204)
    answer["HX-Trigger"] = json.dumps(Toast(text="Undone.").trigger())
    return answer


@require_POST
def scan(request: HttpRequest) -> HttpResponse:
    """Accepts every example scan, refuses the code REFUSED, so that both answers can be seen."""
    told = json.loads(request.body)
    results = [
        {"id": event["id"], "outcome": "conflict", "say": "This order was cancelled. Put it back."}
        if event.get("code") == "REFUSED"
        else {"id": event["id"], "outcome": "accepted"}
        for event in told.get("events", [])
    ]
    at = int(timezone.now().timestamp() * 1000)
    return JsonResponse({"at": at, "results": results, "say": "Commands are read here.", "tone": "warn"})


@require_safe
def paper(request: HttpRequest) -> HttpResponse:
    """A printed sheet."""
    return render(request, "styleguide/paper.html", {"x": examples})
