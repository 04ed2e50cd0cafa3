"""The forms of one SKU: count a bin, move, take out of sale, correct. Says first what it will do, then does it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from opsroom.domains.access.actions.ask_approval import ask_approval
from opsroom.domains.access.errors import NeedsApproval, Refused
from opsroom.domains.access.rules import may, require
from opsroom.domains.catalog.queries import SkuFacts
from opsroom.domains.warehouse import queries as warehouse
from opsroom.domains.warehouse.actions.correct_stock import REASONS, Correction
from opsroom.domains.warehouse.actions.set_stock import StockRow
from opsroom.insight.lists.order_filter import midnight
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.company import company_of_request
from opsroom.interfaces.web.parts import Alert, Choice, Crumb, Field, Head
from opsroom.interfaces.web.stock.item import sku_of
from opsroom.interfaces.web.wording import counted, quantity
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.errors import CodedError
from opsroom.kernel.values.limits import STOCK_PIECES_COUNT_MAX
from opsroom.workflows.adjust_stock import adjust_stock
from opsroom.workflows.allocate_orders import Allocated
from opsroom.workflows.count_stock import CountPlan, count_stock, judge_count
from opsroom.workflows.move_stock import move_stock

NAMES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """One filled form: ids of the person's own company and sites, checked."""

    actor: Actor
    company_id: int
    time_zone: str
    sku: SkuFacts
    site_id: int
    source: str
    target: str
    pieces: int
    reason: str
    note: str
    key: str


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the four acts: its verb, its words, what it says first and what it does."""

    verb: str
    title: str
    lead: str
    button: str
    number: str
    says: Callable[[Asked], Alert]
    do: Callable[[Asked], tuple[str, Allocated | None]]


def _names(numbers: list[str]) -> str:
    shown = ", ".join(numbers[:NAMES_SHOWN])
    return shown if len(numbers) <= NAMES_SHOWN else f"{shown} and {len(numbers) - NAMES_SHOWN} more"


def _count_plan(asked: Asked) -> CountPlan:
    row = StockRow(asked.sku.id, asked.source, asked.pieces)
    return judge_count(asked.actor, asked.company_id, asked.site_id, row)


def _count_says(asked: Asked) -> Alert:
    plan = _count_plan(asked)
    gap = plan.after - plan.before
    if gap == 0:
        return Alert(strong=f"{asked.source} holds {quantity(plan.after)}, as the book says.", tone="ok")
    more = "more" if gap > 0 else "fewer"
    strong = f"{counted(abs(gap), 'piece')} {more} than the book says."
    if plan.losers:
        names = _names([number for number, _ in plan.losers])
        return Alert(strong=strong, text=f"The shelf wins: {names} will be short of it.", tone="warn")
    return Alert(strong=strong, text="No order loses its goods by it.", tone="info")


def _count_do(asked: Asked) -> tuple[str, Allocated | None]:
    done = count_stock(
        asked.actor,
        asked.site_id,
        [StockRow(asked.sku.id, asked.source, asked.pieces)],
        f"web:count:{asked.key}",
        company_id=asked.company_id,
        ref=("warehouse.site", asked.site_id),
        reason=asked.note,
    )
    change = done.stock.up - done.stock.down
    return (
        f"{asked.source} counted: {quantity(change, plus=True) if change else 'no difference'}.",
        done.allocated,
    )


def _move_says(asked: Asked) -> Alert:
    return Alert(
        strong=f"{counted(asked.pieces, 'piece')} from {asked.source} to {asked.target}.",
        text="Pieces that wait for a picker stay where they are.",
        tone="info",
    )


def _move_do(asked: Asked) -> tuple[str, Allocated | None]:
    done = move_stock(
        asked.actor, asked.company_id, asked.site_id, asked.sku.id, asked.source, asked.target, asked.pieces,
        f"web:move:{asked.key}", reason=asked.note,
    )  # fmt: skip
    return f"{counted(asked.pieces, 'piece')} moved to {asked.target}.", done


def _correction(asked: Asked) -> Correction:
    return Correction(asked.site_id, asked.sku.id, asked.source, asked.pieces, asked.reason)


def _adjust_says(asked: Asked) -> Alert:
    words = "up" if asked.pieces > 0 else "down"
    return Alert(
        strong=f"{counted(abs(asked.pieces), 'piece')} written {words} in {asked.source}.",
        text=f"Reason: {REASONS.get(asked.reason, 'none chosen')}.",
        tone="info",
    )


def _adjust_do(asked: Asked) -> tuple[str, Allocated | None]:
    now = datetime.now(UTC)
    zone = ZoneInfo(asked.time_zone)
    wanted = _correction(asked)
    day = midnight(now.astimezone(zone).date(), zone)
    done = adjust_stock(
        asked.actor, asked.company_id, wanted, f"web:adjust:{asked.key}", day_start=day, note=asked.note
    )
    return f"{asked.source}: {quantity(asked.pieces, plus=True)}.", done


KINDS = {
    "count": Kind(
        "warehouse.count", "Count {sku}", "Count what lies in the bin before you look at what the book says.",
        "Enter the count", "Pieces in the bin", _count_says, _count_do,
    ),
    "move": Kind(
        "warehouse.post_stock", "Move {sku}", "From one place of the site to another.", "Move", "Pieces",
        _move_says, _move_do,
    ),
    "quarantine": Kind(
        "warehouse.post_stock", "Take {sku} out of sale",
        "It stays on hand and is no longer promised. Orders that lose it are named short.",
        "Take out of sale", "Pieces", _move_says, _move_do,
    ),
    "adjust": Kind(
        "warehouse.adjust", "Correct {sku}",
        "For a stated reason. Beyond your daily limit another person approves.",
        "Correct", "Pieces more, or fewer with a minus", _adjust_says, _adjust_do,
    ),
}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, sku_id: int, kind: str) -> HttpResponse:
    """GET the form; POST says what it would do; POST with `go` does it, once a key."""
    if kind not in KINDS:
        raise Http404
    sku, chosen = sku_of(request, sku_id), KINDS[kind]
    actor = actor_of(request)
    if not any(may(actor, chosen.verb, site_id=int(site.pk)) for site in warehouse.sites(actor)):
        require(actor, chosen.verb, asked=1)
    if request.method != "POST":
        return _form(request, sku, kind, None, "")
    wanted, wrong = _asked(request, sku, kind)
    if wanted is None:
        return _form(request, sku, kind, Alert(strong="This was not entered.", text=wrong, tone="bad"), wrong)
    try:
        if not request.POST.get("go"):
            return _form(request, sku, kind, chosen.says(wanted), "", ready=True)
        said, after = chosen.do(wanted)
    except NeedsApproval as beyond:
        return _form(request, sku, kind, _ask(wanted, beyond), "", status=403)
    except Refused:
        raise
    except CodedError as error:
        alert = Alert(strong="This was not done.", text=error.message, tone="bad")
        return _form(request, sku, kind, alert, error.message, status=422)
    messages.info(request, f"{said} {_after(after)}".strip())
    return HttpResponseRedirect(f"/stock/{sku_id}")


def _after(after: Allocated | None) -> str:
    if after is None or not (after.allocated or after.short):
        return ""
    return f"{counted(len(after.short), 'order')} short of it."


def _ask(asked: Asked, beyond: NeedsApproval) -> Alert:
    """Asks another person for exactly this; the same form does it once they agreed."""
    plan = _correction(asked)
    facts = {"sku": asked.sku.code, "at": asked.source, "pieces": asked.pieces, "reason": asked.reason}
    ask_approval(
        asked.actor,
        asked.company_id,
        "warehouse.adjust",
        plan.plan_sha256(),
        subject_kind="catalog.sku",
        subject_id=asked.sku.id,
        facts=facts,
    )
    text = f"{beyond.message} They were asked; enter it again when they have agreed."
    return Alert(strong="Nothing was changed yet.", text=text, tone="warn")


def _asked(request: HttpRequest, sku: SkuFacts, kind: str) -> tuple[Asked | None, str]:
    actor, company = actor_of(request), company_of_request(request)
    post = request.POST
    places = {str(row.pk): row for row in warehouse.locations(actor).select_related("site")}
    source, target = places.get(post.get("at", "")), places.get(post.get("to", ""))
    if source is None or source.site_id is None or company is None:
        return None, "Choose the place from the list."
    if kind == "quarantine":
        target = next(
            (r for r in places.values() if r.site_id == source.site_id and r.kind == "quarantine"), None
        )
    if kind in ("move", "quarantine") and (target is None or target.site_id != source.site_id):
        return None, "Choose a place of the same site to move to."
    text = post.get("pieces", "").strip().replace("−", "-")
    digits = text.removeprefix("-") if kind == "adjust" else text
    if not digits.isdecimal() or len(digits) > 18 or int(digits) > STOCK_PIECES_COUNT_MAX:
        return None, f"Enter whole pieces from 0 to {STOCK_PIECES_COUNT_MAX:,}."
    pieces = int(text)
    if kind in ("move", "quarantine") and pieces == 0:
        return None, "Enter how many pieces, at least 1."
    key = post.get("key", "")[:40] or secrets.token_hex(8)
    return (
        Asked(
            actor, company.id, company.timezone, sku, int(source.site_id), source.code,
            target.code if target else "", pieces, post.get("reason", ""), post.get("note", "").strip(), key,
        ),
        "",
    )  # fmt: skip


def _form(
    request: HttpRequest,
    sku: SkuFacts,
    kind: str,
    alert: Alert | None,
    wrong: str,
    *,
    ready: bool = False,
    status: int = 0,
) -> HttpResponse:
    actor, chosen = actor_of(request), KINDS[kind]
    given = request.POST if request.method == "POST" else request.GET
    choices = [Choice(value="", text="Choose a place"), *_places(actor, chosen.verb)]
    at, to = given.get("at", ""), given.get("to", "")
    fields = [Field(name="at", label="Place", kind="select", choices=choices, value=at, required=True)]
    if kind == "move":
        fields.append(Field(name="to", label="To", kind="select", choices=choices, value=to, required=True))
    fields.append(
        Field(
            name="pieces",
            label=chosen.number,
            kind="number" if kind != "adjust" else "text",
            value=given.get("pieces", ""),
            required=True,
            autocomplete="off",
        )
    )
    if kind == "adjust":
        reasons = [Choice(value=key, text=words) for key, words in REASONS.items()]
        value = given.get("reason", "damaged")
        fields.append(Field(name="reason", label="Reason", kind="select", choices=reasons, value=value))
    fields.append(
        Field(name="note", label="Remark", value=given.get("note", ""), help="Optional. Names no person.")
    )
    context = {
        "sku": sku,
        "kind": kind,
        "head": Head(
            crumbs=[Crumb(text="Stock", href="/stock"), Crumb(text=sku.code, href=f"/stock/{sku.id}")],
            title=chosen.title.format(sku=sku.name),
            lead=chosen.lead,
        ),
        "alert": alert,
        "fields": fields,
        "ready": ready,
        "button": chosen.button,
        "key": given.get("key") or secrets.token_hex(8),
    }
    return render(request, "stock/act.html", context, status=status or (422 if wrong else 200))


def _places(actor: Actor, verb: str) -> list[Choice]:
    rows = warehouse.locations(actor).filter(kind__in=["bin", "quarantine", "packing"]).select_related("site")
    found = [row for row in rows if may(actor, verb, site_id=row.site_id)]
    several = len({row.site_id for row in found}) > 1
    return [
        Choice(
            value=str(row.pk), text=f"{row.site.code if row.site else ''} {row.code}" if several else row.code
        )
        for row in found
    ]
