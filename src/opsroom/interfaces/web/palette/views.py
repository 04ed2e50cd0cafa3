"""The palette: places to go, things to do and records to find; offers only what this person may open."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from opsroom.domains.access.rules import may, require
from opsroom.domains.catalog import queries as catalog
from opsroom.domains.customers import queries as customers
from opsroom.domains.fulfilment.queries import floor
from opsroom.domains.partners import queries as partners
from opsroom.insight.lists import orders
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.parts_list import Find, FindGroup, Finds
from opsroom.interfaces.web.shell import MENU, PLACES, SCAN, Place, open_to, stands
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import SEARCH_RESULTS_COUNT

# What can be started from anywhere; shown where the page stands and the verb is the person's.
COMMANDS: tuple[Place, ...] = (
    Place("suppliers", "Suppliers", "/stock/suppliers", "truck", verb="partners.view"),
    Place("new-import", "Import a file", "/import", "upload", verb="imports.upload"),
    Place("move-in", "Move in, step by step", "/import/move-in", "list-checks", verb="imports.view"),
    Place("new-order", "New order", "/orders/new", "plus", verb="orders.draft"),
    Place("drafts", "Drafts and quotes", "/orders/drafts", "file-text", verb="orders.draft"),
    Place("tasks", "See my tasks", "/tasks", "bell", verb="access.tasks"),
    Place(
        "handover", "Hand over to the next shift", "/handover/new", "clipboard-list", verb="access.hand_over"
    ),
    Place("styleguide", "Look at the style guide", "/styleguide", "sparkles"),
)


@require_safe
def palette(request: HttpRequest) -> HttpResponse:
    """The answers for `q`, as a fragment for the script and as a page without it."""
    actor = actor_of(request)
    require(actor, "search.find")
    text = request.GET.get("q", "").strip()
    groups = [group for group in _groups(actor, text) if group.items]
    facts = {"finds": Finds(groups=groups, q=text), "q": text}
    inside = request.headers.get("HX-Request") == "true"
    return render(request, "palette/answers.html" if inside else "palette/page.html", facts)


def _groups(actor: Actor, text: str) -> Iterator[FindGroup]:
    yield FindGroup(name="Go to", items=_places(actor, (*PLACES, SCAN, *MENU), text))
    if text and may(actor, "orders.view") and stands("/orders/1"):
        items = [
            Find(text=number, href=f"/orders/{pk}", icon="inbox")
            for pk, number in orders.numbered(actor, text, SEARCH_RESULTS_COUNT)
        ]
        yield FindGroup(name="Orders", items=items)
    if text and may(actor, "fulfilment.view") and stands("/fulfil/waves/1"):
        waves = floor.waves_of(actor).filter(number__istartswith=text).order_by("-id")
        items = [
            Find(text=number, href=f"/fulfil/waves/{pk}", icon="package-check")
            for pk, number in waves.values_list("id", "number")[:SEARCH_RESULTS_COUNT]
        ]
        yield FindGroup(name="Waves", items=items)
    if text and may(actor, "catalog.view") and stands("/stock/1"):
        skus = catalog.find(actor, text)
        items = [
            Find(text=sku["code"], note=sku.get("title", ""), href=f"/stock/{sku['id']}", icon="box")
            for sku in skus
        ]
        yield FindGroup(name="SKUs", items=items)
    if text and may(actor, "customers.view") and stands("/customers/1"):
        people = customers.find(actor, text)
        items = [
            Find(
                text=one["name"] or one["email"],
                note=one["email"],
                href=f"/customers/{one['id']}",
                icon="users",
            )
            for one in people
        ]
        yield FindGroup(name="Customers", items=items)
    if text and may(actor, "partners.view"):
        firms = partners.find(actor, text)
        items = [
            Find(text=name, note=code, href=f"/stock/suppliers/{pk}", icon="truck")
            for pk, code, name in firms
        ]
        yield FindGroup(name="Suppliers", items=items)
    yield FindGroup(name="Do", items=_places(actor, COMMANDS, text))


def _places(actor: Actor, places: tuple[Place, ...], text: str) -> list[Find]:
    wanted = text.casefold().split()
    return [
        Find(
            text=place.label,
            href=place.href,
            icon=place.icon,
            keys=f"G {place.letter.upper()}" if place.letter else "",
        )
        for place in places
        if open_to(actor, place) and all(word in place.label.casefold() for word in wanted)
    ]
