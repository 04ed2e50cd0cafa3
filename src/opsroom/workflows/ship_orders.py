"""Ships fulfilment orders: goods leave the book, the channel is told once, the invoice is drafted. No undo: a return.

Everything happens in one transaction; the invoice's number is taken afterwards, outside of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from opsroom.domains.access import rules as access
from opsroom.domains.billing.actions.draft_invoices import ToInvoice, draft_invoices
from opsroom.domains.billing.tasks import bill_soon
from opsroom.domains.channels.actions.queue_outgoing import queue_outgoing
from opsroom.domains.fulfilment import queries as fulfilment
from opsroom.domains.fulfilment.actions.ship_fulfilment_orders import Tracking, ship_fulfilment_orders
from opsroom.domains.fulfilment.rules import may_ship
from opsroom.domains.orders import rows as order_rows
from opsroom.domains.orders.actions.move_axis import move_axis
from opsroom.domains.warehouse import queries as warehouse
from opsroom.domains.warehouse.actions.ship_allocations import Leaving, ship_allocations
from opsroom.kernel.records import wake
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.book_channel_sales import book_channel_sales
from opsroom.workflows.credit_refunds import credit_refunds

if TYPE_CHECKING:
    from opsroom.domains.fulfilment.models import FulfilmentLine, FulfilmentOrder
    from opsroom.domains.orders.models import Order


@dataclass(frozen=True, slots=True)
class NotShipped:
    """A fulfilment order that stayed, and why, as a sentence."""

    fulfilment_order_id: int
    number: str
    why: str


@dataclass(frozen=True, slots=True)
class Shipped:
    """What left, what stayed and the drafts made."""

    fulfilment_order_ids: tuple[int, ...]
    order_ids: tuple[int, ...]
    invoice_ids: tuple[int, ...]
    skipped: tuple[NotShipped, ...]


def judge_shipping(
    orders: Sequence[FulfilmentOrder], profile: str
) -> tuple[list[FulfilmentOrder], list[NotShipped]]:
    """Which may leave now and which not, for the dry run and for the verb itself."""
    fit, skipped = [], []
    for row in orders:
        why = _refusal(row, profile)
        if why:
            skipped.append(NotShipped(int(row.pk), row.number, why))
        else:
            fit.append(row)
    return fit, skipped


def _refusal(row: FulfilmentOrder, profile: str) -> str:
    if row.state == "shipped":
        return "It has left already."
    if row.state == "cancelled":
        return "It was taken back."
    if row.order.on_hold or row.order.state != "open":
        return "It was put on hold or changed after release. Put its goods back; do not ship it."
    return "" if may_ship(profile, row.state) else "It is not packed yet. Pack it at the bench first."


@in_one_piece
def ship_orders(
    actor: Actor,
    company_id: int,
    site_id: int,
    fulfilment_order_ids: Sequence[int],
    tracking: Mapping[int, Tracking] | None = None,
) -> Shipped:
    """Ships what may leave and names the rest. `tracking` by fulfilment order id, beside what parcels carry."""
    access.require(actor, "fulfilment.ship", company_id=company_id, site_id=site_id)
    # Orders first, as everybody locks: a hold that is being placed now is seen, and one placed later finds it shipped.
    order_rows.lock(fulfilment.orders_of(company_id, site_id, fulfilment_order_ids))
    rows = fulfilment.locked(company_id, site_id, fulfilment_order_ids)
    site = warehouse.site_facts(company_id, site_id)
    fit, skipped = judge_shipping(rows, site.profile)
    if not fit:
        return Shipped((), (), (), tuple(skipped))
    lines = fulfilment.lines_by_order([int(r.pk) for r in fit])
    fit, lost = _without_lost_goods(site_id, fit, lines)
    skipped += lost
    if not fit:
        return Shipped((), (), (), tuple(skipped))
    # A scan splits an allocation, so what leaves is what was released for the order here, not one row a line.
    handled = warehouse.handled_ids(site_id, [int(r.order_id) for r in fit])
    ship_allocations(
        actor,
        company_id,
        site_id,
        [
            Leaving(
                key=f"shipment:{row.pk}",
                ref_kind="orders.order",
                ref_id=int(row.order_id),
                allocation_ids=tuple(handled[int(row.order_id)]),
            )
            for row in fit
        ],
    )
    ship_fulfilment_orders(actor, company_id, site_id, [int(r.pk) for r in fit], tracking or {})
    orders = _close_orders(actor, company_id, [r.order for r in fit], site_id)
    _tell_channels(actor, fit)
    invoices = draft_invoices(
        actor, company_id, _to_invoice(fit, lines, _today(site.timezone)), site_id=site_id
    )
    book_channel_sales(actor, company_id, orders, site_id=site_id, verb="fulfilment.ship")
    if invoices:
        credit_refunds(actor, company_id, orders, site_id=site_id, verb="fulfilment.ship")
        bill_soon(company_id)
    wake.notify("orders", "fulfil")
    return Shipped(tuple(int(r.pk) for r in fit), orders, tuple(invoices), tuple(skipped))


def _without_lost_goods(
    site_id: int, rows: Sequence[FulfilmentOrder], lines: Mapping[int, Sequence[FulfilmentLine]]
) -> tuple[list[FulfilmentOrder], list[NotShipped]]:
    """A count may have taken goods from an order on the floor; then it cannot leave, whoever lifted its hold."""
    held = warehouse.handled_pieces(site_id, [int(r.order_id) for r in rows])
    why = "Its goods are not where it was released from. Take it back, then release it again."
    fit, lost = [], []
    for row in rows:
        wants = sum(ln.quantity - ln.short for ln in lines[int(row.pk)] if ln.allocation_id is not None)
        if held.get(int(row.order_id), 0) < wants:
            lost.append(NotShipped(int(row.pk), row.number, why))
        else:
            fit.append(row)
    return fit, lost


def _today(timezone: str) -> date:
    """The site's own day: an order shipped at one in the morning is supplied on that morning's date."""
    return datetime.now(ZoneInfo(timezone)).date()


def _close_orders(actor: Actor, company_id: int, orders: Sequence[Order], site_id: int) -> tuple[int, ...]:
    """An order whose whole demand has left is shipped and closed; otherwise it is part shipped and goes on."""
    ids = sorted({int(o.pk) for o in orders})
    wanted, left = order_rows.wanted_pieces(ids), fulfilment.pieces_left(ids)
    whole = [pk for pk in ids if left.get(pk, 0) >= wanted.get(pk, 0)]
    part = [pk for pk in ids if pk not in set(whole)]
    move_axis(actor, company_id, "fulfilment_state", "ship", whole, site_id=site_id)
    move_axis(actor, company_id, "fulfilment_state", "ship_part", part, site_id=site_id)
    move_axis(actor, company_id, "state", "close", whole, site_id=site_id, reason="shipped")
    return tuple(ids)


def _tell_channels(actor: Actor, rows: Sequence[FulfilmentOrder]) -> None:
    """One confirmation per shipment, whoever presses twice; the payload names ids, never a person."""
    for row in rows:
        parcels = row.parcels.exclude(state="voided").order_by("id")
        queue_outgoing(
            actor,
            int(row.order.channel_id),
            f"shipment:{row.pk}",
            "shipment",
            {
                "order": row.order.external_id,
                "fulfilment_order": row.number,
                "parcels": [
                    {"carrier": p.carrier, "service": p.service, "tracking": p.tracking} for p in parcels
                ],
            },
            verb="fulfilment.ship",
            site_id=int(row.site_id),
        )


def _to_invoice(
    rows: Sequence[FulfilmentOrder], lines: Mapping[int, Sequence[FulfilmentLine]], today: date
) -> list[ToInvoice]:
    return [
        ToInvoice(
            key=f"shipment:{row.pk}",
            order_id=int(row.order_id),
            fulfilment_order_id=int(row.pk),
            units=_units(lines[int(row.pk)]),
            supplied_on=today,
        )
        for row in rows
    ]


def _units(lines: Sequence[FulfilmentLine]) -> dict[int, int]:
    """Units of each order line that left. A kit counts by the part that is furthest behind."""
    pieces: dict[tuple[int, int], int] = {}
    each: dict[int, int] = {}
    for line in lines:
        key = (int(line.order_line_id), int(line.demand_id))
        pieces[key] = pieces.get(key, 0) + line.quantity - line.short
        each[int(line.demand_id)] = line.demand.quantity_each
    units: dict[int, int] = {}
    for (order_line, demand), sent in pieces.items():
        whole = sent // each[demand]
        units[order_line] = min(units.get(order_line, whole), whole)
    return units
