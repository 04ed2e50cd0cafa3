"""Draws the list of drafts and quotes with its views, and gives it out as it is seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from opsroom.domains.access.rules import may_see, require
from opsroom.domains.orders.draft_rules import PAYMENTS
from opsroom.insight.lists import drafts as listed
from opsroom.insight.lists.drafts import VIEWS, DraftRow
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.exports import (
    Line,
    Sheet,
    asks_for_buyers,
    day_cell,
    export_action,
    give_out,
    moment_cell,
    money_cell,
)
from opsroom.interfaces.web.hand.words import STATES
from opsroom.interfaces.web.parts import Action, Blank, Crumb, Head, Status
from opsroom.interfaces.web.parts_list import (
    Cell,
    Column,
    FilterField,
    Filters,
    Pager,
    Row,
    Table,
    View,
    Views,
)
from opsroom.interfaces.web.wording import counted, day, money
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import EXPORT_ROWS_MAX, PAGE_ROWS_USUAL
from opsroom.kernel.values.search_text import search_text

PATH = "/orders/drafts"
NEW = Action(label="New order", href="/orders/new", icon="plus", look="pri", keep=True, key="c")


@require_safe
def draft_list(request: HttpRequest) -> HttpResponse:
    """/orders/drafts?view=&q=&page= ; htmx gets the list alone."""
    actor, today = actor_of(request), timezone.localdate()
    require(actor, "orders.draft")
    view, text = _asked(request)
    counts = listed.counts(actor, today)
    total = listed.count(actor, view, text, today) if text else counts[view]
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 8 else 1
    number = max(1, min(number, -(-total // PAGE_ROWS_USUAL)))
    first = (number - 1) * PAGE_ROWS_USUAL
    rows = listed.page(actor, view, text, today, first=first, rows=PAGE_ROWS_USUAL)
    words = _words(view, text)
    context = {
        "head": _head(actor, counts, words),
        "views": Views(
            target="#list", label="Views of drafts and quotes",
            views=[
                View(name=name, href=f"{PATH}?view={key}", count=counts[key], current=key == view and not text)
                for key, name in VIEWS.items()
            ],
        ),
        "filters": Filters(
            action=PATH, target="#list", keep=[("view", view)], shown=total, of=counts[view], noun="draft",
            fields=[FilterField(name="q", label="Number, buyer or their number", value=text, slash=True)],
            clear=f"{PATH}?view={view}" if text else "",
        ),
        "table": _table(actor, rows, text, counts, today),
        "pager": Pager(
            first=first + 1 if total else 0, last=first + len(rows), total=total, target="#list",
            before=f"{PATH}?{urlencode({**words, 'page': number - 1})}" if number > 1 else "",
            after=f"{PATH}?{urlencode({**words, 'page': number + 1})}" if first + len(rows) < total else "",
        ),
        "here": f"{PATH}?{urlencode(words | ({'page': str(number)} if number > 1 else {}))}",
    }  # fmt: skip
    part = request.headers.get("HX-Request") == "true" and request.headers.get("HX-Target") == "list"
    return render(request, "hand/_list.html" if part else "hand/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest) -> HttpResponse:
    """/orders/drafts/export?view=&q=: GET says what will be in the file; POST form=csv|xlsx sends it."""
    actor, today = actor_of(request), timezone.localdate()
    require(actor, "orders.draft")
    view, text = _asked(request)
    sees, people = may_see(actor, "people"), asks_for_buyers(request, "people")

    def lines() -> Iterator[Line]:
        rows = listed.page(actor, view, text, today, first=0, rows=EXPORT_ROWS_MAX)
        yield [
            "Draft", "State", "Valid until", *(["Buyer", "Company"] if people else []), "Their order number",
            "Lines", "Total", "Currency", "Payment", "To be sent by", "Changed", "Order",
        ]  # fmt: skip
        for row in rows:
            yield [
                row.name, _state(row, today)[0], day_cell(row.valid_until),
                *([row.buyer or "", row.company or ""] if people else []), row.purchase_order, row.line_count,
                None if row.total_minor is None else money_cell(row.total_minor, row.currency), row.currency,
                PAYMENTS[row.payment], day_cell(row.ship_by), moment_cell(row.changed_at), row.order_number or "",
            ]  # fmt: skip

    total = listed.count(actor, view, text, today)
    return give_out(
        request,
        Sheet(
            "drafts",
            "draft",
            total,
            lines,
            people=people,
            without="" if sees else "buyers",
            buyers=min(total, EXPORT_ROWS_MAX) if people else 0,
            personal="buyers" if sees else "",
        ),
    )


def _asked(request: HttpRequest) -> tuple[str, str]:
    view = request.GET.get("view", "open")
    return view if view in VIEWS else "open", search_text(request.GET.get("q", ""))


def _words(view: str, text: str) -> dict[str, str]:
    return {word: value for word, value in (("view", view), ("q", text)) if value}


def _head(actor: Actor, counts: dict[str, int], words: dict[str, str]) -> Head:
    actions = export_action(actor, f"{PATH}/export?{urlencode(words)}") if counts["all"] else []
    return Head(
        crumbs=(Crumb(text="Orders", href="/orders"), Crumb(text="Drafts and quotes")),
        title=f"{counted(counts['open'], 'draft')} to be placed" if counts["open"] else "No draft waits",
        lead=f"{counts['quoted']:,} quoted and still valid, {counts['expired']:,} expired. They hold no stock.",
        actions=[*actions, NEW],
    )


def _state(row: DraftRow, today: date) -> tuple[str, str]:
    past = row.state == "quoted" and row.valid_until is not None and row.valid_until < today
    return STATES["expired" if past else row.state]


def _table(actor: Actor, rows: Sequence[DraftRow], text: str, counts: dict[str, int], today: date) -> Table:
    people = may_see(actor, "people")
    empty = Blank(
        title="No draft matches." if text else "No draft is here." if counts["all"] else "No draft yet.",
        text="Numbers, buyers and their own order numbers are searched."
        if text
        else "Somebody calls: take their order here, quote it or place it at once.",
        icon="phone",
        actions=() if text else (NEW,),
    )
    return Table(
        label="Drafts and quotes",
        list_keys=True,
        columns=[
            Column(name="Draft", phone="1"),
            *([Column(name="Buyer", phone="2 full")] if people else []),
            Column(name="Their number", phone="3", label="Their number"),
            Column(name="Lines", number=True, phone="no"),
            Column(name="Total", number=True, phone="1 end"),
            Column(name="Payment", phone="no"),
            Column(name="Valid until", phone="3", label="Valid until"),
            Column(name="Changed", phone="no"),
            Column(name="State", phone="3 end"),
        ],
        rows=[_row(row, people, today) for row in rows],
        empty=empty,
    )


def _row(row: DraftRow, people: bool, today: date) -> Row:
    text, tone = _state(row, today)
    who = row.company or row.buyer or "–"
    return Row(
        id=str(row.id),
        name=row.name,
        off=row.state == "withdrawn",
        cells=[
            Cell(text=row.name, href=f"{PATH}/{row.id}", note=row.order_number or ""),
            *([Cell(text=who, note=row.buyer or "" if row.company else "")] if people else []),
            Cell(text=row.purchase_order or ""),
            Cell(text=str(row.line_count)),
            Cell(text=money(row.total_minor, row.currency)),
            Cell(text=PAYMENTS[row.payment]),
            Cell(text=day(row.valid_until, today) if row.valid_until else ""),
            Cell(text=day(row.changed_at, today)),
            Cell(part=Status(text=text, tone=tone)),  # type: ignore[arg-type]
        ],
    )
