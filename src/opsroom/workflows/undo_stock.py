"""Takes the counts of an import back by counter entries; refuses bins that moved since or that orders rely on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.catalog import queries as catalog
from opsroom.domains.warehouse.actions.set_stock import StockRow
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.count_stock import count_stock
from opsroom.workflows.importing.context import Setting
from opsroom.workflows.importing.shelf import OnShelf, in_bins, on_shelf, site_of


@dataclass(frozen=True, slots=True)
class Counted:
    """What an import wrote into one bin, and what stood there before. Later rows come first.

    `opening`: it opened a shelf that nobody had counted before.
    """

    number: int
    sku_id: int
    bin: str
    before: int
    after: int
    opening: bool = False


@transaction.atomic
def undo_stock(actor: Actor, setting: Setting, counted: Sequence[Counted]) -> dict[int, str]:
    """Row number -> why it stays, for the rows that were touched; all others are back as they were.

    Two rows may have counted one bin, one after the other: they are taken back in the other order. A row stays whole.
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
    for group in _groups(counted):
        why = _touched(group, held, shelf, taken, codes)
        if why:
            kept |= dict.fromkeys((one.number for one in group), why)
            continue
        for one in group:
            taken[one.sku_id] = taken.get(one.sku_id, 0) + one.after - one.before
            held[one.bin, one.sku_id] = one.before
        back += group
    for opening in (False, True):  # what was counted on top of an opening comes off first
        _post(actor, setting, site_id, [one for one in back if one.opening is opening], opening=opening)
    return kept


def _post(actor: Actor, setting: Setting, site_id: int, back: Sequence[Counted], *, opening: bool) -> None:
    if not back:
        return
    bins = {(one.sku_id, one.bin): one.before for one in back}
    numbers = [one.number for one in back]
    count_stock(
        actor,
        site_id,
        [StockRow(*key, pieces) for key, pieces in sorted(bins.items())],
        key=f"import:{setting.facts.id}:undo:{min(numbers)}:{max(numbers)}",
        company_id=setting.company.id,
        ref=("channels.import", setting.facts.id),
        opening=opening,
    )


def _groups(counted: Sequence[Counted]) -> list[list[Counted]]:
    """What goes back together or not at all: a row, and all rows of a SKU of which one emptied other bins.

    Half of it would bring the emptied bin back beside the pieces that were counted out of it.
    """
    bins: dict[tuple[int, int], set[str]] = {}
    for one in counted:
        bins.setdefault((one.number, one.sku_id), set()).add(one.bin)
    moved = {sku_id for (_, sku_id), codes in bins.items() if len(codes) > 1}
    leads: dict[int, int] = {}  # row -> a row of the same group, itself where it leads it

    def lead(row: int) -> int:
        while leads.setdefault(row, row) != row:
            row = leads[row]
        return row

    first: dict[int, int] = {}
    for number, sku_id in bins:
        if sku_id in moved:
            leads[lead(number)] = lead(first.setdefault(sku_id, number))
    groups: dict[int, list[Counted]] = {}
    for one in counted:
        groups.setdefault(lead(one.number), []).append(one)
    return list(groups.values())


def _touched(
    group: Sequence[Counted],
    held: Mapping[tuple[str, int], int],
    shelf: Mapping[int, OnShelf],
    taken: Mapping[int, int],
    codes: Mapping[int, str],
) -> str:
    """Why the rows stay, empty where all of them can go back."""
    there: dict[tuple[str, int], int] = {}
    falls: dict[int, int] = {}
    for one in group:
        now = there.get((one.bin, one.sku_id), held.get((one.bin, one.sku_id), 0))
        if now != one.after:
            code = codes.get(one.sku_id, one.sku_id)
            return f"{code} in {one.bin}: {now} lie there now, the import left {one.after}."
        there[one.bin, one.sku_id] = one.before
        falls[one.sku_id] = falls.get(one.sku_id, taken.get(one.sku_id, 0)) + one.after - one.before
    for sku_id, pieces in falls.items():
        stands = shelf.get(sku_id)
        if stands and stands.allocated > stands.on_hand - pieces:
            return f"{codes.get(sku_id, sku_id)}: {stands.allocated} are allocated to orders."
    return ""
