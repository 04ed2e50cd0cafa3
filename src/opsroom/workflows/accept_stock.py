"""Enters the counts of a stock file, site by site; its undo is undo_stock. Refuses rows whose SKU is not known.

Each count is an assertion: the shelf wins, the difference is posted, and orders that lose their goods are told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.catalog import queries as catalog
from opsroom.domains.catalog.actions.add_alias import add_alias
from opsroom.domains.catalog.actions.set_costs import set_costs
from opsroom.domains.channels.queries import RowFacts
from opsroom.domains.warehouse.actions._stock_rows import lock_sites
from opsroom.domains.warehouse.actions.create_locations import LocationRow, create_locations
from opsroom.domains.warehouse.actions.record_openings import OpeningRow, record_openings
from opsroom.domains.warehouse.actions.set_stock import StockRow
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.count_stock import count_stock
from opsroom.workflows.importing.context import Setting
from opsroom.workflows.importing.shelf import bins_of, on_shelf
from opsroom.workflows.importing.stock_places import at_site, place_rows
from opsroom.workflows.importing.stock_plan import PlannedCount, StockSeen, plan_counts, seen_before
from opsroom.workflows.raise_openings import note_left_out

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class AcceptedCount:
    """What became of one row. `before` is what its undo needs, as JSON."""

    number: int
    sku_id: int | None
    effect: str
    before: Json
    note: str = ""


@transaction.atomic
def accept_stock(actor: Actor, setting: Setting, rows: Sequence[RowFacts]) -> list[AcceptedCount]:
    """Posts the rows of each site as one count, in the order given. One transaction."""
    lock_sites(setting.company.id, counting=True)
    done: dict[int, AcceptedCount] = {}
    for site_id, own in place_rows(setting, rows).rows.items():
        access.require(actor, "warehouse.count", company_id=setting.company.id, site_id=site_id)
        at = at_site(setting, site_id)
        plans = plan_counts(at, own, seen_before(at, site_id) if site_id else StockSeen())
        known = [plan for plan in plans if plan.sku is not None]
        opening = site_id is not None and _count(actor, at, site_id, known)
        _tell_costs(actor, setting, known)
        aliases = _alias(actor, setting, known)
        done |= {plan.number: _accepted(plan, site_id, aliases, opening) for plan in plans}
    return [done[row.number] for row in rows]


def _count(actor: Actor, setting: Setting, site_id: int, plans: Sequence[PlannedCount]) -> bool:
    """Posts what differs; True when it opened shelves that nobody counted before."""
    counted = [plan for plan in plans if plan.sku and plan.on_hand is not None and not plan.bins]
    # Of several rows of one bin the last one knows what all of them come to; what is emptied stands on the first.
    rows = {(plan.sku.id, plan.bin): plan for plan in counted if plan.sku}
    if not rows:
        return False
    missing = sorted({plan.bin for plan in rows.values()} - set(bins_of(setting, site_id)))
    if missing:
        create_locations(actor, setting.company.id, site_id, [LocationRow(code) for code in missing])
    shelf = on_shelf(setting, site_id, {sku_id for sku_id, _ in rows})
    opening = not any(one.seen for one in shelf.values())
    numbers = [plan.number for plan in rows.values()]
    bins = {key: StockRow(*key, plan.on_hand or 0) for key, plan in rows.items()}
    for sku_id, code in _emptied(counted):
        bins.setdefault((sku_id, code), StockRow(sku_id, code, 0))
    count_stock(
        actor,
        site_id,
        [bins[key] for key in sorted(bins)],
        key=f"import:{setting.facts.id}:stock:{min(numbers)}:{max(numbers)}",
        company_id=setting.company.id,
        ref=("channels.import", setting.facts.id),
        opening=opening,
    )
    record_openings(
        actor,
        setting.company.id,
        site_id,
        [
            OpeningRow(
                sku_id, home, plan.meaning.value, plan.figure,
                plan.cost if plan.cost is not None else plan.sku.cost if plan.sku else None,
            )
            for (sku_id, home), plan in rows.items()
        ],
        source="stock",
        import_id=setting.facts.id,
        as_of=setting.as_of,
    )  # fmt: skip
    note_left_out(actor, setting.company.id, site_id, {sku_id for sku_id, _ in rows})
    return opening


def _emptied(plans: Sequence[PlannedCount]) -> list[tuple[int, str]]:
    return [(plan.sku.id, code) for plan in plans if plan.sku for code, _ in plan.emptied]


def _tell_costs(actor: Actor, setting: Setting, plans: Sequence[PlannedCount]) -> None:
    """The last cost told for a SKU is its cost."""
    told = {plan.sku.id: (plan.cost, plan.sku.cost) for plan in plans if plan.sku and plan.cost is not None}
    costs = {sku_id: cost for sku_id, (cost, stored) in told.items() if cost is not None and cost != stored}
    set_costs(actor, setting.company.id, costs)


def _alias(actor: Actor, setting: Setting, plans: Sequence[PlannedCount]) -> dict[str, int]:
    wanted = {plan.alias: plan.sku.id for plan in plans if plan.alias and plan.sku}
    if not wanted:
        return {}
    new = set(add_alias(actor, setting.company.id, wanted))
    rows = catalog.aliases_of(setting.company.id, wanted.values())
    return {alias: alias_id for alias_id, _, alias in rows if alias_id in new}


def _accepted(
    plan: PlannedCount, site_id: int | None, aliases: dict[str, int], opening: bool
) -> AcceptedCount:
    if plan.sku is None:
        return AcceptedCount(plan.number, None, "", {}, note="The SKU is no longer known.")
    if plan.bins:
        return AcceptedCount(plan.number, None, "", {}, note="It lies in several bins by now. Name the bin.")
    cost = plan.cost is not None and plan.cost != plan.sku.cost
    moved = plan.on_hand is not None and plan.on_hand != plan.before
    counted = plan.on_hand is not None
    before: Json = {
        "aliases": [aliases[plan.alias]] if plan.alias in aliases else [],
        "opening": opening,
        "site": site_id,
    }
    if counted:
        before["opened"] = plan.sku.id
    if moved:
        before["stock"] = [[plan.sku.id, plan.bin, plan.before, plan.on_hand]]
    if plan.on_hand is not None and plan.emptied:
        before.setdefault("stock", []).extend([plan.sku.id, code, pieces, 0] for code, pieces in plan.emptied)
    if cost:
        before["cost"] = [_text(plan.sku.cost), _text(plan.cost)]
    effect = "new" if opening and moved else "changed" if moved or plan.emptied or cost else "same"
    return AcceptedCount(plan.number, plan.sku.id, effect, before)


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount)
