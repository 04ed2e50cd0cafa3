"""What is done to ticked tasks or a whole view: take, give, snooze, end; first dry, then for real."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_POST

from opsroom.domains.access.actions.snooze_tasks import snooze_tasks
from opsroom.domains.access.actions.take_tasks import take_tasks
from opsroom.domains.access.kinds import END_REASONS
from opsroom.domains.access.queries import colleagues, company_of, tasks_by_id
from opsroom.domains.access.queries.tasks import TaskFacts
from opsroom.domains.access.rules import may
from opsroom.domains.warehouse import queries as warehouse
from opsroom.insight.lists import tasks as lists
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.parts import Action, Choice, Toast
from opsroom.interfaces.web.parts_list import Choosing
from opsroom.interfaces.web.wording import counted
from opsroom.interfaces.web.wording import moment as moment_words
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.clock import BusinessCalendar
from opsroom.kernel.values.limits import BULK_ROWS_MAX
from opsroom.workflows.end_tasks import end_tasks, judge_ending

MORNINGS_OFFERED = 6
USUAL_MORNING = time(8)


def bulk_bar(actor: Actor) -> list[Action | Choosing]:
    """The acts on many tasks."""
    people = [Choice(value=str(pk), text=name) for pk, name in colleagues(actor).items()]
    reasons = [Choice(value=key, text=words) for key, words in END_REASONS.items()]
    return [
        Action(
            label="Take", name="action", value="take", icon="user-round", small=True, dry=True, look="pri"
        ),
        Choosing(name="to", label="To whom", choices=people, act=_button("Give", "give")),
        Choosing(name="until", label="Until", choices=_untils(actor), act=_button("Snooze", "snooze")),
        Choosing(name="reason", label="Why it ends", choices=reasons, act=_button("End", "end")),
    ]


def _button(label: str, value: str) -> Action:
    return Action(label=label, name="action", value=value, small=True, dry=True)


def _untils(actor: Actor) -> list[Choice]:
    now = timezone.now()
    found = [Choice(value="hour", text="In one hour")]
    for day in _mornings(actor, now):
        words = (
            "Tomorrow" if day == timezone.localdate(now) + timedelta(days=1) else date_format(day, "D j M")
        )
        at = _opening(actor, day)
        found.append(Choice(value=day.isoformat(), text=f"{words} {timezone.localtime(at):%H:%M}"))
    return found


def _calendar(actor: Actor) -> BusinessCalendar | None:
    """The clock of the first site; nobody without a site has business hours."""
    site = warehouse.sites(actor).first() if may(actor, "warehouse.view") else None
    return None if site is None else warehouse.site_clock(int(site.pk)).calendar


def _mornings(actor: Actor, now: datetime) -> list[date]:
    calendar, day, found = _calendar(actor), timezone.localdate(now), []
    for _ in range(MORNINGS_OFFERED):
        day += timedelta(days=1)
        if calendar is not None and not calendar.is_working_day(day):
            day = calendar.next_working_day(day)
        found.append(day)
    return found


def _opening(actor: Actor, day: date) -> datetime:
    calendar = _calendar(actor)
    spans = calendar.working_spans(day) if calendar is not None else []
    return (
        spans[0][0]
        if spans
        else datetime.combine(day, USUAL_MORNING, ZoneInfo(timezone.get_current_timezone_name()))
    )


def _until(actor: Actor, word: str) -> datetime | None:
    """The moment a choice means; "morning" is the next working day's opening."""
    now = timezone.now()
    if word == "hour":
        return now + timedelta(hours=1)
    if word == "morning":
        return _opening(actor, _mornings(actor, now)[0])
    try:
        return _opening(actor, date.fromisoformat(word))
    except ValueError:
        return None


@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """POST action, scope (ids | view), id..., to, until, reason, dry. A view's rows are found again here."""
    actor = actor_of(request)
    company_id = company_of(actor).id
    chosen = _chosen(request, actor)
    action, dry = request.POST.get("action", ""), bool(request.POST.get("dry"))
    if action == "take":
        says, skipped = _give(actor, company_id, chosen, actor.user_id, dry, "yours")
    elif action == "give":
        says, skipped = _give_to(request, actor, company_id, chosen, dry)
    elif action == "snooze":
        says, skipped = _snooze(request, actor, company_id, chosen, dry)
    elif action == "end":
        says, skipped = _end(request, actor, company_id, chosen, dry)
    else:
        return HttpResponse(status=400)
    if dry:
        return render(request, "tasks/_dry.html", {"says": says, "skipped": skipped})
    text = f"{says} {skipped}".strip()
    if request.headers.get("HX-Request") != "true":
        messages.info(request, text)
        return HttpResponseRedirect(f"/tasks?{lists.parse(dict(request.GET.lists())).query(kind='')}")
    answer = HttpResponse(status=204)
    answer["HX-Trigger"] = json.dumps(Toast(text=text).trigger() | {"tasks": {}})
    return answer


def _chosen(request: HttpRequest, actor: Actor) -> list[TaskFacts]:
    """Open tasks the actor's list shows, whatever ids the page sent."""
    wanted = lists.parse(dict(request.GET.lists()))
    shown = lists.ids(actor, wanted)
    if request.POST.get("scope") != "view":
        ticked = {int(v) for v in request.POST.getlist("id") if v.isdecimal() and len(v) < 19}
        shown = [pk for pk in shown if pk in ticked][:BULK_ROWS_MAX]
    return tasks_by_id(actor, shown)


Said = tuple[str, str]


def _give_to(request: HttpRequest, actor: Actor, company_id: int, tasks: list[TaskFacts], dry: bool) -> Said:
    to = request.POST.get("to", "")
    people = colleagues(actor)
    if not to.isdecimal() or len(to) > 18 or int(to) not in people:
        return "Choose to whom first.", ""
    return _give(actor, company_id, tasks, int(to), dry, f"{people[int(to)]}'s")


def _give(
    actor: Actor, company_id: int, tasks: list[TaskFacts], to: int | None, dry: bool, whose: str
) -> Said:
    if dry:
        return f"{counted(len(tasks), 'task')} will be {whose}.", ""
    take_tasks(actor, company_id, [task.id for task in tasks], to)
    return f"{counted(len(tasks), 'task')} now {whose}.", ""


def _snooze(request: HttpRequest, actor: Actor, company_id: int, tasks: list[TaskFacts], dry: bool) -> Said:
    until = _until(actor, request.POST.get("until", ""))
    if until is None:
        return "Choose until when first.", ""
    at = moment_words(until, timezone.localdate())
    if not dry:
        snooze_tasks(actor, company_id, [task.id for task in tasks], until)
    return f"{counted(len(tasks), 'task')} {'will come' if dry else 'come'} back {at}.", ""


def _end(request: HttpRequest, actor: Actor, company_id: int, tasks: list[TaskFacts], dry: bool) -> Said:
    do = judge_ending if dry else end_tasks
    done = do(actor, company_id, tasks, request.POST.get("reason", ""))
    why = f"{len(done.skipped):,} stay open: {done.skipped[0][1]}" if done.skipped else ""
    return f"{counted(len(done.fit), 'task')} {'will be ended' if dry else 'ended'}.", why
