"""Lists the places of Settings that this person may open, each with what it says now."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from opsroom.domains.access.queries import shops_of
from opsroom.domains.access.rules import may
from opsroom.domains.warehouse import queries as warehouse
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.company import company_of_request
from opsroom.interfaces.web.parts import Head, Item, Items
from opsroom.interfaces.web.wording import counted


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """/settings: for everybody, since one's own account is here too."""
    actor, company = actor_of(request), company_of_request(request)
    sites = counted(warehouse.sites(actor).count(), "site") if may(actor, "warehouse.view") else ""
    places = [
        (
            "access.settings",
            "Company",
            "Name, address, tax numbers, time zone",
            "/settings/company",
            "building-2",
        ),
        (
            "warehouse.view",
            "Sites",
            f"{sites}: profile, hours, cut-offs, bins",
            "/settings/sites",
            "warehouse",
        ),
        (
            "billing.view",
            "Number series",
            "Where invoice and credit note numbers go on",
            "/settings/series",
            "list",
        ),
        ("channels.view", "Channels", "Accounts, go-live dates, what they are told", "/channels", "store"),
        ("access.users", "Users", "People, roles, one-time links", "/settings/users", "users"),
        (
            "access.settings",
            "Data health",
            "What the data must always say, checked",
            "/settings/health",
            "heart-pulse",
        ),
        (
            "access.settings",
            "Data map",
            "What every stored field holds, and when personal fields go",
            "/settings/data-map",
            "database",
        ),
        (
            "jobs.view",
            "Jobs",
            "Imports and other long work: progress, pause, error files",
            "/settings/jobs",
            "loader",
        ),
        ("access.own_account", "Your account", "Password, second factor, sessions", "/account", "user-round"),
    ]
    places[-1:-1] = _demo(request)
    rows = [
        Item(title=title, note=note, href=href, icon=icon)
        for verb, title, note, href, icon in places
        if may(actor, verb)
    ]
    name = company.name if company else "Opsroom"
    return render(
        request,
        "settings/overview.html",
        {"head": Head(title="Settings", lead=f"How {name} works here."), "places": Items(rows=rows)},
    )


def _demo(request: HttpRequest) -> list[tuple[str, str, str, str, str]]:
    """The demo shop's place, for those who work in it."""
    if not any(shop.is_demo for shop in shops_of(int(request.user.pk or 0))):
        return []
    return [
        (
            "demo.remove",
            "Demo shop",
            "Your own shop beside it; remove it in one act",
            "/settings/demo",
            "store",
        )
    ]
