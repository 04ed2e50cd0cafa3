"""Joins an account as a channel; refuses a code or prefix that is taken or cannot be."""

from __future__ import annotations

from dataclasses import asdict

from django.db import IntegrityError, transaction

from opsroom.domains.access.rules import require
from opsroom.domains.channels.errors import ChannelTaken
from opsroom.domains.channels.events import CHANNEL, CHANNEL_CREATED
from opsroom.domains.channels.models import Channel
from opsroom.domains.channels.rules import ChannelDraft, refuse_bad
from opsroom.kernel.records import events, wake
from opsroom.kernel.values.actor import Actor


def create_channel(actor: Actor, company_id: int, draft: ChannelDraft) -> int:
    """Returns the channel's id. Raises BadChannel, ChannelTaken."""
    require(actor, "channels.edit", company_id=company_id)
    refuse_bad(draft)
    try:
        with transaction.atomic():
            row = Channel.objects.create(company_id=company_id, **asdict(draft))
            events.record(CHANNEL_CREATED, CHANNEL, [row.pk], actor, company_id=company_id)
            wake.notify("channels")
    except IntegrityError as error:
        raise ChannelTaken(code=draft.code, prefix=draft.prefix) from error
    return int(row.pk)
