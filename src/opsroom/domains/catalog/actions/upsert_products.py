"""Creates and changes products with their SKUs, many at once; refuses to touch a field the draft does not tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from opsroom.domains.access.rules import require
from opsroom.domains.catalog import queries
from opsroom.domains.catalog.errors import CodeTaken
from opsroom.domains.catalog.events import PRODUCT, PRODUCT_CHANGED, PRODUCT_CREATED
from opsroom.domains.catalog.models import KitComponent, Product, Sku, SkuBarcode
from opsroom.domains.catalog.rules import SKU_FIELDS, ProductDraft, SkuDraft, changed_fields, told
from opsroom.kernel.records import events
from opsroom.kernel.values.actor import Actor

Fields = dict[str, Any]
# Said in full, as the table would: a default left to the database costs more than the rest of the row.
NEW_PRODUCT: Fields = {
    "title": "", "vendor": "", "product_type": "", "description_html": "", "status": "active", "tags": [],
    "image_url": "",
}  # fmt: skip
NEW_SKU: Fields = {
    "title": "", "options": {}, "kind": "goods", "tracked": True, "shippable": True, "is_kit": False, "active": True,
    "currency": "EUR", "tax_class": "standard", "hs_code": "", "origin_country": "", "image_url": "",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SkuResult:
    """What became of one SKU draft. `before`: the changed fields as they were; None when new."""

    sku_id: int
    effect: str
    before: Fields | None


@dataclass(frozen=True, slots=True)
class ProductResult:
    """What became of one draft. `effect`: new, changed or same, of the product and its SKUs together."""

    product_id: int
    effect: str
    before: Fields | None
    skus: tuple[SkuResult, ...]


def upsert_products(actor: Actor, company_id: int, drafts: Sequence[ProductDraft]) -> list[ProductResult]:
    """Writes the drafts in a handful of statements; results in the order given. Raises CodeTaken.

    A draft's product is the one of its id, else of its handle; a draft's SKU the one of its id, else a new one
    under the code given. The caller has resolved listings and codes to ids.
    """
    require(actor, "catalog.edit", company_id=company_id)
    with transaction.atomic():
        states = queries.product_states(
            company_id,
            ids=[draft.product_id for draft in drafts if draft.product_id],
            handles=[draft.handle for draft in drafts if not draft.product_id],
        )
        by_id = {state.id: state for state in states}
        by_handle = {state.handle: state for state in states}
        found = [by_id.get(draft.product_id or 0) or by_handle.get(draft.handle) for draft in drafts]
        product_ids, befores = _write_products(
            company_id,
            drafts,
            [state.fields if state else None for state in found],
            [state.id if state else None for state in found],
        )
        skus = _write_skus(company_id, drafts, product_ids)
        _write_barcodes(company_id, drafts, skus)
        _write_components(company_id, drafts, skus)
        results = [
            ProductResult(product_id, _effect(before, results), before, tuple(results))
            for product_id, before, results in zip(product_ids, befores, skus, strict=True)
        ]
        _record(actor, company_id, results)
    return results


def _write_products(
    company_id: int,
    drafts: Sequence[ProductDraft],
    stored: Sequence[Fields | None],
    ids: Sequence[int | None],
) -> tuple[list[int], list[Fields | None]]:
    now = timezone.now()
    new = {
        draft.handle: Product(
            company_id=company_id, handle=draft.handle, created_at=now, **(NEW_PRODUCT | told(draft))
        )
        for draft, product_id in zip(drafts, ids, strict=True)
        if product_id is None
    }
    Product.objects.bulk_create(new.values())
    changed: dict[int, Product] = {}
    names: set[str] = set()
    befores: list[Fields | None] = []
    for draft, fields, product_id in zip(drafts, stored, ids, strict=True):
        if product_id is None or fields is None:
            befores.append(None)
            continue
        news = changed_fields(draft, fields)
        befores.append({name: fields[name] for name in news})
        if news:
            fields.update(news)
            changed[product_id] = Product(
                id=product_id, company_id=company_id, handle=draft.handle, created_at=now, **fields
            )
            names |= news.keys()
    if changed:
        Product.objects.bulk_create(
            changed.values(), update_conflicts=True, unique_fields=["id"], update_fields=sorted(names)
        )
    return [
        product_id or new[draft.handle].pk for draft, product_id in zip(drafts, ids, strict=True)
    ], befores


def _write_skus(
    company_id: int, drafts: Sequence[ProductDraft], product_ids: Sequence[int]
) -> list[list[SkuResult]]:
    known = [sku.sku_id for draft in drafts for sku in draft.skus if sku.sku_id]
    names_read = ("id", "product_id", "code", "code_proposed", *SKU_FIELDS)
    stored = {row["id"]: dict(row) for row in Sku.objects.filter(id__in=known).values(*names_read)}
    at = timezone.now()
    new: dict[str, Sku] = {}
    changed: dict[int, Sku] = {}
    names: set[str] = set()
    plan: list[list[tuple[SkuDraft, Fields | None]]] = []
    for draft, product_id in zip(drafts, product_ids, strict=True):
        planned: list[tuple[SkuDraft, Fields | None]] = []
        for sku in draft.skus:
            row = stored.get(sku.sku_id or 0)
            if row is None:
                if sku.code in new:
                    raise CodeTaken(code=sku.code)
                new[sku.code] = Sku(
                    company_id=company_id, product_id=product_id, code=sku.code, created_at=at,
                    code_proposed=sku.code_proposed, **(NEW_SKU | told(sku)),
                )  # fmt: skip
                planned.append((sku, None))
                continue
            now = changed_fields(sku, row)
            planned.append((sku, {name: row[name] for name in now}))
            if now:
                row.update(now)
                changed[row["id"]] = Sku(company_id=company_id, created_at=at, **row)
                names |= now.keys()
        plan.append(planned)
    _refuse_taken(company_id, new)
    Sku.objects.bulk_create(new.values())
    if changed:
        Sku.objects.bulk_create(
            changed.values(), update_conflicts=True, unique_fields=["id"], update_fields=sorted(names)
        )
    return [[_sku_result(sku, before, new) for sku, before in planned] for planned in plan]


def _sku_result(sku: SkuDraft, before: Fields | None, new: dict[str, Sku]) -> SkuResult:
    if before is None:
        return SkuResult(new[sku.code].pk, "new", None)
    return SkuResult(sku.sku_id or 0, "changed" if before else "same", before)


def _refuse_taken(company_id: int, new: dict[str, Sku]) -> None:
    taken = (
        Sku.objects.filter(company_id=company_id, code__in=list(new)).values_list("code", flat=True).first()
    )
    if taken is not None:
        raise CodeTaken(code=taken)


def _write_barcodes(
    company_id: int, drafts: Sequence[ProductDraft], skus: Sequence[Sequence[SkuResult]]
) -> None:
    """Adds barcodes nobody has yet. One that stands on another SKU already stays there."""
    rows = {
        sku.barcode: SkuBarcode(company_id=company_id, sku_id=result.sku_id, code=sku.barcode, quantity=1)
        for draft, results in zip(drafts, skus, strict=True)
        for sku, result in zip(draft.skus, results, strict=True)
        if sku.barcode
    }
    SkuBarcode.objects.bulk_create(rows.values(), ignore_conflicts=True)


def _write_components(
    company_id: int, drafts: Sequence[ProductDraft], skus: Sequence[Sequence[SkuResult]]
) -> None:
    """Writes the parts of kits whose codes are all known; a kit with an unknown part keeps the parts it has."""
    kits = [
        (result.sku_id, sku.components)
        for draft, results in zip(drafts, skus, strict=True)
        for sku, result in zip(draft.skus, results, strict=True)
        if sku.components
    ]
    known = queries.skus_by_code(company_id, {code for _, parts in kits for code, _ in parts})
    whole = {
        kit_id: {known[code].id: pieces for code, pieces in parts}
        for kit_id, parts in kits
        if all(code in known and known[code].id != kit_id for code, _ in parts)
    }
    if not whole:
        return
    KitComponent.objects.filter(kit_id__in=whole).delete()
    KitComponent.objects.bulk_create(
        KitComponent(kit_id=kit_id, component_id=sku_id, quantity=pieces)
        for kit_id, parts in whole.items()
        for sku_id, pieces in parts.items()
    )


def _effect(before: Fields | None, skus: Sequence[SkuResult]) -> str:
    if before is None:
        return "new"
    return "changed" if before or any(sku.effect != "same" for sku in skus) else "same"


def _record(actor: Actor, company_id: int, results: Sequence[ProductResult]) -> None:
    for effect, kind in (("new", PRODUCT_CREATED), ("changed", PRODUCT_CHANGED)):
        ids = [result.product_id for result in results if result.effect == effect]
        if ids:
            events.record(kind, PRODUCT, ids, actor, company_id=company_id)
