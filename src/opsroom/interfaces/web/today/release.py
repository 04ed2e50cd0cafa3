"""The dry run before all ready orders are released at once; the release itself is the order list's own act."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from opsroom.domains.access.rules import may, require
from opsroom.domains.orders import queries as orders_domain
from opsroom.domains.warehouse import queries as warehouse
from opsroom.insight.lists import order_filter, orders
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.company import company_of_request
from opsroom.interfaces.web.parts import Pair, Pairs
from opsroom.interfaces.web.wording import counted, moment

SITES_SHOWN = 6


@require_safe
def release(request: HttpRequest) -> HttpResponse:
    """What releasing everything that is ready would do; alone for the drawer, a page for everybody else."""
    actor, company = actor_of(request), company_of_request(request)
    require(actor, "orders.release")
    zone = company.timezone if company else "UTC"
    now = datetime.now(UTC)
    wanted = order_filter.parse({"view": ["ready"]})
    found = orders_domain.orders_of(actor, orders.ids(actor, wanted, now=now, time_zone=zone))
    sites = (
        {int(site.pk): site.name for site in warehouse.sites(actor)} if may(actor, "warehouse.view") else {}
    )
    by_site = Counter(site for order in found for site in order.site_ids)
    rows = [
        Pair(key=sites.get(site, "Another site"), value=counted(n, "order"))
        for site, n in by_site.most_common(SITES_SHOWN)
    ]
    if untracked := sum(not order.site_ids for order in found):
        rows.append(Pair(key="Untracked goods only", value=counted(untracked, "order")))
    due = min((order.ship_by for order in found if order.ship_by), default=None)
    rows.append(Pair(key="Pieces to pick", value=counted(sum(order.units for order in found), "piece")))
    rows.append(Pair(key="First must leave by", value=moment(due, timezone.localdate())))
    context = {"many": len(found), "pairs": Pairs(rows=rows), "waves": len(by_site) or 1}
    inside = request.headers.get("HX-Request") == "true"
    return render(request, "today/_release.html" if inside else "today/release.html", context)
