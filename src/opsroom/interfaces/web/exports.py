"""Gives a list out as it is filtered and sorted, as CSV or XLSX; no cell is a formula, each export leaves an event."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from opsroom.domains.access.actions.record_export import record_export
from opsroom.domains.access.rules import may, require
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.company import company_of_request
from opsroom.interfaces.web.parts import Action
from opsroom.interfaces.web.wording import counted, quantity
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.currencies import minor_digits
from opsroom.kernel.values.escaping import csv_line, safe_cell
from opsroom.kernel.values.limits import EXPORT_ROWS_MAX

Value = str | int | Decimal | None
Line = Sequence[Value]
FORMS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One list to give out. `lines`: the titles, then the rows, EXPORT_ROWS_MAX of them at most; read when sent.

    `without`: what the role does not see, in words; `people`: whether the rows name anybody.
    """

    name: str  # in the file's name and in the event
    noun: str  # "order", "person,people"
    total: int
    lines: Callable[[], Iterator[Line]]
    people: bool = False
    without: str = ""


def give_out(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """GET says what will be in the file; POST form=csv|xlsx sends it. The verb of the list itself is the caller's."""
    actor, company = actor_of(request), company_of_request(request)
    require(actor, "exports.run")
    form = request.POST.get("form", "")
    if request.method != "POST" or form not in FORMS or company is None:
        inside = request.headers.get("HX-Request") == "true"
        context = {
            "total": counted(sheet.total, sheet.noun),
            "most": quantity(EXPORT_ROWS_MAX) if sheet.total > EXPORT_ROWS_MAX else "",
            "without": sheet.without,
            "goal": request.get_full_path(),
        }
        return render(request, "exports/_ask.html" if inside else "exports/page.html", context)
    lines = list(sheet.lines())
    record_export(actor, company.id, sheet.name, rows=len(lines) - 1, people=sheet.people, form=form)
    body = _csv(lines) if form == "csv" else _xlsx(lines, sheet.name)
    answer = HttpResponse(body, content_type=FORMS[form])
    answer["Content-Disposition"] = (
        f'attachment; filename="{sheet.name}-{timezone.localdate():%Y-%m-%d}.{form}"'
    )
    return answer


def export_action(actor: Actor, href: str) -> list[Action]:
    """The button of a list's head, for those who may."""
    if not may(actor, "exports.run"):
        return []
    return [Action(label="Export", href=href, icon="file-down", drawer=True, desk_only=True)]


def moment_cell(at: datetime | None) -> str:
    """Local time of the company, in a shape every program sorts."""
    return "" if at is None else f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def day_cell(day: date | None) -> str:
    """A day, in a shape every program sorts."""
    return "" if day is None else f"{day:%Y-%m-%d}"


def money_cell(minor: int, currency: str) -> Decimal:
    """An amount as a number."""
    return Decimal(minor).scaleb(-minor_digits(currency))


def _csv(lines: Sequence[Line]) -> bytes:
    # The mark makes spreadsheet programs read UTF-8.
    return ("\ufeff" + "".join(csv_line(line) for line in lines)).encode()


def _xlsx(lines: Sequence[Line], name: str) -> bytes:
    from openpyxl import Workbook  # type: ignore[import-untyped]  # lazy: heavy

    book = Workbook(write_only=True)
    sheet = book.create_sheet(name.replace("-", " ").capitalize())
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
