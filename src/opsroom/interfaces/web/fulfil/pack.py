"""The pack station: every piece verified by scan, the label at once after the last; keeps no name offline."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from opsroom.domains.access.queries import company_of
from opsroom.domains.access.rules import may
from opsroom.domains.fulfilment.actions.pack_scan import pack_scan
from opsroom.domains.fulfilment.actions.void_label import void_label
from opsroom.domains.fulfilment.queries.floor import Bench, at_bench, bench
from opsroom.domains.fulfilment.rules import bench_refusal
from opsroom.domains.warehouse.queries import site_facts
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.fulfil.scans import answer_scans, server_milliseconds
from opsroom.interfaces.web.fulfil.tables import status_of


@require_safe
def page(request: HttpRequest, sending_id: int) -> HttpResponse:
    """One order at the bench, or what became of it."""
    actor = actor_of(request)
    found = bench(actor, sending_id)
    row = found.sending
    profile = site_facts(company_of(actor).id, row.site_id).profile
    next_up = [one for one in at_bench(actor) if one.id != row.id][:3]
    context = {
        "bench": found,
        "row": row,
        "status": status_of(row),
        "left": sum(1 for line in found.lines if line.got < line.need),
        "open": row.state in ("released", "picking", "picked", "packing") and profile != "paper",
        "refusal": bench_refusal(profile, row.state),
        "may_pack": may(actor, "fulfilment.pack", site_id=row.site_id),
        "next_up": next_up,
        "weight": _weight_words(found),
        "at": server_milliseconds(),
    }
    answer = render(request, "fulfil/pack.html", context)
    if row.state not in ("packed", "shipped", "cancelled"):
        answer["Opsroom-Offline"] = "keep"
    return answer


def _weight_words(found: Bench) -> str:
    """Kilograms of the goods, or which items have no weight yet and what to do about it."""
    if found.weight_g is not None:
        return f"{found.weight_g / 1000:.2f} kg of goods"
    few = ", ".join(found.unweighed[:3]) + (" and more" if len(found.unweighed) > 3 else "")
    return f"Not known. Weigh it. A product import that gives {few} a weight brings it here next time."


@require_POST
def scan(request: HttpRequest, sending_id: int) -> HttpResponse:
    """Scans of the bench, each once; after the last piece the page shows the label."""
    actor = actor_of(request)
    company = company_of(actor).id

    def after() -> str:
        state = bench(actor, sending_id).sending.state
        return reverse("pack", args=[sending_id]) if state == "packed" else ""

    return answer_scans(request, lambda event: pack_scan(actor, company, sending_id, event), after)


@require_POST
def void(request: HttpRequest, parcel_id: int) -> HttpResponse:
    """The label no longer counts; the parcel gets a new number and a new label."""
    actor = actor_of(request)
    company = company_of(actor).id
    fresh = void_label(actor, company, parcel_id, reason="voided at the bench")
    messages.info(request, "Label voided. The new one is ready.")
    back = request.POST.get("sending", "")
    where = reverse("pack", args=[int(back)]) if back.isdecimal() and len(back) < 19 else reverse("fulfil")
    return HttpResponseRedirect(f"{where}?parcel={fresh}")
