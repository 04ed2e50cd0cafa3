"""Lets other spellings mean a SKU; refuses a spelling that is a code or means another SKU already."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from opsroom.domains.access.rules import require
from opsroom.domains.catalog.errors import AliasTaken, UnknownSku
from opsroom.domains.catalog.events import SKU, SKU_ALIAS_ADDED
from opsroom.domains.catalog.models import Sku, SkuAlias
from opsroom.kernel.records import events
from opsroom.kernel.values.actor import Actor


def add_alias(actor: Actor, company_id: int, aliases: Mapping[str, int]) -> list[int]:
    """alias -> SKU id, all or none. Returns the ids of the aliases that are new. Raises AliasTaken, UnknownSku."""
    require(actor, "catalog.edit", company_id=company_id)
    with transaction.atomic():
        known = set(
            Sku.objects.filter(company_id=company_id, id__in=aliases.values()).values_list("id", flat=True)
        )
        for alias, sku_id in aliases.items():
            if sku_id not in known:
                raise UnknownSku(code=alias)
        taken = Sku.objects.filter(company_id=company_id, code__in=list(aliases)).values_list(
            "code", flat=True
        )
        for code in taken:
            raise AliasTaken(alias=code)
        standing = dict(
            SkuAlias.objects.filter(company_id=company_id, alias__in=list(aliases)).values_list(
                "alias", "sku_id"
            )
        )
        for alias, sku_id in standing.items():
            if aliases[alias] != sku_id:
                raise AliasTaken(alias=alias)
        rows = SkuAlias.objects.bulk_create(
            SkuAlias(company_id=company_id, alias=alias, sku_id=sku_id)
            for alias, sku_id in aliases.items()
            if alias not in standing
        )
        if rows:
            ids = [row.sku_id for row in rows]
            events.record(SKU_ALIAS_ADDED, SKU, ids, actor, company_id=company_id)
    return [row.pk for row in rows]
