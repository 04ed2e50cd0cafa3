"""Ends a stop whose goods were not found: the order is short, the bin is to be counted; refuses a finished stop."""

from __future__ import annotations

from django.db.models import F
from django.utils import timezone

from opsroom.domains.access import rules as access
from opsroom.domains.access.actions.open_tasks import NewTask, open_tasks
from opsroom.domains.fulfilment import events
from opsroom.domains.fulfilment.actions import _scans
from opsroom.domains.fulfilment.actions.cancel_fulfilment_orders import cancel_fulfilment_orders
from opsroom.domains.fulfilment.actions.pick_scan import end_stops
from opsroom.domains.fulfilment.errors import NothingToPick, UnknownShortReason
from opsroom.domains.fulfilment.models import FulfilmentLine, FulfilmentOrder, Pick
from opsroom.domains.fulfilment.rules import SHORT_REASONS
from opsroom.domains.orders.actions.move_axis import move_axis
from opsroom.domains.warehouse import queries as warehouse
from opsroom.domains.warehouse.actions.report_missing import report_missing
from opsroom.kernel.records import events as records
from opsroom.kernel.records import wake
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.kernel.values.actor import Actor


@in_one_piece
def pick_short(actor: Actor, company_id: int, pick_id: int, reason: str) -> int:
    """Returns the pieces found missing. What is still there goes on; an order with nothing left is taken back."""
    _scans.lock_order_of_stop(company_id, pick_id)
    pick = (
        Pick.objects.select_for_update(no_key=True, of=("self", "wave"))
        .select_related("wave", "line__fulfilment_order__order", "sku", "location")
        .filter(pk=pick_id, wave__company_id=company_id)
        .first()
    )
    if pick is None:
        raise NothingToPick()
    site = int(pick.wave.site_id)
    access.require(actor, "fulfilment.pick", company_id=company_id, site_id=site)
    if reason not in SHORT_REASONS:
        raise UnknownShortReason(found=reason[:40], known=", ".join(SHORT_REASONS))
    if pick.state not in ("open", "skipped"):
        raise NothingToPick()
    missing = pick.quantity - pick.taken
    row = pick.line.fulfilment_order
    if pick.location_id is not None:
        for allocation, _ in warehouse.claims_at(int(pick.line.demand_id), int(pick.location_id)):
            key = f"short:{pick.pk}:{allocation}"
            report_missing(actor, company_id, allocation, key=key, reason=reason)
    FulfilmentLine.objects.filter(pk=pick.line_id).update(short=F("short") + missing)
    sets = {"done_at": timezone.now(), "done_by": actor.user_id}
    _scans.finish_stops(actor, pick.wave, [int(pick.pk)], "mark_short", **sets)
    facts = {"sku": pick.sku.code, "pieces": missing, "bin": pick.location.code if pick.location else ""}
    records.record(
        events.PICK_SHORT,
        events.FULFILMENT_ORDER,
        [int(row.pk)],
        actor,
        reason=reason,
        data=facts,
        company_id=company_id,
    )
    _tell(actor, company_id, pick, facts)
    if _anything_left(row):
        end_stops(actor, pick.wave, [row])
    else:
        cancel_fulfilment_orders(actor, company_id, site, [int(row.pk)], reason="nothing found")
        move_axis(actor, company_id, "fulfilment_state", "take_back", [int(row.order_id)], site_id=site)
    wake.notify("fulfil", "orders")
    return missing


def _anything_left(row: FulfilmentOrder) -> bool:
    return FulfilmentLine.objects.filter(fulfilment_order=row, quantity__gt=F("short")).exists()


def _tell(actor: Actor, company_id: int, pick: Pick, facts: dict[str, object]) -> None:
    """The order is short again for the desk, the bin wants a count. The picker needs no right of the desk for it."""
    program = access.system_actor("system.allocator", company_ids=frozenset({company_id}), way=actor.way)
    order = int(pick.line.fulfilment_order.order_id)
    move_axis(
        program, company_id, "allocation_state", "mark_short", [order], reason="not found while picking"
    )
    tasks = [NewTask("short", "orders.order", order, f"short:order:{order}", "desk")]
    if pick.location_id is not None:
        cause = f"count:{pick.location_id}:{pick.sku_id}"
        site = int(pick.wave.site_id)
        tasks.append(NewTask("count", "catalog.sku", int(pick.sku_id), cause, "warehouse", facts, site))
    open_tasks(program, tasks, company_id)
