"""Marks queued messages of file channels as sent, once, for whoever takes the file; refuses other companies' rows."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from opsroom.domains.access.rules import require
from opsroom.domains.channels.models import Outgoing
from opsroom.domains.channels.states import OUTGOING
from opsroom.kernel.records import transition, wake
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import BULK_ROWS_MAX


@transaction.atomic
def send_outgoing(
    actor: Actor, company_id: int, channel_id: int, ids: Collection[int] | None = None
) -> list[int]:
    """Returns the ids that this call sent: two people who press at once share them, and none is sent twice."""
    require(actor, "channels.edit", company_id=company_id)
    rows = Outgoing.objects.filter(channel_id=channel_id, channel__company_id=company_id, state="queued")
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    chosen = list(rows.order_by("id").values_list("id", flat=True)[:BULK_ROWS_MAX])
    sent = transition.move(
        OUTGOING,
        Outgoing,
        "state",
        chosen,
        "send",
        actor,
        reason="downloaded",
        sets={"sent_at": timezone.now()},
    )
    if sent:
        wake.notify("channels")
    return sent
