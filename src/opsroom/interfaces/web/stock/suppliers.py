"""Draws the list of suppliers and the page of one, with its form; refuses foreign ones as missing ones."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opsroom.domains.access.queries import company_of
from opsroom.domains.access.rules import may, may_see, require
from opsroom.domains.partners import queries as partners
from opsroom.domains.partners.actions.edit_supplier import edit_supplier
from opsroom.domains.partners.actions.erase_contact import erase_contact
from opsroom.domains.partners.actions.save_suppliers import save_suppliers
from opsroom.domains.partners.errors import UnknownSupplier
from opsroom.domains.partners.queries import SupplierFacts
from opsroom.domains.partners.rules import SupplierDraft
from opsroom.domains.purchasing import queries as purchasing
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.exports import export_action
from opsroom.interfaces.web.parts import Action, Alert, Blank, Chip, Crumb, Fact, Field, Head, Status, Strip
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
from opsroom.interfaces.web.stock.purchase_rows import purchase_columns, purchase_row
from opsroom.interfaces.web.wording import UNKNOWN, counted
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.errors import CodedError
from opsroom.kernel.values.limits import PAGE_ROWS_USUAL
from opsroom.kernel.values.search_text import search_text

STATES = {"": "All", "active": "Active", "inactive": "Not used any more"}
CRUMBS = (Crumb(text="Stock", href="/stock"), Crumb(text="Suppliers", href="/stock/suppliers"))


@require_safe
def supplier_list(request: HttpRequest) -> HttpResponse:
    """/stock/suppliers?state=&q=&page= ; htmx gets the list alone."""
    actor = actor_of(request)
    require(actor, "partners.view")
    text = search_text(request.GET.get("q", ""))
    state = request.GET.get("state", "")
    state = state if state in STATES else ""
    number = page_number(request)
    first = (number - 1) * PAGE_ROWS_USUAL
    rows, in_all = partners.supplier_page(actor, text=text, state=state, first=first, rows=PAGE_ROWS_USUAL)
    counts = partners.counts(actor)
    words = {word: value for word, value in (("state", state), ("q", text)) if value}
    context = {
        "label": "Suppliers",
        "topic": "stock",
        "head": _head(actor, counts, words),
        "views": Views(
            target="#list",
            label="Views of suppliers",
            views=[
                View(
                    name=name,
                    href="/stock/suppliers"
                    + ("?" + urlencode(asked) if (asked := _asked(key, text)) else ""),
                    count=counts[key or "all"],
                    current=key == state,
                )
                for key, name in STATES.items()
            ],
        ),
        "filters": Filters(
            action="/stock/suppliers",
            target="#list",
            fields=[FilterField(name="q", label="Name or code", value=text, slash=True)],
            keep=[("state", state)] if state else [],
            shown=in_all,
            of=counts["all"],
            noun="supplier",
            clear="/stock/suppliers" if text else "",
        ),
        "table": _table(actor, rows, text, counts["all"]),
        "pager": pager("/stock/suppliers", words, number, in_all),
        "here": "/stock/suppliers?" + urlencode(words | ({"page": number} if number > 1 else {})),
    }
    part = request.headers.get("HX-Request") == "true" and request.headers.get("HX-Target") == "list"
    return render(request, "stock/_rows.html" if part else "stock/rows.html", context)


def page_number(request: HttpRequest) -> int:
    """The page an address asks for, counted from 1."""
    text = request.GET.get("page", "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 8 else 1


def pager(path: str, words: dict[str, str], number: int, in_all: int) -> Pager:
    """Which rows of how many, with the ways on."""
    first = (number - 1) * PAGE_ROWS_USUAL
    last = min(first + PAGE_ROWS_USUAL, in_all)

    def to(page: int) -> str:
        return f"{path}?{urlencode({**words, 'page': page})}"

    return Pager(
        first=min(first + 1, in_all),
        last=last,
        total=in_all,
        before=to(number - 1) if number > 1 else "",
        after=to(number + 1) if last < in_all else "",
        target="#list",
    )


def _asked(state: str, text: str) -> dict[str, str]:
    return {word: value for word, value in (("state", state), ("q", text)) if value}


def _head(actor: Actor, counts: dict[str, int], words: dict[str, str]) -> Head:
    actions = export_action(actor, "/stock/suppliers/export?" + urlencode(words)) if counts["all"] else []
    if may(actor, "imports.upload"):
        actions.append(Action(label="Import suppliers", href="/import", icon="upload", desk_only=True))
    if may(actor, "partners.edit"):
        actions.append(
            Action(label="New supplier", href="/stock/suppliers/new", icon="plus", look="pri", keep=True)
        )
    known = counts["active"]
    return Head(
        crumbs=CRUMBS[:1],
        title=f"The shop buys from {counted(known, 'supplier')}" if known else "No suppliers yet",
        lead="Lead times tell when what is ordered arrives; currencies tell what it costs.",
        actions=actions,
    )


def _table(actor: Actor, rows: list[SupplierFacts], text: str, in_all: int) -> Table:
    contacts = may_see(actor, "supplier_contact")
    offers = [Action(label="Import a file", href="/import", icon="upload", look="pri")]
    empty = Blank(
        title="No supplier matches." if in_all else "No suppliers yet.",
        text="Names and codes are searched."
        if in_all
        else "Import the list of your old tool, or write the first one down.",
        icon="truck",
        actions=() if in_all or not may(actor, "imports.upload") else offers,
    )
    return Table(
        label="Suppliers",
        list_keys=True,
        columns=[
            Column(name="Supplier", phone="1"),
            Column(name="Name", phone="2 full", wrap=True),
            *([Column(name="Contact", phone="no")] if contacts else []),
            Column(name="Currency", phone="3", label="Currency"),
            Column(name="Lead time", number=True, phone="1 end", label="Lead time"),
            Column(name="State", phone="3 end"),
        ],
        rows=[
            Row(
                id=str(row.id),
                name=row.name,
                off=not row.active,
                cells=[
                    Cell(text=row.code, href=f"/stock/suppliers/{row.id}", mono=True),
                    Cell(text=row.name),
                    *([Cell(text=row.contact or row.email)] if contacts else []),
                    Cell(text=row.currency or UNKNOWN),
                    Cell(text=UNKNOWN if row.lead_time_days is None else counted(row.lead_time_days, "day")),
                    Cell(part=None if row.active else Chip(text="Not used")),
                ],
            )
            for row in rows
        ],
        empty=empty,
    )


@require_safe
def supplier_page(request: HttpRequest, supplier_id: int) -> HttpResponse:
    """/stock/suppliers/<id>: how it delivers and how to reach it."""
    actor = actor_of(request)
    row = partners.supplier(actor, supplier_id)
    if row is None:
        raise UnknownSupplier()
    actions = []
    if may(actor, "partners.edit"):
        address = f"/stock/suppliers/{row.id}/edit"
        actions.append(Action(label="Change", href=address, icon="pencil", look="pri", keep=True))
    contacts = may_see(actor, "supplier_contact")
    known = bool(row.contact or row.email or row.phone)
    lead = "not known" if row.lead_time_days is None else counted(row.lead_time_days, "day")
    context = {
        "supplier": row,
        "head": Head(crumbs=CRUMBS, title=row.name, lead=f"Lead time {lead}.", actions=actions),
        "strip": Strip(
            facts=[
                Fact(key="Code", value=row.code),
                Fact(key="Currency", value=row.currency or UNKNOWN),
                Fact(key="Lead time", value=lead, sub="from order to arrival"),
                Fact(
                    key="State",
                    status=Status(text="Active", tone="ok")
                    if row.active
                    else Status(text="Not used any more"),
                ),
            ]
        ),
        "orders": _orders(actor, row.id),
        "orders_href": f"/stock/purchases?supplier={row.id}",
        "contacts": contacts,
        "may_erase": known and contacts and may(actor, "partners.erase"),
    }
    return render(request, "stock/supplier.html", context)


def _orders(actor: Actor, supplier_id: int) -> Table | None:
    """What it still has to bring."""
    if not may(actor, "purchasing.view"):
        return None
    today = timezone.localdate()
    rows = purchasing.purchase_page(actor, today=today, view="open", supplier_id=supplier_id)
    return Table(
        label="Purchase orders",
        columns=purchase_columns(),
        rows=[purchase_row(row, today) for row in rows],
        empty=Blank(title="Nothing is on its way from this supplier.", icon="truck"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def supplier_form(request: HttpRequest, supplier_id: int | None = None) -> HttpResponse:
    """One form for a new supplier and for a change; what was typed stays when it cannot be saved."""
    actor = actor_of(request)
    company = company_of(actor)
    require(actor, "partners.edit", company_id=company.id)
    row = partners.supplier(actor, supplier_id) if supplier_id is not None else None
    if supplier_id is not None and row is None:
        raise UnknownSupplier()
    wrong = ""
    if request.method == "POST":
        try:
            return _saved(request, actor, company.id, row)
        except CodedError as error:
            wrong = error.message
    context = {
        "head": Head(crumbs=CRUMBS, title=f"Change {row.name}" if row else "A new supplier"),
        "alert": Alert(strong="Nothing was saved.", text=wrong, tone="bad") if wrong else None,
        "fields": _fields(request, row),
        "button": "Save" if row else "Add supplier",
    }
    return render(request, "stock/form.html", context, status=422 if wrong else 200)


def _saved(request: HttpRequest, actor: Actor, company_id: int, row: SupplierFacts | None) -> HttpResponse:
    given = {
        name: request.POST.get(name, "").strip() for name in ("code", "name", "currency", "lead_time_days")
    }
    lead = given["lead_time_days"]
    draft = SupplierDraft(
        code=row.code if row else given["code"],
        name=given["name"],
        currency=given["currency"].upper(),
        lead_time_days=int(lead) if lead.isdecimal() and len(lead) < 6 else -1 if lead else None,
        contact=request.POST.get("contact", "").strip(),
        email=request.POST.get("email", "").strip(),
        phone=request.POST.get("phone", "").strip(),
        active=request.POST.get("active") == "on" if row else True,
    )
    if row is None:
        supplier_id = save_suppliers(actor, company_id, [draft])[draft.code]
    else:
        supplier_id = row.id
        edit_supplier(actor, company_id, supplier_id, draft)
    messages.info(request, f"{draft.name} is saved.")
    return HttpResponseRedirect(f"/stock/suppliers/{supplier_id}")


def _fields(request: HttpRequest, row: SupplierFacts | None) -> list[Field]:
    def said(name: str) -> str:
        if request.method == "POST":
            return request.POST.get(name, "")
        value = getattr(row, name) if row else None
        return "" if value is None else str(value)

    fields = [
        Field(name="name", label="Name", value=said("name"), required=True),
        Field(name="currency", label="Currency", value=said("currency"), help="Three letters, such as EUR."),
        Field(name="lead_time_days", label="Lead time in days", value=said("lead_time_days")),
        Field(name="contact", label="Contact person", value=said("contact"), autocomplete="off"),
        Field(name="email", label="E-mail", value=said("email"), kind="email", autocomplete="off"),
        Field(name="phone", label="Phone", value=said("phone"), autocomplete="off"),
    ]
    if row is None:
        code = Field(
            name="code", label="Code", value=said("code"), required=True, help="Short, on papers: CLAY."
        )
        return [code, *fields]
    on = request.POST.get("active") == "on" if request.method == "POST" else row.active
    return [*fields, Field(name="active", label="We still buy from it", kind="switch", on=on)]


@require_POST
def supplier_erase(request: HttpRequest, supplier_id: int) -> HttpResponse:
    """Empties the contact; the firm, its orders and its figures stay."""
    actor = actor_of(request)
    erase_contact(actor, company_of(actor).id, supplier_id)
    messages.info(request, "The contact was erased. No import brings it back.")
    return HttpResponseRedirect(f"/stock/suppliers/{supplier_id}")
