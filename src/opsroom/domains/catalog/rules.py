"""Decides what a product's import changes and which code a SKU without one gets; refuses to read unknown as zero."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from opsroom.kernel.values.limits import ITEM_SIDE_MILLIMETRES_MAX, ITEM_WEIGHT_GRAMS_MAX
from opsroom.kernel.values.settings_form import setting

SIX_PLACES: Final = Decimal("0.000001")
CODE_CHARS_MAX: Final = 100

PRODUCT_FIELDS: Final = (
    "title", "vendor", "product_type", "description_html", "status", "tags", "image_url",
)  # fmt: skip
SKU_FIELDS: Final = (
    "title", "options", "kind", "tracked", "shippable", "is_kit", "active", "weight_g", "length_mm", "width_mm",
    "height_mm", "price", "cost", "currency", "tax_class", "hs_code", "origin_country", "image_url",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SkuDraft:
    """A SKU as it should be. None in a field: not told, so what is stored stays. Prices in major units.

    `sku_id`: the SKU meant, None for a new one. `components`: (code, pieces) of a kit; empty leaves the kit alone.
    """

    code: str
    sku_id: int | None = None
    code_proposed: bool = False
    barcode: str | None = None
    components: tuple[tuple[str, int], ...] = ()
    title: str | None = None
    options: Mapping[str, str] | None = None
    kind: str | None = None
    tracked: bool | None = None
    shippable: bool | None = None
    is_kit: bool | None = None
    active: bool | None = None
    weight_g: int | None = None
    length_mm: int | None = None
    width_mm: int | None = None
    height_mm: int | None = None
    price: Decimal | None = None
    cost: Decimal | None = None
    currency: str | None = None
    tax_class: str | None = None
    hs_code: str | None = None
    origin_country: str | None = None
    image_url: str | None = None


@dataclass(frozen=True, slots=True)
class SkuDetails:
    """What a person may say of a SKU by hand. A weight or side of None is not known, which is not 0."""

    weight_g: int | None = setting(None, label="Weight in grams", minimum=1, maximum=ITEM_WEIGHT_GRAMS_MAX)
    length_mm: int | None = setting(None, label="Length in mm", minimum=1, maximum=ITEM_SIDE_MILLIMETRES_MAX)
    width_mm: int | None = setting(None, label="Width in mm", minimum=1, maximum=ITEM_SIDE_MILLIMETRES_MAX)
    height_mm: int | None = setting(None, label="Height in mm", minimum=1, maximum=ITEM_SIDE_MILLIMETRES_MAX)
    tracked: bool = setting(True, label="Its stock is counted")
    shippable: bool = setting(True, label="It is sent in a parcel")


@dataclass(frozen=True, slots=True)
class ProductDraft:
    """A product as it should be, with its SKUs. `product_id`: the product meant, None for the one of this handle."""

    handle: str
    skus: tuple[SkuDraft, ...]
    product_id: int | None = None
    title: str | None = None
    vendor: str | None = None
    product_type: str | None = None
    description_html: str | None = None
    status: str | None = None
    tags: tuple[str, ...] | None = None
    image_url: str | None = None


def told(draft: ProductDraft | SkuDraft) -> dict[str, Any]:
    """The fields a draft tells, as stored: prices at six decimals, tags as a list, options as a dict."""
    names = PRODUCT_FIELDS if isinstance(draft, ProductDraft) else SKU_FIELDS
    found = {name: getattr(draft, name) for name in names}
    return {name: _stored(value) for name, value in found.items() if value is not None}


def changed_fields(draft: ProductDraft | SkuDraft, stored: Mapping[str, Any]) -> dict[str, Any]:
    """field -> the new value, for the fields that a draft tells and that differ from what is stored."""
    return {name: value for name, value in told(draft).items() if stored.get(name) != value}


def free_code(wanted: str, taken: Collection[str]) -> str:
    """The wanted code, or the first of "wanted-2", "wanted-3" ... that nobody has."""
    base = wanted.strip()[:CODE_CHARS_MAX] or "SKU"
    if base not in taken:
        return base
    number = 2
    while f"{base}-{number}" in taken:
        number += 1
    return f"{base}-{number}"


def same_but_for_case(codes: Iterable[str]) -> list[tuple[str, ...]]:
    """Groups of two or more codes that differ in nothing but case, each sorted, in order."""
    groups: dict[str, set[str]] = {}
    for code in codes:
        groups.setdefault(code.lower(), set()).add(code)
    return sorted(tuple(sorted(group)) for group in groups.values() if len(group) > 1)


def _stored(value: Any) -> Any:
    if isinstance(value, Decimal):
        return value.quantize(SIX_PLACES)
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, Mapping):
        return dict(value)
    return value
