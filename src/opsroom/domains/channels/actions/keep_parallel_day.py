"""Keeps what one day's comparison with the old tool found; changes no order and no stock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.channels import events
from opsroom.domains.channels.errors import UnknownChannel
from opsroom.domains.channels.models import Channel, Difference, ParallelDay
from opsroom.domains.channels.parallel_rules import Found
from opsroom.kernel.records import events as records
from opsroom.kernel.records import wake
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import WRITE_BATCH_ROWS


@transaction.atomic
def keep_parallel_day(
    actor: Actor,
    channel_id: int,
    about: str,
    day: date,
    file_name: str,
    compared: int,
    found: Sequence[Found],
) -> int:
    """Returns its id. Raises UnknownChannel for one of another company."""
    company_id = Channel.objects.filter(id=channel_id).values_list("company_id", flat=True).first()
    if company_id is None:
        raise UnknownChannel(channel=channel_id)
    access.require(actor, "imports.upload", company_id=company_id)
    made = ParallelDay.objects.create(
        company_id=company_id, channel_id=channel_id, about=about, day=day, file_name=file_name,
        compared=compared, made_by_id=actor.user_id,
    )  # fmt: skip
    Difference.objects.bulk_create(
        [
            Difference(
                parallel_day=made, kind=one.kind, key=one.key, rows=list(one.rows), told=one.told, ours=one.ours,
                order_id=one.order_id, sku_id=one.sku_id, fingerprint=one.fingerprint,
            )
            for one in found
        ],
        batch_size=WRITE_BATCH_ROWS,
    )  # fmt: skip
    data = {"compared": compared, "differences": len(found)}
    records.record(events.COMPARED, events.CHANNEL, [channel_id], actor, data=data, company_id=company_id)
    wake.notify("channels")
    return int(made.pk)
