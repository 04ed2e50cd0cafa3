"""Decides which product and SKU each staged product means, and what it changes; refuses to merge by guess."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from opsroom.domains.catalog import queries as catalog
from opsroom.domains.catalog.queries import ProductState, SkuFacts
from opsroom.domains.catalog.rules import ProductDraft, SkuDraft, changed_fields, free_code
from opsroom.domains.channels import queries as channels
from opsroom.ports.incoming import IncomingProduct, IncomingVariant, LineKind, QuantityMeaning
from opsroom.workflows.importing.context import Setting
from opsroom.workflows.importing.findings import far_sentence, is_far, listed, problem

Json = dict[str, Any]
STATUSES = {"active": "active", "publish": "active", "draft": "draft", "archived": "archived"}
CATALOG_KINDS = {LineKind.GIFT_CARD: "gift_card", LineKind.SERVICE: "service", LineKind.DIGITAL: "digital"}


@dataclass(slots=True)
class Seen:
    """What earlier rows of the same file claimed: code -> (row, key), lower-cased code -> first spelling."""

    codes: dict[str, tuple[int, tuple[str, str]]] = field(default_factory=dict)
    spellings: dict[str, str] = field(default_factory=dict)
    handles: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlannedVariant:
    """One variant: its listing key, its code here, the draft (None: another row writes this SKU), its quantity."""

    key: tuple[str, str]
    code: str
    draft: SkuDraft | None
    title: str
    quantity: int | None
    meaning: QuantityMeaning
    alias: str | None
    listed: bool


@dataclass(frozen=True, slots=True)
class PlannedProduct:
    """One staged product, resolved."""

    number: int
    first_row: int
    draft: ProductDraft
    variants: tuple[PlannedVariant, ...]
    effect: str
    problems: list[Json]
    price_changes: int
    cost_changes: int


@dataclass(slots=True)
class _Known:
    """What the database knows about a chunk of products."""

    listed: dict[tuple[str, str], int]
    facts: dict[int, SkuFacts]
    by_code: dict[str, SkuFacts]
    folded: dict[str, list[tuple[int, str]]]
    taken: set[str]
    states: dict[int, ProductState]
    by_handle: dict[str, ProductState]
    owners: dict[int, tuple[str, str]]


Staged = tuple[int, int, IncomingProduct]


def plan_products(setting: Setting, rows: Sequence[Staged], seen: Seen) -> list[PlannedProduct]:
    """The rows (number, first row, product) in file order; `seen` goes from chunk to chunk."""
    known = _look_up(setting, [product for _, _, product in rows])
    return [_plan(setting, known, seen, *row) for row in rows]


def _look_up(setting: Setting, products: Sequence[IncomingProduct]) -> _Known:
    company_id = setting.company.id
    variants = [variant for product in products for variant in product.variants]
    codes = {variant.sku for variant in variants if variant.sku}
    proposed = {variant.proposed_sku or variant.external_id for variant in variants if not variant.sku}
    listed = (
        channels.listed_skus(setting.channel.id, [p.external_id for p in products]) if setting.channel else {}
    )
    by_code = catalog.skus_by_code(company_id, codes)
    facts = catalog.skus_by_id(company_id, {*listed.values(), *(one.id for one in by_code.values())})
    states = catalog.product_states(
        company_id, ids={one.product_id for one in facts.values()}, handles={p.handle for p in products}
    )
    own = channels.first_listings(setting.channel.id, facts) if setting.channel else {}
    return _Known(
        listed=listed,
        facts=facts,
        by_code=by_code,
        folded=catalog.codes_folded(company_id, codes - by_code.keys()),
        taken=catalog.taken_codes(company_id, proposed),
        states={state.id: state for state in states},
        by_handle={state.handle: state for state in states},
        owners=own,
    )


def _plan(
    setting: Setting, known: _Known, seen: Seen, number: int, first_row: int, product: IncomingProduct
) -> PlannedProduct:
    problems: list[Json] = []
    variants = tuple(
        _variant(setting, known, seen, first_row, product, variant, problems) for variant in product.variants
    )
    problems += _proposed(first_row, variants)
    draft = _product_draft(known, seen, product, variants)
    state = known.states.get(draft.product_id or 0)
    changes = [changed_fields(sku, _sku_state(known, sku.sku_id)) for sku in draft.skus if sku.sku_id]
    effect = "new"
    if state:
        same = not changed_fields(draft, state.fields) and not any(changes)
        linked = all(one.listed or setting.channel is None for one in variants)
        effect = "same" if same and linked and all(sku.sku_id for sku in draft.skus) else "changed"
    return PlannedProduct(
        number=number,
        first_row=first_row,
        draft=draft,
        variants=variants,
        effect=effect,
        problems=problems,
        price_changes=sum("price" in one for one in changes),
        cost_changes=sum("cost" in one for one in changes),
    )


def _proposed(row: int, variants: Sequence[PlannedVariant]) -> list[Json]:
    """Which codes new items without one get: a person should see them before orders and labels carry them."""
    codes = [one.code for one in variants if one.draft and one.draft.code_proposed and not one.draft.sku_id]
    if not codes:
        return []
    sentence = (
        f"The file has no SKU; {listed(codes)} {'is' if len(codes) == 1 else 'are'} proposed. To use your own, fill "
        "the column and upload the file again before this one goes in."
    )
    return [problem(row, "sku", "", sentence, "flag", "product.sku_proposed")]


def _product_draft(
    known: _Known, seen: Seen, product: IncomingProduct, variants: tuple[PlannedVariant, ...]
) -> ProductDraft:
    skus = tuple(one.draft for one in variants if one.draft)
    if variants and not skus:
        # Everything it sells is another product's item: it tells nothing of its own.
        stored = next((known.by_code[one.code] for one in variants if one.code in known.by_code), None)
        stored = stored or next((known.facts[known.listed[one.key]] for one in variants if one.listed), None)
        state = known.states[stored.product_id] if stored else None
        return ProductDraft(state.handle if state else "", (), product_id=state.id if state else None)
    state = _state_of(known, product, [sku.sku_id for sku in skus if sku.sku_id])
    return ProductDraft(
        product_id=state.id if state else None,
        handle=state.handle if state else _free_handle(known, seen, product),
        skus=skus,
        title=product.title or None,
        vendor=product.vendor or None,
        product_type=product.product_type or None,
        description_html=product.body_html or None,
        status=STATUSES.get(product.status.lower(), "active"),
        tags=product.tags or None,
        image_url=product.images[0] if product.images else None,
    )


def _variant(
    setting: Setting,
    known: _Known,
    seen: Seen,
    row: int,
    product: IncomingProduct,
    variant: IncomingVariant,
    problems: list[Json],
) -> PlannedVariant:
    key = (product.external_id, variant.external_id)
    sku_id = known.listed.get(key)
    alias = None
    if sku_id is not None:
        code = known.facts[sku_id].code
        problems += _renamed(setting, row, variant, code)
    elif variant.sku:
        code, alias = _spelling(setting, known, seen, variant.sku)
        stored = known.by_code.get(code) or _twin(known, code)
        sku_id = stored.id if stored else None
        code = stored.code if stored else code
        problems += _shared(known, row, variant, key, sku_id)
    else:
        code = free_code(variant.proposed_sku or variant.external_id, known.taken | seen.codes.keys())
    first = seen.codes.setdefault(code, (row, key))
    if first[1] != key:
        problems.append(_twice(row, first[0], code))
    # Two variants that sell one item: the first one's text is the item's, the other only lists it.
    shared = first[1] != key or known.owners.get(sku_id or 0, key) != key
    draft = None if shared else _draft(setting, product, variant, code, known.facts.get(sku_id or 0))
    if draft is not None and sku_id is not None:
        problems += _far(row, code, draft, _sku_state(known, sku_id))
    tracked = variant.tracked is not False and variant.quantity_meaning is not QuantityMeaning.NOT_TRACKED
    counts = (
        tracked and variant.quantity is not None and variant.kind is LineKind.GOODS and not variant.components
    )
    return PlannedVariant(
        key=key,
        code=code,
        draft=draft,
        title=variant.title,
        quantity=int(variant.quantity) if counts and variant.quantity is not None else None,
        meaning=variant.quantity_meaning,
        alias=alias,
        listed=key in known.listed,
    )


def _spelling(setting: Setting, known: _Known, seen: Seen, code: str) -> tuple[str, str | None]:
    """The code as the catalog spells it and, where a person said that case does not count, the alias to add."""
    if code in known.by_code or setting.facts.answers.get("case_aliases") != "same":
        return code, None
    stored = known.folded.get(code.lower())
    first = stored[0][1] if stored else seen.spellings.setdefault(code.lower(), code)
    return (code, None) if first == code else (first, code)


def _twin(known: _Known, code: str) -> SkuFacts | None:
    return next((one for one in known.facts.values() if one.code == code), None)


def _shared(
    known: _Known, row: int, variant: IncomingVariant, key: tuple[str, str], sku_id: int | None
) -> list[Json]:
    """Another variant of this very channel sells the SKU already: one item, or two that share a code by mistake?"""
    owner = known.owners.get(sku_id or 0, key)
    if owner == key:
        return []
    sentence = (
        f"The SKU “{variant.sku}” already belongs to another variant of this shop ({owner[1]}). Confirm that both sell "
        "the same item, or give this one a code of its own."
    )
    return [problem(row, "sku", variant.sku or "", sentence, "question", "product.duplicate_sku")]


def _renamed(setting: Setting, row: int, variant: IncomingVariant, code: str) -> list[Json]:
    """The channel's own id says which item it is; a new code there does not rename it here."""
    now = variant.sku or code
    if now == code or (now.lower() == code.lower() and setting.facts.answers.get("case_aliases") == "same"):
        return []
    sentence = (
        f"The shop now calls it “{now}”; here it stays “{code}”, since orders carry that code. Add the new one as an "
        "alias if it comes on papers."
    )
    return [problem(row, "sku", now, sentence, "flag", "product.code_differs")]


def _twice(row: int, first_row: int, code: str) -> Json:
    sentence = (
        f"The SKU “{code}” stands twice in this file, first in row {first_row}. Confirm that both are the same item, "
        "or give this one a code of its own."
    )
    return problem(row, "sku", code, sentence, "question", "product.duplicate_sku")


def _far(row: int, code: str, draft: SkuDraft, stored: Json) -> list[Json]:
    found = []
    for name, what in (("price", "Price"), ("cost", "Unit cost")):
        new, old = getattr(draft, name), stored.get(name)
        if new is not None and old and is_far(new, old):
            sentence = far_sentence(f"{what} of {code}:", new, old)
            found.append(problem(row, name, str(new), sentence, "question", f"product.{name}_far", str(old)))
    return found


def _draft(
    setting: Setting, product: IncomingProduct, variant: IncomingVariant, code: str, stands: SkuFacts | None
) -> SkuDraft:
    return SkuDraft(
        code=code,
        sku_id=stands.id if stands else None,
        code_proposed=not variant.sku,
        barcode=variant.barcode or None,
        components=tuple((part.sku, int(part.quantity)) for part in variant.components if part.sku),
        title=variant.title or None,
        options=dict(variant.options) or None,
        kind=CATALOG_KINDS.get(variant.kind, "goods"),
        tracked=_tracked(setting, variant, stands),
        shippable=variant.requires_shipping,
        is_kit=bool(variant.components) or None,
        weight_g=_whole(variant.weight_grams),
        length_mm=_whole(variant.length_mm),
        width_mm=_whole(variant.width_mm),
        height_mm=_whole(variant.height_mm),
        price=variant.price,
        cost=variant.cost,
        currency=(product.currency or setting.currency) if variant.price is not None else None,
        tax_class=variant.tax_class or None,
        hs_code=variant.hs_code or None,
        origin_country=variant.origin_country or None,
        image_url=variant.image_url or None,
    )


def _tracked(setting: Setting, variant: IncomingVariant, stands: SkuFacts | None) -> bool | None:
    """Whether its stock is counted. That one shop does not count an item says nothing about our shelves: only a
    person's answer ends the counting of an item that is counted here."""
    if setting.meaning is QuantityMeaning.NOT_TRACKED:
        return False
    tracked = False if variant.quantity_meaning is QuantityMeaning.NOT_TRACKED else variant.tracked
    return None if tracked is False and stands is not None and stands.tracked else tracked


def _state_of(known: _Known, product: IncomingProduct, sku_ids: Sequence[int]) -> ProductState | None:
    """The product of the SKUs that are known; without any, one of this handle that has no SKUs either."""
    for sku_id in sku_ids:
        return known.states[known.facts[sku_id].product_id]
    standing = known.by_handle.get(product.handle)
    return standing if standing and not product.variants and not standing.skus else None


def _free_handle(known: _Known, seen: Seen, product: IncomingProduct) -> str:
    """The handle, or a numbered one when another product has it: equal handles of two shops are two products."""
    wanted = product.handle or product.external_id
    handle, number = wanted, 2
    while handle in known.by_handle or seen.handles.get(handle, product.external_id) != product.external_id:
        handle, number = f"{wanted}-{number}", number + 1
    seen.handles.setdefault(handle, product.external_id)
    return handle


def _sku_state(known: _Known, sku_id: int | None) -> Json:
    facts = known.facts[sku_id or 0]
    return known.states[facts.product_id].skus[facts.id]


def _whole(amount: Decimal | None) -> int | None:
    return None if amount is None else int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))
