"""Gives new orders the goods that were kept for them before they were orders; whose hold is over takes its turn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from opsroom.domains.access.rules import system_actor
from opsroom.domains.warehouse.actions.end_checkout_holds import end_checkout_holds
from opsroom.domains.warehouse.holds import holds_of
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.allocate_orders import allocate_orders
from opsroom.workflows.intake.plan import OrderPlan
from opsroom.workflows.intake.set_aside import wanted_skus
from opsroom.workflows.intake.surroundings import Surroundings

if TYPE_CHECKING:
    from opsroom.domains.orders.models import Order


def use_holds(
    actor: Actor, known: Surroundings, orders: Sequence[Order], plans: Sequence[OrderPlan]
) -> set[int]:
    """Ids of the orders that were served from their hold; the rest is served by rank after them.

    All stock rows these orders want are locked before the first hold is opened, so nobody comes between.
    """
    by_token = {
        plan.incoming.checkout: order
        for order, plan in zip(orders, plans, strict=True)
        if plan.incoming.checkout and order.allocation_state == "unallocated"
    }
    holds = holds_of(known.channel.id, by_token) if by_token else {}
    if not holds:
        return set()
    company_id = known.channel.company_id
    program = system_actor("system.allocator", company_ids=frozenset({company_id}), way=actor.way)
    skus = wanted_skus(plans)
    served: set[int] = set()
    for token, hold in sorted(holds.items(), key=lambda one: one[1].id):
        order_id = int(by_token[token].pk)
        end_checkout_holds(
            program, company_id, [hold.id], "use", also=skus, sites=known.serving.site_ids, order_id=order_id
        )
        allocate_orders(program, company_id, order_ids=[order_id])
        served.add(order_id)
    return served
