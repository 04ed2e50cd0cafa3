"""Gives the lists of stock, moves and suppliers out as they are filtered; costs and contacts only to who sees them."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from opsroom.domains.access.rules import may_see, require
from opsroom.domains.partners import queries as partners
from opsroom.insight.lists import stock, stock_moves
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.company import company_of_request
from opsroom.interfaces.web.exports import Line, Sheet, day_cell, give_out, moment_cell
from opsroom.interfaces.web.stock.moves import names_of, place_words, who
from opsroom.interfaces.web.stock.suppliers import STATES
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import EXPORT_ROWS_MAX
from opsroom.kernel.values.search_text import search_text


@require_http_methods(["GET", "HEAD", "POST"])
def stock_export(request: HttpRequest) -> HttpResponse:
    """/stock/export?view=...&site=...&q=...: one row a SKU and site."""
    actor = actor_of(request)
    require(actor, "warehouse.view")
    wanted = stock.parse(dict(request.GET.lists()))
    costs = may_see(actor, "cost")

    def lines() -> Iterator[Line]:
        rows = stock.page(actor, wanted, size=EXPORT_ROWS_MAX)
        coming = stock.on_its_way(actor, rows)
        yield [
            "SKU", "Item", "Site", "On hand", "Not for sale", "Set aside", "Free", "Still wanted", "Counted",
            *(["On its way", "First expected"] if coming is not None else []),
            *(["Unit cost", "Currency"] if costs else []),
        ]  # fmt: skip
        for row in rows:
            one = (coming or {}).get((row.sku_id, row.site_id))
            yield [
                row.code, row.name, row.site, row.on_hand, row.unsellable, row.allocated, row.free, row.wanted,
                moment_cell(row.counted_at),
                *([one.pieces if one else None, day_cell(one.first if one else None)] if coming is not None else []),
                *([row.cost, row.currency] if costs else []),
            ]  # fmt: skip

    total = stock.totals(actor, wanted).rows
    return give_out(request, Sheet("stock", "row", total, lines, without="" if costs else "costs"))


@require_http_methods(["GET", "HEAD", "POST"])
def moves_export(request: HttpRequest) -> HttpResponse:
    """/stock/moves/export?kind=...&q=...: the newest first."""
    actor, company = actor_of(request), company_of_request(request)
    require(actor, "warehouse.view")
    wanted = stock_moves.parse(dict(request.GET.lists()))
    zone = company.timezone if company else "UTC"
    total = stock_moves.count(actor, wanted, time_zone=zone, most=EXPORT_ROWS_MAX + 1)

    def lines() -> Iterator[Line]:
        rows = stock_moves.page(actor, wanted, time_zone=zone, size=EXPORT_ROWS_MAX)
        names = names_of(actor, rows)
        yield ["When", "What", "Taken back", "SKU", "Pieces", "From", "To", "For", "Why", "Who"]
        for row in rows:
            yield [
                moment_cell(row.at), stock_moves.kind_words(row.kind), "yes" if row.reversed else "", row.code,
                row.pieces, place_words(row.source), place_words(row.target), row.ref_name, row.reason,
                who(row.actor_id, row.actor_name, names),
            ]  # fmt: skip

    return give_out(request, Sheet("stock-moves", "move", total, lines))


@require_http_methods(["GET", "HEAD", "POST"])
def suppliers_export(request: HttpRequest) -> HttpResponse:
    """/stock/suppliers/export?state=...&q=...: with the titles that the import of suppliers knows."""
    actor = actor_of(request)
    require(actor, "partners.view")
    text = search_text(request.GET.get("q", ""))
    state = request.GET.get("state", "")
    state = state if state in STATES else ""
    contacts = may_see(actor, "supplier_contact")
    _, total = partners.supplier_page(actor, text=text, state=state, rows=1)
    return give_out(
        request,
        Sheet(
            "suppliers", "supplier", total, lambda: _suppliers(actor, text, state, contacts),
            people=contacts, without="" if contacts else "contacts",
        ),
    )  # fmt: skip


def _suppliers(actor: Actor, text: str, state: str, contacts: bool) -> Iterator[Line]:
    yield [
        "Supplier code", "Supplier name", "Currency", "Lead time days", "Active",
        *(["Contact", "E-mail", "Phone"] if contacts else []),
    ]  # fmt: skip
    rows, _ = partners.supplier_page(actor, text=text, state=state, rows=EXPORT_ROWS_MAX)
    for row in rows:
        yield [
            row.code, row.name, row.currency, row.lead_time_days, "yes" if row.active else "no",
            *([row.contact, row.email, row.phone] if contacts else []),
        ]  # fmt: skip
