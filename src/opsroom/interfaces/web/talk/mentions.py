"""Where a person was called: the notice in the bar, the list, read and unread; only what one may still see."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from opsroom.domains.access.actions.read_mentions import read_mentions
from opsroom.domains.access.queries import (
    MentionFacts,
    company_of,
    mentions_of,
    person_names,
    unread_mentions,
)
from opsroom.domains.access.rules import may, require, without
from opsroom.insight.lists.subjects import Key, Subject, buyer_words, subjects
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.parts import Action, Alert, Blank, Head
from opsroom.interfaces.web.parts_list import Cell, Column, Pager, Row, Table, View, Views
from opsroom.interfaces.web.wording import counted, moment
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import PAGE_ROWS_USUAL

VIEWS = {"unread": "Unread", "read": "Read", "all": "All"}
EXCERPT_CHARS = 160


def unread(actor: Actor | None) -> list[MentionFacts]:
    """Unread mentions on things the person still sees: the notice's number is the length of the list behind it."""
    own = min(actor.site_ids or (), default=None) if actor else None
    if actor is None or not may(actor, "access.comment", site_id=own):
        return []
    found = unread_mentions(actor)
    seen = _seen(actor, found)
    return [one for one in found if _key(one) in seen]


def _key(one: MentionFacts) -> Key:
    return one.comment.subject_kind, one.comment.subject_id


def _seen(actor: Actor, found: Sequence[MentionFacts]) -> dict[Key, Subject]:
    return subjects(actor, {_key(one) for one in found}) if found else {}


@require_safe
def mentions(request: HttpRequest) -> HttpResponse:
    """/mentions?view=unread|read|all&before=; the latest first."""
    actor = actor_of(request)
    require(actor, "access.comment", site_id=min(actor.site_ids or (), default=None))
    given, before = request.GET.get("view", "unread"), request.GET.get("before", "")
    view = given if given in VIEWS else "unread"
    before_id = int(before) if before.isdecimal() and len(before) < 19 else None
    wanted = {"unread": True, "read": False, "all": None}[view]
    found = mentions_of(actor, unread=wanted, before_id=before_id, rows=PAGE_ROWS_USUAL + 1)
    page, more = found[:PAGE_ROWS_USUAL], len(found) > PAGE_ROWS_USUAL
    seen = _seen(actor, page)
    rows = [one for one in page if _key(one) in seen]
    waiting = len(unread(actor))
    names = person_names(actor, {one.comment.author_id for one in rows})
    context = {
        "head": Head(
            title=f"You were called in {counted(waiting, 'comment')}." if waiting else "Nobody waits for your word.",
            lead="A colleague wrote @ and your name. Open the thing, answer there, and mark it as read.",
        ),
        "views": Views(
            views=[
                View(
                    name=name, href=f"/mentions?view={key}", current=key == view,
                    count=waiting if key == "unread" else None,
                )
                for key, name in VIEWS.items()
            ]
        ),
        "unknown": None
        if given == view
        else Alert(strong="A part of this address is not understood.", text=f"view={given} was left out.", tone="warn"),
        "table": _table(actor, rows, seen, names, view),
        "waiting": waiting if view == "unread" else 0,
        "view": view,
        "pager": Pager(
            first=1 if rows else 0, last=len(rows), total=None,
            before=f"/mentions?view={view}" if before_id else "",
            after="/mentions?" + urlencode({"view": view, "before": page[-1].id}) if more else "",
        ),
    }  # fmt: skip
    return render(request, "talk/mentions.html", context)


def _table(
    actor: Actor, rows: Sequence[MentionFacts], seen: dict[Key, Subject], names: dict[int, str], view: str
) -> Table:
    return Table(
        label="Mentions",
        list_keys=True,
        columns=(
            Column(name="About", phone="1"),
            Column(name="What was said", phone="2 full", wrap=True),
            Column(name="Who", phone="3"),
            Column(name="When", phone="1 end"),
            Column(name="Act", phone="3 end"),
        ),
        rows=[_row(actor, one, seen[_key(one)], names) for one in rows],
        empty=Blank(
            title="No mention is unread." if view == "unread" else "No mention is here.",
            text="When a colleague writes @ and your name in a comment, it appears here and in the bar above.",
            icon="at-sign",
            tone="ok" if view == "unread" else "",
        ),
    )


def _row(actor: Actor, one: MentionFacts, subject: Subject, names: dict[int, str]) -> Row:
    said = without(one.comment.text, buyer_words(actor, subject))
    text = said if not one.comment.struck_at else "Struck out."
    act = (
        Action(label="Mark read", name="id", value=str(one.id), small=True, about=f"Mark read: {subject.name}")
        if one.read_at is None
        else Action(
            label="Mark unread", name="again", value=str(one.id), small=True, look="gh",
            about=f"Mark unread: {subject.name}",
        )
    )  # fmt: skip
    return Row(
        id=str(one.id),
        cells=(
            Cell(text=subject.name, href=f"{subject.href}#talk"),
            Cell(text=text if len(text) <= EXCERPT_CHARS else f"{text[:EXCERPT_CHARS].rstrip()} …"),
            Cell(text=names.get(one.comment.author_id, "Somebody who left")),
            Cell(text=moment(one.comment.written_at, timezone.localdate())),
            Cell(part=act),
        ),
    )


@require_safe
def told(request: HttpRequest) -> HttpResponse:
    """The notice in the bar alone, for its refetch."""
    return render(request, "talk/_told.html", {"mentions": len(unread(actor_of(request)))})


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """POST id (read), again (unread) or all; goes back to the list or to the thing's own page."""
    actor = actor_of(request)
    company_id = company_of(actor).id
    if request.POST.get("all"):
        read_mentions(actor, company_id, [one.id for one in unread(actor)])
    for name, back in (("id", False), ("again", True)):
        ids = [int(v) for v in request.POST.getlist(name) if v.isdecimal() and len(v) < 19]
        if ids:
            read_mentions(actor, company_id, ids, unread=back)
    view = request.POST.get("view", "")
    return HttpResponseRedirect(f"/mentions?view={view}" if view in VIEWS else "/mentions")
