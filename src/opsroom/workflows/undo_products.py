"""Takes the products of an import back: new ones go, changed ones are as before; refuses those touched since."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.catalog import queries as catalog
from opsroom.domains.catalog.actions.remove_alias import remove_alias
from opsroom.domains.catalog.actions.remove_skus import remove_skus
from opsroom.domains.catalog.actions.restore_products import restore_products
from opsroom.domains.channels import queries as channels
from opsroom.domains.channels.actions.remove_listings import remove_listings
from opsroom.domains.channels.queries import RowFacts
from opsroom.domains.orders import drafts
from opsroom.domains.orders import queries as orders
from opsroom.domains.warehouse import queries as warehouse
from opsroom.domains.warehouse.actions.remove_openings import remove_openings
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.importing.context import Setting
from opsroom.workflows.importing.shelf import site_of
from opsroom.workflows.undo_stock import Counted, undo_stock

Json = dict[str, Any]
DECIMALS = ("price", "cost")


@transaction.atomic
def undo_products(actor: Actor, setting: Setting, rows: Sequence[RowFacts]) -> dict[int, str]:
    """Row number -> why it stays. A row is all or nothing: one touched SKU keeps its product."""
    access.require(actor, "imports.undo", company_id=setting.company.id)
    kept = _touched(setting, rows)
    going = [row for row in rows if row.number not in kept]
    counted = [
        Counted(row.number, sku_id, code, before, after, opening=True)
        for row in going
        for sku_id, code, before, after in (row.before or {}).get("stock", [])
    ]
    kept |= undo_stock(actor, setting, counted)
    site_id = site_of(setting)
    if site_id is not None:
        opened = {
            one for row in going if row.number not in kept for one in (row.before or {}).get("opened", [])
        }
        remove_openings(actor, setting.company.id, site_id, opened, import_id=setting.facts.id)
    # A product whose stock stays, stays whole: put the stock of its other SKUs back where it was.
    going = [row for row in going if row.number not in kept]
    befores = [row.before or {} for row in going]
    company_id = setting.company.id
    remove_alias(actor, company_id, [one for before in befores for one in before.get("aliases", [])])
    remove_listings(actor, company_id, [one for before in befores for one in before.get("listings", [])])
    new = [one for before in befores for one in before.get("new_skus", [])]
    if new:
        # A shelf row outlives its last piece, and the book names it: such a SKU is withdrawn, not deleted.
        history = set(warehouse.stock(actor).filter(sku_id__in=new).values_list("sku_id", flat=True))
        remove_skus(actor, company_id, new, withdraw=history, mark=setting.facts.name)
    restore_products(
        actor,
        company_id,
        {
            row.result_id: before_fields(row.before["product"])
            for row in going
            if row.result_id and row.before and row.before["product"]
        },
        {
            int(sku): before_fields(fields)
            for before in befores
            for sku, fields in before.get("skus", {}).items()
        },
    )
    return kept


def _touched(setting: Setting, rows: Sequence[RowFacts]) -> dict[int, str]:
    """Why a row's product stays: orders or drafts name a SKU, a kit holds it, another channel lists it."""
    new = {sku: row.number for row in rows for sku in (row.before or {}).get("new_skus", [])}
    own = {one for row in rows for one in (row.before or {}).get("listings", [])}
    codes = catalog.codes_of(setting.company.id, list(new))
    kept: dict[int, str] = {}
    naming = orders.visible_to(setting.actor).filter(lines__sku_id__in=list(new)).order_by("id")
    for sku_id, order in naming.values_list("lines__sku_id", "number"):
        if sku_id in new:
            kept.setdefault(new[sku_id], f"{codes[sku_id]} is in order {order}.")
    for sku_id, draft in drafts.naming(list(new)).items():
        kept.setdefault(new[sku_id], f"{codes[sku_id]} is in draft {draft}.")
    for sku_id in sorted(catalog.kits_holding(list(new))):
        kept.setdefault(new[sku_id], f"{codes[sku_id]} is part of a kit.")
    for listing_id, sku_id, channel, _ in channels.listings_of(list(new)):
        if listing_id not in own:
            kept.setdefault(new[sku_id], f"{codes[sku_id]} is also listed in {channel}.")
    return kept


def before_fields(before: Json) -> Json:
    """Stored fields as they were, from the JSON of a row."""
    return {
        name: Decimal(value) if name in DECIMALS and value is not None else value
        for name, value in before.items()
    }
