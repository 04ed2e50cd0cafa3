"""Lets invoice and credit note numbers go on where the old tool stopped; a row that has begun only says where it is."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from opsroom.domains.access.rules import may, require
from opsroom.domains.billing import queries as billing
from opsroom.domains.billing.actions.continue_series import continue_series
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.company import company_of_request
from opsroom.interfaces.web.parts import Crumb, Field, Head
from opsroom.kernel.values.errors import CodedError

WORDS = {"invoice": "Invoices", "credit_note": "Credit notes"}


@require_http_methods(["GET", "HEAD", "POST"])
def series_page(request: HttpRequest) -> HttpResponse:
    """GET both rows, POST code and last_<code>: the last number given elsewhere."""
    actor, company = actor_of(request), company_of_request(request)
    require(actor, "billing.view")
    if company is None:
        raise Http404
    wrong, code = "", request.POST.get("code", "")
    last = request.POST.get(f"last_{code}", "")
    if request.method == "POST":
        require(actor, "billing.number", company_id=company.id)
        try:
            following = continue_series(actor, company.id, code, last)
        except CodedError as error:
            wrong = error.message
        else:
            messages.info(request, f"The next one will be {following}.")
            return HttpResponseRedirect("/settings/series")
    series = billing.series_of(actor, company.id)
    rows = [
        (
            WORDS[one.code],
            one,
            Field(
                name=f"last_{one.code}", label="The last number of the old tool",
                help="Such as RE-2026-004711; the next one here is RE-2026-004712.",
                value=last if code == one.code else "", error=wrong if code == one.code else "",
            ),
        )
        for one in series
    ]  # fmt: skip
    context = {
        "head": Head(
            crumbs=[Crumb(text="Settings", href="/settings")],
            title="Numbers go on without gaps",
            lead="Moving from another tool? Say where its numbers stopped before the first paper is issued here.",
        ),
        "rows": rows,
        "wrong": "" if code in {one.code for one in series if not one.begun} else wrong,
        "may_number": may(actor, "billing.number"),
    }
    return render(request, "settings/series.html", context, status=422 if wrong else 200)
