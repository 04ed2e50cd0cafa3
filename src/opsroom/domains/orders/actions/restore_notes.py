"""Puts back what the team wrote on orders that were taken out and come in anew; refuses to change author or time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from opsroom.domains.access import rules as access
from opsroom.domains.orders.models import OrderNote
from opsroom.kernel.values.actor import Actor


def restore_notes(
    actor: Actor, company_id: int, notes: Sequence[tuple[int, str, int | None, datetime]]
) -> None:
    """(order id, text, author, when it was written) each; the orders are the company's, written just now."""
    access.require(actor, "orders.accept", company_id=company_id)
    if notes:
        OrderNote.objects.bulk_create(
            OrderNote(order_id=order, text=text, author_id=author, written_at=at)
            for order, text, author, at in notes
        )
