"""Brings a known order up to a newer version: payment, cancellation, address, words; refuses to rewrite its lines.

What changed in the goods is put before a person, and so is an address that came after release or against a
correction by hand: someone may be packing them now, and a person knew better once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from opsroom.domains.access.actions.close_tasks import close_tasks
from opsroom.domains.access.actions.open_tasks import NewTask, open_tasks
from opsroom.domains.channels.queries import ChannelFacts
from opsroom.domains.customers import queries as customers
from opsroom.domains.customers.actions.save_parties import save_parties
from opsroom.domains.customers.rules import same_place
from opsroom.domains.orders.actions.mark_version import mark_version
from opsroom.domains.orders.actions.move_axis import move_axis
from opsroom.domains.orders.actions.note_told_address import note_told_address
from opsroom.domains.orders.actions.place_hold import place_hold
from opsroom.domains.orders.actions.take_over_words import take_over_words
from opsroom.domains.orders.queries import axes_of
from opsroom.domains.orders.rules import edit_refusal
from opsroom.domains.orders.states import PAYMENT
from opsroom.domains.payments import queries as payments
from opsroom.domains.payments.actions.record_payments import PaymentRow, record_payments
from opsroom.kernel.values.actor import Actor
from opsroom.ports.reading.cells import to_major
from opsroom.workflows.free_orders import free_orders
from opsroom.workflows.intake.plan import LinePlan, OrderPlan
from opsroom.workflows.intake.refunds import follow_refunds
from opsroom.workflows.intake.send_to import ADDRESS_TOLD, send_to
from opsroom.workflows.intake.write import party_of

if TYPE_CHECKING:
    from opsroom.domains.orders.models import Order, OrderLine

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
    return [
        *_cancellation(actor, order, plan),
        *_goods(actor, order, plan),
        *_address(actor, order, plan),
        *_words(actor, order, plan),
    ]


def catch_up_money(
    actor: Actor, channel: ChannelFacts, order: Order, plan: OrderPlan, notes: list[str]
) -> tuple[dict[str, Any], str]:
    """Follows the payment and keeps the version; returns what was there before and a sentence on what changed."""
    before = {
        "payment_state": order.payment_state,
        "state": order.state,
        "content_sha256": order.content_sha256,
        "external_updated_at": order.external_updated_at.isoformat() if order.external_updated_at else None,
    }
    notes = [*_payment(actor, order, plan), *_refunds(actor, channel, order, plan), *notes]
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


def _refunds(actor: Actor, channel: ChannelFacts, order: Order, plan: OrderPlan) -> list[str]:
    """What went back to the customer since, in a sentence."""
    minor = follow_refunds(actor, channel, order.mode, [(order, plan)]).get(int(order.pk), 0)
    return (
        [f"{to_major(minor, order.currency)} {order.currency} was sent back to the customer."]
        if minor
        else []
    )


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
    """Payments we have not heard of, each once. One implied by the order and the one told of it are the same money,
    as are what a person recorded by hand and what the channel tells of it later: only what is more is new."""
    came = payments.captured_of(int(order.pk))
    by_hand = sum(minor for pk, minor in came.items() if pk.startswith(payments.BY_HAND))
    known = {pk for pk in came if not pk.startswith(payments.BY_HAND)}
    implied = any(pk.startswith(IMPLIED) for pk in known)
    rows = []
    for p in plan.payments:
        if p.external_id not in known and known and implied != p.external_id.startswith(IMPLIED):
            continue
        minor, key = p.amount_minor, p.external_id
        if p.state == "captured" and key not in known and by_hand:
            same = min(by_hand, minor)
            by_hand -= same
            minor -= same
            key = f"{key}:rest"  # what the channel told is not stored whole, so it does not go by that name
            if not minor:
                continue
        rows.append(
            PaymentRow(int(order.pk), key, p.kind, p.gateway, p.state, minor, p.currency, p.occurred_at)
        )
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
    now, then = _contents(plan.lines), _contents(order.lines.all())
    if now == then and plan.total_minor == order.total_minor:
        return []
    return _hold(actor, order, "The channel sent other lines or amounts.")


def _contents(lines: Iterable[LinePlan | OrderLine]) -> list[tuple[str, str, int, str]]:
    """What is still wanted; a line that was cancelled whole may be told or left out."""
    return sorted(_content(line) for line in lines if line.quantity > line.cancelled)


def _content(line: LinePlan | OrderLine) -> tuple[str, str, int, str]:
    """What a packer would do otherwise if it were otherwise: the goods, how many, and what is written on them."""
    return line.kind, line.sku_text, line.quantity - line.cancelled, json.dumps(line.personalisation)


def _address(actor: Actor, order: Order, plan: OrderPlan) -> list[str]:
    """Follows the channel to another door while nothing is printed and nobody has corrected the address by hand."""
    now = party_of(plan.incoming, plan.incoming.ship_to, order.customer_id)
    if now is None or order.state != "open" or order.mode != "live" or plan.incoming.cancelled_at is not None:
        return []
    company, pk = int(order.company_id), int(order.pk)
    known = customers.parties(company, [one for one in (order.ship_to_id, order.told_ship_to_id) if one])
    ours = known.get(order.ship_to_id or 0)
    told = known.get(order.told_ship_to_id or 0, ours)
    if told is not None and same_place(now, told.draft):
        return []
    if ours is not None and same_place(now, ours.draft):
        note_told_address(actor, company, pk, None)
        return ["The channel gives the address now that we send to."]
    if order.told_ship_to_id is None and edit_refusal(axes_of(order)) is None:
        sent = send_to(actor, company, pk, now, told=True)
        return [f"Sent to another address now{', which needs a look' if sent.problems else ''}."]
    note_told_address(actor, company, pk, save_parties(actor, company, [now])[0])
    return _hold(actor, order, ADDRESS_TOLD)


def _words(actor: Actor, order: Order, plan: OrderPlan) -> list[str]:
    """Tags, note and gift message; a card that may be written already is looked at before it leaves."""
    told = plan.incoming
    pk = int(order.pk)
    changed = take_over_words(
        actor, int(order.company_id), pk, tags=told.tags, note=told.note, gift_message=told.gift_message
    )
    if not changed:
        return []
    if "gift message" in changed and order.state == "open" and order.fulfilment_state in IN_HAND:
        return _hold(actor, order, "The channel sent another gift message.")
    return [f"The channel changed: {', '.join(changed)}."]


def _hold(actor: Actor, order: Order, sentence: str) -> list[str]:
    """Held until somebody has looked; the sentence for the order's history."""
    pk = int(order.pk)
    place_hold(actor, int(order.company_id), [pk], "changed", details={pk: sentence})
    _task(actor, order, held=True)
    return [f"{sentence.removesuffix('.')}, so it is held."]


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
