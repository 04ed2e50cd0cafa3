"""What picking and packing share: scans kept once, orders stopped since release, totes, steps of the order's axis."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from opsroom.domains.fulfilment.models import FulfilmentOrder, Pick, Scan, Wave
from opsroom.domains.fulfilment.rules import ScanEvent, ScanResult
from opsroom.domains.fulfilment.states import FULFILMENT_ORDER, PICK, WAVE
from opsroom.domains.orders import rows as order_rows
from opsroom.domains.orders.actions.move_axis import move_axis
from opsroom.domains.warehouse import queries as warehouse
from opsroom.kernel.records import transition
from opsroom.kernel.values.actor import Actor

DONE_PICKS = ("picked", "short", "cancelled")


def lock_order_of_stop(company_id: int, pick_id: int) -> None:
    """The order first, as every verb locks: who cancels or counts meanwhile waits, or was first and is seen."""
    rows = Pick.objects.filter(pk=pick_id, wave__company_id=company_id)
    order_rows.lock(rows.values_list("line__fulfilment_order__order_id", flat=True))


def lock_order_of(company_id: int, fulfilment_order_id: int) -> None:
    """The same for a scan at the bench."""
    rows = FulfilmentOrder.objects.filter(pk=fulfilment_order_id, company_id=company_id)
    order_rows.lock(rows.values_list("order_id", flat=True))


def known(company_id: int, event: ScanEvent) -> ScanResult | None:
    """The answer to a scan that came before, whoever sends it again."""
    row = Scan.objects.filter(company_id=company_id, client_key=event.id).first()
    return ScanResult(event.id, "duplicate", str(row.answer.get("say", ""))) if row else None


def keep(
    actor: Actor, company_id: int, purpose: str, subject_id: int, event: ScanEvent, **answer: Any
) -> None:
    """Remembers an accepted scan, so that its repeat changes nothing."""
    Scan.objects.create(
        client_key=event.id,
        company_id=company_id,
        user_id=actor.user_id,
        purpose=purpose,
        subject_id=subject_id,
        code=event.code,
        answer=answer,
    )


def undone(company_id: int, event: ScanEvent) -> dict[str, Any] | None:
    """What the scan that is taken back did, once; None when it is unknown or was taken back before."""
    row = Scan.objects.select_for_update().filter(company_id=company_id, client_key=event.of).first()
    if row is None or row.answer.get("undone"):
        return None
    Scan.objects.filter(pk=row.pk).update(answer={**row.answer, "undone": event.id})
    return dict(row.answer)


def stopped(row: FulfilmentOrder) -> str:
    """Why nothing more may be scanned for it, and what to do with what is in hand; empty when it may go on."""
    if row.state == "cancelled":
        return f"{row.order.number} was taken back. {_put_back(row)}"
    if row.order.on_hold or row.order.state != "open":
        return f"{row.order.number} was put on hold or changed after release. {_put_back(row)}"
    return ""


def _put_back(row: FulfilmentOrder) -> str:
    picks = Pick.objects.filter(line__fulfilment_order=row, taken__gt=0).select_related("sku", "location")
    things = [
        f"{pick.taken} × {pick.sku.code}" + (f" into {pick.location.code}" if pick.location else "")
        for pick in picks.order_by("sequence", "id")
    ]
    return f"Put back {', '.join(things)}." if things else "Do not take its goods."


def give_totes(wave: Wave) -> None:
    """A free tote for each order of the wave while there are any; the rest is carried to the bench by hand."""
    site = int(wave.site_id)
    busy = set(
        FulfilmentOrder.objects.filter(site_id=site, tote_id__isnull=False)
        .exclude(state__in=["packed", "shipped", "cancelled"])
        .values_list("tote_id", flat=True)
    )
    free = [pk for pk, _ in warehouse.totes(site) if pk not in busy]
    bare = wave.fulfilment_orders.filter(tote_id__isnull=True).exclude(state__in=["shipped", "cancelled"])
    for pk, tote in zip(bare.order_by("id").values_list("id", flat=True), free, strict=False):
        FulfilmentOrder.objects.filter(pk=pk).update(tote_id=tote)


def step(actor: Actor, row: FulfilmentOrder, verb: str, **sets: Any) -> None:
    """Moves a fulfilment order and its order along together."""
    transition.move(FULFILMENT_ORDER, FulfilmentOrder, "state", [int(row.pk)], verb, actor, sets=sets)
    company = int(row.company_id)
    move_axis(actor, company, "fulfilment_state", verb, [int(row.order_id)], site_id=int(row.site_id))


def finish_stops(actor: Actor, wave: Wave, pick_ids: Sequence[int], verb: str, **sets: Any) -> list[int]:
    """Moves stops of a wave; returns those that moved."""
    company = int(wave.company_id)
    return transition.move(PICK, Pick, "state", pick_ids, verb, actor, sets=sets, company_id=company)


def end_wave(actor: Actor, wave: Wave) -> None:
    """A wave whose every stop is done is picked."""
    if not wave.picks.exclude(state__in=DONE_PICKS).exists():
        transition.move(WAVE, Wave, "state", [int(wave.pk)], "finish_picking", actor)


def all_stops_done(fulfilment_order_ids: Collection[int]) -> set[int]:
    """Those of these fulfilment orders for which no stop is open."""
    busy = Pick.objects.filter(line__fulfilment_order_id__in=fulfilment_order_ids).exclude(
        state__in=DONE_PICKS
    )
    return set(fulfilment_order_ids) - set(busy.values_list("line__fulfilment_order_id", flat=True))
