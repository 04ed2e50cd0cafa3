"""Takes back other spellings of SKUs; refuses nothing: an alias that is gone stays gone."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from opsroom.domains.access.rules import require
from opsroom.domains.catalog.events import SKU, SKU_ALIAS_REMOVED
from opsroom.domains.catalog.models import SkuAlias
from opsroom.kernel.records import events
from opsroom.kernel.values.actor import Actor


def remove_alias(actor: Actor, company_id: int, alias_ids: Collection[int]) -> int:
    """Removes these aliases; returns how many stood there."""
    require(actor, "catalog.edit", company_id=company_id)
    with transaction.atomic():
        rows = SkuAlias.objects.filter(company_id=company_id, id__in=list(alias_ids))
        sku_ids = list(rows.values_list("sku_id", flat=True))
        rows.delete()
        if sku_ids:
            events.record(SKU_ALIAS_REMOVED, SKU, sku_ids, actor, company_id=company_id)
    return len(sku_ids)
