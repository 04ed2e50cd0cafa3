"""Cancels whole orders before their release: stock becomes free, holds and tasks end; no undo, place the order anew.

Refuses, order by order and in words, what is with the warehouse or has left. Money that came is not sent back from
here: it becomes a task to refund, and the answer says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsroom.domains.access import rules as access
from opsroom.domains.access.actions.close_tasks import close_tasks
from opsroom.domains.access.actions.open_tasks import NewTask, open_tasks
from opsroom.domains.orders import queries as orders_domain
from opsroom.domains.orders import rows as order_rows
from opsroom.domains.orders.actions.move_axis import move_axis
from opsroom.domains.orders.actions.release_hold import release_hold
from opsroom.domains.orders.queries import OrderFacts
from opsroom.domains.orders.rules import cancel_refusal
from opsroom.domains.payments import queries as payments
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.free_orders import free_orders
from opsroom.workflows.recheck_credit import recheck_credit

if TYPE_CHECKING:
    from opsroom.domains.orders.models import Order

CAUSES = ("short", "unknown_sku", "bad_address", "changed_at_channel", "credit")


@dataclass(frozen=True, slots=True)
class Cancelled:
    """What became of it: ids cancelled, pieces that became free, minor units to refund by order id, the refused."""

    order_ids: tuple[int, ...]
    freed_pieces: int
    to_refund: dict[int, int]
    skipped: tuple[tuple[int, str, str], ...]  # (order id, number, why)


def judge_cancel(
    orders: Sequence[Order | OrderFacts],
) -> tuple[list[Order | OrderFacts], list[tuple[int, str, str]]]:
    """Which may be cancelled now, and the others as (id, number, why): for the dry run and for the verb itself."""
    fit: list[Order | OrderFacts] = []
    skipped: list[tuple[int, str, str]] = []
    for order in orders:
        why = cancel_refusal(orders_domain.axes_of(order))
        if why is None:
            fit.append(order)
        else:
            skipped.append((order.id, order.number, why))
    return fit, skipped


@in_one_piece
def cancel_orders(actor: Actor, company_id: int, order_ids: Sequence[int], *, reason: str) -> Cancelled:
    """Cancels what may be cancelled and names the rest."""
    access.require(actor, "orders.cancel", company_id=company_id)
    fit, skipped = judge_cancel(order_rows.locked(company_id, order_ids))
    ids = [order.id for order in fit]
    if not ids:
        return Cancelled((), 0, {}, tuple(skipped))
    pieces = free_orders(actor, company_id, ids, reason=reason)
    release_hold(actor, company_id, ids, why=reason, ended=True)
    move_axis(actor, company_id, "allocation_state", "drop", ids, reason=reason)
    gone = move_axis(actor, company_id, "state", "cancel", ids, reason=reason)
    close_tasks(actor, [f"{cause}:order:{pk}" for pk in gone for cause in CAUSES], reason="cancelled")
    recheck_credit(
        actor, company_id, {int(o.customer_id) for o in fit if o.customer_id}, verb="orders.cancel"
    )
    captured = payments.to_send_back(company_id, gone)
    _ask_refunds(actor, company_id, [order for order in fit if captured.get(order.id)], captured)
    return Cancelled(tuple(gone), pieces, captured, tuple(skipped))


def _ask_refunds(
    actor: Actor, company_id: int, orders: Sequence[Order | OrderFacts], captured: dict[int, int]
) -> None:
    """One task per order whose money has come: somebody has to send it back."""
    tasks = [
        NewTask(
            kind="refund",
            subject_kind="orders.order",
            subject_id=order.id,
            cause_key=f"refund:order:{order.id}",
            role="bookkeeper",
            facts={"minor": captured[order.id], "currency": order.currency},
        )
        for order in orders
    ]
    open_tasks(actor, tasks, company_id)
