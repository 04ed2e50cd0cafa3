"""Draws the list of stock: views with counts, filters as the address, totals of the whole list."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from opsroom.domains.access.queries.approvals import approvals_of
from opsroom.domains.access.rules import may, may_see
from opsroom.domains.warehouse import queries as warehouse
from opsroom.insight.lists import stock
from opsroom.insight.lists.stock import Coming, StockFilter, StockRow, Totals
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.exports import export_action
from opsroom.interfaces.web.parts import Action, Alert, Blank, Chip, Choice, Head
from opsroom.interfaces.web.parts_list import (
    Cell,
    Column,
    Filter,
    FilterField,
    Filters,
    Pager,
    Row,
    Table,
    View,
    Views,
)
from opsroom.interfaces.web.stock.purchase_rows import day_words
from opsroom.interfaces.web.wording import UNKNOWN, counted, money, quantity
from opsroom.interfaces.web.wording import moment as moment_words
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.currencies import minor_digits
from opsroom.kernel.values.limits import PAGE_ROWS_USUAL

TABS_ALWAYS = ("all", "short", "in_stock")


@require_safe
def stock_list(request: HttpRequest) -> HttpResponse:
    """/stock?view=...&site=...&zone=...&q=...&page=... ; htmx gets the list alone."""
    actor = actor_of(request)
    wanted = stock.parse(dict(request.GET.lists()))
    everywhere = stock.counts(actor)
    counts = stock.counts(actor, wanted) if wanted.edited else everywhere
    sums = stock.totals(actor, wanted)
    text = request.GET.get("page", "1")
    number = int(text) if text.isdecimal() and len(text) < 8 else 1
    number = max(1, min(number, -(-sums.rows // PAGE_ROWS_USUAL)))
    rows = stock.page(actor, wanted, number=number)
    context = {
        "head": _head(actor, everywhere, wanted),
        "views": _views(wanted, counts),
        "filters": _filters(actor, wanted, sums.rows, everywhere["all"]),
        "unknown": _unknown(wanted),
        "table": _table(actor, rows, sums, _empty(actor, wanted, everywhere)),
        "pager": _pager(wanted, number, sums.rows),
        "without_cost": sums.without_cost,
        "here": f"/stock?{wanted.query(page=str(number) if number > 1 else '')}",
    }
    part = request.headers.get("HX-Request") == "true" and request.headers.get("HX-Target") == "list"
    return render(request, "stock/_list.html" if part else "stock/list.html", context)


def _head(actor: Actor, counts: dict[str, int], wanted: StockFilter) -> Head:
    short, rows = counts["short"], counts["all"]
    if not rows:
        title = "No products yet"
    elif short:
        title = f"{counted(short, 'item is,items are')} short: orders want more than there is"
    else:
        title = "Every order has its stock"
    actions = [Action(label="Moves", href="/stock/moves", icon="history", keep=True)]
    if rows:
        actions.append(Action(label="Bins", href="/stock/bins", icon="map-pin", desk_only=True))
    if may(actor, "purchasing.view"):
        actions.append(Action(label="Purchase orders", href="/stock/purchases", icon="truck", desk_only=True))
    if may(actor, "partners.view"):
        actions.append(Action(label="Suppliers", href="/stock/suppliers", icon="truck", desk_only=True))
    if may(actor, "access.decide_approval") and (asked := corrections_asked(actor)):
        words = counted(asked, "correction to decide,corrections to decide")
        actions.append(Action(label=words, href="/stock/approvals", icon="shield-check"))
    if may(actor, "imports.upload"):
        actions.append(Action(label="Import stock", href="/import", icon="upload", desk_only=True))
    if rows:
        actions += export_action(actor, f"/stock/export?{wanted.query()}")
    return Head(
        title=title,
        lead=f"{counts['in_stock']:,} in stock, {counts['out']:,} with nothing free,"
        f" {counts['untracked']:,} not tracked.",
        actions=actions,
    )


def corrections_asked(actor: Actor) -> int:
    """Corrections beyond a limit that wait for another person than the one who asked."""
    rows = approvals_of(actor, "warehouse.adjust")
    return sum(1 for row in rows if row.state == "asked" and row.requested_by_id != actor.user_id)


def _views(wanted: StockFilter, counts: dict[str, int]) -> Views:
    return Views(
        target="#list",
        label="Views of stock",
        views=[
            View(
                name=words,
                href=f"/stock?{wanted.query(view=key)}",
                count=counts[key],
                current=key == wanted.view,
            )
            for key, (words, _) in stock.VIEWS.items()
            if counts[key] or key in TABS_ALWAYS or key == wanted.view
        ],
    )


def _filters(actor: Actor, wanted: StockFilter, shown: int, of: int) -> Filters:
    sites = [Choice(value=str(site.pk), text=site.name) for site in warehouse.sites(actor)]
    zones = [Choice(value=zone, text=f"Zone {zone}") for zone in stock.zones(actor)]
    fields = [FilterField(name="q", label="SKU, name or barcode", value=wanted.text, slash=True)]
    if len(sites) > 1:
        fields.append(FilterField(name="site", label="Site", value=str(wanted.site or ""), choices=sites))
    if zones:
        fields.append(FilterField(name="zone", label="Zone", value=wanted.zone, choices=zones))
    texts = {choice.value: choice.text for choice in sites}
    chips = []
    if wanted.site:
        site = texts.get(str(wanted.site), str(wanted.site))
        chips.append(Filter(field="Site", value=site, without=f"/stock?{wanted.query(site='')}"))
    if wanted.zone:
        chips.append(Filter(field="Zone", value=wanted.zone, without=f"/stock?{wanted.query(zone='')}"))
    return Filters(
        action="/stock",
        target="#list",
        fields=fields,
        chips=chips,
        keep=[(word, value) for word, value in (("view", wanted.view), ("sort", wanted.sort)) if value],
        shown=shown,
        of=of,
        noun="row",
        clear=f"/stock?view={wanted.view}" if wanted.edited else "",
    )


def _unknown(wanted: StockFilter) -> Alert | None:
    if not wanted.unknown:
        return None
    return Alert(
        strong="A part of this address is not understood.",
        text=f"{', '.join(wanted.unknown[:5])} was left out; the rest is shown.",
        tone="warn",
    )


def _table(actor: Actor, rows: list[StockRow], sums: Totals, empty: Blank) -> Table:
    costs = may_see(actor, "cost")
    several = len({row.site_id for row in rows if row.site_id}) > 1
    coming = stock.on_its_way(actor, rows) or {}
    columns = [
        Column(name="SKU", phone="1"),
        Column(name="Item", phone="2 full", wrap=True),
        *([Column(name="Site", phone="3", label="Site")] if several else []),
        Column(name="On hand", number=True, phone="3", label="On hand"),
        Column(name="Not for sale", number=True, phone="no"),
        Column(name="Set aside", number=True, phone="3", label="Set aside"),
        Column(name="Free", number=True, phone="1 end", label="Free"),
        Column(name="Still wanted", number=True, phone="4", label="Still wanted"),
        *([Column(name="On its way", phone="4", label="On its way")] if coming else []),
        Column(name="Counted", phone="no"),
        *([Column(name="Value", number=True, phone="no")] if costs else []),
    ]
    total = [
        Cell(text="Total"),
        Cell(),
        *([Cell()] if several else []),
        *(Cell(text=quantity(n)) for n in (sums.on_hand, sums.unsellable, sums.allocated, sums.free)),
        Cell(),
        *([Cell()] if coming else []),
        Cell(),
        *([Cell(text=_values(sums))] if costs else []),
    ]
    return Table(
        label="Stock",
        columns=columns,
        rows=[_row(row, several, costs, coming) for row in rows],
        totals=[Row(cells=total)] if rows else [],
        list_keys=True,
        sorts_into="#list",
        empty=empty,
    )


def _values(sums: Totals) -> str:
    if not sums.value:
        return UNKNOWN
    return ", ".join(_in_minor(amount, code) for code, amount in sorted(sums.value.items()))


def _in_minor(amount: object, currency: str) -> str:
    minor = round(amount.scaleb(minor_digits(currency))) if hasattr(amount, "scaleb") else 0
    return money(minor, currency)


def _coming(row: StockRow, coming: Coming) -> Cell:
    """Beside the figures, never in them: what is not here cannot be sold."""
    one = coming.get((row.sku_id, row.site_id))
    if one is None:
        return Cell()
    return Cell(text=quantity(one.pieces), note=day_words(one.first) if one.first else "no day told")


def _row(row: StockRow, several: bool, costs: bool, coming: Coming) -> Row:
    value = None if row.on_hand is None or row.cost is None else row.on_hand * row.cost
    figures = [
        Cell(text=quantity(row.on_hand)),
        Cell(text=quantity(row.unsellable) if row.unsellable else "" if row.on_hand is not None else UNKNOWN),
        Cell(text=quantity(row.allocated)),
        Cell(text=quantity(row.free), tone="bad" if row.free == 0 and row.wanted else ""),
    ]
    if not row.tracked:
        figures[0] = Cell(part=Chip(text="Not tracked"))
    elif row.on_hand is None:
        figures[0] = Cell(
            part=Chip(
                text="From its parts" if row.is_kit else "Never counted", tone="" if row.is_kit else "warn"
            )
        )
    return Row(
        id=f"{row.sku_id}-{row.site_id or 0}",
        name=row.code,
        tone="bad" if row.wanted else "",
        cells=[
            Cell(text=row.code, href=f"/stock/{row.sku_id}", mono=True),
            Cell(text=row.name),
            *([Cell(text=row.site)] if several else []),
            *figures,
            Cell(text=quantity(row.wanted) if row.wanted else "", tone="bad" if row.wanted else ""),
            *([_coming(row, coming)] if coming else []),
            Cell(text=moment_words(row.counted_at, timezone.localdate()) if row.counted_at else ""),
            *([Cell(text=UNKNOWN if value is None else _in_minor(value, row.currency))] if costs else []),
        ],
    )


def _empty(actor: Actor, wanted: StockFilter, counts: dict[str, int]) -> Blank:
    if not counts["all"]:
        offers = [Action(label="Import a file", href="/import", icon="upload", look="pri")]
        return Blank(
            title="No products yet.",
            text="Import your products and your stock; they appear here with what lies where.",
            icon="boxes",
            actions=offers if may(actor, "imports.upload") else (),
        )
    if wanted.edited:
        return Blank(
            title="Nothing matches.",
            text="Take a filter off, or look in all.",
            icon="search",
            actions=(Action(label="Look in all", href="/stock"),),
        )
    return Blank(title="Nothing is in this view.", icon="circle-check", tone="ok")


def _pager(wanted: StockFilter, number: int, total: int) -> Pager:
    first = (number - 1) * PAGE_ROWS_USUAL
    last = min(first + PAGE_ROWS_USUAL, total)
    return Pager(
        first=first + 1 if total else 0,
        last=last,
        total=total,
        before=f"/stock?{wanted.query(page=str(number - 1))}" if number > 1 else "",
        after=f"/stock?{wanted.query(page=str(number + 1))}" if last < total else "",
        target="#list",
    )
