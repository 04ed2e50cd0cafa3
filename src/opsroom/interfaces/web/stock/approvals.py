"""Lists corrections of stock beyond somebody's limit, for another person to agree or refuse; does none of them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from opsroom.domains.access.actions.decide_approval import decide_approval
from opsroom.domains.access.errors import Refused
from opsroom.domains.access.queries import company_of, person_names
from opsroom.domains.access.queries.approvals import approvals_of
from opsroom.domains.access.rules import require
from opsroom.domains.warehouse.actions.correct_stock import REASONS
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.parts import Blank, Crumb, Head
from opsroom.interfaces.web.wording import counted, quantity
from opsroom.kernel.values.errors import CodedError

VERB = "warehouse.adjust"


@require_safe
def approvals(request: HttpRequest) -> HttpResponse:
    """/stock/approvals: what waits for a decision."""
    actor = actor_of(request)
    require(actor, "access.decide_approval")
    rows = [row for row in approvals_of(actor, VERB) if row.state == "asked"]
    names = person_names(actor, {row.requested_by_id for row in rows})
    asked = [
        {
            "id": row.id,
            "says": f"{quantity(int(row.facts['pieces']), plus=True)} of {row.facts['sku']} in {row.facts['at']}",
            "why": REASONS.get(str(row.facts["reason"]), ""),
            "who": names.get(row.requested_by_id, "Somebody who left"),
            "own": row.requested_by_id == actor.user_id,
        }
        for row in rows
    ]
    return render(
        request,
        "stock/approvals.html",
        {
            "head": Head(
                crumbs=[Crumb(text="Stock", href="/stock")],
                title=f"{counted(len(asked), 'correction waits,corrections wait')} for a second person"
                if asked
                else "No correction waits for a second person",
                lead="Whoever asked enters it again once you agree; it then counts once and for exactly this.",
            ),
            "asked": asked,
            "blank": None if asked else Blank(title="Nothing to decide.", icon="circle-check", tone="ok"),
        },
    )


@require_POST
def decide(request: HttpRequest, approval_id: int) -> HttpResponse:
    """POST agree=1 or nothing."""
    actor = actor_of(request)
    require(actor, "access.decide_approval")
    if not any(row.id == approval_id for row in approvals_of(actor, VERB)):
        raise Http404
    agreed = bool(request.POST.get("agree"))
    try:
        decide_approval(actor, company_of(actor).id, approval_id, approve=agreed)
    except Refused:
        raise
    except CodedError as error:
        messages.error(request, error.message)
    else:
        messages.info(request, "Agreed." if agreed else "Refused.")
    return HttpResponseRedirect("/stock/approvals")
