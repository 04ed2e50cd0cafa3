"""Says which SKU lines with unknown codes mean and freezes what they take; refuses lines that have a SKU already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.orders import events
from opsroom.domains.orders.models import Demand, Order, OrderLine
from opsroom.domains.orders.queries import axes_of
from opsroom.domains.orders.rules import edit_refusal
from opsroom.kernel.records import events as records
from opsroom.kernel.records import wake
from opsroom.kernel.values.actor import Actor


@dataclass(frozen=True, slots=True)
class MeantSku:
    """The SKU a line means; `parts` of a kit as (SKU id, pieces), else itself once."""

    sku_id: int
    kind: str
    shippable: bool
    parts: tuple[tuple[int, int], ...]


@transaction.atomic
def match_lines(actor: Actor, company_id: int, meant: Mapping[int, MeantSku]) -> list[int]:
    """`meant` by line id. Returns the ids of the orders it changed; lines that wait no more are passed over."""
    access.require(actor, "orders.edit", company_id=company_id)
    ids = sorted(
        set(
            OrderLine.objects.filter(pk__in=meant, order__company_id=company_id).values_list(
                "order_id", flat=True
            )
        )
    )
    orders = Order.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("id")
    placed = {int(order.pk): order.placed_at for order in orders if edit_refusal(axes_of(order)) is None}
    lines = list(OrderLine.objects.filter(pk__in=meant, order_id__in=placed, sku=None, kind="goods"))
    for line in lines:
        facts = meant[int(line.pk)]
        line.sku_id = facts.sku_id
        line.kind = facts.kind
        line.ships = line.ships and facts.shippable and facts.kind == "goods"
        if not line.ships:
            line.shipped_before = 0  # what is mailed as a code was never in an earlier tool's parcel
    OrderLine.objects.bulk_update(lines, ["sku", "kind", "ships", "shipped_before"])
    Demand.objects.bulk_create(
        Demand(
            line=line,
            order_id=line.order_id,
            placed_at=placed[int(line.order_id)],
            sku_id=sku,
            quantity_each=each,
            quantity=each * left,
        )
        for line in lines
        if line.ships and (left := line.quantity - line.cancelled - line.shipped_before) > 0
        for sku, each in meant[int(line.pk)].parts
    )
    touched = sorted({int(line.order_id) for line in lines})
    waiting = OrderLine.objects.filter(order_id__in=touched, sku=None, kind="goods").values_list("order_id")
    Order.objects.filter(pk__in=touched).exclude(pk__in=waiting).update(has_unknown_sku=False)
    for sku_id in sorted({meant[int(line.pk)].sku_id for line in lines}):
        told = sorted({int(line.order_id) for line in lines if line.sku_id == sku_id})
        records.record(
            events.SKU_MATCHED, events.ORDER, told, actor, data={"sku": sku_id}, company_id=company_id
        )
    if touched:
        wake.notify("orders")
    return touched
