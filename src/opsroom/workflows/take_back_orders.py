"""Takes orders back from the floor: picks cancelled, goods back in their bins, stock still set aside; undoes a release.

Refuses, order by order and in words, what has left already.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from opsroom.domains.access import rules as access
from opsroom.domains.fulfilment import queries as fulfilment
from opsroom.domains.fulfilment.actions.cancel_fulfilment_orders import cancel_fulfilment_orders
from opsroom.domains.orders import rows as order_rows
from opsroom.domains.orders.actions.move_axis import move_axis
from opsroom.domains.warehouse import queries as warehouse
from opsroom.domains.warehouse.actions.put_back_allocations import put_back_allocations
from opsroom.domains.warehouse.actions.soften_allocations import soften_allocations
from opsroom.kernel.records import wake
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.kernel.values.actor import Actor


@dataclass(frozen=True, slots=True)
class PutBack:
    """What hands have to do: so many pieces of a SKU from where they lie into their bin."""

    order_id: int
    sku_id: int
    pieces: int
    source_id: int
    bin_id: int


@dataclass(frozen=True, slots=True)
class TakenBack:
    """Orders taken back, goods to carry back, and the ids of those that were not on the floor."""

    order_ids: tuple[int, ...]
    put_back: tuple[PutBack, ...]
    skipped: tuple[int, ...]


@in_one_piece
def take_back_orders(actor: Actor, company_id: int, order_ids: Sequence[int], *, reason: str) -> TakenBack:
    """Orders keep their stock softly and may be released again. Parts that left stay as they are."""
    orders = {int(o.pk): o for o in order_rows.locked(company_id, order_ids)}
    by_site = fulfilment.open_by_site(company_id, orders)
    for site_id in by_site:
        access.require(actor, "fulfilment.release", company_id=company_id, site_id=site_id)
    access.require(actor, "fulfilment.release", company_id=company_id, site_id=next(iter(by_site), None))
    begun = order_rows.begun_before(orders) | fulfilment.pieces_left(orders).keys()
    taken: set[int] = set()
    carry: list[PutBack] = []
    for site_id, rows in by_site.items():
        ids = sorted({order for _, order in rows})
        carry += _put_back(actor, company_id, site_id, ids)
        soften_allocations(actor, company_id, site_id, ids)
        cancel_fulfilment_orders(actor, company_id, site_id, [pk for pk, _ in rows], reason=reason)
        taken |= set(ids)
        for verb, mine in (("take_back_rest", begun & set(ids)), ("take_back", set(ids) - begun)):
            move_axis(
                actor, company_id, "fulfilment_state", verb, sorted(mine), site_id=site_id, reason=reason
            )
    wake.notify("orders", "fulfil")
    return TakenBack(tuple(sorted(taken)), tuple(carry), tuple(sorted(set(order_ids) - taken)))


def _put_back(actor: Actor, company_id: int, site_id: int, order_ids: Sequence[int]) -> list[PutBack]:
    """Picked goods go back to the bins they came from."""
    picked = warehouse.picked_allocations(site_id, order_ids)
    homes = fulfilment.bins_of_demands([int(row.demand_id) for row in picked])
    plan = {
        int(row.pk): PutBack(
            int(row.order_id),
            int(row.sku_id),
            row.quantity,
            int(row.location_id or 0),
            homes[int(row.demand_id)],
        )
        for row in picked
        if int(row.demand_id) in homes
    }
    bins = {pk: one.bin_id for pk, one in plan.items()}
    key = f"take_back:{fulfilment.last_id(order_ids)}"
    put_back_allocations(actor, company_id, site_id, bins, key=key)
    return list(plan.values())
