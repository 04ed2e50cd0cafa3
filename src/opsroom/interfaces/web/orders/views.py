"""Saves the list as it stands under a name, and takes such names away; refuses nobody's own and changes no order."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST

from opsroom.domains.access.actions.delete_view import delete_view
from opsroom.domains.access.actions.save_view import save_view
from opsroom.domains.access.queries import company_of, saved_views
from opsroom.domains.access.rules import require
from opsroom.insight.lists import order_filter
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.orders.desk import drawer
from opsroom.interfaces.web.parts import Field
from opsroom.kernel.values.limits import VIEW_NAME_CHARS_MAX


@require_http_methods(["GET", "HEAD", "POST"])
def views(request: HttpRequest) -> HttpResponse:
    """GET the form and the views there are; POST name, shared saves what the address asks for."""
    actor = actor_of(request)
    require(actor, "orders.view")
    query = order_filter.parse(dict(request.GET.lists())).query()
    if request.method == "POST":
        name = request.POST.get("name", "")
        save_view(actor, company_of(actor).id, "orders", name, query, shared=bool(request.POST.get("shared")))
        messages.info(request, f"View {' '.join(name.split())!r} saved.")
        return HttpResponseRedirect(f"/orders?{query}")
    context: dict[str, object] = {
        "query": query,
        "fields": [
            Field(
                name="name",
                label="Name",
                required=True,
                help=f"Up to {VIEW_NAME_CHARS_MAX} characters; the same name again replaces it.",
            ),
            Field(name="shared", label="For everybody in the company", kind="switch"),
        ],
        "saved": saved_views(actor, "orders"),
    }
    return drawer(request, "orders/_views.html", context)


@require_POST
def remove(request: HttpRequest, view_id: int) -> HttpResponse:
    """Takes one saved view away; the orders in it stay."""
    actor = actor_of(request)
    require(actor, "orders.view")
    delete_view(actor, company_of(actor).id, view_id)
    messages.info(request, "View deleted.")
    return HttpResponseRedirect("/orders")
