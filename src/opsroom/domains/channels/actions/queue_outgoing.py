"""Queues what a channel is to be told, once a key; refuses a second message of one key by giving back the first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from opsroom.domains.access.rules import require
from opsroom.domains.channels.errors import UnknownChannel
from opsroom.domains.channels.models import Channel, Outgoing
from opsroom.domains.channels.states import OUTGOING
from opsroom.kernel.records import transition, wake
from opsroom.kernel.values.actor import Actor


def queue_outgoing(
    actor: Actor,
    channel_id: int,
    key: str,
    kind: str,
    payload: Mapping[str, Any],
    *,
    verb: str = "channels.edit",
    site_id: int | None = None,
) -> int:
    """Returns the id of the message of this key, the one that stood already when there was one.

    `payload`: ids and numbers only, no person. `verb`: what the actor is doing, since a shipment ("fulfilment.ship")
    queues its own confirmation. Raises UnknownChannel.
    """
    company_id = Channel.objects.filter(id=channel_id).values_list("company_id", flat=True).first()
    if company_id is None:
        raise UnknownChannel(channel=channel_id)
    require(actor, verb, company_id=company_id, site_id=site_id)
    with transaction.atomic():
        row, fresh = Outgoing.objects.get_or_create(
            key=key, defaults={"channel_id": channel_id, "kind": kind, "payload": dict(payload)}
        )
        if fresh:
            transition.born(OUTGOING, Outgoing, [(row.pk, "queued", None)], actor)
            wake.notify("channels")
    return int(row.pk)
