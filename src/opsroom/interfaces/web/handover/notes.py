"""Lists past notes between shifts and draws one, on a screen and on paper; changes none of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from opsroom.domains.access.queries import company_of, person_names
from opsroom.domains.access.queries.notes import NoteFacts, note_counts, note_of, note_page
from opsroom.domains.access.rules import may, require
from opsroom.insight.metrics.shift import standing, told
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.exports import Line, Sheet, day_cell, export_action, give_out, moment_cell
from opsroom.interfaces.web.handover.words import (
    SHIFT_WORDS,
    STATE_WORDS,
    number_table,
    site_names,
    summary,
    title_of,
)
from opsroom.interfaces.web.parts import Action, Alert, Blank, Choice, Crumb, Fact, Head, Strip
from opsroom.interfaces.web.parts_list import (
    Cell,
    Column,
    FilterField,
    Filters,
    Pager,
    Row,
    Table,
    View,
    Views,
)
from opsroom.interfaces.web.wording import moment
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import EXPORT_ROWS_MAX, PAGE_ROWS_USUAL

STATES = {"": "All", "given": "Wait for the next shift", "taken": "Taken over"}
CRUMBS = (Crumb(text="Hand-over", href="/handover"),)


def _asked(request: HttpRequest) -> tuple[str, int | None, tuple[str, ...]]:
    state, site = request.GET.get("state", ""), request.GET.get("site", "")
    unknown = []
    if state not in STATES:
        unknown.append(f"state={state}")
    if site and not (site.isdecimal() and len(site) < 19):
        unknown.append(f"site={site}")
    return (
        (state if state in STATES else ""),
        (int(site) if site and not any("site" in one for one in unknown) else None),
        tuple(unknown),
    )


@require_safe
def notes(request: HttpRequest) -> HttpResponse:
    """/handover?state=given|taken&site=&page= ; the latest first."""
    actor = actor_of(request)
    require(actor, "access.hand_over", site_id=min(actor.site_ids or (), default=None))
    state, site_id, unknown = _asked(request)
    text = request.GET.get("page", "1")
    number = max(1, int(text)) if text.isdecimal() and len(text) < 8 else 1
    first = (number - 1) * PAGE_ROWS_USUAL
    rows, total = note_page(actor, state=state, site_id=site_id, first=first, rows=PAGE_ROWS_USUAL)
    counts, sites = note_counts(actor), site_names(actor)
    words = {word: value for word, value in (("state", state), ("site", str(site_id or ""))) if value}

    def to(page: int) -> str:
        return "/handover?" + urlencode(words | {"page": page})

    last = min(first + PAGE_ROWS_USUAL, total)
    context = {
        "head": Head(
            title="Hand-over",
            lead="What one shift leaves to the next: the numbers of that moment and what a person has to say.",
            actions=[
                Action(label="Hand over", href="/handover/new", icon="clipboard-list", look="pri", keep=True),
                *export_action(actor, "/handover/export?" + urlencode(words)),
            ],
        ),
        "views": Views(
            target="#list",
            views=[_view(key, name, counts[key], key == state and site_id is None) for key, name in STATES.items()],
        ),
        "filters": _filters(sites, state, site_id),
        "unknown": _unknown(unknown),
        "table": _table(actor, rows, sites),
        "pager": Pager(
            first=first + 1 if rows else 0, last=last, total=total, target="#list",
            before=to(number - 1) if number > 1 else "", after=to(number + 1) if last < total else "",
        ),
        "here": "/handover?" + urlencode(words),
    }  # fmt: skip
    part = request.headers.get("HX-Request") == "true" and request.headers.get("HX-Target") == "list"
    return render(request, "handover/_list.html" if part else "handover/list.html", context)


def _view(key: str, name: str, count: int, current: bool) -> View:
    return View(
        name=name, href=f"/handover?state={key}" if key else "/handover", count=count, current=current
    )


def _unknown(words: tuple[str, ...]) -> Alert | None:
    if not words:
        return None
    text = f"{', '.join(words)} was left out."
    return Alert(strong="A part of this address is not understood.", text=text, tone="warn")


def _filters(sites: dict[int, str], state: str, site_id: int | None) -> Filters | None:
    if len(sites) < 2:
        return None
    field = FilterField(
        name="site", label="Site", value=str(site_id or ""),
        choices=[Choice(value=str(pk), text=name) for pk, name in sites.items()],
    )  # fmt: skip
    return Filters(
        action="/handover", target="#list", fields=[field], keep=[("state", state)] if state else [],
        clear="/handover" if site_id else "",
    )  # fmt: skip


def _table(actor: Actor, rows: list[NoteFacts], sites: dict[int, str]) -> Table:
    names = person_names(actor, {pk for row in rows for pk in (row.given_by_id, row.taken_by_id) if pk})
    return Table(
        label="Notes between shifts",
        list_keys=True,
        columns=(
            Column(name="Shift", phone="1"),
            Column(name="What was open", phone="3 full", wrap=True),
            Column(name="By", phone="2"),
            Column(name="State", phone="1 end"),
            Column(name="Taken over", phone="2 end"),
        ),
        rows=[
            Row(
                id=str(row.id),
                cells=(
                    Cell(text=title_of(row, sites), href=f"/handover/{row.id}"),
                    Cell(text=summary(told(row.facts, row.site_id))),
                    Cell(
                        text=names.get(row.given_by_id, "Somebody who left"),
                        note=moment(row.given_at, timezone.localdate()),
                    ),
                    Cell(part=STATE_WORDS[row.state]),
                    Cell(text=_taken(row, names)),
                ),
            )
            for row in rows
        ],
        empty=Blank(
            title="No note is here.",
            text="Whoever ends a shift writes one; the next shift finds it on Today until somebody takes it over.",
            icon="clipboard-list",
            actions=(Action(label="Hand over", href="/handover/new"),),
        ),
    )


def _taken(row: NoteFacts, names: dict[int, str]) -> str:
    if row.taken_at is None:
        return "–"
    return f"{names.get(row.taken_by_id or 0, 'Somebody who left')}, {moment(row.taken_at, timezone.localdate())}"


@require_safe
def note(request: HttpRequest, note_id: int) -> HttpResponse:
    """/handover/5: who, when, the numbers then and now, the words; prints on one sheet."""
    actor = actor_of(request)
    row, company = note_of(actor, note_id), company_of(actor)
    sites = site_names(actor)
    names = person_names(actor, {pk for pk in (row.given_by_id, row.taken_by_id) if pk})
    now = {
        one.key: one.number
        for one in standing(actor, row.site_id, now=datetime.now(UTC), time_zone=company.timezone)
    }
    given = moment(row.given_at, timezone.localdate())
    context = {
        "note": row,
        "head": Head(crumbs=CRUMBS, title=title_of(row, sites)),
        "strip": Strip(
            facts=(
                Fact(key="Handed over by", value=names.get(row.given_by_id, "Somebody who left"), sub=given),
                Fact(key="State", status=STATE_WORDS[row.state]),
                Fact(
                    key="Taken over by",
                    value=names.get(row.taken_by_id or 0, "–") if row.taken_at else "–",
                    sub=moment(row.taken_at, timezone.localdate()) if row.taken_at else "",
                ),
            )
        ),
        "table": number_table(
            told(row.facts, row.site_id), now, f"At {timezone.localtime(row.given_at):%H:%M}"
        ),
        "mine": row.given_by_id == actor.user_id,
        "may": may(actor, "access.hand_over", site_id=row.site_id),
        "edit_href": f"/handover/new?{urlencode({'site': row.site_id, 'shift': row.shift})}",
    }
    return render(request, "handover/note.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def notes_export(request: HttpRequest) -> HttpResponse:
    """/handover/export?state=&site=: as the list stands, with the words."""
    actor = actor_of(request)
    require(actor, "access.hand_over", site_id=min(actor.site_ids or (), default=None))
    state, site_id, _ = _asked(request)
    _, total = note_page(actor, state=state, site_id=site_id, rows=1)

    def lines() -> Iterator[Line]:
        rows, _ = note_page(actor, state=state, site_id=site_id, rows=EXPORT_ROWS_MAX)
        sites = site_names(actor)
        names = person_names(actor, {pk for row in rows for pk in (row.given_by_id, row.taken_by_id) if pk})
        yield [
            "Day",
            "Shift",
            "Site",
            "What was open",
            "Words",
            "By",
            "Given",
            "State",
            "Taken over by",
            "Taken over",
        ]
        for row in rows:
            yield [
                day_cell(row.day), SHIFT_WORDS[row.shift], sites.get(row.site_id, ""),
                summary(told(row.facts, row.site_id)), row.words, names.get(row.given_by_id, ""),
                moment_cell(row.given_at), STATE_WORDS[row.state].text, names.get(row.taken_by_id or 0, ""),
                moment_cell(row.taken_at),
            ]  # fmt: skip

    return give_out(request, Sheet("hand-over", "note", total, lines))
