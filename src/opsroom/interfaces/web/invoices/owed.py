"""Draws what customers still owe an old tool, records what comes, gives the list out; names only to who sees them."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from opsroom.domains.access.rules import may, may_see, require
from opsroom.domains.billing import queries as billing
from opsroom.domains.billing.queries import ReceivableFacts
from opsroom.domains.customers import queries as customers
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.company import company_of_request
from opsroom.interfaces.web.exports import (
    Line,
    Sheet,
    asks_for_buyers,
    day_cell,
    export_action,
    give_out,
    money_cell,
)
from opsroom.interfaces.web.orders.credit import PAID_BY
from opsroom.interfaces.web.parts import Action, Alert, Blank, Choice, Crumb, Field, Head, Status
from opsroom.interfaces.web.parts_list import Cell, Column, FilterField, Filters, Row, Table, View, Views
from opsroom.interfaces.web.stock.suppliers import page_number, pager
from opsroom.interfaces.web.wording import UNKNOWN, day, money
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.amount_text import parse_amount
from opsroom.kernel.values.errors import CodedError
from opsroom.kernel.values.limits import EXPORT_ROWS_MAX, PAGE_ROWS_USUAL
from opsroom.kernel.values.search_text import search_text
from opsroom.workflows.settle_receivable import settle_receivable

PATH = "/money/owed"
VIEWS = {"open": "Open", "overdue": "Overdue", "settled": "Settled", "all": "All"}
CRUMBS = (Crumb(text="Money", href="/money"), Crumb(text="Owed", href=PATH))


def _asked(request: HttpRequest) -> tuple[str, str]:
    view = request.GET.get("view", "open")
    return view if view in VIEWS else "open", search_text(request.GET.get("q", ""))


def _key(view: str) -> str:
    return "" if view == "all" else view


def _words(view: str, text: str) -> dict[str, str]:
    return {word: value for word, value in (("view", view), ("q", text)) if value}


def _called(actor: Actor, text: str) -> list[int]:
    """Buyers whom the text names, for those who see names."""
    company = next(iter(actor.company_ids), None)
    if not text or company is None or not may_see(actor, "invoice_party"):
        return []
    return customers.ids_like(company, text)


@require_safe
def owed_list(request: HttpRequest) -> HttpResponse:
    """/money/owed?view=&q=&page= ; htmx gets the list alone."""
    actor, today = actor_of(request), timezone.localdate()
    view, text = _asked(request)
    named = _called(actor, text)
    everywhere = billing.receivable_counts(actor, today=today)
    counts = billing.receivable_counts(actor, today=today, text=text, customer_ids=named)
    in_all = counts[_key(view)]
    number = max(1, min(page_number(request), -(-in_all // PAGE_ROWS_USUAL)))
    rows = billing.receivable_page(
        actor, today=today, view=_key(view), text=text, customer_ids=named, first=(number - 1) * PAGE_ROWS_USUAL,
        rows=PAGE_ROWS_USUAL,
    )  # fmt: skip
    context = {
        "head": _head(actor, today, everywhere, _words(view, text)),
        "views": Views(
            target="#list",
            label="Views of what is owed",
            views=[
                View(
                    name=name,
                    href=f"{PATH}?{urlencode(_words(key, text))}",
                    count=counts[_key(key)],
                    current=key == view,
                )
                for key, name in VIEWS.items()
            ],
        ),
        "filters": Filters(
            action=PATH,
            target="#list",
            fields=[FilterField(name="q", label="Invoice or customer", value=text, slash=True)],
            keep=[("view", view)],
            shown=in_all,
            of=everywhere[""],
            noun="invoice",
            clear=f"{PATH}?{urlencode(_words(view, ''))}" if text else "",
        ),
        "table": _table(actor, rows, today, everywhere[""], text),
        "pager": pager(PATH, _words(view, text), number, in_all),
        "here": f"{PATH}?{urlencode(_words(view, text) | ({'page': str(number)} if number > 1 else {}))}",
    }
    part = request.headers.get("HX-Request") == "true" and request.headers.get("HX-Target") == "list"
    return render(request, "invoices/_owed.html" if part else "invoices/owed.html", context)


def _head(actor: Actor, today: date, counts: dict[str, int], words: dict[str, str]) -> Head:
    sums = billing.receivable_sums(actor, today=today)
    late = billing.receivable_sums(actor, today=today, view="overdue")
    owed = ", ".join(money(minor, currency) for currency, minor in sorted(sums.items()) if minor)
    overdue = ", ".join(money(minor, currency) for currency, minor in sorted(late.items()) if minor)
    actions = export_action(actor, f"{PATH}/export?{urlencode(words)}") if counts[""] else []
    actions.append(Action(label="Opening balances", href="/money/opening", icon="banknote", desk_only=True))
    if may(actor, "billing.open"):
        actions.append(Action(label="Import open invoices", href="/import", icon="upload", desk_only=True))
    if not counts[""]:
        title = "Nothing was brought along"
    else:
        title = (
            f"{owed} is still owed on the old tool's invoices" if owed else "The old tool's invoices are paid"
        )
    return Head(
        crumbs=CRUMBS[:1],
        title=title,
        lead=f"{overdue} of it is overdue." if overdue else "Nothing of it is overdue.",
        actions=actions,
    )


def _names(actor: Actor, rows: Sequence[ReceivableFacts]) -> dict[int, str]:
    if not rows or not may_see(actor, "invoice_party"):
        return {}
    found = customers.customers_by_id(
        rows[0].company_id, {row.customer_id for row in rows if row.customer_id}
    )
    return {pk: facts.name or facts.email or UNKNOWN for pk, facts in found.items()}


def owed_status(row: ReceivableFacts, today: date) -> Status:
    """Whether it is paid, and if not, whether it should be."""
    if row.state == "settled":
        return Status(text="Settled", tone="ok")
    if row.due_on and row.due_on < today:
        return Status(text="Overdue", tone="warn")
    return Status(text="Open", tone="info")


def _table(actor: Actor, rows: list[ReceivableFacts], today: date, in_all: int, text: str) -> Table:
    names, pays = _names(actor, rows), may(actor, "payments.record")
    opens = may(actor, "customers.view")
    offers = [Action(label="Import a file", href="/import", icon="upload", look="pri")]
    sees = may_see(actor, "invoice_party")
    return Table(
        label="Owed",
        list_keys=True,
        columns=[
            Column(name="Invoice", phone="1"),
            *([Column(name="Customer", phone="2 full", wrap=True)] if sees else []),
            Column(name="Issued on", phone="no"),
            Column(name="Due", phone="3", label="Due"),
            Column(name="Total", number=True, phone="no"),
            Column(name="Still owed", number=True, phone="3 end", label="Still owed"),
            Column(name="State", phone="1 end"),
        ],
        rows=[
            Row(
                id=str(row.id),
                name=row.number,
                off=row.state == "settled",
                cells=[
                    Cell(text=row.number, href=f"{PATH}/{row.id}" if pays and row.due else ""),
                    *([_customer(row, names, opens)] if sees else []),
                    Cell(text=day(row.issued_on, today)),
                    Cell(text=day(row.due_on, today) if row.due_on else UNKNOWN),
                    Cell(text=money(row.gross_minor, row.currency)),
                    Cell(text=money(row.due, row.currency)),
                    Cell(part=owed_status(row, today)),
                ],
            )
            for row in rows
        ],
        empty=Blank(
            title="No invoice is in this view." if in_all else "Nothing was brought along.",
            text="Import the open invoices of your old tool: number, customer, day, total and what is open."
            if not in_all
            else "Numbers of invoices and names of customers are searched."
            if text
            else "All of them stand under All.",
            icon="receipt",
            actions=() if in_all or not may(actor, "billing.open") else offers,
        ),
    )


def _customer(row: ReceivableFacts, names: dict[int, str], opens: bool) -> Cell:
    if row.customer_id is None:
        return Cell(text="Not known here")
    return Cell(
        text=names.get(row.customer_id, UNKNOWN), href=f"/customers/{row.customer_id}" if opens else ""
    )


@require_http_methods(["GET", "HEAD", "POST"])
def owed_payment(request: HttpRequest, receivable_id: int) -> HttpResponse:
    """/money/owed/<id>: what arrived and how. The same form sent twice records once."""
    actor = actor_of(request)
    row = billing.receivable(actor, receivable_id)
    if row is None:
        raise Http404
    require(actor, "payments.record", company_id=row.company_id)
    typed = request.POST.get("amount", money(row.due, row.currency, sign=False)).strip()
    kind = request.POST.get("kind", "transfer")
    key = request.POST.get("key", "")[:40] or secrets.token_hex(8)
    wrong = ""
    if request.method == "POST":
        try:
            left = settle_receivable(
                actor, row.company_id, row.id,
                kind=kind if kind in PAID_BY else "other",
                amount_minor=parse_amount(typed, row.currency).minor,
                occurred_at=datetime.now(UTC), key=key,
            )  # fmt: skip
            said = f"{money(left, row.currency)} is still owed." if left else "It is paid in full."
            messages.info(request, f"Payment for {row.number} recorded. {said}")
            return HttpResponseRedirect(PATH)
        except CodedError as error:
            wrong = error.message
    context = {
        "head": Head(
            crumbs=CRUMBS,
            title=f"What came for {row.number}?",
            lead=f"{money(row.due, row.currency)} of {money(row.gross_minor, row.currency)} is still owed.",
        ),
        "alert": Alert(strong="Nothing was booked.", text=wrong, tone="bad") if wrong else None,
        "fields": [
            Field(name="amount", label=f"Amount in {row.currency}", value=typed),
            Field(
                name="kind",
                label="How it came",
                kind="select",
                value=kind,
                choices=[Choice(value=value, text=words) for value, words in PAID_BY.items()],
            ),
        ],
        "key": key,
    }
    return render(request, "invoices/owed_payment.html", context, status=422 if wrong else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def owed_export(request: HttpRequest) -> HttpResponse:
    """/money/owed/export?view=&q=: what is still owed is the open amount, with the titles that the import knows."""
    actor, today = actor_of(request), timezone.localdate()
    require(actor, "billing.view")
    view, text = _asked(request)
    named = _called(actor, text)
    sees, named_too = may_see(actor, "invoice_party"), asks_for_buyers(request, "invoice_party")
    total = billing.receivable_counts(actor, today=today, text=text, customer_ids=named)[_key(view)]

    def lines() -> Iterator[Line]:
        rows = billing.receivable_page(
            actor, today=today, view=_key(view), text=text, customer_ids=named, rows=EXPORT_ROWS_MAX
        )
        names = _names(actor, rows) if named_too else {}
        yield [
            "Invoice number", *(["Customer"] if named_too else []), "Invoice date", "Due date", "Total", "Opened with",
            "Paid since", "Still owed", "Currency",
        ]  # fmt: skip
        for row in rows:
            yield [
                row.number, *([names.get(row.customer_id or 0, "")] if named_too else []), day_cell(row.issued_on),
                day_cell(row.due_on), money_cell(row.gross_minor, row.currency),
                money_cell(row.open_minor, row.currency), money_cell(row.settled_minor, row.currency),
                money_cell(row.due, row.currency), row.currency,
            ]  # fmt: skip

    company = company_of_request(request)
    without = "" if sees or company is None else "names"
    sheet = Sheet(
        "owed", "invoice", total, lines, people=named_too, without=without,
        buyers=min(total, EXPORT_ROWS_MAX) if named_too else 0, personal="names of customers" if sees else "",
    )  # fmt: skip
    return give_out(request, sheet)
