"""Shows what every stored field holds and when personal fields go; shows no value of anybody."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from opsroom.insight.data_map import TableRow, data_map
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.exports import export_action, give_table
from opsroom.interfaces.web.parts import Crumb, Head
from opsroom.interfaces.web.parts_list import Cell, Column, Row, Table, View, Views
from opsroom.interfaces.web.wording import UNKNOWN, counted
from opsroom.kernel.values.field_kinds import FieldKind

WORDS = {
    FieldKind.PERSONAL: "Personal",
    FieldKind.SECRET: "Secret",
    FieldKind.MONEY: "Money",
    FieldKind.PUBLIC: "Public",
    FieldKind.INTERNAL: "Internal",
}


@require_safe
def data_map_page(request: HttpRequest) -> HttpResponse:
    """/settings/data-map?kind=personal: tables with a field of that kind; an unknown kind shows all."""
    actor = actor_of(request)
    every = list(data_map(actor))
    kind, shown = _shown(request, every)
    sizes = {one: sum(len(row.fields.get(one, ())) for row in every) for one in WORDS}
    views = [View(name="All", href="?", count=sum(sizes.values()), current=kind is None)]
    views += [
        View(name=word, href=f"?kind={one}", count=sizes[one], current=kind is one)
        for one, word in WORDS.items()
    ]
    people = sum(FieldKind.PERSONAL in row.fields for row in every)
    head = Head(
        crumbs=[Crumb(text="Settings", href="/settings")],
        title=f"People stand in {counted(people, 'table')} of {len(every)}",
        lead="What each stored field holds, and when what names a person goes. Events, books and jobs name nobody.",
        actions=export_action(actor, f"/settings/data-map/export{f'?kind={kind}' if kind else ''}"),
    )
    return render(
        request,
        "settings/data_map.html",
        {"head": head, "views": Views(views=views, label="Kinds of field"), "table": _table(shown, kind)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def data_map_export(request: HttpRequest) -> HttpResponse:
    """/settings/data-map/export?kind=: as the page shows it."""
    kind, shown = _shown(request, list(data_map(actor_of(request))))
    return give_table(request, "data-map", "table", len(shown), lambda: _table(shown, kind))


def _shown(request: HttpRequest, every: Sequence[TableRow]) -> tuple[FieldKind | None, list[TableRow]]:
    kind = FieldKind(request.GET["kind"]) if request.GET.get("kind") in set(FieldKind) else None
    return kind, [row for row in every if kind is None or kind in row.fields]


def _table(shown: Sequence[TableRow], kind: FieldKind | None) -> Table:
    return Table(
        label="Data map",
        columns=[
            Column(name="Table", phone="1 line"),
            Column(name="Area", phone="2"),
            Column(name="Fields", phone="3 full", wrap=True),
            Column(name="Personal fields go", phone="4 full", wrap=True),
        ],
        rows=[
            Row(
                cells=[
                    Cell(text=row.table, mono=True),
                    Cell(text=row.area),
                    Cell(text=_fields(row, kind)),
                    Cell(text=row.ends or UNKNOWN),
                ]
            )
            for row in shown
        ],
    )


def _fields(row: TableRow, kind: FieldKind | None) -> str:
    """ "Personal: name, email. Money: price." """
    said = (
        f"{word}: {', '.join(row.fields[one])}."
        for one, word in WORDS.items()
        if one in row.fields and kind in (None, one)
    )
    return " ".join(said)
