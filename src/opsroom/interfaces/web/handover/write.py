"""Writes the note to the next shift, takes one over, takes one's own back; loses no word that was typed."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from opsroom.domains.access.actions.take_shift_note import take_shift_note
from opsroom.domains.access.actions.withdraw_shift_note import withdraw_shift_note
from opsroom.domains.access.errors import NotFound
from opsroom.domains.access.queries import company_of
from opsroom.domains.access.queries.notes import waiting_notes
from opsroom.domains.access.rules import require, who_may
from opsroom.insight.metrics.shift import standing
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.handover.notes import CRUMBS
from opsroom.interfaces.web.handover.words import SHIFT_WORDS, number_table, site_names, title_of, today
from opsroom.interfaces.web.parts import Action, Alert, Choice, Field, Head
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.errors import CodedError
from opsroom.workflows.hand_over import hand_over

KEPT = "The numbers are kept as they are when you press the button."


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """/handover/new?site=&shift=: the numbers as they are now, which shift, and free words."""
    actor = actor_of(request)
    require(actor, "access.hand_over", site_id=min(actor.site_ids or (), default=None))
    sites, company = site_names(actor), company_of(actor)
    site_id = _site(request, sites)
    shift = request.POST.get("shift") or request.GET.get("shift", "")
    shift = shift if shift in SHIFT_WORDS else "day"
    words, error = request.POST.get("words", ""), ""
    if request.method == "POST" and site_id is not None:
        try:
            note_id = hand_over(actor, company.id, site_id, shift, words)
        except CodedError as refused:
            error = refused.message
        else:
            messages.info(request, "Handed over. The next shift finds it on Today.")
            return HttpResponseRedirect(f"/handover/{note_id}")
    elif site_id is not None:
        words = _written(actor, site_id, shift)
    now = timezone.now()
    numbers = standing(actor, site_id, now=datetime.now(UTC), time_zone=company.timezone) if site_id else []
    context = {
        "head": Head(
            crumbs=CRUMBS, title=f"Hand over {sites.get(site_id or 0, '')}".strip(), lead=f"{today()}. {KEPT}"
        ),
        "error": Alert(strong="This was not handed over.", text=error, tone="bad") if error else None,
        "fields": _fields(sites, site_id, shift, words),
        "table": number_table(
            numbers, {one.key: one.number for one in numbers}, f"At {timezone.localtime(now):%H:%M}"
        ),
        "none": None
        if sites
        else Alert(
            strong="You work at no site.",
            text="A note is left for a site. Ask an administrator to give you one.",
            tone="warn",
        ),
    }
    return render(request, "handover/new.html", context)


def _site(request: HttpRequest, sites: dict[int, str]) -> int | None:
    given = request.POST.get("site") or request.GET.get("site", "")
    if not given:
        return next(iter(sites), None)
    if not given.isdecimal() or len(given) > 18 or int(given) not in sites:
        raise NotFound(verb="access.hand_over", way="web", who=who_may("access.hand_over"))
    return int(given)


def _written(actor: Actor, site_id: int, shift: str) -> str:
    """One's own words of the same shift, as long as nobody took them: they are written on, not lost."""
    mine = [
        one.words
        for one in waiting_notes(actor)
        if (one.site_id, one.shift, one.given_by_id) == (site_id, shift, actor.user_id)
        and one.day == timezone.localdate()
    ]
    return mine[0] if mine else ""


def _fields(sites: dict[int, str], site_id: int | None, shift: str, words: str) -> list[Field]:
    fields = [
        Field(
            name="shift", label="Shift", kind="select", value=shift,
            choices=[Choice(value=key, text=text) for key, text in SHIFT_WORDS.items()],
        ),
        Field(
            name="words", label="What the next shift should know", kind="textarea", value=words,
            help="May stay empty. No names of buyers: everybody who hands over at this site reads it.",
        ),
    ]  # fmt: skip
    if len(sites) > 1:
        choices = [Choice(value=str(pk), text=name) for pk, name in sites.items()]
        fields.insert(
            0, Field(name="site", label="Site", kind="select", value=str(site_id or ""), choices=choices)
        )
    return fields


@require_POST
def take(request: HttpRequest, note_id: int) -> HttpResponse:
    """The next shift has read it."""
    actor = actor_of(request)
    took = take_shift_note(actor, company_of(actor).id, note_id)
    messages.info(
        request, "Taken over." if took else "A colleague took it over a moment ago, or it was withdrawn."
    )
    return HttpResponseRedirect(f"/handover/{note_id}")


@require_POST
def withdraw(request: HttpRequest, note_id: int) -> HttpResponse:
    """One's own, as long as nobody took it."""
    actor = actor_of(request)
    gone = withdraw_shift_note(actor, company_of(actor).id, note_id)
    messages.info(request, "The note is withdrawn." if gone else "It was taken over already, so it stays.")
    return HttpResponseRedirect("/handover" if gone else f"/handover/{note_id}")


def waiting_alerts(actor: Actor) -> list[Alert]:
    """For Today: each note that waits for the next shift, with whose it is to take."""
    found = waiting_notes(actor)
    sites = site_names(actor) if found else {}
    return [
        _alert(one.given_by_id == actor.user_id, title_of(one, sites), one.id, one.words) for one in found
    ]


def _alert(mine: bool, title: str, pk: int, words: str) -> Alert:
    short = words if len(words) <= 120 else words[:120].rstrip() + " …"
    return Alert(
        strong=f"Your note waits for the next shift: {title}." if mine else f"Hand-over: {title}.",
        text=short,
        icon="clipboard-list",
        actions=(
            Action(
                label="Open" if mine else "Read", href=f"/handover/{pk}", small=True, about=f"Read: {title}"
            ),
        ),
    )
