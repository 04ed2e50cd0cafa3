"""Judges a chunk of staged counts against the shelves; refuses to read unknown as zero and to guess a bin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from opsroom.domains.catalog import queries as catalog
from opsroom.domains.catalog.queries import SkuFacts
from opsroom.domains.channels.queries import RowFacts
from opsroom.ports.incoming import QuantityMeaning
from opsroom.workflows.importing.context import Setting
from opsroom.workflows.importing.findings import far_sentence, is_far, plain, problem
from opsroom.workflows.importing.nearest import Nearest
from opsroom.workflows.importing.shelf import bins_of, has_goods_in_bins
from opsroom.workflows.importing.stock_places import at_site, place_rows
from opsroom.workflows.importing.stock_plan import PlannedCount, StockSeen, plan_counts, seen_before
from opsroom.workflows.importing.tally import Tally

Json = dict[str, Any]
Judged = dict[int, tuple[str, list[Json]]]
NEAR_BIN = 0.6  # the codes of bins are short: one sign of five makes them no others


def check_stock(setting: Setting, rows: Sequence[RowFacts], seen: StockSeen, tally: Tally) -> Judged:
    """row number -> (effect, problems of the check)."""
    placed = place_rows(setting, rows)
    tally.unplaced += placed.unplaced
    tally.places_known += len(placed.known)
    for word, many in placed.unknown.items():
        tally.places[word] = tally.places.get(word, 0) + many
    judged: Judged = {}
    for site_id, own in placed.rows.items():
        tally.sites |= {site_id} if site_id else set()
        judged |= _check_site(at_site(setting, site_id), site_id, own, seen, tally)
    for row in rows:
        if name := placed.elsewhere.get(row.number):
            found = str((row.value or {}).get("location"))
            sentence = (
                f"It lies at {name}, and another site was chosen for the file. Leave the row out, or upload the file "
                "again without choosing a site: each row then goes to its own."
            )
            effect, problems = judged[row.number]
            wrong = problem(row.first_row, "location", found, sentence, "error", "stock.other_site")
            judged[row.number] = (effect, [*problems, wrong])
    return judged


def _check_site(
    setting: Setting, site_id: int | None, rows: Sequence[RowFacts], seen: StockSeen, tally: Tally
) -> Judged:
    if site_id is not None and site_id not in seen.bins:
        seen.bins[site_id] = frozenset(bins_of(setting, site_id, quarantine=True))
        seen.in_use[site_id] = has_goods_in_bins(setting, site_id)
        before = seen_before(setting, site_id)
        seen.raised |= before.raised
        seen.counted |= before.counted
    bins: frozenset[str] = seen.bins.get(site_id or 0, frozenset())
    known = bins if seen.in_use.get(site_id or 0) else frozenset()
    near = Nearest(lambda: {code.casefold(): code for code in sorted(known)}, cutoff=NEAR_BIN)
    plans = plan_counts(setting, rows, seen)
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
        if site_id and plan.on_hand is not None and plan.bin not in bins:
            seen.bins_new.add((site_id, plan.bin))
            tally.bins_new = len(seen.bins_new)
        problems = [
            *_kit(plan, plan.sku),
            *_twice(plan, plan.sku),
            *_bin(plan, known, near),
            *_several_bins(plan, plan.sku),
            *_doubts(plan, plan.sku),
            *_cost_twice(plan, plan.sku, seen),
        ]
        judged[plan.number] = (_count(setting, plan, plan.sku, tally), problems)
    return judged


def _count(setting: Setting, plan: PlannedCount, sku: SkuFacts, tally: Tally) -> str:
    """Adds the row to the tally; returns its effect."""
    cost_changed = plan.cost is not None and plan.cost != sku.cost
    tally.cost_changes += cost_changed
    tally.see_price(plan.cost, sku.price)
    if plan.on_hand is None:
        return "changed" if cost_changed else "same"
    difference = plan.on_hand - plan.before - sum(pieces for _, pieces in plan.emptied)
    cost = plan.cost if plan.cost is not None else sku.cost
    tally.move(difference, int((cost or 0) * 1_000_000), sku.currency or setting.currency)
    tally.other_bins += [(sku.code, pieces) for _, pieces in plan.others]
    stands = plan.stands
    if stands and stands.seen:
        tally.see_difference(difference, without_cost=not cost and not plan.emptied)
    if stands and stands.on_hand > 0 and stands.on_hand + difference <= 0:
        tally.zeroed.append(sku.code)
    if not stands or not stands.seen:
        return "new"
    return "changed" if difference or plan.emptied or cost_changed else "same"


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


def _kit(plan: PlannedCount, sku: SkuFacts) -> list[Json]:
    if not sku.is_kit or plan.value.quantity is None:
        return []
    sentence = (
        f"{sku.code} is a kit: counted by its parts. Its figure of {plan.value.quantity:f} is not taken in."
    )
    return [problem(plan.first_row, "quantity", f"{plan.value.quantity:f}", sentence, "flag", "stock.kit")]


def _twice(plan: PlannedCount, sku: SkuFacts) -> list[Json]:
    if plan.twice is None:
        return []
    first_row, first = plan.twice
    where = f"row {first_row}" if first_row else "a row that is in already"
    how = (
        "the same count"
        if first == plan.value.quantity
        else f"another count ({first} and {plan.value.quantity})"
    )
    sentence = (
        f"Same SKU and bin as {where}, with {how}. Confirm that both lie there, {plan.figure:,} together; or leave "
        "this row out, or correct it."
    )
    return [problem(plan.first_row, "sku", sku.code, sentence, "question", "stock.twice")]


def _bin(plan: PlannedCount, bins: frozenset[str], near: Nearest[str]) -> list[Json]:
    """A first file may name the bins; later an unknown one is more likely a slip."""
    if not plan.value.bin or plan.on_hand is None or not bins or plan.bin in bins:
        return []
    meant = near(plan.bin)
    hint = f" The nearest is {meant}." if meant else ""
    sentence = f"Bin “{plan.bin}” does not exist.{hint} Correct it, or confirm to create it."
    return [problem(plan.first_row, "bin", plan.bin, sentence, "question", "stock.unknown_bin", meant)]


def _several_bins(plan: PlannedCount, sku: SkuFacts) -> list[Json]:
    """A figure without a bin tells the sum; which bin has more or less of it nobody knows."""
    if not plan.bins:
        return []
    lie = ", ".join(f"{code} {pieces:,}" for code, pieces in plan.bins[:5])
    sentence = (
        f"{sku.code} lies in bins here ({lie}), and this row names none: {plan.value.quantity:f} in all cannot be "
        "shared out by a guess. Import a file that names the bins, or count them under Stock."
    )
    return [problem(plan.first_row, "bin", "", sentence, "error", "stock.which_bin")]


def _cost_twice(plan: PlannedCount, sku: SkuFacts, seen: StockSeen) -> list[Json]:
    """A SKU has one unit cost; a file that tells two of them is asked which one stays."""
    if plan.cost is None:
        return []
    first_row, first = seen.costs.setdefault(sku.id, (plan.first_row, plan.cost))
    seen.costs[sku.id] = (plan.first_row, plan.cost)
    if first == plan.cost:
        return []
    sentence = (
        f"Unit cost {plain(plan.cost)}, and row {first_row} says {plain(first)} for the same SKU, which has one. "
        "Confirm it, and the last one told stays; what each bin was opened at is kept beside it."
    )
    return [problem(plan.first_row, "cost", str(plan.cost), sentence, "question", "stock.cost_differs")]


def _doubts(plan: PlannedCount, sku: SkuFacts) -> list[Json]:
    found = []
    quantity = plan.value.quantity
    if quantity is not None and quantity != int(quantity):
        sentence = f"Whole units only. Use {int(quantity)} or {int(quantity) + 1}."
        found.append(problem(plan.first_row, "quantity", str(quantity), sentence, "error", "stock.not_whole"))
    stands = plan.stands
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
