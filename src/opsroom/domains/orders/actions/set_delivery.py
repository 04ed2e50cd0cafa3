"""Sets how open orders go to the customer, keeping what the customer chose; leaves orders with printed papers alone."""

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
def set_delivery(actor: Actor, company_id: int, methods: Mapping[int, str]) -> dict[int, str]:
    """`methods`: delivery method by order id. Returns the former one of each order that changed, which undoes it.

    The promise stays as it was made: ship-by follows from what the customer chose.
    """
    access.require(actor, "orders.edit", company_id=company_id)
    rows = Order.objects.select_for_update(no_key=True).filter(pk__in=methods, company_id=company_id)
    fit = [
        row
        for row in rows.order_by("id")
        if edit_refusal(axes_of(row)) is None and row.delivery_method != methods[int(row.pk)]
    ]
    before = {int(row.pk): row.delivery_method for row in fit}
    by_value: dict[str, list[int]] = {}
    for row in fit:
        wanted = methods[int(row.pk)]
        row.delivery_chosen = row.delivery_chosen or row.delivery_method
        if row.delivery_chosen == wanted:
            row.delivery_chosen = ""
        row.delivery_method = wanted
        by_value.setdefault(wanted, []).append(int(row.pk))
    Order.objects.bulk_update(fit, ["delivery_method", "delivery_chosen"])
    for value, ids in by_value.items():
        records.record(
            events.DELIVERY_SET, events.ORDER, ids, actor, data={"to": value}, company_id=company_id
        )
    if before:
        wake.notify("orders")
    return before
