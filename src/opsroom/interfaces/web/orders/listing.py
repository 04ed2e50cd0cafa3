"""Draws the list of orders: views with counts, filters as the address, pages; the same with and without htmx."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import parse_qs

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from opsroom.domains.access.queries import saved_views
from opsroom.domains.access.rules import may
from opsroom.domains.warehouse import queries as warehouse
from opsroom.insight.lists import order_filter, orders
from opsroom.insight.lists.order_filter import OrderFilter
from opsroom.insight.lists.order_views import BY_KEY
from opsroom.insight.lists.orders import Length, Listed
from opsroom.insight.metrics import board
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.company import company_of_request
from opsroom.interfaces.web.orders.bulk_acts import bulk_bar
from opsroom.interfaces.web.orders.table import PAYMENT_TEXT, order_table
from opsroom.interfaces.web.parts import Action, Alert, Blank, Choice, Head
from opsroom.interfaces.web.parts_list import Bulk, Filter, FilterField, Filters, Pager, View, Views
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import PAGE_ROWS_USUAL, SEARCH_PAGES_COUNT

# Tabs that always stand, the others only while they hold something.
TABS_ALWAYS = ("open", "ready", "late")
TABS = (
    "open", "late", "due", "ready", "released", "picking", "picked", "packing", "packed", "part_shipped", "on_hold",
    "short", "payment_pending", "unknown_sku", "bad_address", "shipped_today", "elsewhere", "cancelled",
)  # fmt: skip
SAVED_SHOWN = 8
WORDS = {"channel": "Channel", "service": "Service", "tag": "Tag", "payment": "Payment"}


@require_safe
def order_list(request: HttpRequest) -> HttpResponse:
    """/orders?view=...&channel=...&q=...&page=... ; htmx gets the list alone."""
    actor, company = actor_of(request), company_of_request(request)
    zone = company.timezone if company else "UTC"
    now = datetime.now(UTC)
    wanted = order_filter.parse(dict(request.GET.lists()))
    counts = board.order_counts(actor, now=now, time_zone=zone, ended=TABS)
    found = orders.listed(
        actor,
        wanted,
        now=now,
        time_zone=zone,
        asked=_page_asked(request.GET),
        known=None if wanted.edited else counts.get(wanted.view),
    )
    rows, total = found.rows, found.length
    choices = orders.choices(actor) | {"site": site_choices(actor)}
    offers = bulk_bar(actor)
    context = {
        "head": _head(actor, counts, wanted),
        "views": _views(actor, counts, wanted, now, zone),
        "filters": _filters(wanted, choices, total, counts.get(wanted.view)),
        "unknown": _unknown(wanted),
        "table": order_table(
            rows, now=now, select=bool(offers), empty=_empty(wanted, not rows and not board.has_orders(actor))
        ),
        "pager": _pager(wanted, found),
        "bulk": Bulk(actions=offers, total=total.rows, field=_tag_field(actor, choices)) if offers else None,
        "query": wanted.query(),
        "here": f"/orders?{wanted.query(page=str(found.number) if found.number > 1 else '')}",
    }
    part = request.headers.get("HX-Request") == "true" and request.headers.get("HX-Target") == "list"
    return render(request, "orders/_list.html" if part else "orders/list.html", context)


def site_choices(actor: Actor) -> list[tuple[str, str]]:
    """Names for the filter that a hand-over note opens with."""
    if not may(actor, "warehouse.view"):
        return []
    return [(str(site.pk), site.name) for site in warehouse.sites(actor)]


def _tag_field(actor: Actor, choices: dict[str, list[tuple[str, str]]]) -> FilterField | None:
    if not may(actor, "orders.tag"):
        return None
    known = [Choice(value=value, text=text) for value, text in choices["tag"]]
    return FilterField(name="tag", label="Tag", choices=known)


def _page_asked(words: QueryDict) -> int:
    text = words.get("page", "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 8 else 1


def _head(actor: Actor, counts: dict[str, int], wanted: OrderFilter) -> Head:
    late, opened = counts["late"], counts["open"]
    title = f"{late:,} of {opened:,} open orders are late" if late else f"{opened:,} open orders, none late"
    actions = [Action(label="Past year", href="/orders/year", icon="activity", desk_only=True)]
    if may(actor, "exports.run"):
        actions.append(
            Action(
                label="Export",
                href=f"/orders/export?{wanted.query()}",
                icon="download",
                desk_only=True,
                drawer=True,
            )
        )
    if may(actor, "orders.draft"):
        actions.append(
            Action(label="Drafts and quotes", href="/orders/drafts", icon="file-text", desk_only=True)
        )
    if may(actor, "imports.upload"):
        actions.append(Action(label="Import orders", href="/import", icon="upload", desk_only=True))
    if may(actor, "orders.draft"):
        actions.append(
            Action(label="New order", href="/orders/new", icon="plus", look="pri", keep=True, key="c")
        )
    return Head(
        title=title,
        lead=f"{counts['ready']:,} are ready to release, {counts['on_hold']:,} on hold, {counts['short']:,} short.",
        actions=actions,
    )


def _views(actor: Actor, counts: dict[str, int], wanted: OrderFilter, now: datetime, zone: str) -> Views:
    tabs = [
        View(
            name=BY_KEY[key].title,
            href=f"/orders?view={key}",
            count=counts.get(key),
            current=key == wanted.view and not wanted.edited,
        )
        for key in TABS
        if counts.get(key) or key in TABS_ALWAYS or key == wanted.view
    ]
    own = [
        View(
            name=view.name,
            href=f"/orders?{view.query}",
            count=orders.length(
                actor, order_filter.parse(parse_qs(view.query)), now=now, time_zone=zone
            ).rows,
            current=view.query == wanted.query(),
        )
        for view in saved_views(actor, "orders")[:SAVED_SHOWN]
    ]
    return Views(views=[*tabs, *own], target="#list")


def _filters(
    wanted: OrderFilter, choices: dict[str, list[tuple[str, str]]], total: Length, of: int | None
) -> Filters:
    offered = choices | {"payment": sorted(PAYMENT_TEXT.items())}
    fields = [FilterField(name="q", label="Number, their number, SKU, name", value=wanted.text, slash=True)]
    for word, label in WORDS.items():
        if offered[word]:
            fields.append(
                FilterField(
                    name=word,
                    label=label,
                    value=next(iter(wanted.chosen.get(word, ())), ""),
                    choices=[Choice(value=value, text=text) for value, text in offered[word]],
                )
            )
    texts = {(word, value): text for word, pairs in offered.items() for value, text in pairs}
    chips = [
        Filter(
            field=WORDS.get(word, word.replace("_", " ").capitalize()),
            value=", ".join(texts.get((word, value), value) for value in values),
            without=f"/orders?{wanted.query(**{word: ''})}",
        )
        for word, values in wanted.chosen.items()
    ]
    kept = [("view", wanted.view)] + [
        (word, value) for word, values in wanted.chosen.items() if word not in WORDS for value in values
    ]
    return Filters(
        action="/orders",
        target="#list",
        fields=fields,
        chips=chips,
        keep=kept,
        shown=total.rows,
        of=of if wanted.edited and not total.more else None,
        noun=_noun(wanted, total),
        clear=f"/orders?view={wanted.view}" if wanted.edited else "",
        save=Action(
            label="Save view", href=f"/orders/views?{wanted.query()}", icon="save", small=True, drawer=True
        )
        if wanted.edited
        else None,
    )


def _noun(wanted: OrderFilter, total: Length) -> str:
    if not total.more:
        return "order"
    tail = " and more; type more letters" if wanted.text else " and more"
    return f"order{tail},orders{tail}"


def _unknown(wanted: OrderFilter) -> Alert | None:
    if not wanted.unknown:
        return None
    return Alert(
        strong="A part of this address is not understood.",
        text=f"{', '.join(wanted.unknown[:5])} was left out; the rest is shown.",
        tone="warn",
    )


def _empty(wanted: OrderFilter, nothing: bool) -> Blank:
    """`nothing`: there is no order at all."""
    if nothing:
        return Blank(
            title="No orders yet.",
            text="Import your orders, or connect a channel; they appear here by themselves.",
            actions=(Action(label="Import a file", href="/import", icon="upload", look="pri"),),
        )
    if wanted.edited:
        searched = f"for {wanted.text!r} " if wanted.text else ""
        return Blank(
            title="No order matches.",
            text=f"Nothing was found {searched}in {BY_KEY[wanted.view].title.lower()}. "
            "Take a filter off, or look in all.",
            icon="search",
            actions=(Action(label="Look in all", href=f"/orders?{wanted.query(view='all')}"),),
        )
    return Blank(title=f"No order is in {BY_KEY[wanted.view].title.lower()}.", icon="circle-check", tone="ok")


def _pager(wanted: OrderFilter, found: Listed) -> Pager:
    number, total, more = found.number, found.length.rows, found.length.more
    first = (number - 1) * PAGE_ROWS_USUAL
    last = min(first + PAGE_ROWS_USUAL, total)
    ends = last >= total and not more
    if more and wanted.text and number == SEARCH_PAGES_COUNT:
        ends = True  # of thousands that match a few letters no more are shown
    return Pager(
        first=first + 1 if total else 0,
        last=last,
        total=None if more else total,
        before=f"/orders?{wanted.query(page=str(number - 1))}" if number > 1 else "",
        after="" if ends else f"/orders?{wanted.query(page=str(number + 1))}",
        target="#list",
    )
