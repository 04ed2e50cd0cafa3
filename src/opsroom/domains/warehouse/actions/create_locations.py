"""Creates locations of a site, or virtual ones, each with its page in the stock book; those that exist stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from opsroom.domains.access import rules as access
from opsroom.domains.warehouse.models import Location, Site
from opsroom.kernel.values.actor import Actor
from opsroom.ledgers.stock.places import create_place


@dataclass(frozen=True, slots=True)
class LocationRow:
    """One place: its code as printed on the shelf, its kind, its place in the walk."""

    code: str
    kind: str = "bin"
    zone: str = ""
    sequence: int = 0
    sellable: bool = True


@transaction.atomic
def create_locations(
    actor: Actor, company_id: int, site_id: int | None, rows: Sequence[LocationRow]
) -> dict[str, int]:
    """Returns location ids by code, of new ones and of those that stood already."""
    access.require(actor, "warehouse.edit_sites", company_id=company_id, site_id=site_id)
    standing = dict(
        Location.objects.filter(company_id=company_id, code__in=[row.code for row in rows])
        .filter(Q(site__isnull=True) if site_id is None else Q(site_id=site_id))
        .values_list("code", "id")
    )
    missing = [row for row in rows if row.code not in standing]
    # The book's page carries the site's code, since bins of two sites may share a name.
    site_code = "" if site_id is None else Site.objects.values_list("code", flat=True).get(pk=site_id)
    made = Location.objects.bulk_create(
        Location(
            company_id=company_id,
            site_id=site_id,
            kind=row.kind,
            zone=row.zone,
            code=row.code,
            sequence=row.sequence,
            sellable=row.sellable,
            place_id=create_place(company_id, row.kind, f"{site_code}/{row.code}" if site_code else row.code),
        )
        for row in missing
    )
    return standing | {location.code: int(location.pk) for location in made}
