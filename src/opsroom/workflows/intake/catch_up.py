"""Brings a known order up to a newer version of itself: payment and cancellation; refuses to rewrite its lines.

What changed in the goods or the address is put before a person, since someone may be packing them now.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from opsroom.domains.access.actions.open_tasks import NewTask, open_tasks
from opsroom.domains.orders.actions.mark_version import mark_version
from opsroom.domains.orders.actions.move_axis import move_axis
from opsroom.domains.orders.actions.place_hold import place_hold
from opsroom.domains.orders.states import PAYMENT
from opsroom.domains.payments.actions.record_payments import PaymentRow, record_payments
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.free_orders import free_orders
from opsroom.workflows.intake.plan import OrderPlan

if TYPE_CHECKING:
    from opsroom.domains.orders.models import Order

PAYMENT_VERBS = {
    "authorised": "authorise",
    "captured": "capture",
    "voided": "void",
    "part_refunded": "refund_part",
    "refunded": "refund",
}
IN_HAND = ("released", "picking", "picked", "packing", "packed")


def catch_up(actor: Actor, order: Order, plan: OrderPlan) -> tuple[dict[str, Any], str]:
    """Returns what was there before and a sentence on what changed."""
    before = {
        "payment_state": order.payment_state,
        "state": order.state,
        "content_sha256": order.content_sha256,
        "external_updated_at": order.external_updated_at.isoformat() if order.external_updated_at else None,
    }
    notes = [*_payment(actor, order, plan), *_cancellation(actor, order, plan), *_goods(actor, order, plan)]
    mark_version(
        actor, int(order.company_id), int(order.pk), plan.content_sha256, plan.incoming.updated_at, notes
    )
    return before, " ".join(notes) or "Its details changed at the channel."


def _payment(actor: Actor, order: Order, plan: OrderPlan) -> list[str]:
    company = int(order.company_id)
    verb = PAYMENT_VERBS.get(plan.payment_state)
    if (
        plan.payment_state == order.payment_state
        or verb is None
        or not PAYMENT.can(order.payment_state, verb)
    ):
        return []
    move_axis(actor, company, "payment_state", verb, [int(order.pk)], reason="told by the channel")
    rows = [
        PaymentRow(
            int(order.pk),
            p.external_id,
            p.kind,
            p.gateway,
            p.state,
            p.amount_minor,
            p.currency,
            p.occurred_at,
        )
        for p in plan.payments
    ]
    record_payments(actor, company, rows, book=order.mode == "live")
    return [f"Payment is now {plan.payment_state.replace('_', ' ')}."]


def _cancellation(actor: Actor, order: Order, plan: OrderPlan) -> list[str]:
    if plan.incoming.cancelled_at is None or order.state != "open":
        return []
    company, pk = int(order.company_id), int(order.pk)
    if order.fulfilment_state in IN_HAND:
        place_hold(actor, company, [pk], "changed", details={pk: "Cancelled at the channel after release."})
        _task(actor, order)
        return ["Cancelled at the channel after release: the goods are in hand, so it is held."]
    free_orders(actor, company, [pk], reason="cancelled at the channel")
    move_axis(actor, company, "allocation_state", "drop", [pk], reason="cancelled at the channel")
    move_axis(actor, company, "state", "cancel", [pk], reason="cancelled at the channel")
    return ["Cancelled at the channel."]


def _goods(actor: Actor, order: Order, plan: OrderPlan) -> list[str]:
    """A different set of lines or amounts is held for a person; nothing is rewritten behind a packer's back."""
    if order.state != "open" or plan.incoming.cancelled_at is not None:
        return []
    now = sorted((ln.kind, ln.sku_text, ln.quantity - ln.cancelled) for ln in plan.lines)
    then = sorted((ln.kind, ln.sku_text, ln.quantity - ln.cancelled) for ln in order.lines.all())
    if now == then and plan.total_minor == order.total_minor:
        return []
    pk = int(order.pk)
    place_hold(
        actor,
        int(order.company_id),
        [pk],
        "changed",
        details={pk: "The channel sent other lines or amounts."},
    )
    _task(actor, order)
    return ["The channel sent other lines or amounts, so it is held."]


def _task(actor: Actor, order: Order) -> None:
    open_tasks(
        actor,
        [
            NewTask(
                kind="changed_at_channel",
                subject_kind="orders.order",
                subject_id=int(order.pk),
                cause_key=f"changed_at_channel:order:{order.pk}",
                role="desk",
            )
        ],
        int(order.company_id),
    )
