"""What is done to ticked tasks or a whole view: take, give, snooze, end; first dry, then for real."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
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
from opsroom.domains.access.errors import ColleagueOff
from opsroom.domains.access.kinds import END_REASONS
from opsroom.domains.access.queries import colleagues, company_of, person_names, tasks_by_id
from opsroom.domains.access.queries.tasks import TaskFacts, overtaken
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
    """POST action, scope (ids | view), id..., seen, to, until, reason, dry. A view's rows are found again here."""
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
        says, skipped = _end(request, actor, company_id, chosen.tasks, dry)
    else:
        return HttpResponse(status=400)
    skipped = " ".join(filter(None, (skipped, _gone(chosen.gone))))
    if dry:
        return render(request, "tasks/_dry.html", {"says": says, "skipped": skipped})
    text = f"{says} {skipped}".strip()
    if request.headers.get("HX-Request") != "true":
        messages.info(request, text)
        return HttpResponseRedirect(f"/tasks?{lists.parse(dict(request.GET.lists())).query(kind='')}")
    answer = HttpResponse(status=204)
    answer["HX-Trigger"] = json.dumps(Toast(text=text).trigger() | {"tasks": {}})
    return answer


@dataclass(frozen=True, slots=True)
class Chosen:
    """Open tasks of the actor's list; how many ticked ones are not in it any more; the latest event as it was seen."""

    tasks: list[TaskFacts]
    gone: int
    seen: int | None


def _chosen(request: HttpRequest, actor: Actor) -> Chosen:
    """Open tasks the actor's list shows, whatever ids the page sent."""
    wanted = lists.parse(dict(request.GET.lists()))
    shown, gone = lists.ids(actor, wanted), 0
    if request.POST.get("scope") != "view":
        ticked = {int(v) for v in request.POST.getlist("id") if v.isdecimal() and len(v) < 19}
        gone = len(ticked.difference(shown))
        shown = [pk for pk in shown if pk in ticked][:BULK_ROWS_MAX]
    seen = request.POST.get("seen", "")
    return Chosen(tasks_by_id(actor, shown), gone, int(seen) if seen.isdecimal() and len(seen) < 19 else None)


Said = tuple[str, str]


def _gone(count: int) -> str:
    return (
        f"{counted(count, 'task')} left this list after you saw it: ended, snoozed or given to somebody."
        if count
        else ""
    )


def _overtaken(actor: Actor, chosen: Chosen, left: Collection[int]) -> str:
    """What stays as it is, since somebody was quicker."""
    later = overtaken(left, actor, chosen.seen)
    if not later:
        return ""
    names = person_names(actor, {pk for pk in later.values() if pk is not None})
    stays, them = ("stays as it is", "it") if len(later) == 1 else ("stay as they are", "them")
    who = sorted({names.get(pk or 0, "somebody else") for pk in later.values()})
    return f"{counted(len(later), 'task')} {stays}: {' and '.join(who)} took or snoozed {them} after you saw the list."


def _give_to(request: HttpRequest, actor: Actor, company_id: int, chosen: Chosen, dry: bool) -> Said:
    to = request.POST.get("to", "")
    people = colleagues(actor)
    if not to.isdecimal() or len(to) > 18:
        return "Choose to whom first.", ""
    if int(to) not in people:
        left = person_names(actor, [int(to)])
        return (ColleagueOff(name=left[int(to)]).message if left else "Choose to whom first."), ""
    return _give(actor, company_id, chosen, int(to), dry, f"{people[int(to)]}'s")


def _give(actor: Actor, company_id: int, chosen: Chosen, to: int | None, dry: bool, whose: str) -> Said:
    asked = {task.id for task in chosen.tasks}
    had = {task.id for task in chosen.tasks if task.owner_id == to}
    if dry:
        later = overtaken(asked - had, actor, chosen.seen)
        return (
            f"{counted(len(asked) - len(later), 'task')} will be {whose}.",
            _overtaken(actor, chosen, later),
        )
    done = had.union(take_tasks(actor, company_id, sorted(asked), to, seen=chosen.seen))
    return f"{counted(len(done), 'task')} now {whose}.", _overtaken(actor, chosen, asked - done)


def _snooze(request: HttpRequest, actor: Actor, company_id: int, chosen: Chosen, dry: bool) -> Said:
    until = _until(actor, request.POST.get("until", ""))
    if until is None:
        return "Choose until when first.", ""
    at = moment_words(until, timezone.localdate())
    asked = {task.id for task in chosen.tasks}
    if dry:
        done = asked.difference(overtaken(asked, actor, chosen.seen))
    else:
        done = set(snooze_tasks(actor, company_id, sorted(asked), until, seen=chosen.seen))
    return (
        f"{counted(len(done), 'task')} {'will come' if dry else 'come'} back {at}.",
        _overtaken(actor, chosen, asked - done),
    )


def _end(request: HttpRequest, actor: Actor, company_id: int, tasks: list[TaskFacts], dry: bool) -> Said:
    do = judge_ending if dry else end_tasks
    done = do(actor, company_id, tasks, request.POST.get("reason", ""))
    why = f"{len(done.skipped):,} stay open: {done.skipped[0][1]}" if done.skipped else ""
    return f"{counted(len(done.fit), 'task')} {'will be ended' if dry else 'ended'}.", why
