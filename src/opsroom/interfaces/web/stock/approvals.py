"""Lists what goes beyond somebody's limit, stock or buyers, for another person to agree or refuse; does none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from opsroom.domains.access.actions.decide_approval import decide_approval
from opsroom.domains.access.errors import Refused
from opsroom.domains.access.queries import company_of, person_names
from opsroom.domains.access.queries.approvals import ApprovalFacts, approvals_of
from opsroom.domains.access.rules import require
from opsroom.domains.warehouse.actions.correct_stock import REASONS
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.parts import Blank, Crumb, Head
from opsroom.interfaces.web.wording import counted, quantity
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.errors import CodedError

VERBS = ("warehouse.adjust", "customers.export")


@require_safe
def approvals(request: HttpRequest) -> HttpResponse:
    """/stock/approvals: what waits for a decision."""
    actor = actor_of(request)
    require(actor, "access.decide_approval")
    rows = _asked(actor)
    names = person_names(actor, {row.requested_by_id for row in rows})
    asked = [
        {
            "id": row.id,
            "says": _says(row.facts),
            "why": REASONS.get(str(row.facts.get("reason", "")), "A list of buyers as a file"),
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
                title=f"{counted(len(asked), 'request waits,requests wait')} for a second person"
                if asked
                else "No request waits for a second person",
                lead="Whoever asked does it again once you agree; it then counts once and for exactly this.",
            ),
            "asked": asked,
            "blank": None if asked else Blank(title="Nothing to decide.", icon="circle-check", tone="ok"),
        },
    )


def _asked(actor: Actor) -> list[ApprovalFacts]:
    return [row for verb in VERBS for row in approvals_of(actor, verb) if row.state == "asked"]


def _says(facts: Mapping[str, Any]) -> str:
    """Numbers alone: whoever decides learns no name here."""
    if "pieces" not in facts:
        what = facts.get("list", "customers")
        where = "" if what == "customers" else f" in the list {str(what).replace('-', ' ')}"
        return f"Export of {counted(int(facts['rows']), 'customer')}{where}"
    return f"{quantity(int(facts['pieces']), plus=True)} of {facts['sku']} in {facts['at']}"


@require_POST
def decide(request: HttpRequest, approval_id: int) -> HttpResponse:
    """POST agree=1 or nothing."""
    actor = actor_of(request)
    require(actor, "access.decide_approval")
    if not any(row.id == approval_id for row in _asked(actor)):
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
