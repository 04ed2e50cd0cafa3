"""The list of imports and the upload; refuses a file it cannot read with the sentence of its reader."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from opsroom.domains.access.rules import may
from opsroom.domains.channels import queries as channels
from opsroom.domains.channels.import_rights import may_bring, may_file
from opsroom.domains.channels.queries import ImportFacts, imports
from opsroom.domains.warehouse import queries as warehouse
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.company import company_of_request
from opsroom.interfaces.web.exports import export_action, give_table
from opsroom.interfaces.web.parts import Action, Alert, Blank, Choice, Field, Head, Status
from opsroom.interfaces.web.parts_list import Cell, Column, Pager, Row, Table
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.errors import CodedError
from opsroom.kernel.values.limits import (
    EXPORT_ROWS_MAX,
    IMPORT_FILES_PER_UPLOAD_COUNT,
    PAGE_ROWS_USUAL,
    UPLOAD_BYTES_MAX,
)
from opsroom.ports import registry
from opsroom.workflows.importing.uploads import drop_upload, keep_upload
from opsroom.workflows.open_import import Wish, open_import
from opsroom.workflows.step_import import step_import

STATES = {
    "uploaded": Status(text="Waiting"),
    "checking": Status(text="Reading", tone="info"),
    "staged": Status(text="To check", tone="warn"),
    "committing": Status(text="Importing", tone="info"),
    "committed": Status(text="Imported", tone="ok"),
    "undoing": Status(text="Undoing", tone="info"),
    "undone": Status(text="Undone"),
    "failed": Status(text="Not readable", tone="bad"),
    "discarded": Status(text="Discarded"),
}


@require_http_methods(["GET", "HEAD"])
def import_list(request: HttpRequest) -> HttpResponse:
    """Every import, the newest first, under the upload."""
    return _page(request, ())


@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """POST files (one or more), format, mode, channel, site. One file leads to its page, several to the list."""
    actor, company = actor_of(request), company_of_request(request)
    files = request.FILES.getlist("files")[:IMPORT_FILES_PER_UPLOAD_COUNT]
    if company is None or not files:
        return _page(request, ("No file was chosen. Pick one or more, then upload.",), status=422)
    wish = Wish(
        format=request.POST.get("format") or None,
        mode="history" if request.POST.get("mode") == "history" else "live",
        channel_id=_id(request, "channel"),
        site_id=_id(request, "site"),
    )
    opened: list[int] = []
    refused: list[str] = []
    for file in files:
        name = (file.name or "file").replace("\\", "/").rpartition("/")[2]
        try:
            kept = keep_upload(file.chunks(), owner=f"u{actor.user_id}")
            try:
                opened.append(open_import(actor, company.id, kept, name, wish))
            except CodedError:
                drop_upload(kept.file_key)
                raise
        except CodedError as error:
            refused.append(error.message)
    for import_id in opened:
        step_import(actor, import_id, "read")
    if refused:
        return _page(request, tuple(refused), status=422)
    if len(opened) == 1:
        return HttpResponseRedirect(reverse("import", args=[opened[0]]))
    return HttpResponseRedirect(reverse("imports"))


@require_http_methods(["GET", "HEAD", "POST"])
def imports_export(request: HttpRequest) -> HttpResponse:
    """/import/export: every import, the newest first, as the list shows them."""
    actor = actor_of(request)
    total = imports.visible_to(actor).count()
    return give_table(
        request,
        "imports",
        "import",
        total,
        lambda: _table(channels.imports_of(actor, rows=EXPORT_ROWS_MAX)),
    )


def _id(request: HttpRequest, name: str) -> int | None:
    text = request.POST.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 19 else None


def _page(request: HttpRequest, refused: tuple[str, ...], status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    before = request.GET.get("before", "")
    found = channels.imports_of(
        actor,
        before_id=int(before) if before.isdecimal() and len(before) < 19 else None,
        rows=PAGE_ROWS_USUAL + 1,
    )
    page = found[:PAGE_ROWS_USUAL]
    waiting = sum(one.state == "staged" for one in page)
    title = f"{waiting} imports wait for you" if waiting > 1 else "1 import waits for you"
    parts = {
        "head": Head(
            title=title if waiting else "Bring your products, orders and stock in",
            lead="Nothing is written before you have seen what it would do. Each import can be undone.",
            actions=[
                Action(label="Move in", href=reverse("move-in"), icon="list-checks"),
                *(export_action(actor, reverse("imports-export")) if page else []),
                Action(label="Templates", href=reverse("import-templates"), icon="grid-2x2", keep=True),
            ],
        ),
        "alerts": [Alert(strong="This file was refused.", text=one, tone="bad") for one in refused],
        "table": _table(page),
        "pager": _pager(page, found),
        "may_upload": may_bring(actor),
        "may_move_out": may(actor, "demo.remove"),
        "fields": _fields(actor),
        "most_mb": UPLOAD_BYTES_MAX // 1024**2,
    }
    return render(request, "imports/list.html", parts, status=status)


def _table(page: list[ImportFacts]) -> Table:
    return Table(
        label="Imports",
        columns=[
            Column(name="File"),
            Column(name="State", phone="end"),
            Column(name="Kind", label="Kind"),
            Column(name="Channel", label="Channel"),
            Column(name="Records", number=True, label="Records"),
            Column(name="To fix", number=True, label="To fix"),
        ],
        rows=[
            Row(
                cells=[
                    Cell(
                        text=one.file_name,
                        href=reverse("import", args=[one.id]),
                        note=f"{one.name}, {one.mode}",
                    ),
                    Cell(part=STATES[one.state]),
                    Cell(text=registry.format_by_code(one.format).title),
                    Cell(text=one.channel_name or ""),
                    Cell(text=f"{one.counts.get('all', 0):,}"),
                    Cell(text=f"{one.counts.get('fix', 0) + one.counts.get('questions', 0):,}"),
                ],
                id=str(one.id),
                name=one.file_name,
            )
            for one in page
        ],
        empty=Blank(
            title="No file was imported yet",
            text="Export products, orders or stock from your shop as CSV or JSON, and upload the file above.",
            icon="file-up",
        ),
    )


def _pager(page: list[ImportFacts], found: list[ImportFacts]) -> Pager | None:
    if len(found) <= len(page):
        return None
    return Pager(first=1, last=len(page), total=None, after=f"{reverse('imports')}?before={page[-1].id}")


def _fields(actor: Actor) -> list[Field]:
    formats = [one for one in registry.all_formats() if may_file(actor, "imports.upload", one.code)]
    kinds = [Choice(value="", text="Recognise it")]
    kinds += [Choice(value=one.code, text=one.title) for one in formats]
    shops = [Choice(value="", text="The one that sent it")]
    shops += [Choice(value=str(one.id), text=one.name) for one in channels.channels_of(actor)]
    sites = [Choice(value="", text="The channel's own")]
    sites += [Choice(value=str(one.pk), text=one.name) for one in warehouse.sites(actor)]
    kind = Field(name="format", label="Kind of file", kind="select", choices=kinds)
    if not may(actor, "imports.upload"):  # the books have no channel, no shelves and no history
        return [kind]
    return [
        kind,
        Field(name="channel", label="Channel", kind="select", choices=shops),
        Field(name="site", label="Site of the quantities", kind="select", choices=sites),
        Field(
            name="mode",
            label="Live or history",
            kind="select",
            choices=[
                Choice(value="live", text="Live: takes stock, asks for picking"),
                Choice(value="history", text="History: only fills reports"),
            ],
            help="History makes no stock move, no task, no invoice and no mail.",
        ),
    ]
