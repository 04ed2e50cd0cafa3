"""Books orders that others ship: their goods from the channel's place, their money as the channel told it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from opsroom.domains.access.queries import timezone_of
from opsroom.domains.billing.actions.book_outside_sales import OutsideSale, book_outside_sales
from opsroom.domains.channels.queries import ChannelFacts
from opsroom.domains.payments.rules import processor_of
from opsroom.domains.warehouse.actions.post_outside_sales import post_outside_sales
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.clock import business_day
from opsroom.workflows.intake.plan import OrderPlan

if TYPE_CHECKING:
    from opsroom.domains.orders.models import Order

UNKNOWN_COUNTRY = "ZZ"


def _theirs(orders: Sequence[Order], plans: Sequence[OrderPlan]) -> list[tuple[Order, OrderPlan]]:
    """Orders that we ship ourselves are passed over."""
    return [(o, p) for o, p in zip(orders, plans, strict=True) if o.fulfilment_state == "elsewhere"]


def post_outside(
    actor: Actor,
    channel: ChannelFacts,
    orders: Sequence[Order],
    plans: Sequence[OrderPlan],
    parts: Mapping[int, Sequence[tuple[int, int]]],
) -> None:
    """The goods. `parts`: of kits, (SKU id, pieces) by the kit's SKU id."""
    theirs = _theirs(orders, plans)
    pieces: dict[int, dict[int, int]] = {}
    for order, plan in theirs:
        by_sku = pieces.setdefault(int(order.pk), {})
        for line in plan.lines:
            if line.kind != "goods" or line.sku_id is None:
                continue
            for sku, each in parts.get(line.sku_id) or ((line.sku_id, 1),):
                by_sku[sku] = by_sku.get(sku, 0) + each * (line.quantity - line.cancelled)
    told = {pk: {sku: many for sku, many in by_sku.items() if many > 0} for pk, by_sku in pieces.items()}
    post_outside_sales(actor, channel.company_id, channel.code, {pk: one for pk, one in told.items() if one})


def book_outside(
    actor: Actor, channel: ChannelFacts, orders: Sequence[Order], plans: Sequence[OrderPlan]
) -> None:
    """The money; payments are recorded before, goods are posted before both."""
    theirs = _theirs(orders, plans)
    if theirs:
        zone = timezone_of(channel.company_id)
        sales = [sale_of(channel, order, plan, zone) for order, plan in theirs]
        book_outside_sales(actor, channel.company_id, sales)


def sale_of(channel: ChannelFacts, order: Order, plan: OrderPlan, zone: str) -> OutsideSale:
    """The order as its channel sold it; `zone`: the company's, which decides the day of the sale."""
    shipping = sum(line.net_minor for line in plan.lines if line.kind == "shipping")
    lines = sum(line.net_minor for line in plan.lines)
    address = plan.incoming.ship_to
    country = (address.country_code if address else "").upper()
    return OutsideSale(
        order_id=int(order.pk),
        party=processor_of(channel.code, channel.connector),
        by_marketplace=order.fulfilled_by == "marketplace",
        currency=order.currency,
        goods_net=lines - shipping,
        shipping_net=shipping,
        difference_net=order.net_minor - lines,
        tax=order.tax_minor,
        tax_country=country if len(country) == 2 and country.isalpha() else UNKNOWN_COUNTRY,
        tax_remitted_by_party=order.tax_remitter == "channel",
        sold_on=business_day(order.placed_at, zone),
    )
