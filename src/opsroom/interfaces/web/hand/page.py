"""Draws one draft and saves its form, field by field as it is left; amounts are computed by the server alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from opsroom.domains.access.queries import person_names
from opsroom.domains.access.rules import may
from opsroom.domains.catalog import queries as catalog
from opsroom.domains.customers import queries as customers
from opsroom.domains.customers.queries import CustomerFacts, PartyFacts
from opsroom.domains.orders import drafts, events
from opsroom.domains.orders import queries as orders
from opsroom.domains.orders.actions.drop_draft_line import drop_draft_line
from opsroom.domains.orders.actions.edit_draft import edit_draft
from opsroom.domains.orders.draft_rules import checkout_of
from opsroom.domains.orders.drafts import DraftFacts, DraftLineFacts, Todays
from opsroom.domains.orders.errors import BadDraft, BelowCost
from opsroom.domains.warehouse.holds import HoldFacts, hold_of
from opsroom.insight.lists.promise import promises
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.hand import parts, words
from opsroom.interfaces.web.hand.save import Typed, left_out, read
from opsroom.kernel.records.events import timeline
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.errors import CodedError
from opsroom.workflows.foretell_credit import Foretold, foretell_credit


@dataclass(slots=True)
class Shown:
    """Everything the page of one draft is drawn from."""

    draft: DraftFacts
    lines: list[DraftLineFacts]
    today: date
    buyer: CustomerFacts | None
    parties: Mapping[int, PartyFacts]
    free: Mapping[int, int | None]
    names: Mapping[int, tuple[str, str]]  # SKU id -> (code, name)
    lacks: list[str]
    held: Foretold | None
    copied_from: str = ""
    todays: Todays | None = None  # where the list has changed since
    typed: Mapping[str, str] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    kept: HoldFacts | None = None  # for the buyer, for a while
    may_keep: bool = False
    below: bool = False  # whether a tax rate waits for the word to sell below cost


@require_http_methods(["GET", "HEAD", "POST"])
def draft_page(request: HttpRequest, draft_id: int) -> HttpResponse:
    """/orders/drafts/<id>: GET the page; POST its form, or with `drop` takes a line off after saving the rest."""
    actor = actor_of(request)
    if request.method != "POST":
        return draw(request, load(actor, draft_id))
    draft = drafts.draft_of(actor, draft_id)
    inside = request.headers.get("HX-Request") == "true"
    post = {name: str(value) for name, value in request.POST.items()}
    typed = read(post, draft, drafts.lines_of([draft_id]), timezone.localdate())
    older, dropped = False, None
    try:
        _save(actor, draft, post, typed)
        dropped = _drop(actor, draft, post.get("drop", ""), typed)
    except CodedError as error:
        typed.wrong[""] = error.message
        older = not isinstance(error, BadDraft)
    if inside and dropped and not typed.wrong:
        return HttpResponse(status=204, headers={"HX-Redirect": f"/orders/drafts/{draft_id}"})
    if inside:
        return render(request, "hand/_saved.html", _saved(actor, draft_id, typed, dropped))
    if typed.wrong:
        return draw(request, _again(load(actor, draft_id), post, typed, older=older), status=422)
    messages.info(request, "Saved.")
    return HttpResponseRedirect(f"/orders/drafts/{draft_id}")


def _save(actor: Actor, draft: DraftFacts, post: Mapping[str, str], typed: Typed) -> None:
    """Stores what can be stored; a tax rate that would sell below cost is left out until somebody says so."""
    may_tell = may(actor, "orders.override_price", company_id=draft.company_id)
    told = may_tell and bool(post.get("below"))
    while True:  # each turn leaves one rate out
        try:
            edit_draft(
                actor, draft.company_id, draft.id, typed.words, quantities=typed.quantities, rates=typed.rates,
                version=words.version_of(post.get("version", "")), below_cost_too=told,
            )  # fmt: skip
        except BelowCost as error:
            line = error.facts["line"]
            del typed.rates[line]
            typed.wrong[f"rate-{line}"] = words.below_text(error, may_tell=may_tell)
            typed.below = may_tell
        else:
            return


def _drop(actor: Actor, draft: DraftFacts, drop: str, typed: Typed) -> int | None:
    """Takes a line off where that was asked; what is wrong on it does not matter any more."""
    if not drop.isdecimal() or len(drop) > 18:
        return None
    drop_draft_line(actor, draft.company_id, draft.id, int(drop))
    for name in (f"pieces-{drop}", f"rate-{drop}"):
        typed.wrong.pop(name, None)
    return int(drop)


def _again(shown: Shown, post: Mapping[str, str], typed: Typed, *, older: bool) -> Shown:
    """The page with what was typed; of an older page only told, so that saving again takes nothing of others back."""
    if older:
        shown.wrong = {"": typed.wrong[""]}
        shown.left_out = left_out(post, parts.word_fields(shown), shown.lines, shown.names)
    else:
        shown.typed, shown.wrong, shown.below = post, typed.wrong, typed.below
    return shown


def load(actor: Actor, draft_id: int) -> Shown:
    """The draft with all that stands around it; raises DraftNotFound for a foreign one."""
    draft = drafts.draft_of(actor, draft_id)
    lines = drafts.lines_of([draft_id])
    skus = catalog.skus_by_id(draft.company_id, {line.sku_id for line in lines})
    wanted = [pk for pk in (draft.ship_to_id, draft.bill_to_id) if pk is not None]
    channel = drafts.hand_channel_of(draft.company_id)
    kept = hold_of(channel.id, checkout_of(draft_id)) if channel else None
    free = promises(actor, draft.company_id, skus, channel.id if channel else None)
    for sku, pieces in (kept.pieces if kept else {}).items():
        if (here := free.get(sku)) is not None:
            free[sku] = here + pieces  # what is kept for this one may be promised to it
    held = None
    if (
        draft.payment == "terms"
        and draft.customer_id
        and draft.total_minor is not None
        and draft.order_id is None
    ):
        held = foretell_credit(actor, draft.company_id, draft.customer_id, draft.total_minor, draft.currency)
    return Shown(
        draft=draft,
        lines=lines,
        today=timezone.localdate(),
        buyer=customers.customer(actor, draft.customer_id) if draft.customer_id else None,
        parties=customers.parties(draft.company_id, wanted),
        free=free,
        kept=kept,
        may_keep=may(actor, "warehouse.hold_stock", company_id=draft.company_id),
        names={pk: (sku.code, sku.name) for pk, sku in skus.items()},
        lacks=drafts.lacks_of(draft, lines),
        held=held,
        todays=_todays(draft, lines),
        copied_from=_number(actor, draft.copied_from_id),
    )


def _todays(draft: DraftFacts, lines: Sequence[DraftLineFacts]) -> Todays | None:
    """What the list says today of a draft that can still be changed; None where nothing differs."""
    found = drafts.todays(draft, lines) if draft.state == "draft" else None
    return found if found is not None and found.changes else None


def _number(actor: Actor, order_id: int | None) -> str:
    """The number of the order it was copied from, where there is one the actor may see."""
    found = orders.orders_of(actor, [order_id]) if order_id is not None else []
    return found[0].number if found else ""


def draw(
    request: HttpRequest, shown: Shown, *, found: Mapping[str, object] | None = None, status: int = 200
) -> HttpResponse:
    """The page; `found`: what the search for goods answered, where it was asked without script."""
    actor, draft = actor_of(request), shown.draft
    rows = timeline(events.DRAFT, draft.id)
    names = person_names(actor, {row.actor_id for row in rows if row.actor_id is not None})
    context = {
        "draft": draft,
        "head": parts.head(shown),
        "strip": parts.strip(shown, may_see_terms=may(actor, "customers.view")),
        "editable": draft.state == "draft",
        "alert": parts.alert(shown),
        "lines": parts.line_rows(shown, may_price=may(actor, "orders.override_price")),
        "fields": parts.word_fields(shown),
        "stale": parts.stale(shown),
        "buyer": parts.buyer_card(shown),
        "sums": parts.sums(shown),
        "kept": parts.kept(shown),
        "says": parts.says(shown),
        "place": parts.place_words(shown),
        "bar": parts.bar(shown),
        "papers": parts.papers(shown, drafts.papers_of(draft.id)),
        "timeline": parts.happened(shown, rows, names),
        "wrong": shown.wrong.get("", ""),
        "left_out": shown.left_out,
        "below": shown.below,
        **(found or {}),
    }
    return render(request, "hand/draft.html", context, status=status)


def _saved(actor: Actor, draft_id: int, typed: Typed, dropped: int | None) -> dict[str, object]:
    """What changes on the open page when a field was left: amounts, promises, sums, and what is wrong."""
    shown = load(actor, draft_id)
    shown.wrong = typed.wrong
    return {
        "draft": shown.draft,
        "refused": "Nothing of this was saved." if "" in typed.wrong else "",
        "dropped": dropped,
        "below": typed.below,
        "head": parts.head(shown),
        "strip": parts.strip(shown, may_see_terms=may(actor, "customers.view")),
        "lines": parts.line_rows(shown, may_price=False),
        "sums": parts.sums(shown),
        "kept": parts.kept(shown),
        "says": parts.says(shown),
        "place": parts.place_words(shown),
        "wrong": [
            words.field_words(name, shown.lines, shown.names, said) for name, said in typed.wrong.items()
        ],
    }
