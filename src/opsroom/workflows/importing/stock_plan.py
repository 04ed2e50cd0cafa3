"""Resolves rows of a stock file at one site: which SKU, which bin, how many then; refuses to count pieces twice."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from opsroom.domains.catalog import queries as catalog
from opsroom.domains.catalog.queries import SkuFacts
from opsroom.domains.channels import queries as channels
from opsroom.domains.channels.queries import RowFacts
from opsroom.domains.warehouse.rows import Standing, left_out, standing
from opsroom.domains.warehouse.rules import opened_with
from opsroom.ports.as_json import value_from_json
from opsroom.ports.incoming import IncomingStock, QuantityMeaning
from opsroom.workflows.importing.context import Setting
from opsroom.workflows.importing.shelf import DEFAULT_BIN, OnShelf, bins_of, in_bins, on_shelf, site_of
from opsroom.workflows.importing.stock_places import sites_of_words


@dataclass(slots=True)
class StockSeen:
    """What earlier rows of the same file did. Site and SKU -> pieces of open orders they added, since a SKU may lie in
    several bins; site, SKU and bin -> (row, pieces as told, pieces there then); SKU -> (row, what one cost). `in_use`:
    sites whose named bins hold goods; `bins_new`: (site, bin) that the file would make."""

    raised: dict[tuple[int, int], int] = field(default_factory=dict)
    counted: dict[tuple[int, int, str], tuple[int, Decimal | None, int]] = field(default_factory=dict)
    costs: dict[int, tuple[int, Decimal]] = field(default_factory=dict)
    bins: dict[int, frozenset[str]] = field(default_factory=dict)
    in_use: dict[int, bool] = field(default_factory=dict)
    bins_new: set[tuple[int, str]] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class PlannedCount:
    """One row of a stock file, resolved. `on_hand` None: not counted, nothing is written.

    `emptied`: bins that this file says hold nothing, with the pieces they held: those a product file opened by a guess,
    and others it does not name where a person said that it names all. `others`: bins it does not name, asked about.
    `bins`: where the SKU lies, when the row names no bin and it lies in several. `figure`: as told, for all rows of
    the bin; `twice`: the row that counted this bin before.
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
    figure: int = 0
    emptied: tuple[tuple[str, int], ...] = ()
    others: tuple[tuple[str, int], ...] = ()
    bins: tuple[tuple[str, int], ...] = ()
    twice: tuple[int, Decimal | None] | None = None
    stands: OnShelf | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    """What the site holds of the SKUs of a chunk."""

    held: Mapping[tuple[str, int], int]
    lying: Mapping[int, Sequence[tuple[str, int]]]
    named: Collection[tuple[int, str]]
    missing: Mapping[int, int]
    guessed: Mapping[int, Collection[str]]
    shelf: Mapping[int, OnShelf]


_Resolved = tuple[RowFacts, IncomingStock, SkuFacts | None, str | None]


def seen_before(setting: Setting, site_id: int) -> StockSeen:
    """What chunks of this import that are in already did at the site."""
    seen = StockSeen()
    done: list[Standing] = [
        one for one in standing(setting.company.id, import_id=setting.facts.id) if one.site_id == site_id
    ]
    held = in_bins(setting, site_id, {one.sku_id for one in done})
    for one in done:
        seen.raised[site_id, one.sku_id] = 0
        there = held.get((one.location_code, one.sku_id), 0)
        seen.counted[site_id, one.sku_id, one.location_code] = (0, Decimal(one.figure), there)
    return seen


def plan_counts(setting: Setting, rows: Sequence[RowFacts], seen: StockSeen) -> list[PlannedCount]:
    """The rows with their SKU, their bin, what stands there and what will; `seen` grows with them."""
    found = _resolved(setting, rows)
    site_id = site_of(setting)
    ids = {sku.id for _, _, sku, _ in found if sku}
    at = _look(setting, site_id, ids, found)
    return [
        _planned(setting, site_id or 0, row, value, sku, alias, at, seen) for row, value, sku, alias in found
    ]


def _resolved(setting: Setting, rows: Sequence[RowFacts]) -> list[_Resolved]:
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
    found: list[_Resolved] = []
    for row, value in values:
        sku = by_code.get(value.sku or "") or by_barcode.get(value.barcode or "")
        alias = None
        if sku is None and value.sku and (sku := folded.get(value.sku.lower())):
            alias = value.sku
        found.append((row, value, sku, alias))
    return found


def _look(setting: Setting, site_id: int | None, ids: Collection[int], found: Sequence[_Resolved]) -> _Found:
    if site_id is None:
        return _Found({}, {}, (), {}, {}, {})
    held = in_bins(setting, site_id, ids)
    codes = set(bins_of(setting, site_id))
    lying: dict[int, list[tuple[str, int]]] = {}
    for (code, sku_id), pieces in sorted(held.items()):
        if pieces and code in codes:
            lying.setdefault(sku_id, []).append((code, pieces))
    guessed: dict[int, set[str]] = {}
    for one in standing(setting.company.id, sku_ids=ids):
        if one.source == "product" and one.site_id == site_id:
            guessed.setdefault(one.sku_id, set()).add(one.location_code)
    return _Found(
        held=held,
        lying=lying,
        named=_named(setting, lying, found),
        missing=left_out(setting.company.id, site_id, ids, setting.as_of),
        guessed=guessed,
        shelf=on_shelf(setting, site_id, ids),
    )


def _named(
    setting: Setting, lying: Mapping[int, Sequence[tuple[str, int]]], found: Sequence[_Resolved]
) -> set[tuple[int, str]]:
    """(SKU, bin) that the file names anywhere, also in rows further down or left out, of bins that hold goods."""
    own = {(sku.id, value.bin) for _, value, sku, _ in found if sku and value.bin}
    with_bin = {sku_id for sku_id, _ in own}
    asked = {code for sku_id in with_bin for code, _ in lying.get(sku_id, ()) if (sku_id, code) not in own}
    if not asked:
        return own
    told = channels.bins_told(setting.facts.id, asked)
    # A bin of the same code at another site is another bin.
    site_of_word = sites_of_words(setting.whole or setting, {one.location for one in told})
    by_code = catalog.skus_by_code(setting.company.id, {one.sku for one in told if one.sku})
    by_barcode = catalog.skus_by_barcode(setting.company.id, {one.barcode for one in told if one.barcode})
    for sku_code, barcode, code, location in told:
        sku = by_code.get(sku_code) or by_barcode.get(barcode)
        if sku and site_of_word[location] == site_of(setting):
            own.add((sku.id, code))
    return own


def _planned(
    setting: Setting,
    site_id: int,
    row: RowFacts,
    value: IncomingStock,
    sku: SkuFacts | None,
    alias: str | None,
    at: _Found,
    seen: StockSeen,
) -> PlannedCount:
    meaning = value.meaning if value.meaning is not QuantityMeaning.UNKNOWN else setting.meaning
    plan = PlannedCount(
        number=row.number, first_row=row.first_row, sku=sku, alias=alias, bin=value.bin or DEFAULT_BIN,
        on_hand=None, before=0, cost=None if sku and sku.is_kit else value.unit_cost,
        value=value, meaning=meaning or QuantityMeaning.ON_HAND,
    )  # fmt: skip
    # History moves no stock.
    counts = meaning is not QuantityMeaning.NOT_TRACKED and setting.facts.mode == "live"
    # A kit is made of its parts: counted beside them it would stand here twice.
    if sku is None or value.quantity is None or not counts or sku.is_kit:
        return plan
    return _counted(setting, site_id, plan, sku, at, seen)


def _counted(
    setting: Setting, site_id: int, plan: PlannedCount, sku: SkuFacts, at: _Found, seen: StockSeen
) -> PlannedCount:
    value, told = plan.value, int(plan.value.quantity or 0)
    first = (site_id, sku.id) not in seen.raised
    target = told
    if plan.meaning is QuantityMeaning.AVAILABLE:
        missing = at.missing.get(sku.id, 0) if first else 0
        # Asked only where something lacks: over all that earlier rows raised, for each row, it would take for ever.
        given = sum(more for (_, sku_id), more in seen.raised.items() if sku_id == sku.id) if missing else 0
        more = max(0, missing - given)
        target = opened_with(told, more)
        seen.raised.setdefault((site_id, sku.id), more)
    seen.raised.setdefault((site_id, sku.id), 0)
    lying, stands = at.lying.get(sku.id, ()), at.shelf.get(sku.id)
    bins: tuple[tuple[str, int], ...] = ()
    home = lying[0][0] if lying and not value.bin else value.bin or DEFAULT_BIN
    before = at.held.get((home, sku.id), 0)
    counted = seen.counted.get((site_id, sku.id, home))
    twice: tuple[int, Decimal | None] | None = None
    if counted is not None:
        before, twice = counted[2], (counted[0], counted[1])
        target, told = before + target, int(counted[1] or 0) + told
    elif not value.bin and lying:
        # A row without a bin tells what the site has: what lies in several bins cannot be shared out by a guess.
        change = target - (stands.on_hand if stands else 0)
        bins = tuple(lying) if (change and len(lying) > 1) or before + change < 0 else ()
        target = before if bins else before + change
    guessed = at.guessed.get(sku.id, ())
    # Pieces in bins that the file does not name: with them, what it counts would stand here twice.
    others = tuple(one for one in lying if value.bin and one[0] != home and (sku.id, one[0]) not in at.named)
    answer = setting.facts.answers.get("other_bins")
    emptied = tuple(one for one in others if first and (one[0] in guessed or answer == "empty"))
    seen.counted[site_id, sku.id, home] = (counted[0] if counted else plan.first_row, Decimal(told), target)
    return PlannedCount(
        number=plan.number, first_row=plan.first_row, sku=sku, alias=plan.alias, bin=home, on_hand=target,
        before=before, cost=plan.cost, value=value, meaning=plan.meaning, figure=told, emptied=emptied,
        others=tuple(one for one in others if first and one[0] not in guessed), bins=bins, twice=twice,
        stands=stands,
    )  # fmt: skip


def _value(row: RowFacts) -> IncomingStock:
    value = value_from_json("stock", row.value or {})
    assert isinstance(value, IncomingStock)  # noqa: S101 - the kind says so
    return value
