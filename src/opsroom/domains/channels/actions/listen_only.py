"""Lets channels listen only: their orders come in and do nothing; refuses one that trades here already."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models.functions import Now

from opsroom.domains.access.rules import require
from opsroom.domains.channels.events import CHANNEL, LISTENS
from opsroom.domains.channels.models import Channel
from opsroom.kernel.records import events, wake
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def listen_only(actor: Actor, company_id: int, channel_ids: Collection[int]) -> list[int]:
    """Returns those that listen from now on; those that listen already stay as they are.

    The caller has made sure that none of them has live orders.
    """
    require(actor, "channels.take_over", company_id=company_id)
    rows = Channel.objects.filter(company_id=company_id, id__in=sorted(channel_ids)).exclude(
        listens_since__isnull=False, taken_over_at__isnull=True
    )
    begun = sorted(rows.values_list("id", flat=True))
    Channel.objects.filter(id__in=begun).update(listens_since=Now(), taken_over_at=None, taken_over_by=None)
    events.record(LISTENS, CHANNEL, begun, actor, company_id=company_id)
    wake.notify("channels")
    return begun
