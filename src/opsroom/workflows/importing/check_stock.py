"""Judges a chunk of staged counts against the shelves; refuses to read unknown as zero and to guess a bin."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from opsroom.domains.catalog import queries as catalog
from opsroom.domains.catalog.queries import SkuFacts
from opsroom.domains.channels.queries import RowFacts
from opsroom.domains.warehouse.rows import left_out, standing
from opsroom.domains.warehouse.rules import opened_with
from opsroom.ports.as_json import value_from_json
from opsroom.ports.incoming import IncomingStock, QuantityMeaning
from opsroom.workflows.importing.context import Setting
from opsroom.workflows.importing.findings import far_sentence, is_far, problem
from opsroom.workflows.importing.shelf import (
    DEFAULT_BIN,
    OnShelf,
    bins_of,
    has_goods_in_bins,
    in_bins,
    on_shelf,
    site_of,
)
from opsroom.workflows.importing.tally import Tally

Json = dict[str, Any]
Judged = dict[int, tuple[str, list[Json]]]


@dataclass(slots=True)
class StockSeen:
    """What earlier rows of the same file counted: (SKU id, bin) -> (row, pieces); the bins of the site.

    `raised`: SKUs whose open orders an earlier row has added already, since a SKU may lie in several bins.
    """

    counted: dict[tuple[int, str], tuple[int, Decimal | None]] = field(default_factory=dict)
    bins: list[str] | None = None
    raised: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class PlannedCount:
    """One row of a stock file, resolved. `on_hand` None: not counted, nothing is written.

    `emptied`: bins that a product file opened by a guess and this file puts right, with the pieces they held.
    """

    number: int
    first_row: int
    sku: SkuFacts | None
    alias: str | None
    bin: str
    on_hand: int | None
    before: int
    cost: Decimal | None
    value: IncomingStock
    meaning: QuantityMeaning = QuantityMeaning.ON_HAND
    emptied: tuple[tuple[str, int], ...] = ()


def plan_counts(setting: Setting, rows: Sequence[RowFacts], raised: set[int]) -> list[PlannedCount]:
    """The rows with their SKU, their bin, what stands there and what will. `raised` grows: see StockSeen."""
    values = [(row, _value(row)) for row in rows]
    company_id = setting.company.id
    codes = {value.sku for _, value in values if value.sku}
    by_code = catalog.skus_by_code(company_id, codes)
    by_barcode = catalog.skus_by_barcode(company_id, {value.barcode for _, value in values if value.barcode})
    folded: dict[str, SkuFacts] = {}
    if setting.facts.answers.get("case_aliases") == "same":
        stored = catalog.codes_folded(company_id, codes - by_code.keys())
        facts = catalog.skus_by_id(company_id, [twins[0][0] for twins in stored.values()])
        folded = {key: facts[twins[0][0]] for key, twins in stored.items()}
    found: list[tuple[RowFacts, IncomingStock, SkuFacts | None, str | None]] = []
    for row, value in values:
        sku = by_code.get(value.sku or "") or by_barcode.get(value.barcode or "")
        alias = None
        if sku is None and value.sku and (sku := folded.get(value.sku.lower())):
            alias = value.sku
        found.append((row, value, sku, alias))
    site_id = site_of(setting)
    ids = {sku.id for _, _, sku, _ in found if sku}
    held = in_bins(setting, site_id, ids) if site_id else {}
    missing = left_out(setting.company.id, site_id, ids, setting.as_of) if site_id else {}
    guessed = _guessed(setting, site_id, ids, held) if site_id else {}
    return [
        _planned(setting, row, value, sku, alias, held, missing, guessed, raised)
        for row, value, sku, alias in found
    ]


def _guessed(
    setting: Setting, site_id: int, sku_ids: Collection[int], held: Mapping[tuple[str, int], int]
) -> dict[int, list[tuple[str, int]]]:
    """SKU id -> the bins a product file opened, with their pieces: a stock file knows better where goods lie."""
    found: dict[int, list[tuple[str, int]]] = {}
    for one in standing(setting.company.id, sku_ids=sku_ids):
        pieces = held.get((one.location_code, one.sku_id), 0)
        if one.source == "product" and one.site_id == site_id and pieces:
            found.setdefault(one.sku_id, []).append((one.location_code, pieces))
    return found


def _planned(
    setting: Setting,
    row: RowFacts,
    value: IncomingStock,
    sku: SkuFacts | None,
    alias: str | None,
    held: Mapping[tuple[str, int], int],
    missing: Mapping[int, int],
    guessed: Mapping[int, Sequence[tuple[str, int]]],
    raised: set[int],
) -> PlannedCount:
    home = value.bin or DEFAULT_BIN
    meaning = value.meaning if value.meaning is not QuantityMeaning.UNKNOWN else setting.meaning
    on_hand = None
    emptied: tuple[tuple[str, int], ...] = ()
    counts = (
        meaning is not QuantityMeaning.NOT_TRACKED and setting.facts.mode == "live"
    )  # history moves no stock
    if value.quantity is not None and counts:
        on_hand = int(value.quantity)
        if meaning is QuantityMeaning.AVAILABLE and sku:
            on_hand = opened_with(on_hand, 0 if sku.id in raised else missing.get(sku.id, 0))
        if sku and sku.id not in raised:
            emptied = tuple(one for one in guessed.get(sku.id, ()) if one[0] != home)
            raised.add(sku.id)
    return PlannedCount(
        number=row.number,
        first_row=row.first_row,
        sku=sku,
        alias=alias,
        bin=home,
        on_hand=on_hand,
        before=held.get((home, sku.id), 0) if sku else 0,
        cost=value.unit_cost,
        value=value,
        meaning=meaning or QuantityMeaning.ON_HAND,
        emptied=emptied,
    )


def check_stock(setting: Setting, rows: Sequence[RowFacts], seen: StockSeen, tally: Tally) -> Judged:
    """row number -> (effect, problems of the check)."""
    plans = plan_counts(setting, rows, seen.raised)
    site_id = site_of(setting)
    if seen.bins is None:
        in_use = site_id is not None and has_goods_in_bins(setting, site_id)
        seen.bins = bins_of(setting, site_id) if site_id and in_use else []
    shelf = on_shelf(setting, site_id, {p.sku.id for p in plans if p.sku}) if site_id else {}
    unknown = {p.value.sku for p in plans if p.sku is None and p.value.sku}
    twins = catalog.codes_folded(setting.company.id, unknown)
    judged: Judged = {}
    for plan in plans:
        if plan.value.meaning is QuantityMeaning.UNKNOWN and plan.value.quantity is not None:
            tally.unknown_meaning += 1
        if plan.alias and plan.sku:
            tally.case_twins.append((plan.alias, plan.sku.code))
        if plan.sku is None:
            judged[plan.number] = ("", [_unknown(plan, twins, tally)])
            continue
        problems = [
            *_twice(plan, plan.sku, seen),
            *_bin(plan, plan.sku, seen.bins),
            *_doubts(plan, plan.sku, shelf),
        ]
        judged[plan.number] = (_count(setting, plan, plan.sku, shelf, tally), problems)
    return judged


def _count(
    setting: Setting, plan: PlannedCount, sku: SkuFacts, shelf: Mapping[int, OnShelf], tally: Tally
) -> str:
    """Adds the row to the tally; returns its effect."""
    cost_changed = plan.cost is not None and plan.cost != sku.cost
    tally.cost_changes += cost_changed
    if plan.on_hand is None:
        return "changed" if cost_changed else "same"
    difference = plan.on_hand - plan.before - sum(pieces for _, pieces in plan.emptied)
    cost = plan.cost if plan.cost is not None else sku.cost
    tally.move(difference, int((cost or 0) * 1_000_000), sku.currency or setting.currency)
    stands = shelf.get(sku.id)
    if stands and stands.on_hand > 0 and stands.on_hand + difference <= 0:
        tally.zeroed.append(sku.code)
    if not stands or not stands.seen:
        return "new"
    return "changed" if difference or cost_changed else "same"


def _unknown(plan: PlannedCount, twins: Mapping[str, list[tuple[int, str]]], tally: Tally) -> Json:
    found = plan.value.sku or plan.value.barcode or ""
    if not found:
        sentence = "No SKU. Write the code of the item, or leave the row out."
        return problem(plan.first_row, "sku", "", sentence, "error", "stock.no_sku")
    twin = twins.get(found.lower())
    if twin:
        tally.case_twins.append((found, twin[0][1]))
        sentence = f"The SKU “{found}” is unknown; “{twin[0][1]}” differs only in case. Take that one, or add an alias."
        return problem(plan.first_row, "sku", found, sentence, "error", "stock.case_differs", twin[0][1])
    sentence = f"The SKU “{found}” is unknown. Import the product first, or correct the code."
    return problem(plan.first_row, "sku", found, sentence, "error", "stock.unknown_sku")


def _twice(plan: PlannedCount, sku: SkuFacts, seen: StockSeen) -> list[Json]:
    first_row, first = seen.counted.setdefault((sku.id, plan.bin), (plan.first_row, plan.value.quantity))
    if first_row == plan.first_row:
        return []
    how = (
        "the same count"
        if first == plan.value.quantity
        else f"another count ({first} and {plan.value.quantity})"
    )
    sentence = (
        f"Same SKU and bin as row {first_row}, with {how}. Keep one: leave this row out, or correct it."
    )
    return [problem(plan.first_row, "sku", sku.code, sentence, "error", "stock.twice")]


def _bin(plan: PlannedCount, sku: SkuFacts, bins: Sequence[str]) -> list[Json]:
    """A first file may name the bins; later an unknown one is more likely a slip."""
    if not plan.value.bin or plan.on_hand is None or not bins or plan.bin in bins:
        return []
    near = difflib.get_close_matches(plan.bin, bins, n=1)
    hint = f" The nearest is {near[0]}." if near else ""
    sentence = f"Bin “{plan.bin}” does not exist.{hint} Correct it, or confirm to create it."
    fix = near[0] if near else None
    return [problem(plan.first_row, "bin", plan.bin, sentence, "question", "stock.unknown_bin", fix)]


def _doubts(plan: PlannedCount, sku: SkuFacts, shelf: Mapping[int, OnShelf]) -> list[Json]:
    found = []
    quantity = plan.value.quantity
    if quantity is not None and quantity != int(quantity):
        sentence = f"Whole units only. Use {int(quantity)} or {int(quantity) + 1}."
        found.append(problem(plan.first_row, "quantity", str(quantity), sentence, "error", "stock.not_whole"))
    stands = shelf.get(sku.id)
    if stands and plan.on_hand == 0 and plan.before and stands.allocated:
        sentence = (
            f"Count goes from {plan.before} to 0. {stands.allocated} units are allocated to orders, which would be "
            "short. Confirm that the bin is empty, or leave the row out."
        )
        found.append(problem(plan.first_row, "quantity", "0", sentence, "question", "stock.zeroes_allocated"))
    if plan.cost is not None and sku.cost and is_far(plan.cost, sku.cost):
        sentence = far_sentence("Unit cost", plan.cost, sku.cost)
        old = str(sku.cost)
        found.append(
            problem(plan.first_row, "cost", str(plan.cost), sentence, "question", "stock.cost_far", old)
        )
    return found


def _value(row: RowFacts) -> IncomingStock:
    value = value_from_json("stock", row.value or {})
    assert isinstance(value, IncomingStock)  # noqa: S101 - the kind says so
    return value
