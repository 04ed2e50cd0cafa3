"""The mapping templates: listed, changed, deleted, given out and taken in; refuses a bad file by a sentence."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opsroom.domains.access.queries import CompanyFacts
from opsroom.domains.access.rules import require
from opsroom.domains.channels import queries as channels
from opsroom.domains.channels.actions.remove_template import remove_template
from opsroom.domains.channels.actions.save_template import save_template
from opsroom.domains.channels.errors import BadTemplate, TemplateChanged, TemplateNotDeleted, UnknownTemplate
from opsroom.domains.channels.import_rights import may_bring, may_file
from opsroom.domains.channels.queries import TemplateFacts
from opsroom.domains.channels.template_rules import as_file, fingerprint_of, from_file
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.company import company_of_request
from opsroom.interfaces.web.imports.columns_form import (
    column_rows,
    columns_told,
    sign_fields,
    signs_told,
    word_rows,
    words_told,
)
from opsroom.interfaces.web.parts import Action, Alert, Blank, Crumb, Field, Head
from opsroom.interfaces.web.parts_list import Cell, Column, Row, Table
from opsroom.interfaces.web.wording import counted
from opsroom.interfaces.web.wording import moment as moment_words
from opsroom.kernel.values.limits import PAGE_ROWS_USUAL, TEMPLATE_BYTES_MAX
from opsroom.ports import registry

CRUMBS = (Crumb(text="Import", href="/import"),)


def _company(request: HttpRequest) -> CompanyFacts:
    company = company_of_request(request)
    if company is None:
        raise Http404
    return company


def _found(request: HttpRequest, template_id: int) -> TemplateFacts:
    try:
        return channels.template_of(actor_of(request), _company(request).id, template_id)
    except UnknownTemplate as error:
        raise Http404 from error


@require_safe
def template_list(request: HttpRequest) -> HttpResponse:
    """/import/templates: every one, the one used last first."""
    return _list(request, "")


def _list(request: HttpRequest, wrong: str, status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    found = channels.templates_of(actor, _company(request).id)
    context = {
        "head": Head(
            crumbs=CRUMBS,
            title=f"{counted(len(found), 'template')} for files that come again"
            if found
            else "No template is saved yet",
            lead="A template says which column means what. A file with the same columns is read by it by itself.",
        ),
        "alerts": [Alert(strong="Nothing was added.", text=wrong, tone="bad")] if wrong else [],
        "table": _table(found),
        "may_map": may_bring(actor),
    }
    return render(request, "imports/templates.html", context, status=status)


def _table(found: list[TemplateFacts]) -> Table:
    today = timezone.localdate()
    return Table(
        label="Templates",
        columns=[
            Column(name="Name", phone="1"),
            Column(name="Kind", phone="2"),
            Column(name="Columns", phone="4 full", wrap=True, label="Columns"),
            Column(name="Imports", number=True, phone="1 end", label="Imports"),
            Column(name="Last used", phone="3", label="Last used"),
        ],
        rows=[
            Row(
                cells=[
                    Cell(text=one.draft.name, href=reverse("import-template-page", args=[one.id])),
                    Cell(text=registry.format_by_code(one.draft.format).title),
                    Cell(text=", ".join(one.draft.columns.values())),
                    Cell(text=f"{one.imports:,}"),
                    Cell(
                        text=moment_words(one.last_used_at, today) if one.last_used_at else "never",
                        note=f"by {one.last_used_by}" if one.last_used_by else "",
                    ),
                ]
            )
            for one in found
        ],
        empty=Blank(
            title="None yet.",
            text="Choose the columns of a file on its page under Import and give them a name, or add one from a file.",
            icon="grid-2x2",
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def template_page(request: HttpRequest, template_id: int) -> HttpResponse:
    """POST seen, name, field.<n>, reading.<what>, word.<n>.field, from, to: saved as a whole."""
    actor, company, found = actor_of(request), _company(request), _found(request, template_id)
    seen = fingerprint_of(found.draft)
    if request.method == "POST":
        draft = replace(
            found.draft,
            name=request.POST.get("name", ""),
            columns=columns_told(request.POST, found.draft.titles),
            reading={k: v for k, v in found.draft.reading.items() if k == "quantity_meaning"}
            | signs_told(request.POST),
            words=words_told(request.POST),
        )
        try:
            save_template(
                actor, company.id, draft, template_id=template_id, seen=request.POST.get("seen", seen)
            )
        except (BadTemplate, TemplateChanged) as error:
            refused = Alert(strong="Nothing was saved.", text=error.message, tone="bad")
            return _page(request, replace(found, draft=draft), seen, refused)
        messages.info(request, "Saved. Files that come from now on are read so.")
        return HttpResponseRedirect(reverse("import-template-page", args=[template_id]))
    return _page(request, found, seen, None)


def _page(request: HttpRequest, found: TemplateFacts, seen: str, refused: Alert | None) -> HttpResponse:
    """`seen`: the fingerprint of what is stored, which a refused change does not show."""
    actor, company = actor_of(request), _company(request)
    draft, off = found.draft, not may_file(actor, "imports.upload", found.draft.format)
    kind = registry.format_by_code(draft.format).title
    made = f"Made {moment_words(found.created_at, timezone.localdate())}" + (
        f" by {found.made_by}." if found.made_by else "."
    )
    get_file = Action(
        label="Download", href=reverse("import-template-file", args=[found.id]), icon="download", keep=True
    )
    context = {
        "head": Head(
            crumbs=[*CRUMBS, Crumb(text="Templates", href="/import/templates")],
            title=draft.name or "A template",
            lead=f"Reads {kind}. {made} Imports that are read already stay as they are.",
            actions=[get_file],
        ),
        "alerts": [refused] if refused else [],
        "found": found,
        "seen": seen,
        "name": Field(name="name", label="Name", value=draft.name, required=True, off=off),
        "mapping": column_rows(draft.format, draft.titles, draft.columns, (), {}),
        "signs": sign_fields(draft.reading, off=off),
        "words": word_rows(draft.format, draft.words),
        "imports": channels.imports_of_template(actor, company.id, found.id, rows=PAGE_ROWS_USUAL),
        "may_map": not off,
    }
    return render(request, "imports/template.html", context, status=422 if refused else 200)


@require_POST
def add_template(request: HttpRequest) -> HttpResponse:
    """POST file: a template of another Opsroom; one of its name here stays as it is."""
    actor, company, file = actor_of(request), _company(request), request.FILES.get("file")
    if not may_bring(actor):
        require(actor, "imports.upload", company_id=company.id)
    if file is None:
        return _list(request, "No file was chosen. Pick a template's JSON file.", status=422)
    try:
        draft = from_file(file.read(TEMPLATE_BYTES_MAX + 1))
        made = save_template(actor, company.id, draft, anew=True)
    except BadTemplate as error:
        return _list(request, error.message, status=422)
    messages.info(request, f"“{draft.name}” was added.")
    return HttpResponseRedirect(reverse("import-template-page", args=[made]))


@require_POST
def delete_template(request: HttpRequest, template_id: int) -> HttpResponse:
    """POST seen. What it read stays."""
    found = _found(request, template_id)
    try:
        remove_template(
            actor_of(request), _company(request).id, template_id, seen=request.POST.get("seen", "")
        )
    except TemplateNotDeleted as error:
        refused = Alert(strong="It was not deleted.", text=error.message, tone="bad")
        return _page(request, found, fingerprint_of(found.draft), refused)
    messages.info(request, f"“{found.draft.name}” was deleted. What it read stays as it is.")
    return HttpResponseRedirect(reverse("import-templates"))


@require_safe
def save_template_file(request: HttpRequest, template_id: int) -> HttpResponse:
    """The template as a JSON file for another Opsroom."""
    draft = _found(request, template_id).draft
    answer = HttpResponse(as_file(draft), content_type="application/json; charset=utf-8")
    name = slugify(draft.name) or "template"
    answer["Content-Disposition"] = f'attachment; filename="{name}.template.json"'
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
