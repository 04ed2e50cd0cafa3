"""The demo shop in Settings: what removing it takes out of sight, one's own shop beside it, and the way between."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from opsroom.domains.access.queries import demo_company_id, person_actor, shops_of
from opsroom.domains.access.rules import require
from opsroom.interfaces.web.actor import COMPANY_KEY, actor_of
from opsroom.interfaces.web.parts import Crumb, Head, Pair, Pairs
from opsroom.interfaces.web.wording import counted, quantity
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.open_own_shop import open_own_shop
from opsroom.workflows.remove_demo_shop import OwnFilesInside, StillLoading, figures_of, remove_demo_shop


def demo_actor(request: HttpRequest) -> tuple[Actor, int]:
    """The person as they work in the demo shop, and its id; 404 where there is none for them."""
    company_id = demo_company_id()
    user_id = int(request.user.pk or 0)
    actor = person_actor(user_id, way="web", company_id=company_id) if company_id else None
    if actor is None or company_id is None or company_id not in actor.company_ids:
        raise Http404
    require(actor, "demo.remove", company_id=company_id)
    return actor, company_id


@require_safe
def demo_page(request: HttpRequest) -> HttpResponse:
    """/settings/demo: the dry run in figures, and the two acts."""
    actor, company_id = demo_actor(request)
    figures = figures_of(actor, company_id)
    shops = shops_of(int(request.user.pk or 0))
    here = min(actor_of(request).company_ids)
    rows = [
        Pair(key="Orders", value=quantity(figures.orders)),
        Pair(key="Invoices with their numbers", value=quantity(figures.invoices)),
        Pair(key="Imported files", value=quantity(figures.imports)),
    ]
    context = {
        "head": Head(
            crumbs=[Crumb(text="Settings", href="/settings")],
            title="The demo shop",
            lead=f"{figures.name} is a company of its own: nothing in it touches yours.",
        ),
        "figures": Pairs(rows=rows),
        "own_files": figures.own_files,
        "own_count": counted(len(figures.own_files), "file"),
        "others": [shop for shop in shops if shop.id != here],
        "has_own": any(not shop.is_demo for shop in shops),
    }
    return render(request, "settings/demo.html", context)


@require_POST
def start_own(request: HttpRequest) -> HttpResponse:
    """Opens one's own shop and works there from now on; the demo stays beside it."""
    actor, company_id = demo_actor(request)
    request.session[COMPANY_KEY] = open_own_shop(actor, company_id)
    messages.info(request, "This is your own shop. Name it under Settings; the demo shop stands beside it.")
    return HttpResponseRedirect("/settings/company")


@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """Removes the demo shop after a confirmation; its people go on in their own shop."""
    actor, company_id = demo_actor(request)
    if request.POST.get("sure") != "on":
        messages.error(request, "Nothing was removed. Tick the box first.")
        return HttpResponseRedirect("/settings/demo")
    try:
        done = remove_demo_shop(actor, company_id, with_own_files=request.POST.get("own_files") == "on")
    except (OwnFilesInside, StillLoading) as error:
        messages.error(request, error.message)
        return HttpResponseRedirect("/settings/demo")
    request.session[COMPANY_KEY] = done.own_company_id
    messages.info(request, "The demo shop was removed. This is your own shop.")
    return HttpResponseRedirect("/settings")
