"""Writes that a channel is taken over, or that it listens again; refuses either where it is so already."""

from __future__ import annotations

from django.db import transaction
from django.db.models.functions import Now

from opsroom.domains.access.rules import require
from opsroom.domains.channels.errors import CannotListen
from opsroom.domains.channels.events import CHANNEL, TAKEN_BACK, TAKEN_OVER
from opsroom.domains.channels.models import Channel
from opsroom.kernel.records import events, wake
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def end_listening(actor: Actor, company_id: int, channel_id: int, *, back: bool = False) -> None:
    """`back`: the one step back, so that it listens as before. Raises CannotListen."""
    require(actor, "channels.take_over", company_id=company_id)
    rows = Channel.objects.filter(
        company_id=company_id, id=channel_id, listens_since__isnull=False, taken_over_at__isnull=not back
    )
    if back:
        done = rows.update(taken_over_at=None, taken_over_by=None)
    else:
        done = rows.update(taken_over_at=Now(), taken_over_by_id=actor.user_id)
    if not done:
        why = "it was not taken over." if back else "it does not listen only."
        raise CannotListen(channel=f"Channel {channel_id}", why=why)
    events.record(TAKEN_BACK if back else TAKEN_OVER, CHANNEL, [channel_id], actor, company_id=company_id)
    wake.notify("channels")
