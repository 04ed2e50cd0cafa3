"""Takes a note of the team back; the event that it was written stays."""

from __future__ import annotations

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.orders import events
from opsroom.domains.orders.models import OrderNote
from opsroom.kernel.records import events as records
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def delete_note(actor: Actor, company_id: int, note_id: int) -> bool:
    """Whether there was such a note."""
    access.require(actor, "orders.note", company_id=company_id)
    note = OrderNote.objects.filter(pk=note_id, order__company_id=company_id).first()
    if note is None:
        return False
    order_id = int(note.order_id)
    note.delete()
    records.record(
        events.NOTED, events.ORDER, [order_id], actor, data={"taken_back": note_id}, company_id=company_id
    )
    return True
