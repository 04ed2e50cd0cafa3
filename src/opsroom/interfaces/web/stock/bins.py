"""Draws what lies in which bin, and gives it out as the file the stock import reads; costs only to who sees them."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from opsroom.domains.access.rules import may, may_see, require
from opsroom.domains.warehouse import queries as warehouse
from opsroom.insight.lists import bins
from opsroom.insight.lists.bins import BinFilter, BinRow
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.exports import Line, Sheet, export_action, give_out
from opsroom.interfaces.web.parts import Action, Blank, Chip, Choice, Crumb, Head
from opsroom.interfaces.web.parts_list import (
    Cell,
    Column,
    Filter,
    FilterField,
    Filters,
    Row,
    Table,
    View,
    Views,
)
from opsroom.interfaces.web.stock.purchase_rows import cost_words
from opsroom.interfaces.web.stock.suppliers import page_number, pager
from opsroom.interfaces.web.wording import counted, quantity
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import EXPORT_ROWS_MAX, PAGE_ROWS_USUAL

PATH = "/stock/bins"


@require_safe
def bin_list(request: HttpRequest) -> HttpResponse:
    """/stock/bins?view=&site=&q=&page= ; htmx gets the list alone."""
    actor = actor_of(request)
    wanted = bins.parse(dict(request.GET.lists()))
    everywhere = bins.counts(actor, BinFilter())
    counts = bins.counts(actor, wanted) if wanted.edited else everywhere
    in_all = counts[wanted.view]
    number = max(1, min(page_number(request), -(-in_all // PAGE_ROWS_USUAL)))
    words = {"view": wanted.view, "site": str(wanted.site or ""), "q": wanted.text}
    words = {word: value for word, value in words.items() if value}
    context = {
        "label": "Bins",
        "topic": "stock",
        "head": _head(actor, everywhere[""], wanted),
        "views": Views(
            target="#list",
            label="Views of bins",
            views=[
                View(
                    name=name,
                    href=f"{PATH}?{wanted.query(view=key)}",
                    count=counts[key],
                    current=key == wanted.view,
                )
                for key, (name, _) in bins.VIEWS.items()
            ],
        ),
        "filters": _filters(actor, wanted, in_all, everywhere[""]),
        "table": _table(actor, bins.page(actor, wanted, number=number), everywhere[""]),
        "pager": pager(PATH, words, number, in_all),
        "here": f"{PATH}?{wanted.query(page=str(number) if number > 1 else '')}",
    }
    part = request.headers.get("HX-Request") == "true" and request.headers.get("HX-Target") == "list"
    return render(request, "stock/_rows.html" if part else "stock/rows.html", context)


def _head(actor: Actor, rows: int, wanted: BinFilter) -> Head:
    actions = export_action(actor, f"{PATH}/export?{wanted.query()}") if rows else []
    if may(actor, "imports.upload"):
        actions.append(Action(label="Import stock", href="/import", icon="upload", desk_only=True))
    return Head(
        crumbs=[Crumb(text="Stock", href="/stock")],
        title=f"{counted(rows, 'SKU lies,SKUs lie')} in bins" if rows else "Nothing lies in bins yet",
        lead="In walking order. A SKU in two bins stands here twice; goods in totes and parcels are on their way out.",
        actions=actions,
    )


def _filters(actor: Actor, wanted: BinFilter, shown: int, of: int) -> Filters:
    sites = [Choice(value=str(site.pk), text=site.name) for site in warehouse.sites(actor)]
    fields = [FilterField(name="q", label="SKU, item or bin", value=wanted.text, slash=True)]
    if len(sites) > 1:
        fields.append(FilterField(name="site", label="Site", value=str(wanted.site or ""), choices=sites))
    chosen = []
    if wanted.site:
        name = next((one.text for one in sites if one.value == str(wanted.site)), str(wanted.site))
        chosen.append(Filter(field="Site", value=name, without=f"{PATH}?{wanted.query(site='')}"))
    return Filters(
        action=PATH,
        target="#list",
        fields=fields,
        keep=[("view", wanted.view)] if wanted.view else [],
        chips=chosen,
        shown=shown,
        of=of,
        noun="row",
        clear=f"{PATH}?{BinFilter(view=wanted.view).query()}" if wanted.edited else "",
    )


def _table(actor: Actor, rows: list[BinRow], in_all: int) -> Table:
    costs = may_see(actor, "cost")
    offers = [Action(label="Import stock", href="/import", icon="upload", look="pri")]
    return Table(
        label="Bins",
        list_keys=True,
        columns=[
            Column(name="Bin", phone="1"),
            Column(name="Site", phone="3", label="Site"),
            Column(name="SKU", phone="1 end"),
            Column(name="Item", phone="2 full", wrap=True),
            Column(name="On hand", number=True, phone="3 end", label="On hand"),
            *([Column(name="Unit cost", number=True, phone="no")] if costs else []),
            Column(name="State", phone="no"),
        ],
        rows=[_row(row, costs) for row in rows],
        empty=Blank(
            title="No bin matches." if in_all else "Nothing lies in bins yet.",
            text="Codes of SKUs and bins, and names of items, are searched."
            if in_all
            else "Import a stock file with a column for the bin, or count an item under Stock.",
            icon="map-pin",
            actions=() if in_all or not may(actor, "imports.upload") else offers,
        ),
    )


def _row(row: BinRow, costs: bool) -> Row:
    return Row(
        id=f"{row.sku_id}-{row.site}-{row.bin}",
        name=f"{row.code} in {row.bin}",
        cells=[
            Cell(text=row.bin, mono=True),
            Cell(text=row.site),
            Cell(text=row.code, href=f"/stock/{row.sku_id}", mono=True),
            Cell(text=row.name),
            Cell(text=quantity(row.on_hand)),
            *([Cell(text=cost_words(row.cost, row.currency))] if costs else []),
            Cell(part=None if row.sellable else Chip(text="Not for sale")),
        ],
    )


@require_http_methods(["GET", "HEAD", "POST"])
def bins_export(request: HttpRequest) -> HttpResponse:
    """/stock/bins/export?view=&site=&q=: with the titles that the import of stock knows."""
    actor = actor_of(request)
    require(actor, "warehouse.view")
    wanted = bins.parse(dict(request.GET.lists()))
    costs = may_see(actor, "cost")

    def lines() -> Iterator[Line]:
        yield ["SKU", "Title", "Site", "Bin", "On hand", *(["Unit cost", "Currency"] if costs else [])]
        for row in bins.page(actor, wanted, size=EXPORT_ROWS_MAX):
            yield [
                row.code, row.name, row.site, row.bin, row.on_hand, *([row.cost, row.currency] if costs else []),
            ]  # fmt: skip

    total = bins.counts(actor, wanted)[wanted.view]
    return give_out(request, Sheet("stock-by-bin", "row", total, lines, without="" if costs else "costs"))
