"""Marks a draft as the order it became, and tells that order's history at which prices; the last step of placing."""

from __future__ import annotations

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.orders import drafts, events
from opsroom.domains.orders.draft_rules import FIXED_WHY, OVERRIDE_REASONS, PLACEABLE
from opsroom.domains.orders.errors import DraftFixed
from opsroom.domains.orders.models import Draft
from opsroom.domains.orders.states import DRAFT
from opsroom.kernel.records import events as records
from opsroom.kernel.records import transition, wake
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def accept_draft(actor: Actor, company_id: int, draft_id: int, order_id: int, *, prices: str = "") -> None:
    """The order is there already, in the same transaction. `prices`: those confirmed for a quote that was over.

    Raises DraftNotFound, DraftFixed.
    """
    access.require(actor, "orders.draft", company_id=company_id)
    row = drafts.locked(company_id, draft_id)
    if row.state not in PLACEABLE:
        raise DraftFixed(number=drafts.facts(row).name, why=FIXED_WHY[row.state])
    transition.move(
        DRAFT, Draft, "state", [draft_id], "accept", actor,
        data={"order": order_id, "total_minor": row.total_minor, "prices": prices},
        sets={"order": order_id, "version": row.version + 1},
    )  # fmt: skip
    for line in drafts.lines_of([draft_id]):
        if line.override_reason:
            records.record(
                events.PRICE_OVERRIDDEN, events.ORDER, [order_id], actor,
                reason=OVERRIDE_REASONS[line.override_reason],
                data={
                    "sku": line.sku_id, "list": line.list_price, "to": line.unit_price, "by": line.overridden_by_id,
                    "discount_rate": line.discount_rate, "discount_minor": line.discount_minor,
                },
                company_id=company_id,
            )  # fmt: skip
    wake.notify("orders")
