"""Writes purchase orders back as they were before a file changed them; the undo of an import."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from opsroom.domains.access.rules import require
from opsroom.domains.purchasing.events import PURCHASE, PURCHASE_RESTORED
from opsroom.domains.purchasing.models import PurchaseLine, PurchaseOrder
from opsroom.domains.purchasing.states import PURCHASE as MACHINE
from opsroom.kernel.records import events
from opsroom.kernel.records.transition import move
from opsroom.kernel.values.actor import Actor

Json = dict[str, Any]
PARTS = ("position", "sku_id", "ordered", "received", "cancelled", "unit_cost", "expected_on")


@transaction.atomic
def restore_purchases(actor: Actor, company_id: int, before: Mapping[int, Json]) -> None:
    """Order id -> what `as_json` of it was then: head and lines."""
    require(actor, "imports.undo", company_id=company_id)
    rows = PurchaseOrder.objects.select_for_update(no_key=True).filter(company_id=company_id, pk__in=before)
    for row in rows.order_by("id"):
        told = before[int(row.pk)]
        row.supplier_id, row.expected_on = told["supplier_id"], _day(told["expected_on"])
        row.ordered_on = _day(told["ordered_on"])
        row.save(update_fields=["supplier_id", "expected_on", "ordered_on"])
        PurchaseLine.objects.filter(order=row).delete()
        PurchaseLine.objects.bulk_create(
            PurchaseLine(
                order=row,
                **{name: one[name] for name in PARTS[:5]},
                unit_cost=None if one["unit_cost"] is None else Decimal(one["unit_cost"]),
                expected_on=_day(one["expected_on"]),
            )
            for one in told["lines"]
        )
        if row.state != "open" and told["state"] == "open":
            move(MACHINE, PurchaseOrder, "state", [int(row.pk)], "reopen", actor, reason="import undone")
        events.record(PURCHASE_RESTORED, PURCHASE, [row.pk], actor, company_id=company_id)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
