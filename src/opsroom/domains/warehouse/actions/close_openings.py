"""Closes openings, since a count has spoken for the shelf; their figures stay to be read."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models.functions import Now

from opsroom.domains.access import rules as access
from opsroom.domains.warehouse.models import Opening
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def close_openings(
    actor: Actor, company_id: int, site_id: int, sku_ids: Collection[int], *, import_id: int | None = None
) -> int:
    """Returns how many. `import_id`: the file that counted; undoing it opens them again."""
    access.require(actor, "warehouse.count", company_id=company_id, site_id=site_id)
    rows = Opening.objects.filter(
        company_id=company_id, site_id=site_id, sku_id__in=list(sku_ids), closed_at=None
    )
    if import_id is not None:
        rows = rows.exclude(imported_in_id=import_id)
    return rows.update(closed_at=Now(), closed_by_import=import_id)
