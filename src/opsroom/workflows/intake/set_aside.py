"""Sets stock aside for orders about to be written, in rank order; refuses nothing: what is missing is short."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from opsroom.domains.orders.actions.add_orders import NewOrder
from opsroom.domains.warehouse.rules import Given, Rank, Wanted, decide_allocations
from opsroom.workflows.intake.plan import OrderPlan


def wanted_skus(plans: Sequence[OrderPlan]) -> list[int]:
    """SKUs that orders waiting for stock want, as far as stock is kept of them."""
    return sorted(
        {
            sku
            for plan in plans
            if plan.allocation_state == "unallocated"
            for line in plan.lines
            for sku, _, _ in line.demands
            if sku not in plan.untracked
        }
    )


def set_aside(
    orders: Sequence[NewOrder],
    plans: Sequence[OrderPlan],
    site_ids: tuple[int, ...],
    free: Mapping[tuple[int, int], int],
) -> list[Given]:
    """What they are given of `free`, by (site id, SKU id); each order says by its state whether that is all it wants.

    An order that wants nothing we know stays unallocated: a SKU nobody knows is not short, it is unknown.
    """
    wanted: list[Wanted] = []
    asking: list[tuple[NewOrder, int]] = []
    for order, plan in zip(orders, plans, strict=True):
        if order.state != "open" or order.allocation_state != "unallocated":
            continue
        own = _wants(order, plan, site_ids)
        if order.demand_ids:
            asking.append((order, sum(want.pieces for want in own)))
        wanted += own
    given = decide_allocations(wanted, free)
    got: dict[int, int] = {}
    sites: dict[int, set[int]] = {}
    for one in given:
        got[one.order_id] = got.get(one.order_id, 0) + one.pieces
        sites.setdefault(one.order_id, set()).add(one.site_id)
    for order, pieces in asking:
        order.born_allocation_state = order.allocation_state
        order.allocation_state = "allocated" if got.get(order.id, 0) == pieces else "short"
        order.site_ids = sorted(sites.get(order.id, ()))
    return given


def _wants(order: NewOrder, plan: OrderPlan, site_ids: tuple[int, ...]) -> list[Wanted]:
    rank = Rank(order.priority, order.ship_by, order.placed_at, order.id)
    demands = [demand for line in plan.lines for demand in line.demands]
    return [
        Wanted(pk, sku, pieces, rank, site_ids)
        for pk, (sku, _, pieces) in zip(order.demand_ids, demands, strict=True)
        if sku not in plan.untracked
    ]
