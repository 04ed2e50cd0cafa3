"""Records what a file told of shelves; each figure replaces the one that stood for its SKU at its site before.

Posts nothing: who counts posts, and says here what the figures meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models.functions import Now

from opsroom.domains.access import rules as access
from opsroom.domains.warehouse.errors import UnknownLocation
from opsroom.domains.warehouse.models import Location, Opening
from opsroom.kernel.values.actor import Actor


@dataclass(frozen=True, slots=True)
class OpeningRow:
    """One figure as told, in pieces; below 0 where the channel sold more than it had. `unit_cost`: what one piece cost
    then, so that the value the shelf was opened with can still be told when the SKU's cost is another."""

    sku_id: int
    location_code: str
    meaning: str
    figure: int
    unit_cost: Decimal | None = None


@transaction.atomic
def record_openings(
    actor: Actor,
    company_id: int,
    site_id: int,
    rows: Sequence[OpeningRow],
    *,
    source: str,
    import_id: int,
    as_of: datetime,
) -> list[int]:
    """Returns the ids of the new openings. Figures of the same import stand beside each other, one a bin."""
    access.require(actor, "warehouse.count", company_id=company_id, site_id=site_id)
    last = {(row.sku_id, row.location_code): row for row in rows}
    codes = {code for _, code in last}
    places = dict(
        Location.objects.filter(company_id=company_id, site_id=site_id, code__in=codes).values_list(
            "code", "id"
        )
    )
    if missing := sorted(codes - places.keys()):
        raise UnknownLocation(site=str(site_id), location=", ".join(missing[:5]))
    skus = {sku_id for sku_id, _ in last}
    before = Opening.objects.filter(company_id=company_id, site_id=site_id, sku_id__in=skus, closed_at=None)
    before.exclude(imported_in_id=import_id).update(closed_at=Now(), closed_by_import=import_id)
    same = before.filter(imported_in_id=import_id)
    twice = [
        pk for pk, sku, code in same.values_list("id", "sku_id", "location__code") if (sku, code) in last
    ]
    Opening.objects.filter(pk__in=twice).update(closed_at=Now())
    made = Opening.objects.bulk_create(
        Opening(
            company_id=company_id,
            site_id=site_id,
            sku_id=row.sku_id,
            location_id=places[row.location_code],
            imported_in_id=import_id,
            source=source,
            meaning=row.meaning,
            figure=row.figure,
            unit_cost=row.unit_cost,
            as_of=as_of,
        )
        for row in last.values()
    )
    return [int(row.pk) for row in made]
