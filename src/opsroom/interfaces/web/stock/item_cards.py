"""The cards beside one item: what is known of it, what it is made of, where it is listed; shows no stranger's stock."""

from __future__ import annotations

from opsroom.domains.access.rules import may
from opsroom.domains.catalog import queries as catalog
from opsroom.domains.catalog.queries import SkuFacts
from opsroom.domains.channels import queries as channels
from opsroom.domains.partners import queries as partners
from opsroom.domains.purchasing import queries as purchasing
from opsroom.domains.warehouse import queries as warehouse
from opsroom.domains.warehouse.rules import kits_available
from opsroom.interfaces.web.parts import Blank, Pair, Pairs, Part
from opsroom.interfaces.web.parts_list import Cell, Column, Row, Table
from opsroom.interfaces.web.stock.purchase_rows import day_words
from opsroom.interfaces.web.wording import UNKNOWN, counted, quantity
from opsroom.kernel.values.actor import Actor


def _size(sku: SkuFacts) -> str:
    sides = [f"{side:,}" if side else UNKNOWN for side in (sku.length_mm, sku.width_mm, sku.height_mm)]
    return f"{' × '.join(sides)} mm" if sides != [UNKNOWN] * 3 else UNKNOWN


def facts_card(sku: SkuFacts) -> Part:
    """What is known of the item itself."""
    rows = [
        Pair(key="SKU", value=sku.code),
        Pair(key="Weight", value=f"{sku.weight_g:,} g" if sku.weight_g else UNKNOWN),
        Pair(key="Size", value=_size(sku)),
        Pair(key="Counted", value="yes" if sku.tracked else "no"),
        Pair(key="Ships", value="yes" if sku.shippable else "no"),
        Pair(key="Origin", value=sku.origin_country or UNKNOWN),
        Pair(key="Customs code", value=sku.hs_code or UNKNOWN),
    ]
    return Pairs(rows=rows)


def parts_card(actor: Actor, company_id: int, sku: SkuFacts) -> dict[str, object] | None:
    """What a kit is made of and how many can be made now; None for anything else."""
    if not sku.components:
        return None
    ids = [part for part, _ in sku.components]
    facts = catalog.skus_by_id(company_id, ids)
    free: dict[int, int | None] = {part: None if not facts[part].tracked else 0 for part in ids}
    for row in warehouse.stock(actor).filter(sku_id__in=[part for part in ids if facts[part].tracked]):
        free[int(row.sku_id)] = (free[int(row.sku_id)] or 0) + row.on_hand - row.unsellable - row.allocated
    whole = kits_available(dict(sku.components), free)
    pairs = [
        Pair(
            key=f"{each} × {facts[part].code}",
            value="not tracked" if free[part] is None else f"{quantity(free[part])} free",
            note=facts[part].name,
            href=f"/stock/{part}",
        )
        for part, each in sku.components
    ]
    said = "not tracked" if whole is None else counted(whole, "kit")
    return {"pairs": Pairs(rows=[*pairs, Pair(key="Can be made now", value=said, total=True)])}


def coming_card(actor: Actor, company_id: int, sku_id: int) -> Table | None:
    """What open purchase orders still bring of it, the next first; None where nothing is, or may be seen."""
    if not may(actor, "purchasing.view", site_id=min(actor.site_ids or (), default=None)):
        return None
    rows = purchasing.incoming_of(actor, sku_id)
    suppliers = partners.suppliers_by_id(company_id, {row.supplier_id for row in rows})
    if not rows:
        return None
    return Table(
        label="On its way",
        tight=True,
        columns=[
            Column(name="Purchase order", phone="1"),
            Column(name="Pieces", number=True, phone="1 end", label="Pieces"),
            Column(name="Expected", phone="2", label="Expected"),
        ],
        rows=[
            Row(
                cells=[
                    Cell(
                        text=row.number,
                        href=f"/stock/purchases/{row.order_id}",
                        note=suppliers[row.supplier_id].name,
                    ),
                    Cell(text=quantity(row.pieces)),
                    Cell(text=day_words(row.expected_on)),
                ]
            )
            for row in rows
        ],
    )


def listings_card(actor: Actor, sku_id: int) -> Part | None:
    """Where channels list it."""
    if not may(actor, "channels.view"):
        return None
    rows = [Pair(key=code, value=variant) for _, _, code, variant in channels.listings_of([sku_id])]
    return Pairs(rows=rows) if rows else Blank(title="No channel lists it.", icon="store")
