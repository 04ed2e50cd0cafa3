"""Draws one task: what it is, about what, whose, how it ends, and what colleagues say about it; changes nothing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from opsroom.domains.access.errors import NotFound
from opsroom.domains.access.kinds import kind_of
from opsroom.domains.access.queries import person_names
from opsroom.domains.access.rules import require, who_may
from opsroom.insight.lists import tasks as lists
from opsroom.insight.lists.subjects import TASK
from opsroom.insight.lists.tasks import TaskRow
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.parts import Action, Crumb, Fact, Head, Strip
from opsroom.interfaces.web.talk.parts import talk_on
from opsroom.interfaces.web.tasks.table import ENDED, detail_of, may_act, owner_of, subject_href, words_of
from opsroom.interfaces.web.wording import moment, since
from opsroom.kernel.values.actor import Actor


@require_safe
def task(request: HttpRequest, task_id: int) -> HttpResponse:
    """/tasks/5; one that ended stays readable, a foreign one is as good as missing."""
    actor = actor_of(request)
    require(actor, "access.tasks", site_id=min(actor.site_ids or (), default=None))
    found = lists.by_ids(actor, [task_id])
    if not found:
        raise NotFound(verb="access.tasks", way=actor.way, who=who_may("access.tasks"))
    row = found[0][0]
    context = {"head": _head(actor, row), "strip": _strip(actor, row), "talk": talk_on(actor, TASK, row.id)}
    return render(request, "tasks/task.html", context)


def _head(actor: Actor, row: TaskRow) -> Head:
    kind, actions = kind_of(row.kind), []
    if row.closed_at is None and kind.row_place and may_act(actor, kind):
        actions.append(Action(label=kind.act, href=kind.row_place.format(id=row.subject_id), look="pri"))
    crumbs = [Crumb(text="Tasks", href="/tasks"), Crumb(text=words_of(row), href=f"/tasks?kind={row.kind}")]
    ended = (
        f"It ended {moment(row.closed_at, timezone.localdate())}."
        if row.closed_at
        else f"It ends when {kind.ends}."
    )
    return Head(
        crumbs=crumbs, title=", ".join(filter(None, (words_of(row), row.name))), lead=ended, actions=actions
    )


def _strip(actor: Actor, row: TaskRow) -> Strip:
    now, names = timezone.now(), person_names(actor, [row.owner_id] if row.owner_id is not None else [])
    asleep = (
        row.snoozed_until if row.closed_at is None and row.snoozed_until and row.snoozed_until > now else None
    )
    about = subject_href(actor, row.subject_kind, row.subject_id)
    facts = [
        Fact(key="About", value=row.name or "–", href=about, sub=detail_of(row)),
        Fact(key="Whose", value=owner_of(row, names)),
        Fact(
            key="Since",
            value=since(row.opened_at, now),
            sub=f"snoozed until {moment(asleep, timezone.localdate())}" if asleep else "",
        ),
        Fact(key="Site", value=row.site or "–"),
    ]
    if row.closed_at is not None:
        facts.append(
            Fact(key="Why it ended", value=ENDED.get(row.close_reason, row.close_reason.replace("_", " ")))
        )
    return Strip(facts=facts)
