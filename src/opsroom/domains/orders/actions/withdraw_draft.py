"""Withdraws a draft or a quote for good; refuses one that is an order by now."""

from __future__ import annotations

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.orders import drafts
from opsroom.domains.orders.draft_rules import FIXED_WHY, PLACEABLE
from opsroom.domains.orders.errors import DraftFixed
from opsroom.domains.orders.models import Draft
from opsroom.domains.orders.states import DRAFT
from opsroom.kernel.records import transition, wake
from opsroom.kernel.values.actor import Actor

# Chosen, not typed: they stay in the history, which holds no names.
WITHDRAW_REASONS = {
    "declined": "The buyer does not want it",
    "elsewhere": "It was ordered another way",
    "mistake": "It was a mistake",
    "no_answer": "The buyer never answered",
}


@transaction.atomic
def withdraw_draft(actor: Actor, company_id: int, draft_id: int, *, why: str) -> None:
    """`why`: one of WITHDRAW_REASONS or nothing. Raises DraftNotFound, DraftFixed."""
    access.require(actor, "orders.draft", company_id=company_id)
    row = drafts.locked(company_id, draft_id)
    if row.state not in PLACEABLE:
        raise DraftFixed(number=drafts.facts(row).name, why=FIXED_WHY[row.state])
    transition.move(
        DRAFT, Draft, "state", [draft_id], "withdraw", actor,
        reason=WITHDRAW_REASONS.get(why, ""), sets={"version": row.version + 1},
    )  # fmt: skip
    wake.notify("orders")
