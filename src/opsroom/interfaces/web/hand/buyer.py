"""Who buys: found while one types or written down anew, and where it goes; the first step of a phone call."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from opsroom.domains.access.queries import company_of
from opsroom.domains.access.rules import require
from opsroom.domains.customers import queries as customers
from opsroom.domains.customers.country_rules import problems_of
from opsroom.domains.customers.rules import PartyDraft
from opsroom.domains.orders import drafts
from opsroom.domains.orders.drafts import DraftFacts
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.hand.parts import CRUMBS
from opsroom.interfaces.web.orders.desk import drawer
from opsroom.interfaces.web.parts import Alert, Choice, Crumb, Field, Head
from opsroom.interfaces.web.wording import counted
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.errors import CodedError
from opsroom.kernel.values.limits import COMPANY_FIELD_CHARS_MAX
from opsroom.kernel.values.printable import one_line
from opsroom.kernel.values.search_text import search_text
from opsroom.workflows.address_draft import address_draft
from opsroom.workflows.begin_draft import begin_draft

LABELS = {
    "name": "Name", "organisation": "Company", "email": "E-mail", "phone": "Phone", "line1": "Street and number",
    "line2": "Second line", "postcode": "Postcode", "city": "Town", "region": "State or province",
    "country": "Country", "vat_number": "VAT number",
}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def new_order(request: HttpRequest) -> HttpResponse:
    """/orders/new?q=&draft=: GET finds buyers; POST customer=<id>, new=1 with the fields, or nobody=1 begins."""
    actor = actor_of(request)
    require(actor, "orders.draft")
    asked = request.GET.get("draft", "")
    draft = drafts.draft_of(actor, int(asked)) if asked.isdecimal() and len(asked) < 19 else None
    wrong = ""
    if request.method == "POST":
        try:
            draft_id = _begin(request, actor, draft)
        except CodedError as error:
            wrong = error.message
        else:
            return HttpResponseRedirect(f"/orders/drafts/{draft_id}")
    text = search_text(request.GET.get("q", ""))
    part = request.headers.get("HX-Request") == "true" and request.headers.get("HX-Target") == "buyers"
    context = _context(request, actor, draft, text, wrong)
    return render(
        request, "hand/_buyers.html" if part else "hand/new.html", context, status=422 if wrong else 200
    )


def _begin(request: HttpRequest, actor: Actor, draft: DraftFacts | None) -> int:
    post = request.POST
    chosen = post.get("customer", "")
    return begin_draft(
        actor,
        company_of(actor).id,
        draft_id=draft.id if draft else None,
        customer_id=int(chosen) if chosen.isdecimal() and len(chosen) < 19 else None,
        new_buyer=_typed(request) if post.get("new") else None,
        known_too=bool(post.get("known_too")),
    )


def _context(
    request: HttpRequest, actor: Actor, draft: DraftFacts | None, text: str, wrong: str
) -> dict[str, object]:
    found = customers.find(actor, text)
    says = ""
    if text:
        says = f"{counted(len(found), 'buyer')} found." if found else f"Nobody is called “{text[:40]}” here."
    typed = _typed(request)
    crumbs = [*CRUMBS, Crumb(text=draft.name, href=f"/orders/drafts/{draft.id}")] if draft else CRUMBS
    return {
        "head": Head(
            crumbs=crumbs,
            title=f"Who buys draft {draft.name}?" if draft else "New order: who buys?",
            lead="Search them, or write a new buyer down. A buyer found brings their address and terms along.",
        ),
        "draft": draft,
        "here": f"/orders/new?draft={draft.id}" if draft else "/orders/new",
        "q": text,
        "found": found,
        "found_words": says,
        "alert": Alert(strong="Nothing was begun.", text=wrong, tone="bad") if wrong else None,
        "doubled": bool(request.POST.get("email")) and "buyer we know" in wrong,
        "fields": _fields(typed, "n-"),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def address(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Where it goes, or with bill=1 who is billed: one given before, or a new one, kept as typed when it is wrong."""
    actor = actor_of(request)
    draft = drafts.draft_of(actor, draft_id)
    require(actor, "orders.view_people", company_id=draft.company_id)
    bill = bool(request.GET.get("bill"))
    wrong, again = "", False
    if request.method == "POST":
        chosen = request.POST.get("party", "")
        told = _typed(request)
        again = not chosen and bool(problems_of(told)) and not request.POST.get("anyway")
        wrong = " ".join(one.sentence for one in problems_of(told)) if again else ""
        if not again:
            try:
                address_draft(
                    actor, draft.company_id, draft_id, bill=bill,
                    party_id=int(chosen) if chosen.isdecimal() and len(chosen) < 19 else None,
                    told=None if chosen else told,
                )  # fmt: skip
                messages.info(request, "Address set.")
                return HttpResponseRedirect(f"/orders/drafts/{draft_id}")
            except CodedError as error:
                wrong = error.message
    now = customers.parties(
        draft.company_id, [pk for pk in (draft.bill_to_id if bill else draft.ship_to_id,) if pk]
    )
    start = next((party.draft for party in now.values()), PartyDraft())
    context: dict[str, object] = {
        "draft": draft,
        "bill": bill,
        "wrong": wrong,
        "again": again,
        "theirs": _theirs(actor, draft),
        "fields": _fields(_typed(request) if request.method == "POST" else start, "a-"),
    }
    return drawer(request, "hand/_address.html", context, status=422 if wrong else 200)


def _theirs(actor: Actor, draft: DraftFacts) -> Field | None:
    """The addresses the buyer gave before, each once."""
    rows = customers.parties_of(actor, draft.customer_id) if draft.customer_id else []
    texts: dict[str, int] = {}
    for one in rows:
        if one.erased_at is None and one.lines:
            texts.setdefault(", ".join(one.lines), one.id)
    if not texts:
        return None
    choices = [Choice(value=str(pk), text=text) for text, pk in texts.items()]
    return Field(name="party", label="One they gave before", kind="select", choices=choices, prefix="a-")


def _typed(request: HttpRequest) -> PartyDraft:
    """The address as it was typed, on one line each, no longer than anybody's."""
    said = {name: one_line(request.POST.get(name, ""))[:COMPANY_FIELD_CHARS_MAX] for name in LABELS}
    return replace(PartyDraft(), **said)  # type: ignore[arg-type]  # all of them are text


def _fields(typed: PartyDraft, prefix: str) -> list[Field]:
    wrong = {one.field: one.sentence for one in problems_of(typed)} if typed.line1 or typed.city else {}
    return [
        Field(
            name=name, label=label, value=getattr(typed, name), prefix=prefix, autocomplete="off",
            error=wrong.get(name, ""), kind="email" if name == "email" else "text",
        )
        for name, label in LABELS.items()
    ]  # fmt: skip
