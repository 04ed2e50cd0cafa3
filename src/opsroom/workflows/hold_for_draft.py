"""Keeps the goods of a draft or quote for its buyer for a while; refuses what is not there, and what is an order."""

from __future__ import annotations

from opsroom.domains.access import rules as access
from opsroom.domains.catalog import queries as catalog
from opsroom.domains.orders import drafts
from opsroom.domains.orders.draft_rules import FIXED_WHY, PLACEABLE, checkout_of
from opsroom.domains.orders.errors import DraftFixed, DraftUnfinished
from opsroom.domains.warehouse.holds import HoldFacts
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.kernel.values.actor import Actor
from opsroom.workflows._hand_channel import hand_channel
from opsroom.workflows.hold_for_checkout import hold_for_checkout


@in_one_piece
def hold_for_draft(actor: Actor, company_id: int, draft_id: int, *, minutes: int) -> HoldFacts:
    """What is on it now; asked again after a change, the new goods take the place of the old ones.

    Raises DraftNotFound, DraftFixed, DraftUnfinished, warehouse.not_enough, warehouse.bad_hold.
    """
    access.require(actor, "orders.draft", company_id=company_id)
    draft = drafts.facts(drafts.locked(company_id, draft_id))
    if draft.state not in PLACEABLE:
        raise DraftFixed(number=draft.name, why=FIXED_WHY[draft.state])
    lines = drafts.lines_of([draft_id])
    if not lines:
        raise DraftUnfinished(number=draft.name, why="It has no goods.")
    skus = catalog.skus_by_id(company_id, [line.sku_id for line in lines])
    wanted = [(skus[line.sku_id].code, line.quantity) for line in lines]
    channel = hand_channel(actor, company_id)
    return hold_for_checkout(actor, channel.id, checkout_of(draft_id), wanted, minutes=minutes)
