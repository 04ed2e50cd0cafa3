"""Reads of joined accounts and their listings; refuses accounts of other companies."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db.models import QuerySet

from opsroom.domains.access.rules import may, require
from opsroom.domains.channels.errors import UnknownChannel
from opsroom.domains.channels.models import Channel, Comparison, Listing
from opsroom.kernel.records.questions import Question, Rows
from opsroom.kernel.values.actor import Actor


@dataclass(frozen=True, slots=True)
class ChannelFacts:
    """One joined account."""

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
    listens_since: datetime | None
    taken_over_at: datetime | None

    @property
    def listening(self) -> bool:
        """Whether its orders come in and do nothing: the old tool still sends them."""
        return self.listens_since is not None and self.taken_over_at is None


def lock_channel(channel_id: int) -> None:
    """Holds a channel alone until the transaction ends: no intake of its orders is under way meanwhile."""
    Channel.objects.select_for_update(no_key=True).values_list("id", flat=True).get(pk=channel_id)


_FIELDS = (
    "id", "company_id", "code", "prefix", "name", "connector", "currency", "timezone", "go_live_at",
    "prices_include_tax", "fulfilled_by", "invoice_issuer", "tax_remitter", "active", "listens_since",
    "taken_over_at",
)  # fmt: skip


def visible_to(actor: Actor) -> QuerySet[Channel]:
    """The accounts this actor may see; the one filter behind every list of them."""
    require(actor, "channels.view")
    return _seen_by(actor)


def channels_of(actor: Actor, company_id: int | None = None) -> list[ChannelFacts]:
    """Every account the actor may see, by code."""
    rows = visible_to(actor)
    if company_id is not None:
        rows = rows.filter(company_id=company_id)
    return [ChannelFacts(**row) for row in rows.order_by("code").values(*_FIELDS)]


def of_connector(company_id: int, connector: str) -> ChannelFacts | None:
    """The first account of a connector, for other domains; the caller has checked the company."""
    row = (
        Channel.objects.filter(company_id=company_id, connector=connector)
        .order_by("code")
        .values(*_FIELDS)
        .first()
    )
    return ChannelFacts(**row) if row else None


def channel(actor: Actor, channel_id: int) -> ChannelFacts:
    """One account. Raises UnknownChannel, also for one of another company."""
    _ask_right(actor)
    row = _seen_by(actor).filter(id=channel_id).values(*_FIELDS).first()
    if row is None:
        raise UnknownChannel(channel=channel_id)
    return ChannelFacts(**row)


def channel_before(actor: Actor, channel_id: int) -> ChannelFacts:
    """One account as this process first saw it: for verbs that hold it afterwards (`question_of_channel`) and compare.

    Raises UnknownChannel, also for one of another company.
    """
    _ask_right(actor)
    found = _first_seen(channel_id)
    if (actor.company_ids or not actor.is_program) and found.company_id not in actor.company_ids:
        raise UnknownChannel(channel=channel_id)
    return found


@lru_cache(maxsize=1_000)
def _first_seen(channel_id: int) -> ChannelFacts:
    row = Channel.objects.filter(id=channel_id).values(*_FIELDS).first()
    if row is None:
        raise UnknownChannel(channel=channel_id)
    return ChannelFacts(**row)


def _ask_right(actor: Actor) -> None:
    if not may(actor, "orders.view"):  # who works on orders needs their channel, without seeing the accounts
        require(actor, "channels.view")


def _seen_by(actor: Actor) -> QuerySet[Channel]:
    rows = Channel.objects.all()
    return (
        rows.filter(company_id__in=actor.company_ids) if actor.company_ids or not actor.is_program else rows
    )


def question_of_channel(channel_id: int) -> Question[ChannelFacts]:
    """One account as it stands until the transaction ends, held together with other intakes of its orders.

    For verbs, which have checked its company. Who takes it over, or lets it listen alone, waits for all of them.
    Raises UnknownChannel.
    """

    def read(rows: Rows) -> ChannelFacts:
        if not rows:
            raise UnknownChannel(channel=channel_id)
        return ChannelFacts(*rows[0])

    return Question(
        f"SELECT {', '.join(_FIELDS)} FROM channels_channel WHERE id = %s FOR SHARE",  # noqa: S608  # constants
        [channel_id],
        read,
    )


def channel_by_code(actor: Actor, company_id: int, code: str) -> ChannelFacts | None:
    """One account by its code."""
    row = visible_to(actor).filter(company_id=company_id, code=code).values(*_FIELDS).first()
    return ChannelFacts(**row) if row else None


def prefixes_of(company_id: int) -> list[str]:
    """The order prefixes in use."""
    return list(Channel.objects.filter(company_id=company_id).values_list("prefix", flat=True))


def listed_skus(channel_id: int, external_products: Collection[str]) -> dict[tuple[str, str], int]:
    """(external product, external variant) -> SKU id, for every listing of these products."""
    rows = Listing.objects.filter(channel_id=channel_id, external_product__in=sorted(set(external_products)))
    return {
        (row[0], row[1]): row[2] for row in rows.values_list("external_product", "external_variant", "sku_id")
    }


def listings_of(sku_ids: Collection[int]) -> list[tuple[int, int, str, str]]:
    """(listing id, SKU id, channel code, external variant) of these SKUs."""
    rows = Listing.objects.filter(sku_id__in=list(sku_ids)).order_by("id")
    return list(rows.values_list("id", "sku_id", "channel__code", "external_variant"))


def first_listings(channel_id: int, sku_ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """SKU id -> (external product, external variant) that brought it first in this channel; its text is the SKU's."""
    rows = Listing.objects.filter(channel_id=channel_id, sku_id__in=list(sku_ids)).order_by("-id")
    return {
        row[0]: (row[1], row[2]) for row in rows.values_list("sku_id", "external_product", "external_variant")
    }


def skus_by_variant(channel_id: int, external_variants: Collection[str]) -> dict[str, int]:
    """External variant -> SKU id, for orders that name the variant but no code."""
    rows = Listing.objects.filter(channel_id=channel_id, external_variant__in=sorted(set(external_variants)))
    return dict(rows.order_by("id").values_list("external_variant", "sku_id"))


@dataclass(frozen=True, slots=True)
class ComparisonFacts:
    """A file of a channel's figures that was kept to be compared; `as_of`: when they were true."""

    id: int
    file_name: str
    as_of: datetime


def last_comparison(channel_id: int) -> ComparisonFacts | None:
    """The newest one, or None."""
    row = (
        Comparison.objects.filter(channel_id=channel_id)
        .order_by("-id")
        .values("id", "file_name", "as_of")
        .first()
    )
    return ComparisonFacts(**row) if row else None
