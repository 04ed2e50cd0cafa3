"""Remembers which version of an order the channel last sent and what changed; refuses to touch its lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.orders import events
from opsroom.domains.orders.models import Order
from opsroom.kernel.records import events as records
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def mark_version(
    actor: Actor,
    company_id: int,
    order_id: int,
    content_sha256: str,
    updated_at: datetime | None,
    notes: Sequence[str],
) -> None:
    """`updated_at` None keeps what stood; `notes` are sentences without any person in them."""
    access.require(actor, "orders.accept", company_id=company_id)
    rows = Order.objects.filter(pk=order_id, company_id=company_id)
    rows.update(content_sha256=content_sha256)
    if updated_at is not None:
        rows.update(external_updated_at=updated_at)
    records.record(
        events.CHANGED, events.ORDER, [order_id], actor, company_id=company_id, data={"what": list(notes)}
    )
