"""Changes what is known of an item; refuses to begin or end counting it while open orders want it.

An order's goods were set aside, or not, by whether the item was counted when it came. Its undo is the change back.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.catalog.actions.edit_sku import edit_sku
from opsroom.domains.orders import rows as order_rows
from opsroom.domains.warehouse.actions._stock_rows import lock_sites
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.errors import CodedError, Retry


class WantedByOrders(CodedError):
    """Facts: orders."""

    code = "catalog.wanted_by_orders"
    sentence = (
        "Open orders want it: {orders}. Whether it is counted can change once they have left or are cancelled; "
        "nothing was saved."
    )
    retry = Retry.AFTER_FIX


@transaction.atomic
def edit_item(actor: Actor, company_id: int, sku_id: int, told: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the changed fields as they were. Raises WantedByOrders and what edit_sku raises."""
    access.require(actor, "catalog.edit", company_id=company_id)
    if "tracked" in told:
        lock_sites(company_id, counting=True)  # no order comes in between the look and the change
    before = edit_sku(actor, company_id, sku_id, told)
    if "tracked" in before:
        wanting = order_rows.open_wanting(company_id, sku_id)
        if wanting:
            more = f" and {len(wanting) - 3} more" if len(wanting) > 3 else ""
            raise WantedByOrders(orders=", ".join(wanting[:3]) + more)
    return before
