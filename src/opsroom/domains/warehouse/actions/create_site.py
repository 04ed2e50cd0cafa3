"""Creates a site with the places every site needs; refuses a code that is taken."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.warehouse import events
from opsroom.domains.warehouse.actions.create_locations import LocationRow, create_locations
from opsroom.domains.warehouse.models import ChannelSite, CutOff, Site
from opsroom.kernel.records import events as records
from opsroom.kernel.values.actor import Actor

OWN_PLACES = (
    LocationRow(code="PACK", kind="packing", zone=""),
    LocationRow(code="DISPATCH", kind="dispatch", zone=""),
    LocationRow(code="QUARANTINE", kind="quarantine", zone="", sellable=False),
)
# Where goods come from and go to; one of each a company, without a site.
VIRTUAL_PLACES = (
    LocationRow(code="SUPPLIER", kind="supplier", zone=""),
    LocationRow(code="CUSTOMER", kind="customer", zone=""),
    LocationRow(code="LOSS", kind="loss", zone=""),
    LocationRow(code="OPENING", kind="opening", zone=""),
)
WORKING_WEEK = {day: ["08:00", "17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What a site is; `cut_offs` as (carrier, service, "15:00")."""

    code: str
    name: str
    timezone: str
    country: str
    profile: str = "paper"
    region: str = ""
    hours: dict[str, list[str]] = field(default_factory=lambda: dict(WORKING_WEEK))
    handling_days: int = 0
    address: dict[str, str] = field(default_factory=dict)
    cut_offs: tuple[tuple[str, str, str], ...] = ()


@transaction.atomic
def create_site(actor: Actor, company_id: int, facts: SiteFacts, channel_ids: tuple[int, ...] = ()) -> int:
    """Returns the site's id. Raises the database's IntegrityError for a second site of the same code."""
    access.require(actor, "warehouse.edit_sites", company_id=company_id)
    site = Site.objects.create(
        company_id=company_id,
        code=facts.code,
        name=facts.name,
        profile=facts.profile,
        timezone=facts.timezone,
        country=facts.country,
        region=facts.region,
        hours=facts.hours,
        handling_days=facts.handling_days,
        address=facts.address,
    )
    CutOff.objects.bulk_create(
        CutOff(site=site, carrier=carrier, service=service, at=at) for carrier, service, at in facts.cut_offs
    )
    ChannelSite.objects.bulk_create(ChannelSite(channel_id=channel, site=site) for channel in channel_ids)
    create_locations(actor, company_id, site.pk, OWN_PLACES)
    create_locations(actor, company_id, None, VIRTUAL_PLACES)
    records.record(events.SITE_CREATED, events.SITE, [site.pk], actor, company_id=company_id)
    return int(site.pk)
