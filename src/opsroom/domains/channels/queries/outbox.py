"""Reads of what channels are to be told and of what they sent; refuses nothing, its callers have asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F

from opsroom.domains.access.rules import require
from opsroom.domains.channels.models import Outgoing, RawMessage
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import PAGE_ROWS_MAX


@dataclass(frozen=True, slots=True)
class OutgoingFacts:
    """One message to a channel: ids only."""

    id: int
    channel_code: str
    key: str
    kind: str
    state: str
    payload: dict[str, Any]
    created_at: datetime
    sent_at: datetime | None
    note: str


def outgoing_of(actor: Actor, *, state: str = "queued") -> list[OutgoingFacts]:
    """The oldest messages in this state."""
    require(actor, "channels.view")
    rows = Outgoing.objects.filter(state=state)
    if actor.company_ids or not actor.is_program:
        rows = rows.filter(channel__company_id__in=actor.company_ids)
    names = ("id", "key", "kind", "state", "payload", "created_at", "sent_at", "note")
    page = rows.order_by("id").values(*names, channel_code=F("channel__code"))[:PAGE_ROWS_MAX]
    return [OutgoingFacts(**row) for row in page]


def raw_unprocessed(channel_id: int, *, rows: int = PAGE_ROWS_MAX) -> list[tuple[int, str, str]]:
    """(id, topic, body) of the oldest messages not yet worked on."""
    waiting = RawMessage.objects.filter(channel_id=channel_id, processed_at=None).order_by("id")
    return list(waiting.values_list("id", "topic", "body")[:rows])


def outgoing_counts(actor: Actor) -> dict[int, dict[str, int]]:
    """Number of messages by channel id and state."""
    require(actor, "channels.view")
    rows = Outgoing.objects.filter(channel__company_id__in=actor.company_ids)
    out: dict[int, dict[str, int]] = {}
    for channel, state, n in rows.values_list("channel_id", "state").annotate(n=Count("id")):
        out.setdefault(channel, {})[state] = n
    return out


def outgoing_of_channel(
    actor: Actor, channel_id: int, *, ids: list[int] | None = None, most: int = PAGE_ROWS_MAX
) -> list[OutgoingFacts]:
    """The latest messages to one channel, newest first, or those of these ids, oldest first."""
    require(actor, "channels.view")
    rows = Outgoing.objects.filter(channel_id=channel_id, channel__company_id__in=actor.company_ids)
    rows = rows.order_by("-id") if ids is None else rows.filter(pk__in=ids).order_by("id")
    names = ("id", "key", "kind", "state", "payload", "created_at", "sent_at", "note")
    page = rows.values(*names, channel_code=F("channel__code"))[: most if ids is None else len(ids)]
    return [OutgoingFacts(**row) for row in page]
