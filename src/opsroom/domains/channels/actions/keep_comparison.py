"""Keeps what a channel says it can still sell, to be compared with our own figures; changes no stock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.channels import events
from opsroom.domains.channels.errors import UnknownChannel
from opsroom.domains.channels.models import Channel, Comparison, ToldFigure
from opsroom.kernel.records import events as records
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import WRITE_BATCH_ROWS


@dataclass(frozen=True, slots=True)
class Told:
    """One row of the channel's file. `sku_id` None: a code we do not know. `figure` None: not tracked there."""

    row: int
    code: str
    title: str
    sku_id: int | None
    figure: int | None


@transaction.atomic
def keep_comparison(
    actor: Actor, channel_id: int, file_name: str, as_of: datetime, rows: Sequence[Told]
) -> int:
    """Returns its id. Raises UnknownChannel for one of another company."""
    company_id = Channel.objects.filter(id=channel_id).values_list("company_id", flat=True).first()
    if company_id is None:
        raise UnknownChannel(channel=channel_id)
    access.require(actor, "imports.upload", company_id=company_id)
    made = Comparison.objects.create(
        company_id=company_id,
        channel_id=channel_id,
        file_name=file_name,
        as_of=as_of,
        made_by_id=actor.user_id,
    )
    ToldFigure.objects.bulk_create(
        [
            ToldFigure(
                comparison=made,
                row=one.row,
                code=one.code,
                title=one.title,
                sku_id=one.sku_id,
                figure=one.figure,
            )
            for one in rows
        ],
        batch_size=WRITE_BATCH_ROWS,
    )
    records.record(
        events.COMPARED, events.CHANNEL, [channel_id], actor, data={"rows": len(rows)}, company_id=company_id
    )
    return int(made.pk)
