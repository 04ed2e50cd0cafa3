"""Puts a tag on orders or takes one off, and lets the rules judge those that changed; its undo is the opposite."""

from __future__ import annotations

from collections.abc import Sequence

from opsroom.domains.access import rules as access
from opsroom.domains.orders.actions.tag_orders import tag_orders
from opsroom.domains.orders.actions.untag_orders import untag_orders
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.judge_orders import judge_orders


@in_one_piece
def change_tags(actor: Actor, company_id: int, order_ids: Sequence[int], tag: str, *, on: bool) -> list[int]:
    """Returns the ids of orders that changed."""
    access.require(actor, "orders.tag", company_id=company_id)
    changed = (tag_orders if on else untag_orders)(actor, company_id, order_ids, tag)
    if changed:
        judge_orders(actor, company_id, changed)
    return changed
