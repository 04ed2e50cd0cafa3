"""Goods on a draft: found while one types, added by their code alone, sold at another price with a reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opsroom.domains.access.rules import require
from opsroom.domains.catalog import queries as catalog
from opsroom.domains.orders import drafts
from opsroom.domains.orders.actions.add_draft_lines import WantedGoods, add_draft_lines
from opsroom.domains.orders.actions.override_price import NewPrice, override_price
from opsroom.domains.orders.actions.renew_prices import renew_prices
from opsroom.domains.orders.draft_rules import OVERRIDE_REASONS, discount_of, list_price_of
from opsroom.domains.orders.drafts import DraftFacts, DraftLineFacts
from opsroom.domains.orders.errors import BelowCost, DraftNotFound
from opsroom.insight.lists.promise import promises
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.hand import words
from opsroom.interfaces.web.hand.page import draw, load
from opsroom.interfaces.web.orders.desk import drawer
from opsroom.interfaces.web.parts import Choice, Field, Tone
from opsroom.interfaces.web.wording import counted, money
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.amount_text import parse_amount
from opsroom.kernel.values.errors import CodedError
from opsroom.kernel.values.search_text import search_text

SHOWN = 8
# "3 x MUG", "3× MUG": so many of it; "30x40" is a size.
_TIMES = re.compile(r"([0-9]{1,7})(?:\s+[x×*]\s*|[x×*]\s+)(\S.*)")


@dataclass(frozen=True, slots=True)
class FoundGoods:
    """One SKU that may be meant, with what it costs and what can be promised of it."""

    id: int
    code: str
    name: str
    price: str
    promise: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Asked:
    """What is searched, how often it is wanted (0: nobody can mean it), and what it found.

    `exact`: the SKU whose code or barcode it is, with the pieces that one scan stands for: 12 of a carton.
    """

    text: str
    times: int
    exact: tuple[int, int] | None
    ids: tuple[int, ...]

    def pieces_of(self, sku_id: int) -> int:
        """How many pieces of this SKU are wanted."""
        return self.times * (self.exact[1] if self.exact and self.exact[0] == sku_id else 1)


def asked(actor: Actor, draft: DraftFacts, text: str, pieces: str) -> Asked:
    """Reads the words whole first; "3 x MUG" says how many only where nothing is called that."""
    plain, count = search_text(text), pieces.strip() or "1"
    typed = int(count) if count.isascii() and count.isdecimal() and len(count) < 8 else 0
    whole = _looked_up(actor, draft, plain, typed)
    times = _TIMES.fullmatch(plain)
    if whole.ids or times is None:
        return whole
    return _looked_up(actor, draft, times[2].strip(), int(times[1]))


def _looked_up(actor: Actor, draft: DraftFacts, text: str, times: int) -> Asked:
    scanned = catalog.scan(draft.company_id, text) if text else None
    exact = (scanned[0].id, scanned[1]) if scanned else None
    first = [exact[0]] if exact else []
    ids = first + [row["id"] for row in catalog.find(actor, text) if row["id"] not in first]
    return Asked(text, times, exact, tuple(ids[:SHOWN]))


def answers(actor: Actor, draft: DraftFacts, wanted: Asked) -> list[FoundGoods]:
    """The SKUs whose code, barcode or name it may be, the best first, eight at most."""
    skus = catalog.skus_by_id(draft.company_id, wanted.ids)
    channel = drafts.hand_channel_of(draft.company_id)
    free = promises(actor, draft.company_id, skus, channel.id if channel else None)
    found = []
    for pk in wanted.ids:
        if pk in skus:
            sku = skus[pk]
            price = list_price_of(sku.price, sku.currency, draft.currency)
            said, tone = words.promise_text(free[pk], max(wanted.pieces_of(pk), 1))
            found.append(
                FoundGoods(pk, sku.code, sku.name, words.price_text(price, draft.currency), said, tone)
            )
    return found


@require_safe
def find(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The answers while one types, as a fragment."""
    actor = actor_of(request)
    draft = drafts.draft_of(actor, draft_id)
    wanted = asked(actor, draft, request.GET.get("q", ""), request.GET.get("pieces", ""))
    return render(request, "hand/_found.html", _told(answers(actor, draft, wanted), wanted.text))


@require_POST
def add(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Adds the SKU that was chosen, or the one that the words can only mean; else asks which."""
    actor = actor_of(request)
    draft = drafts.draft_of(actor, draft_id)
    wanted = asked(actor, draft, request.POST.get("q", ""), request.POST.get("pieces", ""))
    chosen = request.POST.get("sku", "")
    meant = wanted.exact[0] if wanted.exact else None
    sku_id = int(chosen) if chosen.isdecimal() and len(chosen) < 19 else meant
    wrong = ""
    found = answers(actor, draft, wanted)
    if not wanted.times:
        wrong = f"“{request.POST.get('pieces', '')[:20]}” is no number of pieces. Write 1, 2 and so on."
    elif sku_id is None and len(found) == 1:
        sku_id = found[0].id
    if sku_id is not None and not wrong:
        try:
            add_draft_lines(
                actor, draft.company_id, draft_id, [WantedGoods(sku_id, wanted.pieces_of(sku_id))]
            )
            return HttpResponseRedirect(f"/orders/drafts/{draft_id}")
        except CodedError as error:
            wrong = error.message
    shown = load(actor, draft_id)
    typed = {"q": request.POST.get("q", ""), "pieces": request.POST.get("pieces", "1"), "add_wrong": wrong}
    return draw(request, shown, found={**_told(found, wanted.text), **typed}, status=422)


def _told(found: Sequence[FoundGoods], text: str) -> dict[str, object]:
    if not text:
        return {"found": [], "found_words": ""}
    if not found:
        says = f"Nothing is called “{text[:40]}”. Codes, barcodes and names are searched."
    else:
        says = f"{counted(len(found), 'item')} may be meant." if len(found) < SHOWN else f"The first {SHOWN}."
    return {"found": found, "found_words": says}


@require_POST
def renew(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The list's prices of today on every line that was not agreed otherwise."""
    actor = actor_of(request)
    draft = drafts.draft_of(actor, draft_id)
    total = renew_prices(actor, draft.company_id, draft_id)
    messages.info(request, f"Today's prices: it comes to {money(total, draft.currency)}.")
    return HttpResponseRedirect(f"/orders/drafts/{draft_id}")


@require_http_methods(["GET", "HEAD", "POST"])
def price(request: HttpRequest, draft_id: int, line_id: int) -> HttpResponse:
    """The price of one line; what was typed stays when it cannot be. Below cost it asks twice."""
    actor = actor_of(request)
    draft = drafts.draft_of(actor, draft_id)
    require(actor, "orders.override_price", company_id=draft.company_id)
    line = next((one for one in drafts.lines_of([draft_id]) if one.id == line_id), None)
    if line is None:
        raise DraftNotFound()
    stored = "" if line.unit_price is None else words.price_text(line.unit_price, draft.currency)
    typed = {
        "price": stored, "discount": words.discount_text(line, draft.currency),
        "reason": line.override_reason, "words": line.override_words,
    }  # fmt: skip
    wrong: dict[str, str] = {}
    if request.method == "POST":
        typed = {name: request.POST.get(name, "").strip() for name in typed}
        if request.POST.get("list") and line.list_price is not None:
            typed = {"price": f"{line.list_price:f}", "discount": "", "reason": "", "words": ""}
        wrong = _price(request, actor, draft, line, typed)
        if not wrong:
            return HttpResponseRedirect(f"/orders/drafts/{draft_id}")
    (code,) = catalog.codes_of(draft.company_id, [line.sku_id]).values()
    context: dict[str, object] = {
        "draft": draft,
        "line": line,
        "code": code,
        "listed": words.price_text(line.list_price, draft.currency),
        "fields": _price_fields(draft, line, typed, wrong),
        "twice": "below" in wrong,
        "wrong": wrong.get("below") or wrong.get("", ""),
        "may_list": line.list_price is not None and bool(line.override_reason),
    }
    return drawer(request, "hand/_price.html", context, status=422 if wrong else 200)


def _price(
    request: HttpRequest, actor: Actor, draft: DraftFacts, line: DraftLineFacts, typed: dict[str, str]
) -> dict[str, str]:
    """Sets it; returns what is wrong by field, "below" when it has to be said twice."""
    wrong: dict[str, str] = {}
    unit, rate, minor = Decimal(0), Decimal(0), 0
    try:
        unit = _unit(typed["price"], line, draft.currency)
    except CodedError as error:
        wrong["price"] = error.message
    try:
        rate, minor = discount_of(typed["discount"], draft.currency)
    except ValueError as error:
        wrong["discount"] = str(error)
    if wrong:
        return wrong
    new = NewPrice(unit, rate, minor, typed["reason"], typed["words"])
    try:
        other = override_price(
            actor, draft.company_id, draft.id, line.id, new, below_cost_too=bool(request.POST.get("below"))
        )
    except BelowCost as error:
        return {"below": error.message}
    except CodedError as error:
        return {"": error.message}
    messages.info(request, "Price set." if other else "The list's price again.")
    return {}


def _unit(text: str, line: DraftLineFacts, currency: str) -> Decimal:
    """The price typed; where nobody changed what stood there, the stored one with all its decimals."""
    for known in (line.unit_price, line.list_price):
        if known is not None and text in (words.price_text(known, currency), f"{known:f}"):
            return known
    return parse_amount(text, currency).decimal


def _price_fields(
    draft: DraftFacts, line: DraftLineFacts, typed: dict[str, str], wrong: dict[str, str]
) -> list[Field]:
    tax = "with" if draft.prices_include_tax else "without"
    reasons = [Choice(value="", text="Choose why")]
    reasons += [Choice(value=key, text=text) for key, text in OVERRIDE_REASONS.items()]
    return [
        Field(
            name="price", label=f"One costs, in {draft.currency} {tax} tax", kind="number", value=typed["price"],
            error=wrong.get("price", ""), focus=True, required=True,
        ),
        Field(
            name="discount", label=f"Off the line of {counted(line.quantity, 'piece')}", value=typed["discount"],
            help="A share such as 10 %, or an amount. Empty: none.", error=wrong.get("discount", ""),
            autocomplete="off",
        ),
        Field(name="reason", label="Why", kind="select", value=typed["reason"], choices=reasons,
              help="Stays in the history of the draft and of the order."),
        Field(name="words", label="More about it", value=typed["words"], autocomplete="off",
              help="Stays with the draft, and goes with its buyer's erasure."),
    ]  # fmt: skip
