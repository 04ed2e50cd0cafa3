"""Brings a known order up to a newer version of itself: payment and cancellation; refuses to rewrite its lines.

What changed in the goods or the address is put before a person, since someone may be packing them now.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from opsroom.domains.access.actions.close_tasks import close_tasks
from opsroom.domains.access.actions.open_tasks import NewTask, open_tasks
from opsroom.domains.orders.actions.mark_version import mark_version
from opsroom.domains.orders.actions.move_axis import move_axis
from opsroom.domains.orders.actions.place_hold import place_hold
from opsroom.domains.orders.states import PAYMENT
from opsroom.domains.payments import queries as payments
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
# Goods of it are on their way to the customer or in somebody's hands.
IN_HAND = ("released", "picking", "picked", "packing", "packed", "part_shipped")
UNPAID = ("pending", "voided", "refunded")
IMPLIED = "order:"  # the id of a payment that no channel told, but that its payment condition implies


def catch_up_goods(actor: Actor, order: Order, plan: OrderPlan) -> list[str]:
    """Sentences on what changed in the goods. The caller holds the order and its stock rows."""
    return [*_cancellation(actor, order, plan), *_goods(actor, order, plan)]


def catch_up_money(
    actor: Actor, order: Order, plan: OrderPlan, notes: list[str]
) -> tuple[dict[str, Any], str]:
    """Follows the payment and keeps the version; returns what was there before and a sentence on what changed."""
    before = {
        "payment_state": order.payment_state,
        "state": order.state,
        "content_sha256": order.content_sha256,
        "external_updated_at": order.external_updated_at.isoformat() if order.external_updated_at else None,
    }
    notes = [*_payment(actor, order, plan), *notes]
    mark_version(
        actor, int(order.company_id), int(order.pk), plan.content_sha256, plan.incoming.updated_at, notes
    )
    return before, " ".join(notes) or "Its details changed at the channel."


def _payment(actor: Actor, order: Order, plan: OrderPlan) -> list[str]:
    if not (plan.is_test or order.is_test):
        _record(actor, order, plan)
    now = plan.payment_state
    if now == order.payment_state:
        return []
    said = now.replace("_", " ")
    for verb in _steps(order.payment_state, now):
        move_axis(
            actor,
            int(order.company_id),
            "payment_state",
            verb,
            [int(order.pk)],
            reason="told by the channel",
        )
    if now == "refunded":
        close_tasks(actor, [f"refund:order:{order.pk}"], reason="sent_back")
    if now in UNPAID and order.state == "open":
        why = {int(order.pk): f"The channel says its payment is {said}."}
        place_hold(actor, int(order.company_id), [int(order.pk)], "payment", details=why)
    if not _steps(order.payment_state, now):
        _task(actor, order)
        return [
            f"The channel says its payment is {said}; it was {order.payment_state.replace('_', ' ')} here."
        ]
    return [f"Payment is now {said}."]


def _steps(then: str, now: str) -> list[str]:
    """The verbs that lead from one payment state to another; what was paid and refunded between two looks was paid."""
    verb = PAYMENT_VERBS.get(now)
    if verb is None:
        return []
    if PAYMENT.can(then, verb):
        return [verb]
    if PAYMENT.can(then, "capture") and PAYMENT.can("captured", verb):
        return ["capture", verb]
    return []


def _record(actor: Actor, order: Order, plan: OrderPlan) -> None:
    """Payments we have not heard of, each once. One implied by the order and the one told of it are the same money."""
    known = payments.captured_ids(int(order.pk))
    implied = any(pk.startswith(IMPLIED) for pk in known)
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
        if p.external_id in known or not known or implied == p.external_id.startswith(IMPLIED)
    ]
    record_payments(actor, int(order.company_id), rows, book=order.mode == "live")


def _cancellation(actor: Actor, order: Order, plan: OrderPlan) -> list[str]:
    if plan.incoming.cancelled_at is None or order.state == "cancelled":
        return []
    company, pk = int(order.company_id), int(order.pk)
    if order.state != "open":
        _task(actor, order)
        return ["Cancelled at the channel after it had ended here."]
    if order.fulfilment_state in IN_HAND:
        place_hold(actor, company, [pk], "changed", details={pk: "Cancelled at the channel after release."})
        _task(actor, order, held=True)
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
    _task(actor, order, held=True)
    return ["The channel sent other lines or amounts, so it is held."]


def _task(actor: Actor, order: Order, *, held: bool = False) -> None:
    """`held`: a hold stands for it, and the task ends with that hold; else it ends when somebody has looked."""
    open_tasks(
        actor,
        [
            NewTask(
                kind="changed_at_channel",
                subject_kind="orders.order",
                subject_id=int(order.pk),
                cause_key=f"changed_at_channel:order:{order.pk}",
                facts={"held": True} if held else {},
            )
        ],
        int(order.company_id),
    )
