"""Reads of channels: accounts, listings by the channel's own ids; refuses other companies' rows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from opsroom.domains.access.rules import require
from opsroom.domains.channels.errors import ChannelNotFound
from opsroom.domains.channels.models import Channel, Listing
from opsroom.kernel.values.actor import Actor


@dataclass(frozen=True, slots=True)
class ChannelFacts:
    """One joined account, as other domains need it."""

    id: int
    company_id: int
    code: str
    prefix: str
    name: str
    connector: str
    currency: str
    timezone: str
    go_live_at: datetime | None
    prices_include_tax: bool
    fulfilled_by: str
    invoice_issuer: str
    tax_remitter: str
    active: bool


_FACTS = (
    "id", "company_id", "code", "prefix", "name", "connector", "currency", "timezone", "go_live_at",
    "prices_include_tax", "fulfilled_by", "invoice_issuer", "tax_remitter", "active",
)  # fmt: skip


def visible_to(actor: Actor) -> QuerySet[Channel]:
    """The channels this actor may see; the one filter behind every list of them."""
    require(actor, "channels.view")
    rows = Channel.objects.all()
    return (
        rows.filter(company_id__in=actor.company_ids) if actor.company_ids or not actor.is_program else rows
    )


def channel(actor: Actor, channel_id: int) -> ChannelFacts:
    """One channel; a foreign id gets the same answer as a missing one."""
    require(actor, "orders.view")
    rows = Channel.objects.filter(pk=channel_id)
    if actor.company_ids or not actor.is_program:
        rows = rows.filter(company_id__in=actor.company_ids)
    row = rows.values(*_FACTS).first()
    if row is None:
        raise ChannelNotFound()
    return ChannelFacts(**row)


def channels_of(actor: Actor) -> list[ChannelFacts]:
    """All channels of the actor's companies, by name."""
    return [ChannelFacts(**row) for row in visible_to(actor).order_by("name").values(*_FACTS)]


def skus_by_variant(channel_id: int, variants: Collection[str]) -> dict[str, int]:
    """The channel's variant id -> SKU id."""
    rows = Listing.objects.filter(channel_id=channel_id, external_variant__in=sorted(variants))
    return dict(rows.values_list("external_variant", "sku_id"))
