"""Puts changed fields of products and SKUs back as they were, for undo; refuses fields changed again since."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from opsroom.domains.access.rules import require
from opsroom.domains.catalog.events import PRODUCT, PRODUCT_RESTORED, SKU, SKU_RESTORED
from opsroom.domains.catalog.models import Product, Sku
from opsroom.domains.catalog.rules import PRODUCT_FIELDS, SKU_FIELDS
from opsroom.kernel.records import events
from opsroom.kernel.values.actor import Actor

FieldsById = Mapping[int, Mapping[str, Any]]


def restore_products(actor: Actor, company_id: int, products: FieldsById, skus: FieldsById) -> None:
    """id -> the fields to put back. The caller has compared what stands there with what the import wrote."""
    require(actor, "catalog.edit", company_id=company_id)
    with transaction.atomic():
        shelves: tuple[tuple[Any, FieldsById, tuple[str, ...]], ...] = (
            (Product.objects, products, PRODUCT_FIELDS),
            (Sku.objects, skus, SKU_FIELDS),
        )
        for shelf, wanted, allowed in shelves:
            rows = list(shelf.filter(company_id=company_id, id__in=list(wanted)))
            names: set[str] = set()
            for row in rows:
                for name, value in wanted[row.pk].items():
                    if name not in allowed:
                        raise ValueError(f"{name} is no field that an import changes")
                    setattr(row, name, value)
                    names.add(name)
            if names:
                shelf.bulk_update(rows, sorted(names), batch_size=500)
        if products:
            events.record(PRODUCT_RESTORED, PRODUCT, list(products), actor, company_id=company_id)
        if skus:
            events.record(SKU_RESTORED, SKU, list(skus), actor, company_id=company_id)
