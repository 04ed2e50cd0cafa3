"""Releases orders to the floor: bins chosen, fulfilment orders made, a wave planned; its undo is take_back_orders.

Refuses, order by order and in words, what may not leave: on hold, unpaid, short, unknown SKU.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

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
from opsroom.domains.warehouse.actions.harden_allocations import harden_allocations
from opsroom.domains.warehouse.actions.soften_allocations import soften_allocations
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


@transaction.atomic
def release_orders(actor: Actor, company_id: int, order_ids: Sequence[int]) -> Released:
    """Releases what may be released and names the rest. Each site gets one wave of its own."""
    access.require(actor, "orders.release", company_id=company_id)
    orders = order_rows.locked(company_id, order_ids)
    fit, skipped = judge_release(orders)
    by_id = {int(o.pk): o for o in fit}
    made: list[int] = []
    waves: list[int] = []
    for site_id, ids in _by_site(company_id, by_id).items():
        site = warehouse.site_facts(company_id, site_id)
        lacking = _harden(actor, company_id, site_id, ids)
        for pk in lacking & by_id.keys():
            skipped.append(
                Skipped(pk, by_id[pk].number, "Its goods lie in no bin. Count or put them away first.")
            )
            del by_id[pk]
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


def _harden(actor: Actor, company_id: int, site_id: int, order_ids: Sequence[int]) -> set[int]:
    """Gives bins; orders for which a bin lacks goods get theirs back softly. Returns those orders."""
    hardened = harden_allocations(actor, company_id, site_id, order_ids)
    if not hardened.lacking:
        return set()
    orders = warehouse.orders_of(list(hardened.lacking))
    soften_allocations(actor, company_id, site_id, sorted(orders))
    return orders


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
