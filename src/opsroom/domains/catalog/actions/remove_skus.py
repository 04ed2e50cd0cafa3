"""Takes SKUs out of the catalog again, for undo; refuses to delete what the stock book names: that is withdrawn."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import Q

from opsroom.domains.access.rules import require
from opsroom.domains.catalog.errors import SkuInUse
from opsroom.domains.catalog.events import SKU, SKU_REMOVED, SKU_WITHDRAWN
from opsroom.domains.catalog.models import KitComponent, Product, Sku
from opsroom.kernel.records import events
from opsroom.kernel.values.actor import Actor


def remove_skus(
    actor: Actor, company_id: int, sku_ids: Collection[int], *, withdraw: Collection[int] = (), mark: str = ""
) -> None:
    """Deletes the SKUs and the products left empty by it. The caller has asked the other domains who uses them.

    `withdraw`: those of them that a book still names. They become inactive, and their code is freed by adding
    `mark` ("import 7"), so that the book stays readable and the code can be used again. Raises SkuInUse.
    """
    require(actor, "catalog.edit", company_id=company_id)
    with transaction.atomic():
        rows = Sku.objects.select_for_update(no_key=True).filter(company_id=company_id, id__in=list(sku_ids))
        found = {row.pk: row for row in rows.order_by("id")}
        part = KitComponent.objects.filter(component_id__in=found).exclude(kit_id__in=found).first()
        if part is not None:
            raise SkuInUse(code=found[part.component_id].code)
        product_ids = {row.product_id for row in found.values()}
        kept = [found[sku_id] for sku_id in withdraw if sku_id in found]
        for row in kept:
            row.active = False
            row.code = f"{row.code} ({mark} undone)"
        Sku.objects.bulk_update(kept, ["active", "code"])
        gone = sorted(set(found) - {row.pk for row in kept})
        KitComponent.objects.filter(kit_id__in=gone).delete()
        Sku.objects.filter(id__in=gone).delete()
        _tidy_products(product_ids, mark)
        if gone:
            events.record(SKU_REMOVED, SKU, gone, actor, company_id=company_id)
        if kept:
            ids = [row.pk for row in kept]
            events.record(SKU_WITHDRAWN, SKU, ids, actor, company_id=company_id)


def _tidy_products(product_ids: Collection[int], mark: str) -> None:
    """Products without SKUs go; those with withdrawn SKUs only are archived under a freed handle."""
    Product.objects.filter(id__in=product_ids, skus__isnull=True).delete()
    left = Product.objects.filter(id__in=product_ids).exclude(Q(skus__active=True))
    rows = list(left.distinct())
    for row in rows:
        row.status = "archived"
        row.handle = f"{row.handle} ({mark} undone)"
    Product.objects.bulk_update(rows, ["status", "handle"])
