"""Takes listings away, for undo; refuses nothing: one that is gone stays gone."""

from __future__ import annotations

from collections.abc import Collection

from opsroom.domains.access.rules import require
from opsroom.domains.channels.models import Listing
from opsroom.kernel.values.actor import Actor


def remove_listings(actor: Actor, company_id: int, listing_ids: Collection[int]) -> int:
    """Removes these listings of the company; returns how many stood there."""
    require(actor, "catalog.edit", company_id=company_id)
    gone, _ = Listing.objects.filter(channel__company_id=company_id, id__in=list(listing_ids)).delete()
    return gone
