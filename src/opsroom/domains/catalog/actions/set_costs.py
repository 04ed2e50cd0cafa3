"""Writes what SKUs cost, many in one statement; refuses a cost below zero by the table's own constraint."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.db import connection, transaction

from opsroom.domains.access.rules import require
from opsroom.domains.catalog.events import SKU, SKU_COSTED
from opsroom.kernel.records import events
from opsroom.kernel.values.actor import Actor


def set_costs(actor: Actor, company_id: int, costs: Mapping[int, Decimal]) -> None:
    """SKU id -> unit cost in major units of the SKU's currency."""
    require(actor, "catalog.edit", company_id=company_id)
    if not costs:
        return
    ids = sorted(costs)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE catalog_sku AS sku SET cost = given.cost"
            " FROM unnest(%s::bigint[], %s::numeric[]) AS given(id, cost)"
            " WHERE sku.id = given.id AND sku.company_id = %s",
            [ids, [costs[sku_id] for sku_id in ids], company_id],
        )
        events.record(SKU_COSTED, SKU, ids, actor, company_id=company_id)
