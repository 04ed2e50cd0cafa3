"""Adds bins by a range and prints their labels, a code a scanner reads with its words; refuses other sites."""

from __future__ import annotations

import segno
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST, require_safe

from opsroom.domains.warehouse import queries as warehouse
from opsroom.domains.warehouse.actions.create_bins import create_bins
from opsroom.domains.warehouse.errors import BadBinRange
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.charts.draw import element, path
from opsroom.interfaces.web.settings.sites import company_or_404
from opsroom.interfaces.web.wording import counted
from opsroom.kernel.values.limits import BULK_ROWS_MAX

COLUMNS, ROWS = 3, 8
LABEL_PIXELS = 96


@require_POST
def add_bins(request: HttpRequest, site_id: int) -> HttpResponse:
    """POST range, zone."""
    actor, company = actor_of(request), company_or_404(request)
    if not any(row.id == site_id for row in warehouse.site_settings(actor)):
        raise Http404
    try:
        made = create_bins(
            actor, company.id, site_id, request.POST.get("range", ""), request.POST.get("zone", "")
        )
    except BadBinRange as error:
        messages.error(request, error.message)
    else:
        messages.info(
            request, f"{counted(made, 'bin')} added." if made else "All of these bins stand already."
        )
    return HttpResponseRedirect(f"/settings/sites/{site_id}")


@require_safe
def labels(request: HttpRequest, site_id: int) -> HttpResponse:
    """Sheets of labels for the bins of a site, or of one zone."""
    actor = actor_of(request)
    site = next((row for row in warehouse.site_settings(actor) if row.id == site_id), None)
    if site is None:
        raise Http404
    rows = warehouse.locations(actor, site_id).filter(kind__in=["bin", "tote"])
    if zone := request.GET.get("zone", ""):
        rows = rows.filter(zone=zone)
    codes = list(rows.values_list("code", flat=True)[:BULK_ROWS_MAX])
    made = [(code, code_picture(code)) for code in codes]
    lines = [made[at : at + COLUMNS] for at in range(0, len(made), COLUMNS)]
    sheets = [lines[at : at + ROWS] for at in range(0, len(lines), ROWS)]
    return render(request, "settings/labels.html", {"site": site, "sheets": sheets, "count": len(made)})


def code_picture(text: str) -> SafeString:
    """A QR code of a bin's code as a picture; the words beside it say the same."""
    rows = [list(row) for row in segno.make(text, error="m", micro=False).matrix]
    size = len(rows)
    d = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return element(
        "svg",
        path("", d),
        viewBox=f"-2 -2 {size + 4} {size + 4}",
        width=LABEL_PIXELS,
        height=LABEL_PIXELS,
        role="img",
        aria_label=f"QR code {text}",
    )
