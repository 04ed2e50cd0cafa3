"""Says which sites serve a channel and in which order they are asked; refuses sites of another company."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.warehouse import events
from opsroom.domains.warehouse.errors import UnknownSite
from opsroom.domains.warehouse.models import ChannelSite, Site
from opsroom.kernel.records import events as records
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def serve_channel(actor: Actor, company_id: int, channel_id: int, site_ids: Sequence[int]) -> bool:
    """True when it changed. The caller has checked that the channel is the company's. No site: all of them serve it."""
    access.require(actor, "warehouse.edit_sites", company_id=company_id)
    mine = set(Site.objects.filter(company_id=company_id, pk__in=list(site_ids)).values_list("id", flat=True))
    for site in site_ids:
        if site not in mine:
            raise UnknownSite(site=site)
    rows = ChannelSite.objects.filter(channel_id=channel_id, site__company_id=company_id)
    now = list(rows.order_by("position", "site_id").values_list("site_id", flat=True))
    if now == list(site_ids):
        return False
    rows.delete()
    ChannelSite.objects.bulk_create(
        ChannelSite(channel_id=channel_id, site_id=site, position=place)
        for place, site in enumerate(site_ids)
    )
    touched = sorted(set(now) | set(site_ids))
    records.record(
        events.SITE_CHANGED,
        events.SITE,
        touched,
        actor,
        company_id=company_id,
        data={"fields": ["channels"], "channel": channel_id},
    )
    return True
