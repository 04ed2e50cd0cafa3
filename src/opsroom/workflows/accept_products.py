"""Takes a channel's products into the catalog, lists them and opens their stock; its undo is undo_products.

Facts from outside are recorded: a product is created or changed, never refused. What would merge two items was asked
before.
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
from opsroom.domains.catalog.actions.upsert_products import ProductResult, upsert_products
from opsroom.domains.channels.actions.save_listings import save_listings
from opsroom.domains.warehouse.actions._stock_rows import lock_sites
from opsroom.domains.warehouse.actions.create_locations import LocationRow, create_locations
from opsroom.domains.warehouse.actions.record_openings import OpeningRow, record_openings
from opsroom.domains.warehouse.actions.set_stock import StockRow
from opsroom.kernel.values.actor import Actor
from opsroom.ports.incoming import IncomingProduct
from opsroom.workflows.count_stock import count_stock
from opsroom.workflows.importing.check_products import meaning_of, opening_stock
from opsroom.workflows.importing.context import Setting
from opsroom.workflows.importing.plan_products import PlannedProduct, Seen, plan_products
from opsroom.workflows.importing.shelf import DEFAULT_BIN, bins_of, in_bins, site_of
from opsroom.workflows.match_waiting import match_waiting
from opsroom.workflows.raise_openings import note_left_out

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class AcceptedProduct:
    """What became of one row. `before` is what its undo needs, as JSON."""

    number: int
    product_id: int
    effect: str
    before: Json


@transaction.atomic
def accept_products(
    actor: Actor, setting: Setting, rows: Sequence[tuple[int, int, IncomingProduct]]
) -> list[AcceptedProduct]:
    """Writes the rows (number, first row, product), in the order given. One transaction."""
    access.require(actor, "catalog.edit", company_id=setting.company.id)
    if setting.facts.mode == "live":
        lock_sites(setting.company.id, counting=True)
    plans = plan_products(setting, rows, Seen())
    # What sells nothing but items of other rows of this chunk waits until those are written.
    late = {
        plan.number for plan in plans if plan.variants and not plan.draft.skus and not plan.draft.product_id
    }
    plans = [plan for plan in plans if plan.number not in late]
    results = upsert_products(actor, setting.company.id, [plan.draft for plan in plans])
    sku_ids = _sku_ids(setting, plans, results)
    new_listings = _list(actor, setting, plans, sku_ids)
    aliases = _alias(actor, setting, plans, sku_ids)
    opened = _open_stock(actor, setting, plans, sku_ids)
    if setting.facts.mode == "live":
        match_waiting(actor, setting.company.id)
    accepted = []
    for plan, result in zip(plans, results, strict=True):
        listings = [
            new_listings[one.key] for one in plan.variants if one.key in new_listings and not one.listed
        ]
        shelves = [
            opened[plan.number, place]
            for place in range(len(plan.variants))
            if (plan.number, place) in opened
        ]
        stock = [[sku_id, DEFAULT_BIN, 0, pieces] for sku_id, pieces in shelves if pieces]
        touched = bool(listings or stock)
        effect = "changed" if result.effect == "same" and touched else result.effect
        before = _before(result) | {
            "listings": listings,
            "aliases": [aliases[one.alias] for one in plan.variants if one.alias in aliases],
            "stock": stock,
            "opened": [sku_id for sku_id, _ in shelves],
        }
        accepted.append(AcceptedProduct(plan.number, result.product_id, effect, before))
    if late:
        accepted += accept_products(actor, setting, [row for row in rows if row[0] in late])
    return sorted(accepted, key=lambda one: one.number)


def _sku_ids(
    setting: Setting, plans: Sequence[PlannedProduct], results: Sequence[ProductResult]
) -> dict[tuple[str, str], int]:
    """Listing key -> SKU id; a variant that shares another row's code gets that row's SKU."""
    found: dict[tuple[str, str], int] = {}
    by_code: dict[str, int] = {}
    for plan, result in zip(plans, results, strict=True):
        drafted = [one for one in plan.variants if one.draft]
        for variant, sku in zip(drafted, result.skus, strict=True):
            found[variant.key] = by_code[variant.code] = sku.sku_id
    left = [one for plan in plans for one in plan.variants if one.draft is None]
    stored = catalog.skus_by_code(setting.company.id, {one.code for one in left} - by_code.keys())
    for one in left:
        found[one.key] = by_code[one.code] if one.code in by_code else stored[one.code].id
    return found


def _list(
    actor: Actor, setting: Setting, plans: Sequence[PlannedProduct], sku_ids: dict[tuple[str, str], int]
) -> dict[tuple[str, str], int]:
    if setting.channel is None:
        return {}
    new = {
        one.key: (sku_ids[one.key], one.title) for plan in plans for one in plan.variants if not one.listed
    }
    return save_listings(actor, setting.channel.id, new) if new else {}


def _alias(
    actor: Actor, setting: Setting, plans: Sequence[PlannedProduct], sku_ids: dict[tuple[str, str], int]
) -> dict[str, int]:
    """Alias -> its id, of the aliases that are new."""
    wanted = {one.alias: sku_ids[one.key] for plan in plans for one in plan.variants if one.alias}
    if not wanted:
        return {}
    new = set(add_alias(actor, setting.company.id, wanted))
    rows = catalog.aliases_of(setting.company.id, wanted.values())
    return {alias: alias_id for alias_id, _, alias in rows if alias_id in new}


def _open_stock(
    actor: Actor, setting: Setting, plans: Sequence[PlannedProduct], sku_ids: dict[tuple[str, str], int]
) -> dict[tuple[int, int], tuple[int, int]]:
    """(row number, place) -> (SKU id, pieces its shelf was opened with)."""
    site_id = site_of(setting)
    openings = opening_stock(setting, plans)
    if site_id is None or not openings:
        return {}
    if DEFAULT_BIN not in bins_of(setting, site_id):
        create_locations(actor, setting.company.id, site_id, [LocationRow(DEFAULT_BIN)])
    variants = {(plan.number, place): one for plan in plans for place, one in enumerate(plan.variants)}
    rows = {sku_ids[variants[at].key]: (at, pieces) for at, pieces in openings.items()}
    held = in_bins(setting, site_id, rows)
    # SKUs that are new in this chunk were not known when the opening was worked out; those with a history keep it.
    fresh = {sku_id: row for sku_id, row in rows.items() if not held.get((DEFAULT_BIN, sku_id))}
    filled = {sku_id: row for sku_id, row in fresh.items() if row[1]}
    if filled:
        first = min(at[0] for at, _ in filled.values())
        count_stock(
            actor,
            site_id,
            [StockRow(sku_id, DEFAULT_BIN, pieces) for sku_id, (_, pieces) in sorted(filled.items())],
            key=f"import:{setting.facts.id}:products:{first}:{max(at[0] for at, _ in filled.values())}",
            company_id=setting.company.id,
            ref=("channels.import", setting.facts.id),
            opening=True,
        )
    record_openings(
        actor,
        setting.company.id,
        site_id,
        [
            OpeningRow(
                sku_id,
                DEFAULT_BIN,
                meaning_of(setting, variants[at]).value,
                int(variants[at].quantity or 0),
                draft.cost if (draft := variants[at].draft) else None,
            )
            for sku_id, (at, _) in sorted(fresh.items())
        ],
        source="product",
        import_id=setting.facts.id,
        as_of=setting.as_of,
    )
    note_left_out(actor, setting.company.id, site_id, fresh)
    return {at: (sku_id, pieces) for sku_id, (at, pieces) in fresh.items()}


def _before(result: ProductResult) -> Json:
    return {
        "product": None if result.before is None else _plain(result.before),
        "new_skus": [sku.sku_id for sku in result.skus if sku.before is None],
        "skus": {str(sku.sku_id): _plain(sku.before) for sku in result.skus if sku.before},
    }


def _plain(fields: Json) -> Json:
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in fields.items()}
