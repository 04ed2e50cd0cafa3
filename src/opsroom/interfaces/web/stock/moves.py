"""Draws the moves of the stock book: who, when, why, from where to where and what for; changes none of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from opsroom.domains.access.queries import person_names
from opsroom.domains.warehouse import queries as warehouse
from opsroom.insight.lists import stock_moves
from opsroom.insight.lists.stock_moves import MoveFilter, MoveRow
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.company import company_of_request
from opsroom.interfaces.web.exports import export_action
from opsroom.interfaces.web.parts import Alert, Blank, Choice, Crumb, Head
from opsroom.interfaces.web.parts_list import Cell, Column, FilterField, Filters, Pager, Row, Table
from opsroom.interfaces.web.wording import moment as moment_words
from opsroom.interfaces.web.wording import quantity
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import PAGE_ROWS_USUAL

PLACES = {
    "SUPPLIER": "Supplier",
    "CUSTOMER": "Customer",
    "LOSS": "Count differences",
    "OPENING": "Opening stock",
}
PROGRAMS = {
    "system.demo": "Demo shop",
    "system.importer": "Import",
    "system.allocator": "Allocation",
    "system.opener": "Opening",
}
LINKS = {"orders.order": "/orders/", "channels.import": "/import/"}


@require_safe
def move_list(request: HttpRequest) -> HttpResponse:
    """/stock/moves?kind=...&site=...&q=...&from=...&to=...&before=... ; htmx gets the list alone."""
    actor, company = actor_of(request), company_of_request(request)
    wanted = stock_moves.parse(dict(request.GET.lists()))
    found = stock_moves.page(
        actor, wanted, time_zone=company.timezone if company else "UTC", size=PAGE_ROWS_USUAL + 1
    )
    rows, more = found[:PAGE_ROWS_USUAL], len(found) > PAGE_ROWS_USUAL
    after = f"/stock/moves?{wanted.query(before=str(rows[-1].move_id))}" if more else ""
    context = {
        "head": Head(
            crumbs=[Crumb(text="Stock", href="/stock")],
            title="Every move of stock",
            lead="Moves are never changed or removed; what was wrong is put right by a new move.",
            actions=export_action(actor, f"/stock/moves/export?{wanted.query()}") if rows else [],
        ),
        "filters": _filters(actor, wanted),
        "unknown": Alert(
            strong="A part of this address is not understood.",
            text=f"{', '.join(wanted.unknown[:5])} was left out; the rest is shown.",
            tone="warn",
        )
        if wanted.unknown
        else None,
        "table": move_table(rows, names_of(actor, rows)),
        "pager": Pager(first=1 if rows else 0, last=len(rows), total=None, after=after, target="#list"),
    }
    part = request.headers.get("HX-Request") == "true" and request.headers.get("HX-Target") == "list"
    return render(request, "stock/_moves.html" if part else "stock/moves.html", context)


def names_of(actor: Actor, rows: Sequence[MoveRow]) -> dict[int, str]:
    """Names of the people behind these moves."""
    return person_names(actor, {row.actor_id for row in rows if row.actor_id is not None})


def who(actor_id: int | None, actor_name: str, names: Mapping[int, str]) -> str:
    """A colleague's name, or what the program did it as."""
    if actor_id is not None:
        return names.get(actor_id, "Somebody who left")
    return PROGRAMS.get(actor_name, "The program")


def place_words(code: str) -> str:
    """A place as people call it: bins by their code, the outside by a word."""
    return PLACES.get(code, code)


def move_table(rows: Sequence[MoveRow], names: Mapping[int, str]) -> Table:
    """One row a move, newest first."""
    today = timezone.localdate()
    return Table(
        label="Moves",
        columns=[
            Column(name="When", phone="2 end"),
            Column(name="What", phone="2"),
            Column(name="SKU", phone="1"),
            Column(name="Pieces", number=True, phone="1 end", label="Pieces"),
            Column(name="From", phone="3", label="From"),
            Column(name="To", phone="3", label="To"),
            Column(name="For", phone="4"),
            Column(name="Why", phone="4 full", wrap=True),
            Column(name="Who", phone="4"),
        ],
        rows=[
            Row(
                id=str(row.move_id),
                name=row.code,
                cells=[
                    Cell(text=moment_words(row.at, today)),
                    Cell(
                        text=stock_moves.kind_words(row.kind), note="taken back since" if row.reversed else ""
                    ),
                    Cell(text=row.code, href=f"/stock/{row.sku_id}", mono=True),
                    Cell(text=quantity(row.pieces)),
                    Cell(text=place_words(row.source)),
                    Cell(text=place_words(row.target)),
                    Cell(text=row.ref_name, href=ref_link(row)),
                    Cell(text=row.reason),
                    Cell(text=who(row.actor_id, row.actor_name, names)),
                ],
            )
            for row in rows
        ],
        empty=Blank(
            title="No move matches.", text="Moves appear here as soon as stock is entered.", icon="history"
        ),
    )


def ref_link(row: MoveRow) -> str:
    """Where the order or import stands that a move was booked for."""
    before = LINKS.get(row.ref_kind)
    return f"{before}{row.ref_id}" if before and row.ref_name else ""


def _filters(actor: Actor, wanted: MoveFilter) -> Filters:
    sites = [Choice(value=str(site.pk), text=site.name) for site in warehouse.sites(actor)]
    kinds = [Choice(value=key, text=words) for key, words in stock_moves.KINDS.items()]
    fields = [
        FilterField(name="q", label="SKU begins with", value=wanted.text, slash=True),
        FilterField(name="kind", label="What", value=wanted.kind, choices=kinds),
    ]
    if len(sites) > 1:
        fields.append(FilterField(name="site", label="Site", value=str(wanted.site or ""), choices=sites))
    return Filters(
        action="/stock/moves",
        target="#list",
        fields=fields,
        keep=[
            (word, str(value))
            for word, value in (("from", wanted.first_day), ("to", wanted.last_day))
            if value
        ],
        clear="/stock/moves" if wanted.edited else "",
    )
