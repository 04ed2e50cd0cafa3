"""Stores what an outside system sent before anything is done with it; refuses a second row for one delivery."""

from __future__ import annotations

from opsroom.domains.access.rules import require
from opsroom.domains.channels.errors import UnknownChannel
from opsroom.domains.channels.models import Channel, RawMessage
from opsroom.kernel.values.actor import Actor


def store_raw_message(
    actor: Actor, channel_id: int, delivery_key: str, topic: str, body: str
) -> tuple[int, bool]:
    """(id, whether this delivery is new). The same delivery again gives back the first row. Raises UnknownChannel."""
    company_id = Channel.objects.filter(id=channel_id).values_list("company_id", flat=True).first()
    if company_id is None:
        raise UnknownChannel(channel=channel_id)
    require(actor, "channels.edit", company_id=company_id)
    row, fresh = RawMessage.objects.get_or_create(
        channel_id=channel_id, delivery_key=delivery_key, defaults={"topic": topic, "body": body}
    )
    return int(row.pk), fresh
