"""Makes the bins of a range in walking order; those that stand already stay as they are."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from opsroom.domains.access import rules as access
from opsroom.domains.warehouse import events
from opsroom.domains.warehouse.actions.create_locations import LocationRow, create_locations
from opsroom.domains.warehouse.errors import BadBinRange, UnknownSite
from opsroom.domains.warehouse.models import Location, Site
from opsroom.domains.warehouse.rules import bin_codes
from opsroom.kernel.records import events as records
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import BIN_RANGE_COUNT_MAX


@transaction.atomic
def create_bins(actor: Actor, company_id: int, site_id: int, text: str, zone: str = "") -> int:
    """Returns how many are new. Without a zone the code's first part is it. Raises warehouse.bad_bin_range."""
    access.require(actor, "warehouse.edit_sites", company_id=company_id, site_id=site_id)
    if not Site.objects.filter(company_id=company_id, pk=site_id).exists():
        raise UnknownSite(site=site_id)
    try:
        codes = bin_codes(text, BIN_RANGE_COUNT_MAX)
    except ValueError as wrong:
        usual = f"Write it as A-01-1..A-04-9; {wrong}."
        raise BadBinRange(found=text[:60] or "Nothing", usual=usual) from wrong
    here = Location.objects.filter(company_id=company_id, site_id=site_id)
    standing = set(here.filter(code__in=codes).values_list("code", flat=True))
    last = here.filter(kind="bin").aggregate(last=Max("sequence"))["last"] or 0
    fresh = [code for code in codes if code not in standing]
    rows = [
        LocationRow(code, zone=zone.strip() or code.partition("-")[0], sequence=last + place)
        for place, code in enumerate(fresh, start=1)
    ]
    create_locations(actor, company_id, site_id, rows)
    if fresh:
        records.record(
            events.BINS_CREATED,
            events.SITE,
            [site_id],
            actor,
            company_id=company_id,
            data={"first": fresh[0], "last": fresh[-1], "count": len(fresh)},
        )
    return len(fresh)
