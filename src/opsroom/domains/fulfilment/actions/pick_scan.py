"""Takes one scan of a picker: pieces go from bin to tote at once; refuses the wrong item with what to do instead."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import F
from django.utils import timezone

from opsroom.domains.access import rules as access
from opsroom.domains.catalog import queries as catalog
from opsroom.domains.fulfilment.actions import _scans
from opsroom.domains.fulfilment.errors import WaveNotFound, WaveOfAnother
from opsroom.domains.fulfilment.models import FulfilmentLine, FulfilmentOrder, Pick, Wave
from opsroom.domains.fulfilment.rules import ScanEvent, ScanResult, judge_item
from opsroom.domains.fulfilment.states import WAVE
from opsroom.domains.warehouse import queries as warehouse
from opsroom.domains.warehouse.actions.pick_allocation import pick_allocation
from opsroom.domains.warehouse.actions.put_back_allocations import put_back_allocations
from opsroom.kernel.records import transition, wake
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.kernel.values.actor import Actor


@in_one_piece
def pick_scan(actor: Actor, company_id: int, wave_id: int, event: ScanEvent) -> ScanResult:
    """`event.line_id` is the stop's id. The same event again answers "duplicate" and changes nothing."""
    _scans.lock_order_of_stop(company_id, event.line_id)
    wave = Wave.objects.select_for_update(no_key=True).filter(pk=wave_id, company_id=company_id).first()
    if wave is None:
        raise WaveNotFound()
    access.require(actor, "fulfilment.pick", company_id=company_id, site_id=int(wave.site_id))
    if (before := _scans.known(company_id, event)) is not None:
        return before
    if wave.state == "picking" and wave.owner_id not in (None, actor.user_id):
        raise WaveOfAnother(wave=wave.number)
    say = _undo(actor, wave, event) if event.kind == "undo" else _item(actor, wave, event)
    if say:
        return ScanResult(event.id, "conflict", say)
    wake.notify("fulfil")
    return ScanResult(event.id, "accepted")


def _stop_of(wave: Wave, pick_id: int) -> Pick | None:
    rows = Pick.objects.filter(pk=pick_id, wave=wave)
    return rows.select_related("line__fulfilment_order__order", "location", "sku").first()


def _item(actor: Actor, wave: Wave, event: ScanEvent) -> str:
    """Empty when it was taken, else the sentence."""
    pick = _stop_of(wave, event.line_id)
    if pick is None:
        return f"That line is not in {wave.number} any more. Load the list again."
    if say := _scans.stopped(pick.line.fulfilment_order):
        return say
    codes = catalog.scan_codes([int(pick.sku_id)])[int(pick.sku_id)]
    where = pick.location.code if pick.location else ""
    left = pick.quantity if pick.state in ("open", "skipped") else pick.taken
    pieces = judge_item(event.code, codes, pick.taken, left, pick.sku.code, where)
    if isinstance(pieces, str):
        return pieces
    _start(actor, wave, pick.line.fulfilment_order)
    taken = _take(actor, pick, pieces, event)
    if taken is None:
        return (
            f"{where} was counted since and has too few of {pick.sku.code}. Mark the stop short, then go on."
        )
    _count(actor, wave, pick, pieces)
    _scans.keep(
        actor, int(wave.company_id), "pick", int(wave.pk), event, pick=int(pick.pk), pieces=pieces, rows=taken
    )
    return ""


def _start(actor: Actor, wave: Wave, row: FulfilmentOrder) -> None:
    if wave.state == "open":
        sets = {"owner": actor.user_id} if actor.user_id is not None else {}
        transition.move(WAVE, Wave, "state", [int(wave.pk)], "start", actor, sets=sets)
        _scans.give_totes(wave)
        row.refresh_from_db(fields=["tote_id"])
    if row.state == "released":
        _scans.step(actor, row, "start_picking")


def _take(actor: Actor, pick: Pick, pieces: int, event: ScanEvent) -> list[int] | None:
    """Moves the goods; the ids of the allocations now picked, None when the bin's claim has gone."""
    line, company = pick.line, int(pick.wave.company_id)
    if pick.location_id is None:
        return []
    site = int(pick.wave.site_id)
    target = line.fulfilment_order.tote_id or warehouse.place_id(company, site, "packing")
    claims = warehouse.claims_at(int(line.demand_id), int(pick.location_id))
    if sum(quantity for _, quantity in claims) < pieces:
        return None
    done: list[int] = []
    for allocation, quantity in claims:
        now = min(quantity, pieces)
        if now:
            key = f"pick:{event.id}:{allocation}"
            done.append(pick_allocation(actor, company, allocation, now, int(target), key=key))
            pieces -= now
    return done


def _count(actor: Actor, wave: Wave, pick: Pick, pieces: int) -> None:
    Pick.objects.filter(pk=pick.pk).update(taken=F("taken") + pieces)
    FulfilmentLine.objects.filter(pk=pick.line_id).update(picked=F("picked") + pieces)
    if pick.taken + pieces < pick.quantity:
        return
    sets = {"done_at": timezone.now(), "done_by": actor.user_id}
    _scans.finish_stops(actor, wave, [int(pick.pk)], "pick", **sets)
    end_stops(actor, wave, [pick.line.fulfilment_order])


def end_stops(actor: Actor, wave: Wave, rows: Sequence[FulfilmentOrder]) -> None:
    """Fulfilment orders whose stops are all done are picked, and so is a wave without open stops."""
    done = _scans.all_stops_done([int(row.pk) for row in rows])
    for row in rows:
        if int(row.pk) in done:
            _scans.step(actor, row, "finish_picking", picked_at=timezone.now())
    _scans.end_wave(actor, wave)


def _undo(actor: Actor, wave: Wave, event: ScanEvent) -> str:
    pick = _stop_of(wave, event.line_id)
    if pick is None or pick.line.fulfilment_order.state not in ("released", "picking"):
        return "All of this order is picked already. Put it back at the bench."
    did = _scans.undone(int(wave.company_id), event)
    if did is None:
        return "This scan was taken back before."
    if did["rows"]:
        put_back_allocations(
            actor,
            int(wave.company_id),
            int(wave.site_id),
            {row: int(pick.location_id or 0) for row in did["rows"]},
            key=f"undo:{event.id}",
            verb="fulfilment.pick",
            stay_hard=True,
        )
    Pick.objects.filter(pk=pick.pk).update(taken=F("taken") - did["pieces"])
    FulfilmentLine.objects.filter(pk=pick.line_id).update(picked=F("picked") - did["pieces"])
    _scans.finish_stops(actor, wave, [int(pick.pk)], "undo", done_at=None, done_by=None)
    _scans.keep(actor, int(wave.company_id), "pick", int(wave.pk), event)
    return ""
