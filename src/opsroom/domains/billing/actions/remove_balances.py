"""Takes an import's account balances back by reversing their opening entries; the book keeps both."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.billing.events import BALANCE, BALANCE_REMOVED
from opsroom.domains.billing.models import OpeningBalance
from opsroom.kernel.records import events, wake
from opsroom.kernel.values.actor import Actor
from opsroom.ledgers.money.post import reverse_many
from opsroom.ledgers.money.queries import entry_with_key


@transaction.atomic
def remove_balances(
    actor: Actor, company_id: int, balance_ids: Collection[int], *, on_date: date
) -> list[int]:
    """Returns the ids that are gone."""
    access.require(actor, "billing.open", company_id=company_id)
    rows = OpeningBalance.objects.select_for_update().filter(company_id=company_id, pk__in=list(balance_ids))
    gone = sorted(int(row.pk) for row in rows.order_by("id"))
    booked = {pk: entry_with_key(company_id, f"opening:balance:{pk}") for pk in gone}
    keys = {entry: f"opening:balance:{pk}:undo" for pk, entry in booked.items() if entry is not None}
    if keys:
        reverse_many(keys, actor=actor, company_id=company_id, on_date=on_date)
    OpeningBalance.objects.filter(pk__in=gone).delete()
    events.record(BALANCE_REMOVED, BALANCE, gone, actor, company_id=company_id)
    wake.notify("money")
    return gone
