"""Places a draft as an order and withdraws one; says first what it does, and says the same when it is done twice."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from opsroom.domains.access.rules import require
from opsroom.domains.orders import drafts
from opsroom.domains.orders import queries as orders
from opsroom.domains.orders.actions.withdraw_draft import WITHDRAW_REASONS
from opsroom.domains.orders.rules import hold_sentence
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.hand.page import draw, load
from opsroom.interfaces.web.hand.parts import place_words
from opsroom.interfaces.web.hand.quotes import changes, prices_field
from opsroom.interfaces.web.hand.words import chosen_prices, version_of
from opsroom.interfaces.web.hand.words import seen as seen_of
from opsroom.interfaces.web.orders.desk import drawer
from opsroom.interfaces.web.parts import Choice, Field
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.errors import CodedError
from opsroom.workflows.call_off_draft import call_off_draft
from opsroom.workflows.place_draft import place_draft


@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest, draft_id: int) -> HttpResponse:
    """POST version=, seen=<total shown>, or of a quote that is over prices=<which>:<total>: the order, or why not yet.

    GET asks which prices, for a quote that is over. Nothing is half-done.
    """
    actor = actor_of(request)
    draft = drafts.draft_of(actor, draft_id)
    if request.method != "POST":
        todays = drafts.todays(draft, drafts.lines_of([draft_id]))
        context: dict[str, object] = {
            "draft": draft,
            "fields": [prices_field(draft, todays)],
            "changes": changes(draft, todays),
            "place": place_words(load(actor, draft_id)),
        }
        return drawer(request, "hand/_place.html", context)
    prices, seen = chosen_prices(request.POST.get("prices", ""))
    if not prices:
        seen = seen_of(request.POST.get("seen", ""))
    inside = request.headers.get("HX-Request") == "true"
    try:
        order_id = place_draft(
            actor, draft.company_id, draft_id,
            seen_minor=seen, version=version_of(request.POST.get("version", "")), prices=prices,
        )  # fmt: skip
    except CodedError as error:
        if inside:
            refused = {"draft": draft, "refused": "Nothing was placed.", "wrong": [error.message]}
            return render(request, "hand/_saved.html", refused)
        shown = load(actor, draft_id)
        shown.wrong = {"": error.message}
        return draw(request, shown, status=422)
    messages.info(request, placed_words(actor, order_id))
    if inside:
        return HttpResponse(status=204, headers={"HX-Redirect": f"/orders/{order_id}"})
    return HttpResponseRedirect(f"/orders/{order_id}")


def placed_words(actor: Actor, order_id: int) -> str:
    """What became of it: placed, or placed and held, and why."""
    order = orders.order_of(actor, order_id)
    standing = [hold for hold in orders.holds_of(order_id) if hold.state == "placed"]
    if not standing:
        return f"{order.number} is placed."
    return f"{order.number} is placed and on hold. {hold_sentence(standing[0].reason, standing[0].detail)}"


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Why it comes to nothing; the draft stays in the list, and can be looked up."""
    actor = actor_of(request)
    draft = drafts.draft_of(actor, draft_id)
    require(actor, "orders.draft", company_id=draft.company_id)
    if request.method == "POST":
        call_off_draft(actor, draft.company_id, draft_id, why=request.POST.get("why", ""))
        messages.info(request, f"{draft.name} is withdrawn.")
        return HttpResponseRedirect(f"/orders/drafts/{draft_id}")
    field = Field(
        name="why", label="Why", kind="select",
        choices=[Choice(value=key, text=text) for key, text in WITHDRAW_REASONS.items()],
    )  # fmt: skip
    return drawer(request, "hand/_withdraw.html", {"draft": draft, "fields": [field]})
