"""Draws open tasks as groups with one act each and as a list that is a URL; shows only what is the person's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from opsroom.domains.access.kinds import KINDS, kind_of
from opsroom.domains.access.queries import colleagues, comment_counts, person_names
from opsroom.domains.access.rules import may, require
from opsroom.domains.warehouse import queries as warehouse
from opsroom.insight.lists import tasks as lists
from opsroom.insight.lists.subjects import TASK
from opsroom.insight.lists.tasks import AGES, VIEWS, TaskFilter, TaskGroup
from opsroom.insight.metrics import board
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.exports import export_action, give_table
from opsroom.interfaces.web.parts import Action, Alert, Blank, Choice, Head
from opsroom.interfaces.web.parts_list import Bulk, Filter, FilterField, Filters, Pager, Table, View, Views
from opsroom.interfaces.web.tasks.acts import bulk_bar
from opsroom.interfaces.web.tasks.table import may_act, task_table
from opsroom.interfaces.web.wording import counted, since
from opsroom.kernel.records import events as records
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import EXPORT_ROWS_MAX, PAGE_ROWS_USUAL

# Pages that mend one row after the other and take a list of tasks along.
MENDED_IN_PLACE = frozenset({"/orders/fix-addresses", "/orders/match-skus"})
OPEN_VIEWS = frozenset({"open", "mine", "nobody", "snoozed"})


@dataclass(frozen=True, slots=True)
class Group:
    """Tasks of one kind: how many, since when, what to press, who has them."""

    kind: str
    count: int
    says: str
    note: str
    act: str
    href: str
    list_href: str


@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    """/tasks?view=...&kind=...&owner=...&site=...&older=...&q=...&page=... ; the drawer gets the groups alone."""
    actor = actor_of(request)
    require(actor, "access.tasks", site_id=min(actor.site_ids or (), default=None))
    wanted = lists.parse(dict(request.GET.lists()))
    htmx, target = request.headers.get("HX-Request") == "true", request.headers.get("HX-Target", "")
    seen = records.latest_id(actor.company_ids)  # before the rows: what is changed later counts as not seen
    groups = _groups(actor, board.task_groups(actor))
    total = sum(group.count for group in groups)
    context: dict[str, object] = {
        "groups": groups,
        "seen": seen,
        "head": _head(actor, total, len(groups), wanted),
        "blank": Blank(title="No open task.", text="What needs a person appears here by itself.", tone="ok"),
        "show_groups": not wanted.edited and wanted.view == "open",
    }
    if htmx and target != "list":
        return render(request, "tasks/_groups.html", context)
    context |= _list(request.GET, actor, wanted)
    return render(request, "tasks/_list.html" if htmx else "tasks/page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def tasks_export(request: HttpRequest) -> HttpResponse:
    """/tasks/export?view=...&kind=...: the list as it is filtered, without its buttons."""
    actor = actor_of(request)
    wanted = lists.parse(dict(request.GET.lists()))
    total = lists.count(actor, wanted)
    return give_table(request, "tasks", "task", total, lambda: _table(actor, wanted, 1, EXPORT_ROWS_MAX))


def _head(actor: Actor, total: int, groups: int, wanted: TaskFilter) -> Head:
    actions = export_action(actor, f"/tasks/export?{wanted.query()}")
    kind = kind_of(wanted.kind)
    if kind.place in MENDED_IN_PLACE and wanted.view in OPEN_VIEWS and may_act(actor, kind):
        shown = lists.count(actor, wanted)
        mend = Action(
            label=f"{kind.act} these {shown:,}", href=_mend(kind.place, wanted.query()), look="pri", keep=True
        )
        actions += [mend] if shown else []
    if may(actor, "access.route_tasks"):
        actions.append(Action(label="Whose they are", href="/tasks/owners", icon="user-round", drawer=False))
    return Head(
        title=f"{counted(total, 'task')} in {counted(groups, 'group')}"
        if total
        else "Nothing waits for you.",
        lead="They close by themselves when their cause is gone.",
        actions=actions,
    )


def _list(words: QueryDict, actor: Actor, wanted: TaskFilter) -> dict[str, object]:
    counts = board.task_counts(actor)
    total = lists.count(actor, wanted) if wanted.edited else counts[wanted.view]
    text = words.get("page", "1")
    number = max(1, min(int(text) if text.isdecimal() and len(text) < 8 else 1, -(-total // PAGE_ROWS_USUAL)))
    closed = wanted.view == "closed"
    here = wanted.query(page=str(number) if number > 1 else "")
    return {
        "views": Views(
            views=[
                View(
                    name=name,
                    href=f"/tasks?view={key}",
                    count=counts[key],
                    current=key == wanted.view and not wanted.edited,
                )
                for key, (name, _) in VIEWS.items()
            ],
            target="#list",
        ),
        "filters": _filters(actor, wanted, total, counts[wanted.view]),
        "unknown": Alert(
            strong="A part of this address is not understood.",
            text=f"{', '.join(wanted.unknown[:5])} was left out; the rest is shown.",
            tone="warn",
        )
        if wanted.unknown
        else None,
        "table": _table(actor, wanted, number, PAGE_ROWS_USUAL),
        "pager": _pager(wanted, number, total),
        "bulk": None if closed else Bulk(actions=bulk_bar(actor), total=total, noun="task"),
        "query": wanted.query(),
        "here": f"/tasks?{here}",
    }


def _table(actor: Actor, wanted: TaskFilter, number: int, size: int) -> Table:
    rows = lists.page(actor, wanted, number=number, size=size)
    names = person_names(actor, {row.owner_id for row in rows if row.owner_id is not None})
    said = comment_counts(actor, TASK, [row.id for row in rows])
    closed = wanted.view == "closed"
    return task_table(actor, rows, names, said, closed=closed, select=not closed, empty=_empty(wanted))


def _groups(actor: Actor, found: Sequence[TaskGroup]) -> list[Group]:
    names = person_names(actor, {pk for group in found for pk in group.owner_ids})
    return [_group(actor, group, [names[pk] for pk in group.owner_ids if pk in names]) for group in found]


def _group(actor: Actor, group: TaskGroup, owners: Sequence[str]) -> Group:
    kind = kind_of(group.kind)
    rows = f"/tasks?kind={group.kind}"
    taken = f", with {', '.join(sorted(set(owners)))}" if owners else ""
    place, act = kind.place if may_act(actor, kind) else "", kind.act
    if place == rows:  # each is mended on a page of its own
        place = kind.row_place.format(id=group.subject_id)
        act = kind.act if group.count == 1 else f"{kind.act} the oldest"
    return Group(
        kind=group.kind,
        count=group.count,
        says=(kind.one if group.count == 1 else kind.many).format(n=f"{group.count:,}"),
        note=f"oldest {since(group.oldest, timezone.now())}{taken}",
        act=act,
        href=_mend(place, f"kind={group.kind}"),
        list_href=rows,
    )


def _mend(place: str, query: str) -> str:
    """The page where tasks are mended in place, told which list they come from; other places stay as they are."""
    return f"{place}?{urlencode({'tasks': query})}" if place in MENDED_IN_PLACE else place


def _filters(actor: Actor, wanted: TaskFilter, total: int, of: int) -> Filters:
    shown = [key for key, kind in KINDS.items() if may(actor, kind.sees)]
    kinds = [Choice(value=key, text=_title(key)) for key in shown]
    people = [Choice(value=str(pk), text=name) for pk, name in colleagues(actor).items()]
    ages = [Choice(value=key, text=words) for key, words in AGES.items()]
    fields = [
        FilterField(name="q", label="Order number or SKU", value=wanted.text, slash=True),
        FilterField(name="kind", label="Kind", value=wanted.kind, choices=kinds),
        FilterField(name="owner", label="Whose", value=str(wanted.owner or ""), choices=people),
        FilterField(name="older", label="Age", value=wanted.older, choices=ages),
    ]
    if may(actor, "warehouse.view"):
        sites = [Choice(value=str(site.pk), text=site.name) for site in warehouse.sites(actor)]
        if len(sites) > 1:
            fields.append(FilterField(name="site", label="Site", value=str(wanted.site or ""), choices=sites))
    texts = {field.name: {c.value: c.text for c in field.choices} for field in fields}
    words = {
        "kind": wanted.kind,
        "owner": str(wanted.owner or ""),
        "older": wanted.older,
        "site": str(wanted.site or ""),
    }
    chips = [
        Filter(
            field=name.capitalize(),
            value=texts.get(name, {}).get(value, value),
            without=f"/tasks?{wanted.query(**{name: ''})}",
        )
        for name, value in words.items()
        if value and name not in texts
    ]
    return Filters(
        action="/tasks",
        target="#list",
        fields=fields,
        chips=chips,
        keep=[("view", wanted.view)],
        shown=total,
        of=of,
        noun="task",
        clear=f"/tasks?view={wanted.view}" if wanted.edited else "",
    )


def _title(key: str) -> str:
    words = kind_of(key).many.format(n="").strip()
    return words[:1].upper() + words[1:]


def _empty(wanted: TaskFilter) -> Blank:
    if wanted.edited:
        return Blank(
            title="No task matches.",
            text="Take a filter off, or look at all that is open.",
            icon="search",
            actions=(Action(label="All open tasks", href="/tasks"),),
        )
    return Blank(
        title=f"Nothing is in {VIEWS[wanted.view][0].lower()}.",
        text="What needs a person appears here by itself.",
        tone="ok",
    )


def _pager(wanted: TaskFilter, number: int, total: int) -> Pager:
    first = (number - 1) * PAGE_ROWS_USUAL
    last = min(first + PAGE_ROWS_USUAL, total)
    return Pager(
        first=first + 1 if total else 0,
        last=last,
        total=total,
        before=f"/tasks?{wanted.query(page=str(number - 1))}" if number > 1 else "",
        after=f"/tasks?{wanted.query(page=str(number + 1))}" if last < total else "",
        target="#list",
    )
