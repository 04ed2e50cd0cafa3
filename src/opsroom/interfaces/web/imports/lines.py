"""The lines behind each number of an old order history, by rule; only reads."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from opsroom.domains.channels import queries as channels
from opsroom.domains.channels.queries import LineFacts
from opsroom.interfaces.web import wording
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.parts import Blank, Crumb, Head
from opsroom.interfaces.web.parts_list import Cell, Column, Pager, Row, Table, View, Views
from opsroom.kernel.values.limits import PAGE_ROWS_USUAL

COLUMNS = (
    Column(name="Line"),
    Column(name="Article", label="Article"),
    Column(name="Pieces", number=True, label="Pieces"),
    Column(name="Price", number=True, label="Price"),
    Column(name="Day", label="Day"),
    Column(name="Customer", label="Customer"),
    Column(name="Counted as", label="Counted as"),
)


@require_http_methods(["GET", "HEAD"])
def lines(request: HttpRequest, import_id: int) -> HttpResponse:
    """GET which (a rule or set), after (number of the last line seen)."""
    actor = actor_of(request)
    facts = channels.import_of(actor, import_id)
    history = facts.effects.get("history")
    which = request.GET.get("which", "all")
    title, sentence = channels.set_words(which)
    if history is None or not title:
        raise Http404
    text = request.GET.get("after", "")
    after = int(text) if text.isdecimal() and len(text) < 10 else -1
    found = channels.lines_page(actor, import_id, which, after=after, rows=PAGE_ROWS_USUAL + 1)
    page = found[:PAGE_ROWS_USUAL]
    sets = channels.line_sets(history)
    passed, back = (0, -1)
    if after >= 0:
        passed, back = channels.lines_before(actor, import_id, which, after=after, rows=PAGE_ROWS_USUAL)
    count = next((many for code, _, many in sets if code == which), 0)
    address = reverse("import-lines", args=[import_id])
    crumbs = [
        Crumb(text="Import", href=reverse("imports")),
        Crumb(text=facts.name, href=reverse("import", args=[import_id])),
        Crumb(text="Lines"),
    ]
    parts = {
        "name": facts.name,
        "head": Head(
            title=f"{title}: {wording.counted(count, 'line')}",
            lead=sentence or "As they stand in the file, in its order.",
            crumbs=crumbs,
            eyebrow=facts.file_name,
        ),
        "views": Views(
            label="Kinds of lines",
            views=[
                View(name=name, href=f"{address}?which={code}", count=many, current=code == which)
                for code, name, many in sets
                if many or code == which
            ],
        ),
        "table": _table(title, page),
        "pager": Pager(
            first=passed + 1,
            last=passed + len(page),
            total=count,
            before=f"{address}?which={which}&after={back}" if passed else "",
            after=f"{address}?which={which}&after={page[-1].number}" if len(found) > len(page) else "",
        )
        if page and (passed or len(found) > len(page))
        else None,
    }
    return render(request, "imports/lines.html", parts)


def _table(title: str, page: list[LineFacts]) -> Table:
    return Table(
        label=title,
        columns=COLUMNS,
        tight=True,
        rows=[
            Row(
                cells=[
                    Cell(text=one.document, note=f"row {one.row}", mono=True),
                    Cell(text=one.code, note=one.title),
                    Cell(text=wording.quantity(one.quantity)),
                    Cell(text=wording.quantity(one.unit_price)),
                    Cell(text=f"{timezone.localtime(one.placed_at):%d %b %Y, %H:%M}"),
                    Cell(text=one.customer or "nobody named", note=one.country),
                    Cell(text=channels.set_words(one.rule)[0]),
                ],
                id=str(one.number),
                name=f"{one.document}, row {one.row}",
            )
            for one in page
        ],
        empty=Blank(title="No line is of this kind", text="Choose another kind above.", icon="file-up"),
    )
