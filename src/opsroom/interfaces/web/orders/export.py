"""Gives the list of orders out as it is seen; names of buyers only to who may take them out and asks for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from opsroom.domains.access.rules import may_see, require
from opsroom.insight.lists import order_filter, orders
from opsroom.insight.lists.orders import OrderRow
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.company import company_of_request
from opsroom.interfaces.web.exports import (
    Line,
    Sheet,
    asks_for_buyers,
    give_out,
    moment_cell,
    money_cell,
)
from opsroom.interfaces.web.orders.table import PAYMENT_TEXT, why_of
from opsroom.interfaces.web.orders.words import FULFILLED_BY
from opsroom.kernel.values.limits import EXPORT_ROWS_MAX


@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest) -> HttpResponse:
    """/orders/export?view=...&q=...: GET says what will be in the file; POST form=csv|xlsx sends it."""
    actor, company = actor_of(request), company_of_request(request)
    require(actor, "orders.view")
    zone, now = company.timezone if company else "UTC", datetime.now(UTC)
    wanted = order_filter.parse(dict(request.GET.lists()))
    sees, named = may_see(actor, "people"), asks_for_buyers(request, "people")
    total = orders.count(actor, wanted, now=now, time_zone=zone)
    sheet = Sheet(
        "orders",
        "order",
        total,
        lambda: _lines(orders.page(actor, wanted, now=now, time_zone=zone, size=EXPORT_ROWS_MAX), named),
        people=named,
        without="" if sees else "names and places",
        buyers=min(total, EXPORT_ROWS_MAX) if named else 0,
        personal="names and places" if sees else "",
        more=(
            ("One row a line, as the import of orders reads it", f"/orders/lines/export?{wanted.query()}"),
        ),
    )
    return give_out(request, sheet)


def _lines(rows: Sequence[OrderRow], people: bool) -> Iterator[Line]:
    yield [
        "Order", "Channel's number", "Their order number", "Channel", *(["Customer", "City"] if people else []),
        "Country", "State", "Why", "Ship by", "Service", "Payment", "Fulfilled by", "Placed", "Lines", "Units",
        "Total", "Currency", "Priority", "Tags",
    ]  # fmt: skip
    for row in rows:
        yield [
            row.number,
            row.external_name,
            row.purchase_order,
            row.channel,
            *([row.customer or "", row.place or ""] if people else []),
            row.country,
            order_filter.word_title(row.word),
            why_of(row),
            moment_cell(row.ship_by),
            row.service,
            PAYMENT_TEXT[row.payment_state],
            FULFILLED_BY[row.fulfilled_by],
            moment_cell(row.placed_at),
            row.line_count,
            row.units,
            money_cell(row.total_minor, row.currency),
            row.currency,
            row.priority,
            ", ".join(row.tags),
        ]
