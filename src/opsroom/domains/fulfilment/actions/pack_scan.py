"""Takes one scan at the bench: verifies each piece, closes parcel and label after the last; refuses a wrong one."""

from __future__ import annotations

from django.db.models import F
from django.utils import timezone

from opsroom.domains.access import rules as access
from opsroom.domains.catalog import queries as catalog
from opsroom.domains.fulfilment.actions import _scans
from opsroom.domains.fulfilment.actions.close_parcel import close_parcel
from opsroom.domains.fulfilment.actions.ensure_parcels import ensure_parcels
from opsroom.domains.fulfilment.errors import FulfilmentOrderNotFound
from opsroom.domains.fulfilment.models import FulfilmentLine, FulfilmentOrder, Pick
from opsroom.domains.fulfilment.rules import ScanEvent, ScanResult, bench_refusal, judge_item
from opsroom.domains.warehouse import queries as warehouse
from opsroom.domains.warehouse.actions.move_picked import move_picked
from opsroom.domains.warehouse.actions.pick_allocation import pick_allocation
from opsroom.kernel.records import wake
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.kernel.values.actor import Actor


@in_one_piece
def pack_scan(actor: Actor, company_id: int, fulfilment_order_id: int, event: ScanEvent) -> ScanResult:
    """`event.line_id` is the fulfilment line's id. The same event again answers "duplicate"."""
    _scans.lock_order_of(company_id, fulfilment_order_id)
    row = (
        FulfilmentOrder.objects.select_for_update(no_key=True, of=("self",))
        .select_related("order", "wave")
        .filter(pk=fulfilment_order_id, company_id=company_id)
        .first()
    )
    if row is None:
        raise FulfilmentOrderNotFound()
    access.require(actor, "fulfilment.pack", company_id=company_id, site_id=int(row.site_id))
    if (before := _scans.known(company_id, event)) is not None:
        return before
    say = _undo(row, event) if event.kind == "undo" else _item(actor, row, event)
    if say:
        return ScanResult(event.id, "conflict", say)
    if event.kind == "undo":
        _scans.keep(actor, company_id, "pack", int(row.pk), event)
    wake.notify("fulfil")
    return ScanResult(event.id, "accepted")


def _item(actor: Actor, row: FulfilmentOrder, event: ScanEvent) -> str:
    if say := _scans.stopped(row):
        return say
    company, site = int(row.company_id), int(row.site_id)
    profile = warehouse.site_facts(company, site).profile
    if say := bench_refusal(profile, row.state):
        return say
    line = FulfilmentLine.objects.select_related("sku").filter(pk=event.line_id, fulfilment_order=row).first()
    if line is None:
        return f"That line is not in {row.number}. Load the list again."
    codes = catalog.scan_codes([int(line.sku_id)])[int(line.sku_id)]
    pieces = judge_item(event.code, codes, line.packed, line.quantity - line.short, line.sku.code, "")
    if isinstance(pieces, str):
        return pieces
    if row.state in ("released", "picked"):
        _start(actor, row)
    FulfilmentLine.objects.filter(pk=line.pk).update(packed=F("packed") + pieces)
    _scans.keep(actor, company, "pack", int(row.pk), event, line=int(line.pk), pieces=pieces)
    if not FulfilmentLine.objects.filter(
        fulfilment_order=row, packed__lt=F("quantity") - F("short")
    ).exists():
        _finish(actor, row)
    return ""


def _start(actor: Actor, row: FulfilmentOrder) -> None:
    company, site = int(row.company_id), int(row.site_id)
    bench = warehouse.place_id(company, site, "packing")
    move_picked(actor, company, site, [int(row.order_id)], bench, key=f"bench:{row.pk}")
    _scans.step(actor, row, "start_packing")
    ensure_parcels(actor, company, site, [int(row.pk)])


def _finish(actor: Actor, row: FulfilmentOrder) -> None:
    """The last piece: what was never picked by scan is picked now, all goes to dispatch, the label comes at once."""
    company, site = int(row.company_id), int(row.site_id)
    dispatch = warehouse.place_id(company, site, "dispatch")
    for claim in warehouse.hard_allocations(site, [int(row.order_id)]):
        key = f"pack:{row.pk}:{claim.pk}"
        pick_allocation(actor, company, int(claim.pk), claim.quantity, dispatch, key=key)
    move_picked(actor, company, site, [int(row.order_id)], dispatch, key=f"dispatch:{row.pk}")
    stops = Pick.objects.filter(line__fulfilment_order=row, state__in=["open", "skipped"])
    ids = list(stops.values_list("id", flat=True))
    if ids and row.wave is not None:
        sets = {"done_at": timezone.now(), "done_by": actor.user_id}
        moved = _scans.finish_stops(actor, row.wave, ids, "pick", **sets)
        Pick.objects.filter(pk__in=moved).update(taken=F("quantity"))
        _scans.end_wave(actor, row.wave)
    FulfilmentLine.objects.filter(fulfilment_order=row).update(picked=F("quantity") - F("short"))
    _scans.step(actor, row, "finish_packing", packed_at=timezone.now())
    FulfilmentOrder.objects.filter(pk=row.pk).update(tote_id=None)
    for parcel in row.parcels.filter(state="open"):
        close_parcel(actor, company, int(parcel.pk))


def _undo(row: FulfilmentOrder, event: ScanEvent) -> str:
    if row.state != "packing":
        return "The parcel is closed. Void its label to open it again."
    did = _scans.undone(int(row.company_id), event)
    if did is None:
        return "This scan was taken back before."
    FulfilmentLine.objects.filter(pk=did["line"], fulfilment_order=row).update(
        packed=F("packed") - did["pieces"]
    )
    return ""
