"""Gives goods that became free to the next in line, as a job of its own; finding none changes nothing."""

from __future__ import annotations

from collections.abc import Collection

from procrastinate.contrib.django import app

from opsroom.domains.access.rules import system_actor
from opsroom.domains.warehouse import queries as warehouse
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.workflows.count_stock import lock_for_change, serve_waiting


@app.task(name="workflows.serve_waiting")
def serve_waiting_orders(company_id: int, sku_ids: list[int]) -> None:
    """Queued by whoever freed the goods, in the same transaction: a rollback takes the job with it."""
    actor = system_actor("system.allocator", company_ids=frozenset({company_id}), way="job")

    @in_one_piece
    def serve() -> None:
        lock_for_change(company_id, sku_ids)
        serve_waiting(actor, company_id, sku_ids)

    serve()


def serve_soon(company_id: int, sku_ids: Collection[int], *, but: Collection[int] = ()) -> None:
    """Queues it where anybody waits for these goods, `but` these orders."""
    waiting = warehouse.open_demands(company_id, sku_ids=sku_ids) if sku_ids else []
    if wanted := {d.sku_id for d in waiting if d.order_id not in but}:
        serve_waiting_orders.defer(company_id=company_id, sku_ids=sorted(wanted))
