"""Keeps a draft's goods for its buyer, and lets them go; says until when, or what is not there."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from opsroom.domains.access.rules import require
from opsroom.domains.orders import drafts
from opsroom.domains.orders.draft_rules import checkout_of
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.orders.desk import drawer
from opsroom.interfaces.web.parts import Choice, Field
from opsroom.interfaces.web.wording import moment
from opsroom.kernel.values.errors import CodedError
from opsroom.workflows.hold_for_draft import hold_for_draft
from opsroom.workflows.let_go_checkout import let_go_checkout

HOW_LONG = {"15": "15 minutes", "60": "1 hour", "240": "4 hours", "1440": "1 day", "4320": "3 days"}


@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest, draft_id: int) -> HttpResponse:
    """For how long; all of it is kept, or nothing and why."""
    actor = actor_of(request)
    draft = drafts.draft_of(actor, draft_id)
    require(actor, "warehouse.hold_stock", company_id=draft.company_id)
    chosen, wrong = request.POST.get("minutes", "60"), ""
    if request.method == "POST" and chosen in HOW_LONG:
        try:
            hold = hold_for_draft(actor, draft.company_id, draft_id, minutes=int(chosen))
        except CodedError as error:
            wrong = error.message
        else:
            until = moment(hold.expires_at, timezone.localdate())
            messages.info(request, f"The goods of {draft.name} are kept until {until}.")
            return HttpResponseRedirect(f"/orders/drafts/{draft_id}")
    choices = [Choice(value=key, text=text) for key, text in HOW_LONG.items()]
    field = Field(name="minutes", label="For how long", kind="select", value=chosen, choices=choices)
    context: dict[str, object] = {"draft": draft, "fields": [field], "wrong": wrong}
    return drawer(request, "hand/_keep.html", context, status=422 if wrong else 200)


@require_POST
def let_go(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Gives the goods back before the time is over."""
    actor = actor_of(request)
    draft = drafts.draft_of(actor, draft_id)
    channel = drafts.hand_channel_of(draft.company_id)
    gone = channel is not None and let_go_checkout(actor, channel.id, checkout_of(draft_id))
    messages.info(
        request,
        f"The goods of {draft.name} are free again." if gone else f"Nothing was kept for {draft.name}.",
    )
    return HttpResponseRedirect(f"/orders/drafts/{draft_id}")
