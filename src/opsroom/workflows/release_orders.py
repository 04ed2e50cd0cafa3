"""Releases orders to the floor: bins chosen, fulfilment orders made, a wave planned; its undo is take_back_orders.

Refuses, order by order and in words, what may not leave: on hold, unpaid, short, unknown SKU.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsroom.domains.access import rules as access
from opsroom.domains.fulfilment import queries as fulfilment
from opsroom.domains.fulfilment.actions.create_fulfilment_orders import (
    NewFulfilmentOrder,
    NewLine,
    create_fulfilment_orders,
)
from opsroom.domains.fulfilment.actions.plan_wave import plan_wave
from opsroom.domains.orders import queries as orders_domain
from opsroom.domains.orders import rows as order_rows
from opsroom.domains.orders.actions.move_axis import move_axis
from opsroom.domains.warehouse import queries as warehouse
from opsroom.domains.warehouse.actions._stock_rows import lock_stock_of_orders
from opsroom.domains.warehouse.actions.harden_allocations import harden_allocations
from opsroom.domains.warehouse.actions.soften_allocations import soften_allocations
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.kernel.values.actor import Actor

if TYPE_CHECKING:
    from opsroom.domains.orders.models import Order


@dataclass(frozen=True, slots=True)
class Skipped:
    """An order that was not released, and why, as a sentence."""

    order_id: int
    number: str
    why: str


@dataclass(frozen=True, slots=True)
class Released:
    """What a release did; `wave_ids` by site."""

    order_ids: tuple[int, ...]
    fulfilment_order_ids: tuple[int, ...]
    wave_ids: tuple[int, ...]
    skipped: tuple[Skipped, ...]


def judge_release(orders: Sequence[Order]) -> tuple[list[Order], list[Skipped]]:
    """Who may be released now and who not, for the dry run and for the verb itself."""
    fit, skipped = [], []
    for order in orders:
        why = orders_domain.refusal_of(order)
        if why is None:
            fit.append(order)
        else:
            skipped.append(Skipped(int(order.pk), order.number, why))
    return fit, skipped


@in_one_piece
def release_orders(actor: Actor, company_id: int, order_ids: Sequence[int]) -> Released:
    """Releases what may be released and names the rest. Each site gets one wave of its own."""
    access.require(actor, "orders.release", company_id=company_id)
    orders = order_rows.locked(company_id, order_ids)
    fit, skipped = judge_release(orders)
    by_id = {int(o.pk): o for o in fit}
    skipped += _leave_out(by_id, fulfilment.on_floor(by_id), "It is released already.")
    # All sites' rows at once and in one order, since sites one after the other would cross with whoever allocates.
    lock_stock_of_orders(None, list(by_id))
    by_site = _by_site(company_id, by_id)
    lacking = _harden(actor, company_id, by_site)
    skipped += _leave_out(by_id, lacking, "Its goods lie in no bin. Count or put them away first.")
    made: list[int] = []
    waves: list[int] = []
    for site_id, ids in by_site.items():
        site = warehouse.site_facts(company_id, site_id)
        rows = _fulfilment_orders(site_id, [by_id[pk] for pk in ids if pk in by_id])
        fresh = create_fulfilment_orders(actor, company_id, site_id, rows)
        made += fresh
        if fresh:
            waves += plan_wave(actor, company_id, site_id, site.profile, fresh)
    released = sorted(by_id)
    move_axis(actor, company_id, "fulfilment_state", "release", released)
    return Released(tuple(released), tuple(made), tuple(waves), tuple(skipped))


def _by_site(company_id: int, orders: Mapping[int, Order]) -> dict[int, list[int]]:
    """Order ids by site; an order of untracked goods only goes to the site that serves its channel."""
    pairs = warehouse.soft_sites(list(orders))
    placed = {order for _, order in pairs}
    by_channel = warehouse.sites_of_channels(company_id)
    everywhere = warehouse.active_site_ids(company_id)
    for pk, order in orders.items():
        if pk not in placed:
            sites = by_channel.get(int(order.channel_id), everywhere)
            pairs |= {(site, pk) for site in sites[:1]}
    out: dict[int, list[int]] = {}
    for site, pk in sorted(pairs):
        out.setdefault(site, []).append(pk)
    return out


def _leave_out(by_id: dict[int, Order], order_ids: Collection[int], why: str) -> list[Skipped]:
    """Takes these orders out of those to release, and says so."""
    out = sorted(set(order_ids) & by_id.keys())
    return [Skipped(pk, by_id.pop(pk).number, why) for pk in out]


def _harden(actor: Actor, company_id: int, by_site: Mapping[int, Sequence[int]]) -> set[int]:
    """Gives bins at every site; orders for which any bin lacks goods get all theirs back softly. Returns those."""
    lacking: set[int] = set()
    for site_id, ids in by_site.items():
        hardened = harden_allocations(actor, company_id, site_id, ids)
        lacking |= warehouse.orders_of(list(hardened.lacking))
    for site_id, ids in by_site.items():
        if mine := sorted(lacking & set(ids)):
            soften_allocations(actor, company_id, site_id, mine)
    return lacking


def _fulfilment_orders(site_id: int, orders: Sequence[Order]) -> list[NewFulfilmentOrder]:
    ids = [int(o.pk) for o in orders]
    lines: dict[int, list[NewLine]] = {}
    for row in warehouse.hard_allocations(site_id, ids):
        lines.setdefault(int(row.order_id), []).append(
            NewLine(int(row.demand_id), int(row.pk), int(row.demand.line_id), int(row.sku_id), row.quantity)
        )
    sent = fulfilment.demands_placed(ids)
    for demand in order_rows.untracked_demands(ids):
        if int(demand.pk) in sent:
            continue
        lines.setdefault(int(demand.order_id), []).append(
            NewLine(int(demand.pk), None, int(demand.line_id), int(demand.sku_id), demand.quantity)
        )
    return [
        NewFulfilmentOrder(int(o.pk), o.delivery_method, o.ship_by, o.priority, tuple(lines[int(o.pk)]))
        for o in orders
        if lines.get(int(o.pk))
    ]
