"""Gives goods to who is next in line by rank, as a job of its own; where nobody is, it changes nothing."""

from __future__ import annotations

from collections.abc import Collection

from procrastinate.contrib.django import app

from opsroom.domains.access.rules import system_actor
from opsroom.domains.warehouse import queries as warehouse
from opsroom.domains.warehouse import rows as warehouse_rows
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.workflows.count_stock import lock_for_change, serve_waiting
from opsroom.workflows.rerank_orders import rerank_orders


@app.task(name="workflows.serve_waiting")
def serve_waiting_orders(company_id: int, sku_ids: list[int]) -> None:
    """Queued by whoever freed the goods, in the same transaction: a rollback takes the job with it."""
    actor = system_actor("system.allocator", company_ids=frozenset({company_id}), way="job")

    @in_one_piece
    def serve() -> None:
        lock_for_change(company_id, sku_ids)
        serve_waiting(actor, company_id, sku_ids)
        rerank_orders(actor, company_id, sku_ids)

    # Many may have been queued for the same goods: the first serves everybody, the others see that with one look.
    if _anybody_to_serve(company_id, sku_ids):
        serve()


def _anybody_to_serve(company_id: int, sku_ids: Collection[int]) -> bool:
    """Whether somebody waits for goods that are free, or that somebody behind them has."""
    if warehouse_rows.any_free(company_id, sku_ids):
        return bool(warehouse.open_demands(company_id, sku_ids=sku_ids))
    return bool(warehouse_rows.outranked(company_id, sku_ids=sku_ids))


def serve_soon(company_id: int, sku_ids: Collection[int], *, but: Collection[int] = ()) -> None:
    """Queues it where anybody waits for these goods, `but` these orders."""
    waiting = warehouse.open_demands(company_id, sku_ids=sku_ids) if sku_ids else []
    if wanted := {d.sku_id for d in waiting if d.order_id not in but}:
        serve_waiting_orders.defer(company_id=company_id, sku_ids=sorted(wanted))


def rerank_soon(company_id: int, order_ids: Collection[int]) -> None:
    """Queues it where one of these orders is short of what somebody behind it has, who is not released yet."""
    if skus := warehouse_rows.outranked(company_id, order_ids=order_ids) if order_ids else []:
        serve_waiting_orders.defer(company_id=company_id, sku_ids=skus)
