"""Invoices and credit notes as lists, as a page and as their PDF; shows what is stored and computes no amount."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from opsroom.domains.access.rules import may
from opsroom.domains.billing import queries
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.exports import export_action
from opsroom.interfaces.web.fulfil.papers import PDF, download
from opsroom.interfaces.web.orders.words import CREDIT_REASONS
from opsroom.interfaces.web.parts import Action, Blank, Crumb, Fact, Head, Status, Strip
from opsroom.interfaces.web.parts_list import Cell, Column, Pager, Row, Table
from opsroom.interfaces.web.wording import counted, day, money
from opsroom.kernel.values.limits import PAGE_ROWS_USUAL

if TYPE_CHECKING:
    from opsroom.domains.billing.models import CreditNote

STATE_WORDS = {"draft": ("Draft", "info"), "numbered": ("Numbered", "info"), "issued": ("Issued", "ok")}
PAGES_MAX = 10_000


def _page(asked: str) -> int:
    return min(int(asked), PAGES_MAX) if asked.isascii() and asked.isdigit() and len(asked) < 8 else 1


def _status(state: str) -> Status:
    text, tone = STATE_WORDS[state]
    return Status(text=text, tone=tone)  # type: ignore[arg-type]


def _rate(value: Decimal) -> str:
    return f"{(value * 100).normalize():f}%"


@require_safe
def invoice_list(request: HttpRequest) -> HttpResponse:
    """Newest first, by page."""
    actor = actor_of(request)
    rows = queries.visible_to(actor)
    total, waiting = rows.count(), rows.exclude(state="issued").count()
    at = max(1, _page(request.GET.get("page", "1")))
    first = (at - 1) * PAGE_ROWS_USUAL
    shown = list(rows.select_related("order").order_by("-id")[first : first + PAGE_ROWS_USUAL])
    link = may(actor, "orders.view")
    table = Table(
        label="Invoices",
        columns=[
            Column(name="Invoice", phone="1 line"),
            Column(name="Order", phone="3"),
            Column(name="Issued on", phone="3"),
            Column(name="Net", number=True, phone="no"),
            Column(name="Tax", number=True, phone="no"),
            Column(name="Total", number=True, phone="4 end"),
            Column(name="State", phone="2 end"),
        ],
        rows=[
            Row(
                cells=[
                    Cell(text=row.display_number or "Draft", href=reverse("invoice", args=[row.pk])),
                    Cell(
                        text=row.order.number,
                        href=f"/orders/{row.order_id}" if link else "",
                        note=row.order.purchase_order,
                    ),
                    Cell(text=day(row.issued_on, localdate())),
                    Cell(text=money(row.net_minor, row.currency)),
                    Cell(text=money(row.tax_minor, row.currency)),
                    Cell(text=money(row.gross_minor, row.currency)),
                    Cell(part=_status(row.state)),
                ]
            )
            for row in shown
        ],
        empty=Blank(
            title="No invoice yet.",
            text="An invoice is made by itself when an order of ours to invoice ships.",
            icon="receipt",
        ),
    )
    pager = Pager(
        first=first + 1,
        last=first + len(shown),
        total=total,
        before=f"?page={at - 1}" if at > 1 else "",
        after=f"?page={at + 1}" if first + len(shown) < total else "",
    )
    lead = (
        f"{waiting} of them wait for their number or their paper."
        if waiting
        else "Each has its number and its paper."
    )
    head = Head(
        title=f"{counted(total, 'invoice')}.",
        eyebrow="Money",
        lead=lead if total else "",
        actions=[
            Action(label="Owed", href="/money/owed", icon="receipt", keep=True),
            *(export_action(actor, "/money/export") if total else []),
        ],
    )
    return render(
        request, "invoices/list.html", {"head": head, "table": table, "pager": pager if shown else None}
    )


@require_safe
def invoice_page(request: HttpRequest, invoice_id: int) -> HttpResponse:
    """One invoice as stored: lines, tax by rate, totals."""
    actor = actor_of(request)
    row = queries.get(actor, invoice_id)
    currency = row.currency
    name = row.display_number or "Draft"
    actions = []
    if row.state == "issued":
        pdf = reverse("invoice-pdf", args=[invoice_id])
        actions.append(Action(label="PDF", href=pdf, icon="file-down", look="pri", keep=True))
    theirs = f" ({row.order.purchase_order})" if row.order.purchase_order else ""
    how = "what left" if row.fulfilment_order_id else "supplied"
    head = Head(
        title=f"Invoice {name}: {money(row.gross_minor, currency)}.",
        crumbs=(Crumb(text="Money", href=reverse("money")), Crumb(text=name)),
        lead=f"For order {row.order.number}{theirs}, {how} on {day(row.supplied_on, localdate())}.",
        actions=actions,
    )
    strip = Strip(
        facts=[
            Fact(key="State", status=_status(row.state)),
            Fact(key="Issued on", value=day(row.issued_on, localdate())),
            Fact(key="Net", value=money(row.net_minor, currency)),
            Fact(key="Tax", value=money(row.tax_minor, currency)),
            Fact(key="Total", value=money(row.gross_minor, currency), sub=f"rounded by {row.rounding}"),
        ]
    )
    amounts = [Column(name=text, number=True, phone="3", label=text) for text in ("Net", "Tax", "Total")]
    lines = Table(
        label="Lines",
        columns=[
            Column(name="Item", phone="1 full", wrap=True),
            Column(name="Units", number=True, phone="2", label="Units"),
            Column(name="Rate", number=True, phone="2", label="Rate"),
            *amounts,
        ],
        rows=[
            Row(
                cells=[
                    Cell(text=line.title, note=line.sku_text),
                    Cell(text=str(line.quantity)),
                    Cell(text=_rate(line.tax_rate)),
                    *(
                        Cell(text=money(n, currency))
                        for n in (line.net_minor, line.tax_minor, line.gross_minor)
                    ),
                ]
            )
            for line in sorted(row.lines.all(), key=lambda one: one.position)
        ],
    )
    taxes = Table(
        label="Tax by rate",
        columns=[Column(name="Rate", phone="1"), *amounts],
        rows=[
            Row(
                cells=[
                    Cell(text=_rate(tax.tax_rate)),
                    *(
                        Cell(text=money(n, currency))
                        for n in (tax.net_minor, tax.tax_minor, tax.net_minor + tax.tax_minor)
                    ),
                ]
            )
            for tax in sorted(row.taxes.all(), key=lambda one: -one.tax_rate)
        ],
    )
    notes = _credit_notes(list(row.credit_notes.order_by("id")))
    shown = {"head": head, "strip": strip, "lines": lines, "taxes": taxes, "credit_notes": notes}
    return render(request, "invoices/page.html", shown)


def _credit_notes(notes: Sequence[CreditNote]) -> Table | None:
    """What was taken back of the invoice; None where nothing was."""
    if not notes:
        return None
    rows = []
    for one in notes:
        number = one.display_number or "Draft"
        paper = reverse("credit-note-pdf", args=[one.pk]) if one.state == "issued" else ""
        rows.append(
            Row(
                cells=[
                    Cell(text=number, href=paper),
                    Cell(text=day(one.issued_on, localdate()) if one.issued_on else "–"),
                    Cell(text=CREDIT_REASONS[one.reason].capitalize()),
                    Cell(text=money(one.tax_minor, one.currency)),
                    Cell(text=money(one.gross_minor, one.currency)),
                    Cell(part=_status(one.state)),
                ]
            )
        )
    return Table(
        label="Credit notes",
        columns=[
            Column(name="Credit note", phone="1"),
            Column(name="Issued on", phone="3"),
            Column(name="Why", phone="3"),
            Column(name="Tax", number=True, phone="no"),
            Column(name="Total", number=True, phone="4 end"),
            Column(name="State", phone="2 end"),
        ],
        rows=rows,
    )


@require_safe
def invoice_pdf(request: HttpRequest, invoice_id: int) -> HttpResponse:
    """The paper as it was issued, byte for byte."""
    found = queries.paper(actor_of(request), invoice_id)
    return download(found.file_name, found.pdf, PDF)


@require_safe
def credit_note_pdf(request: HttpRequest, credit_note_id: int) -> HttpResponse:
    """The paper as it was issued, byte for byte."""
    found = queries.credit_note_paper(actor_of(request), credit_note_id)
    return download(found.file_name, found.pdf, PDF)
