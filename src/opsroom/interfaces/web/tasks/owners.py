"""Whose tasks of each kind are from the start, everywhere or at one site; only for who may route them."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from opsroom.domains.access.actions.route_tasks import route_tasks
from opsroom.domains.access.kinds import KINDS
from opsroom.domains.access.matrix import ROLE_WORDS
from opsroom.domains.access.queries import colleagues, company_of, routes_of
from opsroom.domains.access.rules import require
from opsroom.domains.warehouse import queries as warehouse
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.parts import Choice, Crumb, Head
from opsroom.interfaces.web.wording import counted

# Kinds that know their site; of the others one order may concern several.
AT_SITES = frozenset({"count"})


@dataclass(frozen=True, slots=True)
class RouteField:
    """One kind, perhaps at one site, with who has it now."""

    name: str
    title: str
    ends: str
    role: str
    owner: str


@require_http_methods(["GET", "HEAD", "POST"])
def owners(request: HttpRequest) -> HttpResponse:
    """GET draws a list of kinds; POST stores each that changed, fields named kind or kind@site."""
    actor = actor_of(request)
    company_id = company_of(actor).id
    require(actor, "access.route_tasks", company_id=company_id)
    routes, people = routes_of(actor, company_id), colleagues(actor)
    sites = {int(site.pk): site.name for site in warehouse.sites(actor)}
    places = [
        (key, site)
        for key in KINDS
        for site in (None, *(sorted(sites) if key in AT_SITES and len(sites) > 1 else ()))
    ]
    if request.method == "POST":
        moved = changed = 0
        for key, site in places:
            told = request.POST.get(_name(key, site))
            wanted = int(told) if told and told.isdecimal() and len(told) < 19 else None
            if told is not None and wanted != routes.get((key, site)):
                moved += route_tasks(actor, company_id, key, wanted, site_id=site)
                changed += 1
        given = f" {counted(moved, 'open task')} went along." if moved else ""
        messages.info(request, f"{counted(changed, 'kind')} changed.{given}")
        return HttpResponseRedirect("/tasks/owners")
    fields = []
    for key, site in places:
        words = KINDS[key].many.format(n="").strip()
        fields.append(
            RouteField(
                name=_name(key, site),
                title=words[:1].upper() + words[1:] + (f" at {sites[site]}" if site else ""),
                ends=KINDS[key].ends,
                role=ROLE_WORDS[KINDS[key].role],
                owner=str(routes.get((key, site), "")),
            )
        )
    head = Head(
        crumbs=[Crumb(text="Tasks", href="/tasks")],
        title="Whose the tasks are",
        lead="Every task belongs to a role. Name a person and new ones are theirs from the start.",
    )
    choices = [Choice(value=str(pk), text=name) for pk, name in people.items()]
    return render(request, "tasks/owners.html", {"head": head, "fields": fields, "people": choices})


def _name(key: str, site: int | None) -> str:
    return key if site is None else f"{key}@{site}"
