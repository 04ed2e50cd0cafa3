"""The way from a list of tasks to the page where they are mended, and back with what remains; changes nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import parse_qs, urlencode

from django.http import HttpRequest

from opsroom.domains.access.rules import may
from opsroom.insight.lists import tasks as lists
from opsroom.interfaces.web.parts import Action, Blank, Crumb
from opsroom.interfaces.web.wording import counted
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import BULK_ROWS_MAX


@dataclass(frozen=True, slots=True)
class Inbox:
    """Where a person came from. `query`: the list's address; `order_ids`: its orders, None for all there are."""

    query: str = ""
    order_ids: frozenset[int] | None = None
    left: int = 0  # tasks the inbox still shows

    @property
    def crumbs(self) -> list[Crumb]:
        """The way back."""
        return [Crumb(text="Tasks", href=f"/tasks?{self.query}")] if self.query else []

    def at(self, path: str) -> str:
        """The same page for the same list."""
        return f"{path}?{urlencode({'tasks': self.query})}" if self.query else path

    def done(self, title: str, text: str) -> Blank:
        """Nothing is left here; the inbox may hold more."""
        back = Action(label=f"Back to the inbox, {counted(self.left, 'task')} left", href="/tasks")
        return Blank(title=title, text=text, tone="ok", actions=(back,) if self.query else ())


def inbox_of(request: HttpRequest, actor: Actor, kind: str) -> Inbox:
    """What the address or the form says: tasks=<address of a list of tasks>; of it only tasks of this kind count."""
    query = request.POST.get("tasks") or request.GET.get("tasks", "")
    if not query or not may(actor, "access.tasks", site_id=min(actor.site_ids or (), default=None)):
        return Inbox()
    wanted = replace(lists.parse(parse_qs(query[:2_000])), kind=kind)
    rows = lists.page(actor, wanted, size=BULK_ROWS_MAX)
    whole = not replace(wanted, kind="").edited and wanted.view == "open"
    ids = None if whole else frozenset(row.subject_id for row in rows)
    return Inbox(wanted.query(), ids, lists.counts(actor)["open"])
