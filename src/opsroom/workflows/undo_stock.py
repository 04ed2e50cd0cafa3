"""Takes the counts of an import back by counter entries; refuses bins that moved since or that orders rely on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.catalog import queries as catalog
from opsroom.domains.warehouse.actions.set_stock import StockRow
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.count_stock import count_stock
from opsroom.workflows.importing.context import Setting
from opsroom.workflows.importing.shelf import in_bins, on_shelf, site_of


@dataclass(frozen=True, slots=True)
class Counted:
    """What an import wrote into one bin, and what stood there before. Later rows come first."""

    number: int
    sku_id: int
    bin: str
    before: int
    after: int


@transaction.atomic
def undo_stock(
    actor: Actor, setting: Setting, counted: Sequence[Counted], *, opening: bool
) -> dict[int, str]:
    """Row number -> why it stays, for the rows that were touched; all others are back as they were.

    Two rows may have counted one bin, one after the other: they are taken back in the other order.
    """
    site_id = site_of(setting)
    access.require(actor, "imports.undo", company_id=setting.company.id)
    if not counted or site_id is None:
        return {}
    ids = {one.sku_id for one in counted}
    held, shelf = in_bins(setting, site_id, ids), on_shelf(setting, site_id, ids)
    codes = catalog.codes_of(setting.company.id, sorted(ids))
    kept: dict[int, str] = {}
    back: list[Counted] = []
    taken: dict[int, int] = {}
    for one in counted:
        now = held.get((one.bin, one.sku_id), 0)
        stands = shelf.get(one.sku_id)
        falls = taken.get(one.sku_id, 0) + one.after - one.before
        if now != one.after:
            kept[one.number] = (
                f"{codes.get(one.sku_id, one.sku_id)} in {one.bin}: {now} lie there now, the import left {one.after}."
            )
        elif stands and stands.allocated > stands.on_hand - falls:
            kept[one.number] = (
                f"{codes.get(one.sku_id, one.sku_id)}: {stands.allocated} are allocated to orders."
            )
        else:
            taken[one.sku_id] = falls
            held[one.bin, one.sku_id] = one.before
            back.append(one)
    if back:
        bins = {(one.sku_id, one.bin): one.before for one in back}
        count_stock(
            actor,
            site_id,
            [StockRow(*key, pieces) for key, pieces in sorted(bins.items())],
            key=f"import:{setting.facts.id}:undo:{min(one.number for one in back)}:{max(one.number for one in back)}",
            company_id=setting.company.id,
            ref=("channels.import", setting.facts.id),
            opening=opening,
        )
    return kept
