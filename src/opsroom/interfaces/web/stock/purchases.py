"""Draws the list of purchase orders and gives it out as the file its import reads; costs only to who sees them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from opsroom.domains.access.rules import may, may_see, require
from opsroom.domains.catalog import queries as catalog
from opsroom.domains.purchasing import queries as purchasing
from opsroom.domains.purchasing.queries import LineFacts, PurchaseRow
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.exports import Line, Sheet, day_cell, export_action, give_out
from opsroom.interfaces.web.parts import Action, Blank, Crumb, Head
from opsroom.interfaces.web.parts_list import (
    Filter,
    FilterField,
    Filters,
    Table,
    View,
    Views,
)
from opsroom.interfaces.web.stock.purchase_rows import PATH, purchase_columns, purchase_row
from opsroom.interfaces.web.stock.suppliers import page_number, pager
from opsroom.interfaces.web.wording import counted
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import EXPORT_ROWS_MAX, PAGE_ROWS_USUAL
from opsroom.kernel.values.search_text import search_text

VIEWS = {"": "All", "open": "Open", "late": "Late", "closed": "Closed", "cancelled": "Cancelled"}


def _asked(request: HttpRequest) -> tuple[str, str, int | None]:
    view = request.GET.get("view", "")
    supplier = request.GET.get("supplier", "")
    number = int(supplier) if supplier.isdecimal() and len(supplier) < 19 else None
    return view if view in VIEWS else "", search_text(request.GET.get("q", "")), number


def _words(view: str, text: str, supplier: int | None) -> dict[str, str]:
    words = {"view": view, "q": text, "supplier": str(supplier or "")}
    return {word: value for word, value in words.items() if value}


@require_safe
def purchase_list(request: HttpRequest) -> HttpResponse:
    """/stock/purchases?view=&supplier=&q=&page= ; htmx gets the list alone."""
    actor, today = actor_of(request), timezone.localdate()
    view, text, supplier = _asked(request)
    everywhere = purchasing.counts(actor, today=today)
    counts = purchasing.counts(actor, today=today, text=text, supplier_id=supplier)
    in_all, words = counts[view], _words(view, text, supplier)
    number = max(1, min(page_number(request), -(-in_all // PAGE_ROWS_USUAL)))
    rows = purchasing.purchase_page(
        actor, today=today, view=view, text=text, supplier_id=supplier, first=(number - 1) * PAGE_ROWS_USUAL
    )
    context = {
        "label": "Purchase orders",
        "topic": "stock",
        "head": _head(actor, everywhere, words),
        "views": Views(
            target="#list",
            label="Views of purchase orders",
            views=[
                View(
                    name=name,
                    href=f"{PATH}?{urlencode(_words(key, text, supplier))}",
                    count=counts[key],
                    current=key == view,
                )
                for key, name in VIEWS.items()
            ],
        ),
        "filters": Filters(
            action=PATH,
            target="#list",
            fields=[FilterField(name="q", label="Number, supplier or SKU", value=text, slash=True)],
            chips=_chips(rows, view, text, supplier),
            keep=[(word, value) for word, value in words.items() if word != "q"],
            shown=in_all,
            of=everywhere[""],
            noun="purchase order",
            clear=f"{PATH}?{urlencode(_words(view, '', None))}" if text or supplier else "",
        ),
        "table": _table(actor, rows, today, everywhere[""]),
        "pager": pager(PATH, words, number, in_all),
        "here": f"{PATH}?{urlencode(words | ({'page': str(number)} if number > 1 else {}))}",
    }
    part = request.headers.get("HX-Request") == "true" and request.headers.get("HX-Target") == "list"
    return render(request, "stock/_rows.html" if part else "stock/rows.html", context)


def _chips(rows: list[PurchaseRow], view: str, text: str, supplier: int | None) -> list[Filter]:
    if supplier is None:
        return []
    name = next((row.supplier for row in rows if row.supplier_id == supplier), str(supplier))
    return [Filter(field="Supplier", value=name, without=f"{PATH}?{urlencode(_words(view, text, None))}")]


def _head(actor: Actor, counts: dict[str, int], words: dict[str, str]) -> Head:
    actions = export_action(actor, f"{PATH}/export?{urlencode(words)}") if counts[""] else []
    if may(actor, "imports.upload"):
        actions.append(
            Action(label="Import purchase orders", href="/import", icon="upload", desk_only=True, keep=True)
        )
    late = counts["late"]
    return Head(
        crumbs=[Crumb(text="Stock", href="/stock")],
        title=f"{counted(counts['open'], 'purchase order is,purchase orders are')} open"
        if counts[""]
        else "No purchase orders yet",
        lead=f"{counted(late, 'of them is,of them are')} late. Nothing on its way is promised to an order."
        if late
        else "Nothing on its way is promised to an order: it can be sold when it is here.",
        actions=actions,
    )


def _table(actor: Actor, rows: list[PurchaseRow], today: date, in_all: int) -> Table:
    offers = [Action(label="Import a file", href="/import", icon="upload", look="pri")]
    return Table(
        label="Purchase orders",
        list_keys=True,
        columns=purchase_columns(),
        rows=[purchase_row(row, today) for row in rows],
        empty=Blank(
            title="No purchase order matches." if in_all else "No purchase orders yet.",
            text="Numbers, names of suppliers and SKUs are searched."
            if in_all
            else "Import the open purchase orders of your old tool: PO number, supplier, SKU, ordered, received.",
            icon="truck",
            actions=() if in_all or not may(actor, "imports.upload") else offers,
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def purchases_export(request: HttpRequest) -> HttpResponse:
    """/stock/purchases/export?view=&q=: one row a line, with the titles that the import knows."""
    actor, today = actor_of(request), timezone.localdate()
    require(actor, "purchasing.view")
    view, text, supplier = _asked(request)
    costs = may_see(actor, "cost")
    total = purchasing.line_count(actor, today=today, view=view, text=text, supplier_id=supplier)

    def lines() -> Iterator[Line]:
        rows = purchasing.purchase_page(
            actor, today=today, view=view, text=text, supplier_id=supplier, rows=EXPORT_ROWS_MAX
        )
        return _lines(rows, costs)

    return give_out(request, Sheet("purchase-orders", "line", total, lines, without="" if costs else "costs"))


def _status(row: PurchaseRow, line: LineFacts) -> str:
    """Of the line: one whose rest was cancelled is closed, though its order waits for others."""
    return "closed" if row.state == "open" and line.cancelled and not line.left else row.state


def _lines(rows: list[PurchaseRow], costs: bool) -> Iterator[Line]:
    yield [
        "PO number", "Supplier code", "Supplier name", "Site", "Status", "Order date", "SKU", "Ordered", "Received",
        "Remaining", *(["Unit cost"] if costs else []), "Currency", "Expected",
    ]  # fmt: skip
    found = purchasing.purchases_by_id([row.id for row in rows])
    skus = catalog.codes_by_id([line.sku_id for order in found.values() for line in order.lines])
    given = 0
    for row in rows:
        given += len(found[row.id].lines)
        if given > EXPORT_ROWS_MAX:  # an order is given whole or not at all: its rest would look received
            return
        for line in found[row.id].lines:
            yield [
                row.number, row.supplier_code, row.supplier, row.site, _status(row, line), day_cell(row.ordered_on),
                skus[line.sku_id], line.ordered, line.received, line.left, *([line.unit_cost] if costs else []),
                row.currency, day_cell(line.expected_on or row.expected_on),
            ]  # fmt: skip
