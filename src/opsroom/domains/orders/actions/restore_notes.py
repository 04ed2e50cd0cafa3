"""Puts back what the team wrote on orders that were taken out and come in anew; refuses to change author or time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from opsroom.domains.orders.models import OrderNote


def restore_notes(notes: Sequence[tuple[int, str, int | None, datetime]]) -> None:
    """(order id, text, author, when it was written) each. A part of the intake, which has asked for its right."""
    if notes:
        OrderNote.objects.bulk_create(
            OrderNote(order_id=order, text=text, author_id=author, written_at=at)
            for order, text, author, at in notes
        )
