"""Orders the same again: says first what is copied and what the list says today, then begins a draft with it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from opsroom.domains.access.rules import require
from opsroom.domains.orders import drafts
from opsroom.domains.orders import queries as orders
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.orders.desk import drawer
from opsroom.interfaces.web.wording import counted
from opsroom.workflows.copy_order import copy_order


@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: HttpRequest, order_id: int) -> HttpResponse:
    """GET what will be copied; POST the draft, with a word on prices that changed and goods nobody knows."""
    actor = actor_of(request)
    order = orders.order_of(actor, order_id)
    require(actor, "orders.draft", company_id=order.company_id)
    if request.method != "POST":
        return drawer(
            request, "hand/_copy.html", {"order": order, "lines": counted(order.line_count, "line")}
        )
    done = copy_order(actor, order.company_id, order_id)
    lines = drafts.lines_of([done.draft_id])
    changed = sum(line.old_price is not None and line.old_price != line.unit_price for line in lines)
    says = [f"{counted(len(lines), 'line')} of {order.number} at today's prices"]
    if changed:
        says.append(f"{counted(changed, 'price')} changed since")
    if done.left_out:
        says.append(f"left out, since nobody knows it: {', '.join(done.left_out[:5])}")
    messages.info(request, "; ".join(says) + ".")
    return HttpResponseRedirect(f"/orders/drafts/{done.draft_id}")
