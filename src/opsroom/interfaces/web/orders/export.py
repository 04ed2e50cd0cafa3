"""Gives the list of orders out exactly as it is seen, as CSV or XLSX; cells are never formulas, people stay hidden."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from opsroom.domains.access.actions.record_export import record_export
from opsroom.domains.access.rules import may_see, require
from opsroom.insight.lists import order_filter, orders
from opsroom.insight.lists.orders import OrderRow
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.company import company_of_request
from opsroom.interfaces.web.orders.desk import drawer
from opsroom.interfaces.web.orders.table import PAYMENT_TEXT, why_of
from opsroom.interfaces.web.orders.words import FULFILLED_BY
from opsroom.interfaces.web.wording import quantity
from opsroom.kernel.values.currencies import minor_digits
from opsroom.kernel.values.escaping import csv_line, safe_cell
from opsroom.kernel.values.limits import EXPORT_ROWS_MAX

Value = str | int | Decimal | None
FORMS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest) -> HttpResponse:
    """GET says what will be in the file; POST form=csv|xlsx sends it. At most EXPORT_ROWS_MAX rows, said in words."""
    actor, company = actor_of(request), company_of_request(request)
    require(actor, "exports.run")
    require(actor, "orders.view")
    zone, now = company.timezone if company else "UTC", datetime.now(UTC)
    wanted = order_filter.parse(dict(request.GET.lists()))
    people = may_see(actor, "people")
    form = request.POST.get("form", "")
    if request.method != "POST" or form not in FORMS or company is None:
        total = orders.count(actor, wanted, now=now, time_zone=zone)
        context: dict[str, object] = {
            "total": quantity(total),
            "most": quantity(EXPORT_ROWS_MAX) if total > EXPORT_ROWS_MAX else "",
            "people": people,
            "query": wanted.query(),
        }
        return drawer(request, "orders/_export.html", context)
    rows = orders.page(actor, wanted, now=now, time_zone=zone, size=EXPORT_ROWS_MAX)
    record_export(actor, company.id, "orders", rows=len(rows), people=people, form=form)
    lines = _lines(rows, people)
    body = _csv(lines) if form == "csv" else _xlsx(lines)
    answer = HttpResponse(body, content_type=FORMS[form])
    answer["Content-Disposition"] = f'attachment; filename="orders-{timezone.localdate():%Y-%m-%d}.{form}"'
    return answer


def _lines(rows: Sequence[OrderRow], people: bool) -> Iterator[list[Value]]:
    yield [
        "Order", "Channel's number", "Channel", *(["Customer", "City"] if people else []), "Country", "State", "Why",
        "Ship by", "Service", "Payment", "Fulfilled by", "Placed", "Lines", "Units", "Total", "Currency", "Priority",
        "Tags",
    ]  # fmt: skip
    for row in rows:
        yield [
            row.number,
            row.external_name,
            row.channel,
            *([row.customer or "", row.place or ""] if people else []),
            row.country,
            order_filter.word_title(row.word),
            why_of(row),
            _moment(row.ship_by),
            row.service,
            PAYMENT_TEXT[row.payment_state],
            FULFILLED_BY[row.fulfilled_by],
            _moment(row.placed_at),
            row.line_count,
            row.units,
            Decimal(row.total_minor).scaleb(-minor_digits(row.currency)),
            row.currency,
            row.priority,
            ", ".join(row.tags),
        ]


def _moment(at: datetime | None) -> str:
    """Local time of the company, in a shape every program sorts."""
    return "" if at is None else f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def _csv(lines: Iterator[list[Value]]) -> bytes:
    # The mark makes spreadsheet programs read UTF-8.
    return ("\ufeff" + "".join(csv_line(line) for line in lines)).encode()


def _xlsx(lines: Iterator[list[Value]]) -> bytes:
    from openpyxl import Workbook  # type: ignore[import-untyped]  # lazy: heavy

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Orders")
    for line in lines:
        sheet.append([_cell(sheet, value) for value in line])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: object, value: Value) -> object:
    """Numbers stay numbers; text is text, whatever it begins with (X1)."""
    if not isinstance(value, str):
        return value
    from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]  # lazy: heavy

    cell = WriteOnlyCell(sheet, value=safe_cell(value))
    cell.data_type = "s"
    return cell
