"""Draws open tasks as groups with one act each, takes a group or puts it to sleep; shows only what is the person's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from opsroom.domains.access.actions.snooze_task import snooze_task
from opsroom.domains.access.actions.take_tasks import take_tasks
from opsroom.domains.access.queries import TaskFacts, company_of, open_task_counts, open_tasks, person_names
from opsroom.domains.access.rules import may, require
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.orders.words import TASKS
from opsroom.interfaces.web.parts import Blank, Head
from opsroom.interfaces.web.wording import counted, since
from opsroom.kernel.values.actor import Actor

# Where a group's one act is done, and the verb it needs.
PLACES: Mapping[str, tuple[str, str]] = {
    "bad_address": ("/orders/fix-addresses", "orders.edit"),
    "unknown_sku": ("/orders/match-skus", "orders.edit"),
    "short": ("/orders?view=short", "orders.view"),
    "changed_at_channel": ("/orders?view=on_hold&reason=changed", "orders.view"),
    "refund": ("/orders?view=cancelled", "orders.view"),
}
SNOOZE = {"hour": (timedelta(hours=1), "one hour"), "day": (timedelta(days=1), "one day")}


@dataclass(frozen=True, slots=True)
class Group:
    """Tasks of one kind: how many, since when, what to press, who has them."""

    kind: str
    count: int
    says: str
    note: str
    act: str
    href: str


@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    """/tasks; the drawer gets the groups alone."""
    actor = actor_of(request)
    require(actor, "access.tasks", site_id=min(actor.site_ids or (), default=None))
    groups = _groups(actor)
    total = sum(group.count for group in groups)
    context = {
        "groups": groups,
        "head": Head(
            title=f"{counted(total, 'task')} in {counted(len(groups), 'group')}"
            if groups
            else "Nothing waits for you.",
            lead="They close by themselves when their cause is gone.",
        ),
        "blank": Blank(title="No open task.", text="What needs a person appears here by itself.", tone="ok"),
    }
    inside = request.headers.get("HX-Request") == "true"
    return render(request, "tasks/_groups.html" if inside else "tasks/page.html", context)


def _groups(actor: Actor) -> list[Group]:
    found = []
    for kind, count in open_task_counts(actor).items():
        rows = open_tasks(actor, kind=kind)
        found.append((rows[0].opened_at, _group(actor, kind, count, rows)))
    return [group for _, group in sorted(found, key=_oldest)]


def _oldest(pair: tuple[datetime, Group]) -> datetime:
    return pair[0]


def _group(actor: Actor, kind: str, count: int, rows: list[TaskFacts]) -> Group:
    plain = kind.replace("_", " ")
    one, many, act = TASKS.get(kind, (f"{{n}} task: {plain}", f"{{n}} tasks: {plain}", "Look"))
    href, verb = PLACES.get(kind, ("", ""))
    if (
        len(rows) == 1
        and rows[0].subject_kind == "orders.order"
        and kind not in ("bad_address", "unknown_sku")
    ):
        href, verb = f"/orders/{rows[0].subject_id}", "orders.view"
    owners = person_names(actor, {row.owner_id for row in rows if row.owner_id is not None})
    taken = f", with {', '.join(sorted(set(owners.values())))}" if owners else ""
    return Group(
        kind=kind,
        count=count,
        says=(one if count == 1 else many).format(n=f"{count:,}"),
        note=f"oldest {since(rows[0].opened_at, timezone.now())}{taken}",
        act=act,
        href=href if href and may(actor, verb) else "",
    )


@require_POST
def change(request: HttpRequest, kind: str) -> HttpResponse:
    """POST act: take, give_back, or hour | day to put the whole group to sleep."""
    actor = actor_of(request)
    company_id = company_of(actor).id
    rows = open_tasks(actor, kind=kind)
    act = request.POST.get("act", "")
    if act in ("take", "give_back"):
        ids = take_tasks(
            actor, company_id, [row.id for row in rows], actor.user_id if act == "take" else None
        )
        says = f"{counted(len(ids), 'task')} {'now yours' if act == 'take' else 'given back'}."
    elif act in SNOOZE:
        length, words = SNOOZE[act]
        for row in rows:
            snooze_task(actor, company_id, row.id, timezone.now() + length)
        says = f"{counted(len(rows), 'task')} back in {words}."
    else:
        return HttpResponse(status=400)
    messages.info(request, says)
    return HttpResponseRedirect("/tasks")
