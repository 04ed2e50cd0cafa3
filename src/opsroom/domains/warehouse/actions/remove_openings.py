"""Takes out what an import said about shelves, and lets what it replaced stand again; undone by importing anew."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.warehouse.models import Opening
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def remove_openings(
    actor: Actor, company_id: int, site_id: int, sku_ids: Collection[int], *, import_id: int
) -> int:
    """Returns how many are gone. Posts nothing: the caller has put the shelves back."""
    access.require(actor, "imports.undo", company_id=company_id)
    at = Opening.objects.filter(company_id=company_id, site_id=site_id, sku_id__in=list(sku_ids))
    own = at.filter(imported_in_id=import_id)
    gone = own.count()
    own.delete()
    at.filter(closed_by_import=import_id).update(closed_at=None, closed_by_import=None)
    return gone
