"""Reads of the catalog: SKUs by code, alias, barcode or id, products by handle; refuses rows of other companies."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat, Lower

from opsroom.domains.access.rules import may_see, require
from opsroom.domains.catalog.models import KitComponent, Product, Sku, SkuAlias, SkuBarcode
from opsroom.domains.catalog.rules import PRODUCT_FIELDS, SKU_FIELDS, same_but_for_case
from opsroom.kernel.records.questions import Question, Row, ask
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import PAGE_ROWS_USUAL, SEARCH_RESULTS_COUNT


@dataclass(frozen=True, slots=True)
class SkuFacts:
    """What others need to know of a SKU. `components`: (SKU id, pieces) of a kit. Price and cost in major units."""

    id: int
    code: str
    product_id: int
    product_title: str
    title: str
    kind: str
    tracked: bool
    shippable: bool
    is_kit: bool
    active: bool
    weight_g: int | None
    length_mm: int | None
    width_mm: int | None
    height_mm: int | None
    price: Decimal | None
    cost: Decimal | None
    currency: str
    tax_class: str
    hs_code: str
    origin_country: str
    image_url: str
    components: tuple[tuple[int, int], ...] = ()

    @property
    def name(self) -> str:
        """Product and variant as one line: "Stoneware mug, Blue"."""
        same = not self.title or self.title == self.product_title
        return self.product_title if same else f"{self.product_title}, {self.title}"


@dataclass(frozen=True, slots=True)
class ProductState:
    """A product and its SKUs as stored, for comparing: field -> value. `skus`: SKU id -> fields with its code."""

    id: int
    handle: str
    fields: dict[str, Any]
    skus: dict[int, dict[str, Any]]


_FACTS = (
    "id", "code", "product_id", "title", "kind", "tracked", "shippable", "is_kit", "active", "weight_g",
    "length_mm", "width_mm", "height_mm", "price", "cost", "currency", "tax_class", "hs_code", "origin_country",
    "image_url",
)  # fmt: skip


def visible_to(actor: Actor) -> QuerySet[Sku]:
    """The SKUs this actor may see; the one filter behind every list of them."""
    require(actor, "catalog.view")
    rows = Sku.objects.all()
    return (
        rows.filter(company_id__in=actor.company_ids) if actor.company_ids or not actor.is_program else rows
    )


def skus_by_id(company_id: int, ids: Collection[int]) -> dict[int, SkuFacts]:
    """SKU id -> facts, for those of the company. Three statements at most, however many ids."""
    return _facts(Sku.objects.filter(company_id=company_id, id__in=list(ids)))


def skus_by_code(company_id: int, codes: Collection[str]) -> dict[str, SkuFacts]:
    """code or alias -> facts. Case counts; a code wins over an alias of the same spelling."""
    wanted = sorted({code for code in codes if code})
    found = {
        facts.code: facts
        for facts in _facts(Sku.objects.filter(company_id=company_id, code__in=wanted)).values()
    }
    missing = [code for code in wanted if code not in found]
    if missing:
        by_alias = dict(
            SkuAlias.objects.filter(company_id=company_id, alias__in=missing).values_list("alias", "sku_id")
        )
        facts_of = skus_by_id(company_id, by_alias.values())
        found |= {alias: facts_of[sku_id] for alias, sku_id in by_alias.items()}
    return found


@dataclass(frozen=True, slots=True)
class Sold:
    """What an order must know of a SKU: `parts` of a kit as (SKU id, pieces); `untracked`: of it, or of its parts."""

    id: int
    code: str
    shippable: bool
    kind: str
    parts: tuple[tuple[int, int], ...]
    untracked: frozenset[int]


_BY_CODE = """
SELECT code, id, code, shippable, kind, tracked, is_kit FROM catalog_sku
WHERE company_id = %s::bigint AND code = ANY(%s::text[])
"""
_BY_ID = """
SELECT s.code, s.id, s.code, s.shippable, s.kind, s.tracked, s.is_kit FROM catalog_sku s
WHERE s.company_id = %s::bigint AND s.id = ANY(%s::bigint[])
"""
_BY_ALIAS = """
SELECT a.alias, s.id, s.code, s.shippable, s.kind, s.tracked, s.is_kit
FROM catalog_skualias a JOIN catalog_sku s ON s.id = a.sku_id
WHERE a.company_id = %s::bigint AND a.alias = ANY(%s::text[])
"""
_PARTS = """
SELECT k.kit_id, k.component_id, k.quantity, p.tracked
FROM catalog_kitcomponent k JOIN catalog_sku p ON p.id = k.component_id WHERE k.kit_id = ANY(%s::bigint[]) ORDER BY k.id
"""


def question_of_sold(company_id: int, codes: Collection[str]) -> Question[list[Row]]:
    """The rows of these codes, for `sold`: what nearly every order names, and asked together with other things."""
    wanted = sorted({code for code in codes if code})
    return Question(_BY_CODE, [company_id, wanted], list)


def sold(
    company_id: int, found: Sequence[Row], codes: Collection[str], ids: Collection[int] = ()
) -> tuple[dict[str, Sold], dict[int, Sold]]:
    """The SKUs of these codes, aliases and ids: by code or alias, and by id. A code wins over an alias.

    `found`: what `question_of_sold` answered for the codes. What it did not find, and what kits are made of, is asked
    here.
    """
    rows = list(found)
    known = {row[0] for row in rows}
    if missing := sorted({code for code in codes if code} - known):
        rows += ask(Question(_BY_ALIAS, [company_id, missing], list))[0]
    if ids:
        rows += ask(Question(_BY_ID, [company_id, sorted(ids)], list))[0]
    parts: dict[int, list[tuple[int, int, bool]]] = {}
    if kits := sorted({pk for _, pk, *_, is_kit in rows if is_kit}):
        for kit, *part in ask(Question(_PARTS, [kits], list))[0]:
            parts.setdefault(kit, []).append((part[0], part[1], part[2]))
    by_name: dict[str, Sold] = {}
    by_id: dict[int, Sold] = {}
    for name, pk, code, shippable, kind, tracked, _ in rows:
        stock = parts.get(pk) or [(pk, 1, tracked)]
        untracked = frozenset(sku for sku, _, kept in stock if not kept)
        made_of = tuple((sku, each) for sku, each, _ in parts.get(pk, ()))
        by_id[pk] = by_name[name] = Sold(pk, code, shippable, kind, made_of, untracked)
    return by_name, by_id


def skus_by_barcode(company_id: int, barcodes: Collection[str]) -> dict[str, SkuFacts]:
    """Barcode -> facts of the SKU it stands on."""
    rows = SkuBarcode.objects.filter(company_id=company_id, code__in=sorted(set(barcodes)))
    by_barcode = dict(rows.values_list("code", "sku_id"))
    facts_of = skus_by_id(company_id, by_barcode.values())
    return {barcode: facts_of[sku_id] for barcode, sku_id in by_barcode.items()}


def scan(company_id: int, text: str) -> tuple[SkuFacts, int] | None:
    """The SKU a scanner read and the pieces one scan stands for: barcode first, then code, then alias."""
    wanted = text.strip()
    row = SkuBarcode.objects.filter(company_id=company_id, code=wanted).values("sku_id", "quantity").first()
    if row:
        return skus_by_id(company_id, [row["sku_id"]])[row["sku_id"]], row["quantity"]
    facts = skus_by_code(company_id, [wanted]).get(wanted)
    return (facts, 1) if facts else None


def barcodes_of(sku_ids: Collection[int]) -> dict[int, list[str]]:
    """SKU id -> its barcodes, in order of entry."""
    found: dict[int, list[str]] = {}
    rows = SkuBarcode.objects.filter(sku_id__in=list(sku_ids)).order_by("id")
    for sku_id, code in rows.values_list("sku_id", "code"):
        found.setdefault(sku_id, []).append(code)
    return found


def codes_folded(company_id: int, codes: Collection[str]) -> dict[str, list[tuple[int, str]]]:
    """Lower-cased code -> (SKU id, code as stored) of SKUs equal but for case."""
    folded = sorted({code.lower() for code in codes if code})
    rows = (
        Sku.objects.filter(company_id=company_id)
        .annotate(folded=Lower("code"))
        .filter(folded__in=folded)
        .values_list("folded", "id", "code")
        .order_by("id")
    )
    found: dict[str, list[tuple[int, str]]] = {}
    for key, sku_id, code in rows:
        found.setdefault(key, []).append((sku_id, code))
    return found


def case_twins(company_id: int, codes: Collection[str]) -> list[tuple[str, ...]]:
    """Groups of codes that differ only in case, among these and those stored."""
    stored = [code for rows in codes_folded(company_id, codes).values() for _, code in rows]
    return same_but_for_case([*codes, *stored])


def taken_codes(company_id: int, beginnings: Collection[str]) -> set[str]:
    """Codes and aliases in use that equal one of these or continue it with "-<number>"."""
    wanted = sorted(set(beginnings))
    if not wanted:
        return set()
    taken: set[str] = set()
    for rows, name in ((Sku.objects, "code"), (SkuAlias.objects, "alias")):
        base = Func(F(name), Value(r"-\d+$"), Value(""), function="regexp_replace", output_field=TextField())
        hits = rows.annotate(base=base).filter(Q(base__in=wanted) | Q(**{f"{name}__in": wanted}))
        taken |= set(hits.filter(company_id=company_id).values_list(name, flat=True))
    return taken


def product_states(
    company_id: int, *, ids: Collection[int] = (), handles: Collection[str] = ()
) -> list[ProductState]:
    """Products of these ids or handles with all their SKUs, as stored. Two statements."""
    wanted = Q(id__in=list(ids)) | Q(handle__in=list(handles))
    products = Product.objects.filter(wanted, company_id=company_id).values("id", "handle", *PRODUCT_FIELDS)
    states = {
        row["id"]: ProductState(row.pop("id"), row.pop("handle"), row, {}) for row in map(dict, products)
    }
    rows = Sku.objects.filter(product_id__in=states).values(
        "id", "product_id", "code", "code_proposed", *SKU_FIELDS
    )
    for row in map(dict, rows):
        states[row.pop("product_id")].skus[row.pop("id")] = row
    return list(states.values())


def find(actor: Actor, text: str) -> list[dict[str, Any]]:
    """SKUs whose code, barcode or name begins with or holds the text, best first; costs only where they may be seen."""
    wanted = text.strip()
    if not wanted:
        return []
    rows = (
        visible_to(actor)
        .filter(
            Q(code__istartswith=wanted)
            | Q(barcodes__code=wanted)
            | Q(aliases__alias=wanted)
            | Q(product__title__icontains=wanted)
        )
        .distinct()
        .order_by("code")
        .values("id", "code", "title", "price", "cost", "currency", product_title=F("product__title"))
    )[:SEARCH_RESULTS_COUNT]
    return [_hide_cost(actor, dict(row)) for row in rows]


def sku_page(actor: Actor, *, after_code: str = "", rows: int = PAGE_ROWS_USUAL) -> list[SkuFacts]:
    """One page of SKUs in order of code."""
    page = visible_to(actor).filter(code__gt=after_code).order_by("code")[:rows]
    return sorted(_facts(page).values(), key=lambda facts: facts.code)


def codes_like(company_id: int, most: int = 50_000) -> list[str]:
    """Codes of the company's SKUs, to find the one that was meant by a code nobody knows."""
    return list(
        Sku.objects.filter(company_id=company_id).order_by("id").values_list("code", flat=True)[:most]
    )


def costs_of(sku_ids: Collection[int]) -> dict[int, tuple[Decimal, str]]:
    """SKU id -> (unit cost in major units, currency), for those whose cost is known."""
    rows = Sku.objects.filter(id__in=list(sku_ids), cost__isnull=False)
    return {
        row[0]: (row[1], row[2]) for row in rows.values_list("id", "cost", "currency") if row[1] is not None
    }


def aliases_of(company_id: int, sku_ids: Collection[int]) -> list[tuple[int, int, str]]:
    """(alias id, SKU id, alias) of these SKUs."""
    rows = SkuAlias.objects.filter(company_id=company_id, sku_id__in=list(sku_ids)).order_by("id")
    return list(rows.values_list("id", "sku_id", "alias"))


def sold_skus(company_id: int, codes: Collection[str]) -> list[int]:
    """Those of these codes that an old history added and nobody worked on since: not tracked, without price or cost."""
    rows = Sku.objects.filter(
        company_id=company_id, code__in=list(codes), tracked=False, price=None, cost=None
    )
    rows = rows.filter(product__handle=Concat(Value("sold-"), F("code")), barcodes__isnull=True)
    return list(rows.order_by("id").values_list("id", flat=True))


def kits_holding(sku_ids: Collection[int]) -> set[int]:
    """Those of these SKUs that are a part of some kit."""
    rows = KitComponent.objects.filter(component_id__in=list(sku_ids)).exclude(kit_id__in=list(sku_ids))
    return set(rows.values_list("component_id", flat=True))


def _facts(rows: QuerySet[Sku]) -> dict[int, SkuFacts]:
    found: dict[int, Mapping[str, Any]] = {
        row["id"]: row for row in rows.values(*_FACTS, product_title=F("product__title"))
    }
    kits = [sku_id for sku_id, row in found.items() if row["is_kit"]]
    parts: dict[int, list[tuple[int, int]]] = {}
    if kits:
        components = KitComponent.objects.filter(kit_id__in=kits).order_by("id")
        for kit_id, sku_id, quantity in components.values_list("kit_id", "component_id", "quantity"):
            parts.setdefault(kit_id, []).append((sku_id, quantity))
    return {sku_id: SkuFacts(**row, components=tuple(parts.get(sku_id, ()))) for sku_id, row in found.items()}


def _hide_cost(actor: Actor, row: dict[str, Any]) -> dict[str, Any]:
    if not may_see(actor, "cost"):
        row.pop("cost", None)
    return row


def codes_of(company_id: int, sku_ids: Sequence[int]) -> dict[int, str]:
    """SKU id -> code."""
    return dict(Sku.objects.filter(company_id=company_id, id__in=list(sku_ids)).values_list("id", "code"))


def codes_by_id(sku_ids: Collection[int]) -> dict[int, str]:
    """SKU id -> code, for rows that were found through what the reader may see."""
    return dict(Sku.objects.filter(id__in=list(sku_ids)).values_list("id", "code"))


def scan_codes(sku_ids: Collection[int]) -> dict[int, dict[str, int]]:
    """SKU id -> what a scanner may read on it, upper-cased, with the pieces one scan stands for."""
    ids = list(sku_ids)
    found: dict[int, dict[str, int]] = {pk: {} for pk in ids}
    for sku_id, alias in SkuAlias.objects.filter(sku_id__in=ids).values_list("sku_id", "alias"):
        found[sku_id][alias.upper()] = 1
    for sku_id, code in Sku.objects.filter(pk__in=ids).values_list("id", "code"):
        found[sku_id][code.upper()] = 1
    rows = SkuBarcode.objects.filter(sku_id__in=ids).values_list("sku_id", "code", "quantity")
    for sku_id, code, pieces in rows:
        found[sku_id][code.upper()] = pieces
    return found
