"""Says which site is asked first for the goods of open orders; moves no goods itself, allocating does."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.orders import events
from opsroom.domains.orders.models import Order
from opsroom.domains.orders.queries import axes_of
from opsroom.domains.orders.rules import edit_refusal
from opsroom.kernel.records import events as records
from opsroom.kernel.records import wake
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def prefer_site(actor: Actor, company_id: int, sites: Mapping[int, int | None]) -> dict[int, int | None]:
    """`sites`: site id (None: as the channel says) by order id. Returns the former one of each order that changed.

    The caller knows the sites and that they serve the channel; orders whose papers are printed are left alone.
    """
    access.require(actor, "orders.edit", company_id=company_id)
    rows = Order.objects.select_for_update(no_key=True).filter(pk__in=sites, company_id=company_id)
    fit = [
        row
        for row in rows.order_by("id")
        if edit_refusal(axes_of(row)) is None and row.preferred_site_id != sites[int(row.pk)]
    ]
    before = {int(row.pk): row.preferred_site_id for row in fit}
    by_site: dict[int | None, list[int]] = {}
    for row in fit:
        row.preferred_site_id = sites[int(row.pk)]
        by_site.setdefault(row.preferred_site_id, []).append(int(row.pk))
    Order.objects.bulk_update(fit, ["preferred_site_id"])
    for site, ids in by_site.items():
        records.record(
            events.SITE_PREFERRED, events.ORDER, ids, actor, data={"site": site}, company_id=company_id
        )
    if before:
        wake.notify("orders")
    return before
