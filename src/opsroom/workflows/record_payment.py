"""Records money that a person saw arrive for an order, and lets go what waited for it; refuses more than is due."""

from __future__ import annotations

from datetime import datetime

from opsroom.domains.access import rules as access
from opsroom.domains.billing import queries as billing
from opsroom.domains.orders import queries as orders_domain
from opsroom.domains.orders import rows as order_rows
from opsroom.domains.orders.actions.move_axis import move_axis
from opsroom.domains.orders.errors import OrderNotFound
from opsroom.domains.orders.states import UNPAID
from opsroom.domains.payments import queries as payments
from opsroom.domains.payments.actions.record_payments import PaymentRow, record_payments
from opsroom.domains.payments.errors import NotThatMuch
from opsroom.domains.payments.rules import payment_problem
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.intake.nothing_to_ship import serve_paid
from opsroom.workflows.recheck_credit import recheck_credit


@in_one_piece
def record_payment(
    actor: Actor,
    company_id: int,
    order_id: int,
    *,
    kind: str,
    amount_minor: int,
    occurred_at: datetime,
    key: str,
) -> int:
    """Returns what is still due, in minor units of the order. The same `key` again records nothing.

    What settles an invoice and what is a prepayment the money book decides. Raises OrderNotFound, NotThatMuch.
    """
    access.require(actor, "payments.record", company_id=company_id)
    orders_domain.order_of(actor, order_id)
    found = order_rows.locked(company_id, [order_id])
    if not found:
        raise OrderNotFound()
    order = found[0]
    due = billing.still_due(company_id, {order_id: order.total_minor})[order_id]
    told = f"{payments.BY_HAND}{key}"
    if told in payments.captured_of(order_id):
        return due
    open_to_it = order.mode == "live" and not order.is_test and order.payment_state in UNPAID
    if why := payment_problem(
        amount_minor, due if open_to_it and order.state != "cancelled" else 0, order.currency
    ):
        raise NotThatMuch(why=why)
    row = PaymentRow(order_id, told, kind, "", "captured", amount_minor, order.currency, occurred_at)
    record_payments(actor, company_id, [row], book=True)
    if amount_minor == due:
        move_axis(actor, company_id, "payment_state", "capture", [order_id], reason="paid in full")
        if order.fulfilment_state == "nothing":
            serve_paid(actor, company_id, [order_id])
    if order.customer_id:
        recheck_credit(actor, company_id, [int(order.customer_id)])
    return due - amount_minor
