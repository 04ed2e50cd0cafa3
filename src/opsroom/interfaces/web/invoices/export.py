"""Gives the list of invoices and credit notes out for the bookkeeper, one row a paper; computes no amount."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from opsroom.domains.billing import queries
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.exports import Line, Sheet, day_cell, give_out, money_cell
from opsroom.interfaces.web.invoices.views import STATE_WORDS
from opsroom.kernel.values.limits import EXPORT_ROWS_MAX


@require_http_methods(["GET", "HEAD", "POST"])
def invoices_export(request: HttpRequest) -> HttpResponse:
    """/money/export: the newest first, credit notes below zero."""
    actor = actor_of(request)
    invoices, notes = queries.visible_to(actor), queries.credit_notes(actor)

    def lines() -> Iterator[Line]:
        yield [
            "Number", "Kind", "Order", "Their order number", "Issued on", "Due on", "State", "Net", "Tax", "Total",
            "Currency", "Corrects invoice",
        ]  # fmt: skip
        left = EXPORT_ROWS_MAX
        for bill in invoices.select_related("order").order_by("-id")[:EXPORT_ROWS_MAX]:
            yield [
                bill.display_number or "", "Invoice", bill.order.number, bill.order.purchase_order,
                day_cell(bill.issued_on), day_cell(bill.due_on), STATE_WORDS[bill.state][0],
                *(money_cell(n, bill.currency) for n in (bill.net_minor, bill.tax_minor, bill.gross_minor)),
                bill.currency, "",
            ]  # fmt: skip
            left -= 1
        for note in notes.select_related("order", "invoice").order_by("-id")[:left]:
            yield [
                note.display_number or "", "Credit note", note.order.number, note.order.purchase_order,
                day_cell(note.issued_on), "", STATE_WORDS[note.state][0],
                *(money_cell(-n, note.currency) for n in (note.net_minor, note.tax_minor, note.gross_minor)),
                note.currency, note.invoice.display_number or "",
            ]  # fmt: skip

    return give_out(request, Sheet("invoices", "paper", invoices.count() + notes.count(), lines))
