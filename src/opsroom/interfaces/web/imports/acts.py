"""What a person does to an import: fix, answer, map, commit, pause, undo; refuses what its verbs refuse."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from opsroom.domains.access.rules import require
from opsroom.domains.channels import queries as channels
from opsroom.domains.channels.actions.answer_import import answer_import
from opsroom.domains.channels.actions.move_import import move_import
from opsroom.domains.channels.errors import BadTemplate, TemplateStands
from opsroom.domains.channels.template_rules import Chosen
from opsroom.domains.warehouse import queries as warehouse
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.imports.asked import OFFERED, REREAD
from opsroom.interfaces.web.imports.columns_form import columns_told, signs_told, words_told
from opsroom.interfaces.web.imports.page import job_part
from opsroom.interfaces.web.wording import counted
from opsroom.kernel.records import jobs
from opsroom.kernel.records.errors import JobNotOpen
from opsroom.workflows.check_import import check_import
from opsroom.workflows.confirm_flags import confirm_flags
from opsroom.workflows.fix_import_row import Fix, fix_import_row
from opsroom.workflows.importing.uploads import drop_upload
from opsroom.workflows.read_again import (
    Reading,
    answer_reader,
    keep_as_template,
    read_again,
    read_with_template,
)
from opsroom.workflows.step_import import step_import
from opsroom.workflows.swap_columns import swap_columns


def _back(request: HttpRequest, import_id: int, tab: str = "", place: str = "") -> HttpResponse:
    """To the import's page, at `place` of it; a button that htmx pressed is told so by header."""
    address = reverse("import", args=[import_id])
    return _to(request, (f"{address}?tab={tab}" if tab.isalpha() else address) + place)


def _to(request: HttpRequest, address: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


@require_POST
def row(request: HttpRequest, import_id: int, number: int) -> HttpResponse:
    """POST act (apply | confirm | leave_out | take_back), column and value for apply, line."""
    actor, act = actor_of(request), request.POST.get("act", "")
    line = request.POST.get("line", "")
    fix = Fix(
        cells=((request.POST.get("column", ""), request.POST.get("value", "")),) if act == "apply" else (),
        row=int(line) if line.isdecimal() and len(line) < 10 else 0,
        confirm=act == "confirm",
        leave_out=act == "leave_out",
        take_back=act == "take_back",
    )
    found = fix_import_row(actor, import_id, number, fix)
    if found.verdict == "ready":
        messages.info(request, f"Row {found.first_row} is ready.")
    elif found.verdict == "skipped":
        messages.info(request, f"Row {found.first_row} is left out.")
    # Back to the rows: on a phone they stand a screen below the top, and the next one waits.
    return _back(request, import_id, request.POST.get("tab", ""), "#records")


@require_POST
def confirm(request: HttpRequest, import_id: int) -> HttpResponse:
    """POST flag: confirms this kind of question in every row that asks it."""
    rows = confirm_flags(actor_of(request), import_id, request.POST.get("flag", ""))
    messages.info(
        request, f"{counted(rows, 'record')} confirmed." if rows else "No record asks that any more."
    )
    return _back(request, import_id)


@require_POST
def answer(request: HttpRequest, import_id: int) -> HttpResponse:
    """POST one or more answers, mode, channel, site. What the reader needs is read again."""
    actor = actor_of(request)
    given = {name: request.POST[name] for name in OFFERED if request.POST.get(name)}
    if any(value not in OFFERED[name] for name, value in given.items()):
        messages.error(request, "That answer was not among those offered. Choose one of the buttons.")
        return _back(request, import_id)
    if given.get("swapped") == "swap":
        swap_columns(actor, import_id)
        step_import(actor, import_id, "read")
        messages.info(request, "The columns were swapped, and the file was read again.")
        return _back(request, import_id)
    sets: dict[str, object] = {}
    if request.POST.get("mode") in {"history", "live"}:
        sets["mode"] = request.POST["mode"]
    if given.get("history") in {"history", "live"}:
        sets["mode"] = given["history"]
    for name in ("channel", "site"):
        text = request.POST.get(name, "")
        if text.isdecimal() and len(text) < 19:
            sets[f"{name}_id"] = int(text)
    if sets.get("channel_id"):
        channels.channel(actor, int(str(sets["channel_id"])))  # a foreign one is as good as missing
    if "site_id" in sets and not warehouse.sites(actor).filter(pk=int(str(sets["site_id"]))).exists():
        raise Http404
    places = request.POST.get("places", "")
    if places:
        if not places.isdecimal() or not warehouse.sites(actor).filter(pk=int(places[:18])).exists():
            raise Http404
        given["places"] = places
    state = channels.import_of(actor, import_id).state
    if state == "staged" and any(name in given for name in REREAD):
        answer_reader(actor, import_id, given, sets)
        step_import(actor, import_id, "read")
        return _back(request, import_id)
    answer_import(actor, import_id, answers=given, sets=sets)
    if state in {"staged", "committed"}:
        check_import(actor, import_id)
    return _back(request, import_id)


@require_POST
def columns(request: HttpRequest, import_id: int) -> HttpResponse:
    """POST field.<n>, reading.<what>, word.<n>.field, from, to; name saves it as a template. The file is read again."""
    actor = actor_of(request)
    facts = channels.import_of(actor, import_id)
    told = columns_told(request.POST, facts.mapping.get("header", []))
    read_again(actor, import_id, Reading(told, signs_told(request.POST), words_told(request.POST)))
    name = request.POST.get("name", "").strip()
    stands = bool(name) and _stands(request, import_id, name, None)
    step_import(actor, import_id, "read")
    return _to(request, _asking(import_id, name)) if stands else _back(request, import_id)


@require_POST
def keep(request: HttpRequest, import_id: int) -> HttpResponse:
    """POST name, seen: how this import is read takes the place of the template of that name, as it was shown."""
    name = request.POST.get("name", "").strip()
    stands = _stands(request, import_id, name, request.POST.get("seen", ""))
    return _to(request, _asking(import_id, name)) if stands else _back(request, import_id)


def _stands(request: HttpRequest, import_id: int, name: str, seen: str | None) -> bool:
    """Saves it as a template; True where another of its name stands, which the page then shows and asks about."""
    try:
        keep_as_template(actor_of(request), import_id, name, seen=seen)
    except TemplateStands:
        if seen is not None:
            messages.error(
                request, f"Somebody changed “{name}” meanwhile. Look once more before you replace it."
            )
        return True
    except BadTemplate as error:
        messages.error(request, error.message)
    else:
        messages.info(request, f"Saved as “{name}”: files of the same columns are read by it from now on.")
    return False


def _asking(import_id: int, name: str) -> str:
    return f"{reverse('import', args=[import_id])}?{urlencode({'keep': name})}"


@require_POST
def template(request: HttpRequest, import_id: int) -> HttpResponse:
    """POST template: its id, or nothing to read the file by its titles alone. The file is read again."""
    actor = actor_of(request)
    facts = channels.import_of(actor, import_id)
    told = request.POST.get("template", "")
    chosen = None
    if told.isdecimal() and len(told) < 19:
        found = channels.template_of(actor, facts.company_id, int(told))
        chosen = Chosen(found.draft, found.id, "you chose it")
    read_with_template(actor, import_id, chosen)
    step_import(actor, import_id, "read")
    return _back(request, import_id)


@require_POST
def commit(request: HttpRequest, import_id: int) -> HttpResponse:
    """Imports the ready rows."""
    step_import(actor_of(request), import_id, "write")
    return _back(request, import_id)


@require_POST
def undo(request: HttpRequest, import_id: int) -> HttpResponse:
    """Takes the import back."""
    step_import(actor_of(request), import_id, "undo")
    return _back(request, import_id)


@require_POST
def discard(request: HttpRequest, import_id: int) -> HttpResponse:
    """Gives up an import that wrote nothing; its file goes."""
    actor = actor_of(request)
    facts = channels.import_of(actor, import_id)
    move_import(actor, import_id, "discard")
    drop_upload(facts.file_key)
    messages.info(request, f"{facts.file_name} was discarded. Nothing of it was imported.")
    return _to(request, reverse("imports"))


@require_http_methods(["GET", "HEAD"])
def job(request: HttpRequest, import_id: int) -> HttpResponse:
    """The job's row, for its own refetching."""
    actor = actor_of(request)
    return render(
        request, "imports/_job.html", {"job": job_part(actor, channels.import_of(actor, import_id))}
    )


@require_POST
def pause(request: HttpRequest, import_id: int) -> HttpResponse:
    """Asks the worker to stop after its current chunk."""
    actor = actor_of(request)
    facts = channels.import_of(actor, import_id)
    require(actor, "jobs.control", company_id=facts.company_id)
    if facts.job_id is not None:
        try:
            jobs.pause(facts.job_id, actor)
        except JobNotOpen:  # it came to its end meanwhile
            messages.info(request, "It had ended already; there was nothing left to pause.")
    return _back(request, import_id)


@require_POST
def resume(request: HttpRequest, import_id: int) -> HttpResponse:
    """Goes on where it stopped."""
    step_import(actor_of(request), import_id, "go_on")
    return _back(request, import_id)
