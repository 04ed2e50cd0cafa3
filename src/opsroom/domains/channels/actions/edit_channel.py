"""Changes a channel's settings; refuses a new prefix or currency, since orders already carry the old ones."""

from __future__ import annotations

from dataclasses import asdict

from django.db import transaction

from opsroom.domains.access.rules import require
from opsroom.domains.channels.errors import BadChannel, UnknownChannel
from opsroom.domains.channels.events import CHANNEL, CHANNEL_CHANGED
from opsroom.domains.channels.models import Channel
from opsroom.domains.channels.rules import ChannelDraft, refuse_bad
from opsroom.kernel.records import events, wake
from opsroom.kernel.values.actor import Actor

FIXED = {
    "code": "The code",
    "prefix": "The prefix",
    "currency": "The currency",
    "connector": "The kind of shop",
}


def edit_channel(actor: Actor, company_id: int, channel_id: int, draft: ChannelDraft) -> list[str]:
    """Returns the names of the fields that changed. Raises UnknownChannel, BadChannel."""
    require(actor, "channels.edit", company_id=company_id)
    refuse_bad(draft)
    with transaction.atomic():
        row = (
            Channel.objects.select_for_update(no_key=True)
            .filter(company_id=company_id, id=channel_id)
            .first()
        )
        if row is None:
            raise UnknownChannel(channel=channel_id)
        changed = {name: value for name, value in asdict(draft).items() if getattr(row, name) != value}
        for name in FIXED:
            if name in changed:
                raise BadChannel(
                    field=FIXED[name],
                    found=changed[name],
                    usual=f"It stays “{getattr(row, name)}”, since orders may carry it. Join a second channel instead.",
                )
        if changed:
            Channel.objects.filter(id=channel_id).update(**changed)
            names = sorted(changed)
            events.record(
                CHANNEL_CHANGED, CHANNEL, [channel_id], actor, company_id=company_id, data={"fields": names}
            )
            wake.notify("channels")
    return sorted(changed)
