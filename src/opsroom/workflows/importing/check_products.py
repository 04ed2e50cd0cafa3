"""Judges a chunk of staged products against the catalog and the shelves; refuses to write anything."""

from __future__ import annotations

from collections.abc import Sequence

from opsroom.domains.catalog import queries as catalog
from opsroom.domains.channels.queries import RowFacts
from opsroom.domains.warehouse.rows import left_out
from opsroom.domains.warehouse.rules import opened_with
from opsroom.ports.as_json import value_from_json
from opsroom.ports.incoming import IncomingProduct, QuantityMeaning
from opsroom.workflows.importing.context import Setting
from opsroom.workflows.importing.plan_products import PlannedProduct, PlannedVariant, Seen, plan_products
from opsroom.workflows.importing.shelf import on_shelf, site_of
from opsroom.workflows.importing.tally import Tally

Judged = dict[int, tuple[str, list[dict[str, object]]]]


def staged_products(rows: Sequence[RowFacts]) -> list[tuple[int, int, IncomingProduct]]:
    """The port values of the rows."""
    found = []
    for row in rows:
        value = value_from_json("product", row.value or {})
        assert isinstance(value, IncomingProduct)  # noqa: S101 - the kind says so
        found.append((row.number, row.first_row, value))
    return found


def check_products(setting: Setting, rows: Sequence[RowFacts], seen: Seen, tally: Tally) -> Judged:
    """row number -> (effect, problems of the check)."""
    plans = plan_products(setting, staged_products(rows), seen)
    openings = opening_stock(setting, plans)
    judged: Judged = {}
    for plan in plans:
        tally.items_created += sum(sku.sku_id is None for sku in plan.draft.skus)
        tally.price_changes += plan.price_changes
        tally.cost_changes += plan.cost_changes
        moved = False
        for place, variant in enumerate(plan.variants):
            if variant.quantity is not None and meaning_of(setting, variant) is QuantityMeaning.UNKNOWN:
                tally.unknown_meaning += 1
            if variant.alias:
                tally.case_twins.append((variant.alias, variant.code))
            pieces = openings.get((plan.number, place), 0)
            if pieces:
                moved = True
                cost = variant.draft.cost if variant.draft else None
                tally.move(pieces, int((cost or 0) * 1_000_000), setting.currency)
        judged[plan.number] = ("changed" if moved and plan.effect == "same" else plan.effect, plan.problems)
    _offer_aliases(setting, plans, seen, tally)
    return judged


def meaning_of(setting: Setting, variant: PlannedVariant) -> QuantityMeaning:
    """What the file says its quantity means, else what a person answered."""
    if variant.meaning is not QuantityMeaning.UNKNOWN:
        return variant.meaning
    return setting.meaning or QuantityMeaning.UNKNOWN


def opening_stock(setting: Setting, plans: Sequence[PlannedProduct]) -> dict[tuple[int, int], int]:
    """(row number, place of the variant) -> pieces to open the shelf with; 0 where the file says so.

    A product file opens stock, it does not count it: a SKU that lay here before keeps what the book says. Available
    means that open orders already took theirs, so on hand is available plus open unshipped.
    """
    site_id = site_of(setting)
    if site_id is None or setting.facts.mode == "history":
        return {}
    wanted = [
        (plan.number, place, variant)
        for plan in plans
        for place, variant in enumerate(plan.variants)
        if variant.draft and variant.quantity is not None
        and meaning_of(setting, variant) in (QuantityMeaning.ON_HAND, QuantityMeaning.AVAILABLE)
    ]  # fmt: skip
    ids = {variant.draft.sku_id for _, _, variant in wanted if variant.draft and variant.draft.sku_id}
    shelf = on_shelf(setting, site_id, ids)
    missing = left_out(setting.company.id, site_id, ids, setting.as_of)
    found = {}
    for number, place, variant in wanted:
        sku_id = variant.draft.sku_id if variant.draft else None
        if sku_id in shelf and shelf[sku_id].seen:
            continue
        pieces = variant.quantity or 0
        if meaning_of(setting, variant) is QuantityMeaning.AVAILABLE:
            pieces = opened_with(pieces, missing.get(sku_id or 0, 0))
        found[number, place] = max(0, pieces)
    return found


def _offer_aliases(setting: Setting, plans: Sequence[PlannedProduct], seen: Seen, tally: Tally) -> None:
    """Codes of the file that equal another code but for case: offered, never decided."""
    codes = {variant.code for plan in plans for variant in plan.variants}
    stored = catalog.codes_folded(setting.company.id, codes)
    for code in sorted(codes):
        others = [other for _, other in stored.get(code.lower(), []) if other != code]
        first = seen.spellings.setdefault(code.lower(), code)
        twin = others[0] if others else first
        known = {other for _, other in stored.get(code.lower(), [])}
        if twin != code and code not in known:
            tally.case_twins.append((code, twin))
