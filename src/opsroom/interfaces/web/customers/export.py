"""Gives the list of buyers out as it is filtered, with terms and limits; the import takes it back unchanged."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from opsroom.domains.access.rules import require
from opsroom.domains.customers import queries as customers
from opsroom.domains.customers.queries import CustomerFacts
from opsroom.domains.orders import queries as orders
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.exports import Line, Sheet, Value, day_cell, give_out, money_cell
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import EXPORT_ROWS_MAX
from opsroom.kernel.values.search_text import search_text

TITLES = (
    "Opsroom customer", "Channel", "Customer number", "Customer name", "E-mail", "Phone", "Language", "Orders",
    "Payment terms", "Credit limit", "Credit currency", "Customer since",
)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def customers_export(request: HttpRequest) -> HttpResponse:
    """/customers/export?q=: with the titles that the import of customers knows; the newest first."""
    actor = actor_of(request)
    require(actor, "customers.view")
    text = search_text(request.GET.get("q", ""))
    total = customers.customer_count(actor, text=text)
    buyers = max(1, min(total, EXPORT_ROWS_MAX))  # an empty list of them takes the right as well
    sheet = Sheet(
        "customers", "customer", total, lambda: customer_lines(actor, text), people=True, buyers=buyers
    )
    return give_out(request, sheet)


def customer_lines(actor: Actor, text: str) -> Iterator[Line]:
    """The titles, then a row a buyer. A number of ours says which one is meant, whatever the channel."""
    yield list(TITLES)
    rows = customers.customer_page(actor, text=text, rows=EXPORT_ROWS_MAX)
    ids = [row.id for row in rows]
    placed, numbers = orders.placed_by(actor, ids), customers.numbers_of(actor, ids)
    for row in rows:
        channel, number = numbers.get(row.id, ("", ""))
        yield [
            row.id, channel, number, row.name, row.email, row.phone, row.locale, placed.get(row.id, 0),
            *_terms(row), day_cell(timezone.localtime(row.created_at).date()),
        ]  # fmt: skip


def _terms(row: CustomerFacts) -> tuple[Value, Value, str]:
    """How they pay, as the import reads it: prepaid, or days with a limit or none."""
    if row.erased_at is not None:
        return "", "", ""
    if row.terms_days is None:
        return "prepaid", "", ""
    if row.credit_limit_minor is None:
        return row.terms_days, "none", ""
    return row.terms_days, money_cell(row.credit_limit_minor, row.credit_currency), row.credit_currency
