"""Lets the rules that are on judge orders whose facts have changed; its undo is the opposite of what they did.

A rule acts where an order comes to match it, never again while it stays so. Leaves history and test orders alone.
"""

from __future__ import annotations

from collections.abc import Collection

from opsroom.domains.access import rules as access
from opsroom.domains.orders import rows as order_rows
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.ruling.one_pass import Passed, pass_over


@in_one_piece
def judge_orders(actor: Actor, company_id: int, order_ids: Collection[int]) -> Passed:
    """One set-wise pass over these orders; asks for the right to tag, which everybody has who may change orders."""
    access.require(actor, "orders.tag", company_id=company_id)
    order_rows.locked(company_id, order_ids)
    return pass_over(company_id, order_ids, "changed")
