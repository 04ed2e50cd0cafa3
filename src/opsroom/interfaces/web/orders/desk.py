"""Acts on one order from its page: release, hold, note, tag, take, cancel; says first what will be done."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from opsroom.domains.access.rules import require
from opsroom.domains.orders import queries as orders
from opsroom.domains.orders.actions.delete_note import delete_note
from opsroom.domains.orders.actions.place_hold import place_hold
from opsroom.domains.orders.actions.write_note import write_note
from opsroom.domains.orders.errors import NotCancellable
from opsroom.domains.orders.rules import cancel_refusal
from opsroom.domains.payments import queries as payments
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.orders.bulk import dry_words, keep_undo, tell
from opsroom.interfaces.web.orders.bulk_acts import BY_KEY, Outcome
from opsroom.interfaces.web.orders.words import HOLD_REASONS
from opsroom.interfaces.web.parts import Choice, Field
from opsroom.interfaces.web.wording import counted, money
from opsroom.kernel.values.card_numbers import mask_cards
from opsroom.kernel.values.limits import TEXT_LINE_CHARS_MAX
from opsroom.workflows.cancel_orders import cancel_orders
from opsroom.workflows.change_tags import change_tags
from opsroom.workflows.let_go import let_go

# Reasons are chosen, not typed: they stay in the history, which holds no names.
CANCEL_REASONS = {
    "customer": "The customer asked",
    "stock": "It cannot be fulfilled",
    "duplicate": "It is a duplicate",
    "fraud": "It looks like fraud",
}


def back_to(request: HttpRequest, order_id: int) -> str:
    """The page to return to: a path of ours that the form names, else the order."""
    wanted = request.POST.get("next", "")
    parts = urlsplit(wanted)
    safe = wanted.startswith("/orders") and not parts.netloc and not parts.scheme and "\\" not in wanted
    return wanted if safe else f"/orders/{order_id}"


def drawer(
    request: HttpRequest, template: str, context: dict[str, object], status: int = 200
) -> HttpResponse:
    """A form as a drawer for the script, as a page of its own for everybody else."""
    inside = request.headers.get("HX-Request") == "true"
    name = template if inside else "orders/form_page.html"
    return render(request, name, {**context, "form_template": template}, status=status)


@require_POST
def act(request: HttpRequest, order_id: int) -> HttpResponse:
    """POST action, dry: one of the bulk acts on this order alone."""
    actor = actor_of(request)
    order = orders.order_of(actor, order_id)
    wanted = BY_KEY.get(request.POST.get("action", ""))
    if wanted is None:
        return HttpResponse(status=400)
    if request.POST.get("dry"):
        require(actor, wanted.verb, company_id=order.company_id)
        return render(request, "orders/_dry.html", dry_words(wanted.plan(actor, [order], "")))
    done = wanted.do(actor, order.company_id, [order], "")
    return tell(request, done, keep_undo(actor, order.company_id, done), f"/orders/{order_id}")


@require_http_methods(["GET", "HEAD", "POST"])
def hold(request: HttpRequest, order_id: int) -> HttpResponse:
    """Why it is held, and what the next person should know."""
    actor = actor_of(request)
    order = orders.order_of(actor, order_id)
    require(actor, "orders.hold", company_id=order.company_id)
    if request.method != "POST":
        why = Field(
            name="reason",
            label="Why",
            kind="select",
            choices=[Choice(value=key, text=text) for key, text in HOLD_REASONS.items()],
        )
        more = Field(
            name="detail", label="What the next person should know", kind="textarea", help="May stay empty."
        )
        return drawer(request, "orders/_hold.html", {"order": order, "fields": [why, more]})
    reason = request.POST.get("reason", "by_hand")
    detail = mask_cards(request.POST.get("detail", "").strip())[:TEXT_LINE_CHARS_MAX]
    held = place_hold(actor, order.company_id, [order.id], reason, details={order.id: detail})
    says = f"{order.number} is on hold." if held else f"{order.number} was on hold for this reason already."
    done = Outcome(len(held), says, (), ("unhold", {"ids": held, "reason": reason}))
    return tell(request, done, keep_undo(actor, order.company_id, done), f"/orders/{order_id}")


@require_POST
def unhold(request: HttpRequest, order_id: int) -> HttpResponse:
    """Releases the hold of one reason."""
    actor = actor_of(request)
    order = orders.order_of(actor, order_id)
    ids = let_go(actor, order.company_id, [order.id], reason=request.POST.get("reason", ""))
    says = f"Hold on {order.number} released." if ids else f"No such hold stands on {order.number}."
    return tell(request, Outcome(len(ids), says), "", f"/orders/{order_id}")


@require_POST
def note(request: HttpRequest, order_id: int) -> HttpResponse:
    """Writes a note, or takes one back."""
    actor = actor_of(request)
    order = orders.order_of(actor, order_id)
    require(actor, "orders.view_people", company_id=order.company_id)
    gone = request.POST.get("take_back", "")
    if gone.isdecimal() and len(gone) < 19:
        of_this = {one.id for one in orders.notes_of(order.id)}
        says = "The note was gone already."
        if int(gone) in of_this and delete_note(actor, order.company_id, int(gone)):
            says = "Note taken back."
    else:
        write_note(actor, order.company_id, order.id, request.POST.get("text", ""))
        says = "Note written."
    return tell(request, Outcome(1, says), "", f"/orders/{order_id}")


@require_POST
def tag(request: HttpRequest, order_id: int) -> HttpResponse:
    """Puts a tag on, or takes one off."""
    actor = actor_of(request)
    order = orders.order_of(actor, order_id)
    off = request.POST.get("off", "")
    if off:
        ids = change_tags(actor, order.company_id, [order.id], off, on=False)
        done = Outcome(len(ids), f"Tag {off!r} taken off.")
    else:
        wanted = " ".join(request.POST.get("tag", "").split())
        ids = change_tags(actor, order.company_id, [order.id], wanted, on=True)
        done = Outcome(len(ids), f"Tagged {wanted!r}.", (), ("untag", {"ids": ids, "tag": wanted}))
    return tell(request, done, keep_undo(actor, order.company_id, done), f"/orders/{order_id}")


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, order_id: int) -> HttpResponse:
    """Says what cancelling will do, then does it; what cannot be cancelled says why."""
    actor = actor_of(request)
    order = orders.order_of(actor, order_id)
    require(actor, "orders.cancel", company_id=order.company_id)
    refused = cancel_refusal(orders.axes_of(order))
    if request.method != "POST":
        paid = payments.to_send_back(order.company_id, [order.id]).get(order.id, 0)
        field = Field(
            name="reason",
            label="Why",
            kind="select",
            choices=[Choice(value=key, text=text) for key, text in CANCEL_REASONS.items()],
        )
        context: dict[str, object] = {
            "order": order,
            "refused": refused,
            "fields": [field],
            "paid": money(paid, order.currency) if paid else "",
        }
        return drawer(request, "orders/_cancel.html", context)
    why = CANCEL_REASONS.get(request.POST.get("reason", ""), "")
    done = cancel_orders(actor, order.company_id, [order.id], reason=why)
    if not done.order_ids:
        raise NotCancellable(number=order.number, why=done.skipped[0][2])
    says = f"{order.number} cancelled, {counted(done.freed_pieces, 'piece')} free again."
    if due := done.to_refund.get(order.id):
        says += f" {money(due, order.currency)} was paid: a task to send it back is open."
    messages.info(request, says)
    return HttpResponseRedirect(f"/orders/{order_id}")
