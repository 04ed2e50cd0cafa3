"""Creates fulfilment orders from what was set aside at a site; one order and one site make one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.fulfilment.models import FulfilmentLine, FulfilmentOrder
from opsroom.domains.fulfilment.states import FULFILMENT_ORDER
from opsroom.kernel.records import counters, transition, wake
from opsroom.kernel.values.actor import Actor

FIRST_NUMBER = 10_000


@dataclass(frozen=True, slots=True)
class NewLine:
    """Pieces of one demand; `allocation_id` None for a SKU whose stock nobody tracks."""

    demand_id: int
    allocation_id: int | None
    order_line_id: int
    sku_id: int
    pieces: int


@dataclass(frozen=True, slots=True)
class NewFulfilmentOrder:
    """What one site is to send of one order."""

    order_id: int
    delivery_method: str
    ship_by: datetime | None
    priority: int
    lines: tuple[NewLine, ...]


@transaction.atomic
def create_fulfilment_orders(
    actor: Actor, company_id: int, site_id: int, rows: Sequence[NewFulfilmentOrder]
) -> list[int]:
    """Returns their ids in the order given."""
    access.require(actor, "fulfilment.release", company_id=company_id, site_id=site_id)
    if not rows:
        return []
    numbers = counters.next_numbers(f"fulfilment:{company_id}", len(rows))
    made = FulfilmentOrder.objects.bulk_create(
        FulfilmentOrder(
            company_id=company_id,
            order_id=row.order_id,
            site_id=site_id,
            number=f"F-{FIRST_NUMBER + number}",
            state="released",
            delivery_method=row.delivery_method,
            ship_by=row.ship_by,
            priority=row.priority,
        )
        for row, number in zip(rows, numbers, strict=True)
    )
    FulfilmentLine.objects.bulk_create(
        FulfilmentLine(
            fulfilment_order=head,
            demand_id=line.demand_id,
            allocation_id=line.allocation_id,
            order_line_id=line.order_line_id,
            sku_id=line.sku_id,
            quantity=line.pieces,
            picked=0,
            packed=0,
            short=0,
        )
        for head, row in zip(made, rows, strict=True)
        for line in row.lines
    )
    transition.born(
        FULFILMENT_ORDER,
        FulfilmentOrder,
        [(int(head.pk), "released", {"order": int(head.order_id), "site": site_id}) for head in made],
        actor,
    )
    wake.notify("fulfil")
    return [int(head.pk) for head in made]
