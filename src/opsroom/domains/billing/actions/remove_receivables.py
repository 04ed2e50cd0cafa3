"""Takes an import's open invoices back by reversing their opening entries; leaves those that were paid on since."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.billing.events import RECEIVABLE, RECEIVABLE_REMOVED
from opsroom.domains.billing.models import OpenReceivable
from opsroom.kernel.records import events, wake
from opsroom.kernel.values.actor import Actor
from opsroom.ledgers.money.post import reverse_many
from opsroom.ledgers.money.queries import entry_with_key


@transaction.atomic
def remove_receivables(
    actor: Actor, company_id: int, receivable_ids: Collection[int], *, on_date: date
) -> list[int]:
    """Returns the ids that are gone. The book keeps both entries: what was opened, and that it was taken back."""
    access.require(actor, "billing.open", company_id=company_id)
    rows = OpenReceivable.objects.select_for_update().filter(
        company_id=company_id, pk__in=list(receivable_ids), settled_minor=0
    )
    gone = sorted(int(row.pk) for row in rows.order_by("id"))
    booked = {pk: entry_with_key(company_id, f"opening:receivable:{pk}") for pk in gone}
    keys = {entry: f"opening:receivable:{pk}:undo" for pk, entry in booked.items() if entry is not None}
    if keys:
        reverse_many(keys, actor=actor, company_id=company_id, on_date=on_date)
    OpenReceivable.objects.filter(pk__in=gone).delete()
    events.record(RECEIVABLE_REMOVED, RECEIVABLE, gone, actor, company_id=company_id)
    wake.notify("money")
    return gone
