"""Says which SKU a channel's variant sells, many at once; refuses nothing: the channel's own ids are the key."""

from __future__ import annotations

from collections.abc import Mapping

from opsroom.domains.access.rules import require
from opsroom.domains.channels.errors import UnknownChannel
from opsroom.domains.channels.models import Channel, Listing
from opsroom.kernel.values.actor import Actor


def save_listings(
    actor: Actor, channel_id: int, listings: Mapping[tuple[str, str], tuple[int, str]]
) -> dict[tuple[str, str], int]:
    """(external product, external variant) -> (SKU id, title). Returns the listing ids by the same keys."""
    company_id = Channel.objects.filter(id=channel_id).values_list("company_id", flat=True).first()
    if company_id is None:
        raise UnknownChannel(channel=channel_id)
    require(actor, "catalog.edit", company_id=company_id)
    rows = Listing.objects.bulk_create(
        [
            Listing(
                channel_id=channel_id,
                external_product=product,
                external_variant=variant,
                sku_id=sku_id,
                title=title,
            )
            for (product, variant), (sku_id, title) in sorted(listings.items())
        ],
        update_conflicts=True,
        unique_fields=["channel", "external_product", "external_variant"],
        update_fields=["sku_id", "title"],
    )
    return {(row.external_product, row.external_variant): int(row.pk) for row in rows}
