"""Picking by scanner on a phone; the page holds ids, SKUs, bins and counts only, so that it may be kept offline."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from opsroom.domains.access.queries import company_of
from opsroom.domains.access.rules import require
from opsroom.domains.fulfilment.actions.pick_scan import pick_scan
from opsroom.domains.fulfilment.actions.pick_short import pick_short
from opsroom.domains.fulfilment.actions.skip_pick import skip_pick
from opsroom.domains.fulfilment.errors import WaveNotFound
from opsroom.domains.fulfilment.queries.floor import stops, wave, wave_of_stop
from opsroom.domains.fulfilment.rules import SHORT_REASONS
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.fulfil.scans import answer_scans, server_milliseconds


@require_safe
def page(request: HttpRequest, wave_id: int) -> HttpResponse:
    """The walk of one wave."""
    actor = actor_of(request)
    facts = wave(actor, wave_id)
    require(actor, "fulfilment.pick", site_id=facts.site_id)
    found = stops(actor, wave_id)
    open_now = [one for one in found if one.got < one.need]
    now = next((one for one in open_now if one.state != "skipped"), None) or next(iter(open_now), None)
    context = {
        "wave": facts,
        "stops": found,
        "left": len(open_now),
        "now": now,
        "open_stops": open_now,
        "skipped": any(one.state == "skipped" for one in open_now),
        "reasons": SHORT_REASONS.items(),
        "at": server_milliseconds(),
        "taken_by_other": facts.state == "picking" and facts.owner_id not in (None, actor.user_id),
    }
    answer = render(request, "fulfil/pick.html", context)
    answer["Opsroom-Offline"] = "keep"
    return answer


@require_POST
def scan(request: HttpRequest, wave_id: int) -> HttpResponse:
    """Scans of the device, each once."""
    actor = actor_of(request)
    company = company_of(actor).id

    def after() -> str:
        facts = wave(actor, wave_id)
        return reverse("wave", args=[wave_id]) if facts.stops_done == facts.stops else ""

    return answer_scans(request, lambda event: pick_scan(actor, company, wave_id, event), after)


@require_POST
def stop(request: HttpRequest, wave_id: int) -> HttpResponse:
    """act: short (with a reason), skip or resume; stop: which one."""
    actor = actor_of(request)
    company = company_of(actor).id
    asked = request.POST.get("stop", "")
    pick_id = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else 0
    if wave_of_stop(actor, pick_id) != wave_id:
        raise WaveNotFound()
    match request.POST.get("act"):
        case "short":
            missing = pick_short(actor, company, pick_id, request.POST.get("reason", ""))
            messages.info(request, f"Short by {missing}. The desk knows, and the bin is to be counted.")
        case "resume":
            skip_pick(actor, company, pick_id, resume=True)
        case _:
            skip_pick(actor, company, pick_id)
            messages.info(request, "Skipped. It waits at the end of the list.")
    return HttpResponseRedirect(reverse("pick", args=[wave_id]))
