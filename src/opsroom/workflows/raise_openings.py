"""Puts on the shelf what an *available* figure had left out for orders that come in after it; undone with the orders.

A channel's available figure has lost its open orders' pieces already, though they still lie there. So opening on hand
is available plus open unshipped, whichever of stock and orders is imported first.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import uuid4

from opsroom.domains.access import rules as access
from opsroom.domains.warehouse import rows as warehouse_rows
from opsroom.domains.warehouse.actions.set_stock import StockRow
from opsroom.domains.warehouse.actions.share_openings import Raised, share_openings
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.count_stock import count_stock, lock_for_change


@in_one_piece
def raise_openings(
    actor: Actor, company_id: int, order_ids: Collection[int], *, verb: str = "orders.accept"
) -> int:
    """Returns the pieces added. Orders placed after the figure was told change nothing, nor does a second call.

    It follows from the order, so the program does it: who takes orders in need not be allowed to count. `verb` is the
    right the caller acts by: taking an order in, or saying what its code means.
    """
    access.require(actor, verb, company_id=company_id)
    skus = warehouse_rows.raisable(order_ids)
    if not skus:
        return 0
    program = access.system_actor("system.opener", company_ids=frozenset({company_id}), way=actor.way)
    lock_for_change(company_id, skus)
    return move_openings(program, company_id, share_openings(program, company_id, order_ids=order_ids))


def move_openings(program: Actor, company_id: int, raised: Sequence[Raised]) -> int:
    """Counts bins anew by what their openings changed by; returns the pieces added, below 0 when they fell."""
    for site_id in sorted({one.site_id for one in raised}):
        own = [one for one in raised if one.site_id == site_id]
        skus = {one.sku_id for one in own}
        held = warehouse_rows.held(company_id, site_id, {one.location_code for one in own}, skus)
        counted = [
            StockRow(
                one.sku_id,
                one.location_code,
                max(0, held.get((one.location_code, one.sku_id), 0) + one.pieces),
            )
            for one in sorted(own, key=lambda one: (one.sku_id, one.location_code))
        ]
        count_stock(
            program,
            site_id,
            counted,
            key=f"opening:{uuid4()}",  # what was shared is noted in this transaction: a repeat finds nothing to post
            company_id=company_id,
            ref=("warehouse.site", site_id),
            opening=True,
            reason="open orders that the opening figure had left out",
        )
    return sum(one.pieces for one in raised)


def note_left_out(actor: Actor, company_id: int, site_id: int, sku_ids: Collection[int]) -> None:
    """Notes whose pieces a count from *available* figures has just added, so that no later order adds them again."""
    program = access.system_actor("system.opener", company_ids=frozenset({company_id}), way=actor.way)
    share_openings(program, company_id, sku_ids=sku_ids, site_id=site_id)
