"""A draft as a quote: put on paper, renewed, taken up again, downloaded; mails nothing, and says so."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opsroom.domains.access.rules import require
from opsroom.domains.orders import drafts
from opsroom.domains.orders.actions.quote_draft import quote_draft
from opsroom.domains.orders.actions.renew_quote import renew_quote
from opsroom.domains.orders.actions.revise_quote import revise_quote
from opsroom.domains.orders.draft_rules import KEPT, TODAYS
from opsroom.domains.orders.drafts import DraftFacts, Todays
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.fulfil.papers import PDF, download
from opsroom.interfaces.web.hand import words
from opsroom.interfaces.web.orders.desk import drawer
from opsroom.interfaces.web.parts import Choice, Field
from opsroom.interfaces.web.wording import counted, money
from opsroom.kernel.values.errors import CodedError
from opsroom.kernel.values.limits import QUOTE_VALID_DAYS


@require_http_methods(["GET", "HEAD", "POST"])
def quote(request: HttpRequest, draft_id: int) -> HttpResponse:
    """How long it holds; the paper is made in the same step."""
    actor = actor_of(request)
    draft = drafts.draft_of(actor, draft_id)
    text, wrong = _until(request), ""
    if request.method == "POST":
        try:
            name = quote_draft(
                actor, draft.company_id, draft_id,
                valid_until=_day(text), today=timezone.localdate(), seen_minor=words.seen(request.POST.get("seen", "")),
            )  # fmt: skip
        except (CodedError, ValueError) as error:
            wrong = error.message if isinstance(error, CodedError) else str(error)
        else:
            messages.info(
                request, f"{name} is made. Download its PDF and send it; nothing is mailed from here."
            )
            return HttpResponseRedirect(f"/orders/drafts/{draft_id}")
    lacks = drafts.lacks_of(draft, drafts.lines_of([draft_id]))
    context: dict[str, object] = {
        "draft": draft,
        "fields": [_until_field(text)],
        "wrong": wrong,
        "lacks": " ".join(lacks) if draft.state == "draft" else "",
        "total": money(draft.total_minor, draft.currency),
        "seen": "" if draft.total_minor is None else draft.total_minor,
    }
    return drawer(request, "hand/_quote.html", context, status=422 if wrong else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def renew(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Until when it holds now, and at which prices: what changed in the list since is shown first."""
    actor = actor_of(request)
    draft = drafts.draft_of(actor, draft_id)
    require(actor, "orders.draft", company_id=draft.company_id)
    text, wrong = _until(request), ""
    if request.method == "POST":
        prices, seen = words.chosen_prices(request.POST.get("prices", ""))
        try:
            name = renew_quote(
                actor, draft.company_id, draft_id,
                valid_until=_day(text), today=timezone.localdate(), prices=prices, seen_minor=seen,
            )  # fmt: skip
        except (CodedError, ValueError) as error:
            wrong = error.message if isinstance(error, CodedError) else str(error)
        else:
            messages.info(
                request, f"{name} holds again. Download its PDF and send it; nothing is mailed from here."
            )
            return HttpResponseRedirect(f"/orders/drafts/{draft_id}")
    todays = drafts.todays(draft, drafts.lines_of([draft_id]))
    context: dict[str, object] = {
        "draft": draft,
        "fields": [_until_field(text), prices_field(draft, todays)],
        "changes": changes(draft, todays),
        "wrong": wrong,
    }
    return drawer(request, "hand/_renew.html", context, status=422 if wrong else 200)


@require_POST
def revise(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The quote becomes a draft again; its number stays, and the papers given out are kept."""
    actor = actor_of(request)
    draft = drafts.draft_of(actor, draft_id)
    revise_quote(actor, draft.company_id, draft_id)
    messages.info(request, "It is a draft again. Quoted anew it keeps its number.")
    return HttpResponseRedirect(f"/orders/drafts/{draft_id}")


@require_safe
def paper(request: HttpRequest, draft_id: int, revision: int) -> HttpResponse:
    """The paper as it was given, byte for byte."""
    found = drafts.paper_of(actor_of(request), draft_id, revision)
    return download(found.file_name, found.pdf, PDF)


def changes(draft: DraftFacts, todays: Todays) -> list[str]:
    """What the list says today of each line that stands at another price: "MUG: 23.80 quoted, 25.00 today"."""
    return [
        f"{code}: {words.price_text(before, draft.currency)} quoted, {words.price_text(now, draft.currency)} today"
        for code, before, now in todays.changes
    ]


def prices_field(draft: DraftFacts, todays: Todays) -> Field:
    """Which prices hold, each with what it comes to; the choice carries the sum that was seen."""
    kept, now = money(draft.total_minor, draft.currency), money(todays.gross, draft.currency)
    choices = [
        Choice(value="", text="Choose"),
        Choice(value=f"{KEPT}:{draft.total_minor}", text=f"As quoted, {kept}"),
    ]
    if todays.gross is not None:
        choices.append(Choice(value=f"{TODAYS}:{todays.gross}", text=f"Today's, {now}"))
    says = (
        f"{counted(len(todays.changes), 'price')} changed since."
        if todays.changes
        else "No price changed since."
    )
    return Field(
        name="prices", label="Prices", kind="select", choices=choices, help=f"{says} Agreed prices stay."
    )


def _until(request: HttpRequest) -> str:
    usual = timezone.localdate() + timedelta(days=QUOTE_VALID_DAYS)
    return request.POST.get("valid_until", f"{usual:%Y-%m-%d}").strip()


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"“{text[:20]}” is no day. Write it as {timezone.localdate():%Y-%m-%d}.") from None


def _until_field(text: str) -> Field:
    return Field(
        name="valid_until", label="Its prices hold until", kind="date", value=text, required=True, focus=True
    )
