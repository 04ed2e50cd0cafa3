"""Gives a list out as it is filtered and sorted, as CSV or XLSX; no cell is a formula, each export leaves an event."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from opsroom.domains.access.actions.allow_buyers import VERB as BUYERS
from opsroom.domains.access.actions.allow_buyers import allow_buyers
from opsroom.domains.access.actions.ask_approval import ask_approval
from opsroom.domains.access.actions.record_export import record_export
from opsroom.domains.access.errors import NeedsApproval
from opsroom.domains.access.queries import CompanyFacts
from opsroom.domains.access.rules import may, may_see, require
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.company import company_of_request
from opsroom.interfaces.web.parts import Action
from opsroom.interfaces.web.parts_list import Cell, Column, Table
from opsroom.interfaces.web.wording import UNKNOWN, counted, quantity
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.currencies import minor_digits
from opsroom.kernel.values.escaping import csv_line, safe_cell
from opsroom.kernel.values.limits import EXPORT_ROWS_MAX

Value = str | int | Decimal | None
Line = Sequence[Value]
SHEET_TITLE_CHARS_MAX = 31
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
FORMS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One list to give out. `lines`: the titles, then the rows, EXPORT_ROWS_MAX of them at most; read when sent.

    `without`: what the role does not see, in words; `people`: whether the rows name anybody; `buyers`: how many buyers
    they name, which takes the right to export them and counts against its daily limit. `personal`: what of buyers
    leaves only where somebody who has that right asks for it, in words; `more`: another shape of the same list.
    """

    name: str  # in the file's name and in the event
    noun: str  # "order", "person,people"
    total: int
    lines: Callable[[], Iterator[Line]]
    people: bool = False
    without: str = ""
    buyers: int = 0
    personal: str = ""
    more: tuple[tuple[str, str], ...] = ()  # (words, address)
    cut: str = ""  # what of a longer list the file holds, where it is not so many rows


def asks_for_buyers(request: HttpRequest, field: str) -> bool:
    """Whether this person sees buyers here (a field of rules.may_see), may take them out, and asked for it."""
    actor = actor_of(request)
    return request.POST.get("people") == "1" and may(actor, BUYERS) and may_see(actor, field)


def give_out(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """GET says what will be in the file; POST form=csv|xlsx sends it. The verb of the list itself is the caller's."""
    actor, company = actor_of(request), company_of_request(request)
    require(actor, "exports.run")
    if sheet.buyers:
        require(actor, BUYERS, asked=1)
    form = request.POST.get("form", "")
    if request.method != "POST" or form not in FORMS or company is None:
        inside = request.headers.get("HX-Request") == "true"
        context = {
            "total": counted(sheet.total, sheet.noun),
            "most": sheet.cut or (quantity(EXPORT_ROWS_MAX) if sheet.total > EXPORT_ROWS_MAX else ""),
            "without": sheet.without,
            "personal": sheet.personal,
            "may_name": may(actor, BUYERS),
            "more": sheet.more,
            "goal": request.get_full_path(),
        }
        return render(request, "exports/_ask.html" if inside else "exports/page.html", context)
    if sheet.buyers and (refused := _over_limit(request, actor, company, sheet)):
        return refused
    body, rows = _csv(sheet.lines()) if form == "csv" else _xlsx(sheet.lines(), sheet.name)
    record_export(
        actor, company.id, sheet.name, rows=rows, people=sheet.people, form=form, buyers=sheet.buyers
    )
    answer = HttpResponse(body, content_type=FORMS[form])
    answer["Content-Disposition"] = (
        f'attachment; filename="{sheet.name}-{timezone.localdate():%Y-%m-%d}.{form}"'
    )
    return answer


def _over_limit(
    request: HttpRequest, actor: Actor, company: CompanyFacts, sheet: Sheet
) -> HttpResponse | None:
    """None when the list of buyers may leave now; else the page that asks another person, and then asks them."""
    rows = sheet.buyers
    plan = hashlib.sha256(f"{BUYERS}:{actor.user_id}:{request.get_full_path()}:{rows}".encode()).hexdigest()
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    try:
        allow_buyers(actor, company.id, rows, plan, midnight)
    except NeedsApproval as beyond:
        context: dict[str, object] = {
            "sentence": _beyond(beyond),
            "goal": request.get_full_path(),
            "list": request.get_full_path().replace("/export", "", 1),
        }
        if request.POST.get("ask"):
            facts = {"rows": rows, "list": sheet.name}
            ask_approval(actor, company.id, BUYERS, plan, subject_kind="access.company", facts=facts)
            context["asked"] = True
        context["people"] = request.POST.get("people", "")
        context["form"] = request.POST.get("form", "")
        return render(request, "exports/limit.html", context, status=403 if not context.get("asked") else 200)
    return None


def _beyond(error: NeedsApproval) -> str:
    """The limit in words of the list; the error itself speaks of rights."""
    limit, used, asked = (int(str(error.facts[name])) for name in ("limit", "used", "asked"))
    return (
        f"You may take {counted(limit, 'buyer')} out in a day and have taken {quantity(used)}; this list has "
        f"{quantity(asked)}. Another person with the role {error.facts['who']} has to agree."
    )


def give_table(
    request: HttpRequest,
    name: str,
    noun: str,
    total: int,
    table: Callable[[], Table],
    *,
    people: bool = False,
) -> HttpResponse:
    """A list given out exactly as its table shows it: the same columns, words and order, all pages."""
    return give_out(request, Sheet(name, noun, total, lambda: table_lines(table()), people=people))


def table_lines(table: Table) -> Iterator[Line]:
    """The titles, then the rows. What stands small under a cell has a column of its own; buttons are left out."""
    shown = [
        at
        for at in range(len(table.columns))
        if not any(isinstance(row.cells[at].part, Action) for row in table.rows if row.cells)
        and table.columns[at].name != "Act"
    ]
    noted = {at for at in shown if any(row.cells and row.cells[at].note for row in table.rows)}
    yield [title for at in shown for title in _titles(table.columns[at], at in noted)]
    for row in table.rows:
        if row.cells:
            yield [value for at in shown for value in _values(table.columns[at], row.cells[at], at in noted)]


def _titles(column: Column, noted: bool) -> list[str]:
    return [column.name, f"{column.name}, more"] if noted else [column.name]


def _values(column: Column, cell: Cell, noted: bool) -> list[Value]:
    words = cell.text or str(getattr(cell.part, "text", "") or getattr(cell.part, "name", ""))
    words = "" if words == UNKNOWN else words
    plain = words.replace(",", "")
    value: Value = int(plain) if column.number and re.fullmatch(r"-?[0-9]{1,15}", plain) else words
    return [value, cell.note] if noted else [value]


def export_action(actor: Actor, href: str) -> list[Action]:
    """The button of a list's head, for those who may."""
    if not may(actor, "exports.run"):
        return []
    return [Action(label="Export", href=href, icon="file-down", drawer=True, desk_only=True)]


def moment_cell(at: datetime | None) -> str:
    """Local time with its distance from UTC: read back it is the same instant, wherever and when in the year."""
    return "" if at is None else timezone.localtime(at).isoformat(sep=" ", timespec="seconds")


def day_cell(day: date | None) -> str:
    """A day, in a shape every program sorts."""
    return "" if day is None else f"{day:%Y-%m-%d}"


def money_cell(minor: int, currency: str) -> Decimal:
    """An amount as a number."""
    return Decimal(minor).scaleb(-minor_digits(currency))


def _csv(lines: Iterator[Line]) -> tuple[bytes, int]:
    """The file and how many rows stand under its titles."""
    out, rows = bytearray("\ufeff".encode()), -1  # the mark makes spreadsheet programs read UTF-8
    for line in lines:
        out += csv_line(line).encode()
        rows += 1
    return bytes(out), rows


def _xlsx(lines: Iterator[Line], name: str) -> tuple[bytes, int]:
    from openpyxl import Workbook  # type: ignore[import-untyped]  # lazy: heavy

    book, rows = Workbook(write_only=True), -1
    sheet = book.create_sheet(_sheet_title(name))
    for line in lines:
        sheet.append([_cell(sheet, value) for value in line])
        rows += 1
    out = BytesIO()
    book.save(out)
    return out.getvalue(), rows


def _sheet_title(name: str) -> str:
    """A name that every spreadsheet program takes for a sheet."""
    return re.sub(r"[\\*?:/\[\]-]", " ", name).capitalize()[:SHEET_TITLE_CHARS_MAX]


def _cell(sheet: object, value: Value) -> object:
    """Numbers stay numbers; text is text, whatever it begins with (X1), without what no XML holds."""
    if not isinstance(value, str):
        return value
    from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]  # lazy: heavy

    cell = WriteOnlyCell(sheet, value=_NO_XML.sub("", safe_cell(value)))
    cell.data_type = "s"
    return cell
