"""Writes a note of the team on an order; refuses an empty one. Notes may name people: no event holds them."""

from __future__ import annotations

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.orders import events
from opsroom.domains.orders.errors import EmptyNote, OrderNotFound
from opsroom.domains.orders.models import Order, OrderNote
from opsroom.kernel.records import events as records
from opsroom.kernel.records import wake
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.card_numbers import mask_cards
from opsroom.kernel.values.limits import NOTE_CHARS_MAX


@transaction.atomic
def write_note(actor: Actor, company_id: int, order_id: int, text: str) -> int:
    """Returns the note's id; longer text is cut at NOTE_CHARS_MAX, a card number is masked (Y2)."""
    access.require(actor, "orders.note", company_id=company_id)
    text = mask_cards(text.strip())[:NOTE_CHARS_MAX]
    if not text:
        raise EmptyNote()
    if not Order.objects.filter(pk=order_id, company_id=company_id).exists():
        raise OrderNotFound()
    note = OrderNote.objects.create(order_id=order_id, text=text, author_id=actor.user_id)
    records.record(
        events.NOTED, events.ORDER, [order_id], actor, data={"note": int(note.pk)}, company_id=company_id
    )
    wake.notify("orders")
    return int(note.pk)
