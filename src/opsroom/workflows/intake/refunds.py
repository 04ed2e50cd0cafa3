"""Records what a channel tells of money sent back, and credits what was invoiced for it; refuses to send any itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from opsroom.domains.access.actions.open_tasks import NewTask, open_tasks
from opsroom.domains.access.queries import timezone_of
from opsroom.domains.billing.actions.book_outside_refunds import OutsideRefund, book_outside_refunds
from opsroom.domains.channels.queries import ChannelFacts
from opsroom.domains.orders import rows as order_rows
from opsroom.domains.payments import queries as payments
from opsroom.domains.payments.actions.record_refunds import RefundRow, record_refunds
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.clock import business_day
from opsroom.kernel.values.money import split_largest_remainder
from opsroom.ports.incoming import PaymentCondition
from opsroom.workflows.credit_refunds import credit_refunds
from opsroom.workflows.intake.outside import sale_of
from opsroom.workflows.intake.plan import OrderPlan

if TYPE_CHECKING:
    from opsroom.domains.orders.models import Order
    from opsroom.domains.payments.models import Refund

IMPLIED = "refunded:"  # the id of a refund that no channel told one by one, but whose sum it told


def told_refunds(plan: OrderPlan, known: Mapping[str, int]) -> list[tuple[str, int, datetime | None]]:
    """(outside id, minor units, when) of refunds not known yet. A sum told before and a refund told of it are the same.

    Pure. `known`: minor units by outside id. An order whose payment was given up had nothing to send back.
    """
    order = plan.incoming
    if order.payment is PaymentCondition.VOIDED:
        return []
    implied = sum(minor for name, minor in known.items() if name.startswith(IMPLIED))
    found: list[tuple[str, int, datetime | None]] = []
    told = 0
    for one in sorted(order.refunds, key=lambda one: (str(one.created_at or ""), one.external_id)):
        minor = max(0, one.amount_minor)
        told += minor
        fresh = min(minor, told - implied)
        if one.external_id not in known and fresh > 0:
            found.append((one.external_id, fresh, one.created_at))
    whole = max(told, order.totals.refunded_minor or 0)
    if order.payment is PaymentCondition.REFUNDED:
        whole = max(whole, sum(p.amount_minor for p in plan.payments if p.state == "captured"))
    missing = whole - sum(known.values()) - sum(minor for _, minor, _ in found)
    if missing > 0:
        found.append((f"{IMPLIED}{whole}", missing, order.updated_at))
    return found


def given_up(plan: OrderPlan) -> bool:
    """Whether its payment was voided or went back, whatever was told one by one."""
    return plan.incoming.payment in (
        PaymentCondition.VOIDED,
        PaymentCondition.REFUNDED,
        PaymentCondition.PART_REFUNDED,
    )


def follow_refunds(
    actor: Actor, channel: ChannelFacts, mode: str, pairs: Sequence[tuple[Order, OrderPlan]]
) -> dict[int, int]:
    """Returns minor units that are newly told as sent back, by order id. The caller holds the orders.

    Payments are recorded before. In history it is recorded alone: nothing is booked and nothing credited."""
    real = [(order, plan) for order, plan in pairs if not (order.is_test or plan.is_test)]
    telling = [(order, plan) for order, plan in real if tells(plan)]
    rows = [row for order, plan in telling for row in _rows(order, plan)]
    made = record_refunds(actor, channel.company_id, rows, book=mode == "live")
    found: dict[int, int] = {}
    for refund in made:
        found[int(refund.order_id)] = found.get(int(refund.order_id), 0) + refund.amount_minor
    if mode != "live":
        return found
    by_id = {int(order.pk): (order, plan) for order, plan in real}
    _outside(actor, channel, by_id, made)
    _ask_about_excess(actor, channel.company_id, made)
    credit_refunds(
        actor,
        channel.company_id,
        [pk for pk, (order, _) in by_id.items() if order.fulfilment_state != "elsewhere"],
        called_off=[pk for pk, (order, plan) in by_id.items() if _called_off(order, plan)],
        units=_units(by_id, made),
    )
    return found


def tells(plan: OrderPlan) -> bool:
    order = plan.incoming
    given = order.payment in (PaymentCondition.REFUNDED, PaymentCondition.PART_REFUNDED)
    return given or bool(order.refunds) or bool(order.totals.refunded_minor)


def _called_off(order: Order, plan: OrderPlan) -> bool:
    told = plan.incoming.cancelled_at is not None or plan.incoming.payment is PaymentCondition.VOIDED
    return told and order.fulfilment_state != "elsewhere"


def _rows(order: Order, plan: OrderPlan) -> list[RefundRow]:
    withheld = order.tax_minor if order.tax_remitter == "channel" else 0
    weights = [max(0, withheld), max(0, order.total_minor - withheld)]
    return [
        RefundRow(
            order_id=int(order.pk),
            external_id=external_id,
            amount_minor=minor,
            currency=order.currency,
            occurred_at=at or plan.incoming.updated_at or order.placed_at,
            not_ours_minor=split_largest_remainder(minor, weights)[0] if withheld > 0 else 0,
        )
        for external_id, minor, at in told_refunds(plan, payments.refunds_known(int(order.pk)))
    ]


def _outside(
    actor: Actor,
    channel: ChannelFacts,
    by_id: Mapping[int, tuple[Order, OrderPlan]],
    refunds: Sequence[Refund],
) -> None:
    theirs = [one for one in refunds if by_id[int(one.order_id)][0].fulfilment_state == "elsewhere"]
    if not theirs:
        return
    zone = timezone_of(channel.company_id)
    book_outside_refunds(
        actor,
        channel.company_id,
        [
            OutsideRefund(
                int(one.pk),
                sale_of(channel, *by_id[int(one.order_id)], zone),
                one.ours_minor,
                business_day(one.occurred_at, zone),
            )
            for one in theirs
            if one.ours_minor
        ],
    )


def _units(
    by_id: Mapping[int, tuple[Order, OrderPlan]], refunds: Sequence[Refund]
) -> dict[int, dict[int, int]]:
    """Units that the new refunds take back, by order id and order line id."""
    fresh = {(int(one.order_id), one.external_id) for one in refunds}
    units: dict[int, dict[int, int]] = {}
    for order_id, lines in order_rows.lines_of({order_id for order_id, _ in fresh}).items():
        by_external = {line.external_id: int(line.pk) for line in lines if line.external_id}
        for refund in by_id[order_id][1].incoming.refunds:
            for told in refund.lines if (order_id, refund.external_id) in fresh else ():
                if told.line_external_id in by_external:
                    mine = units.setdefault(order_id, {})
                    line = by_external[told.line_external_id]
                    mine[line] = mine.get(line, 0) + int(told.quantity)
    return units


def _ask_about_excess(actor: Actor, company_id: int, refunds: Sequence[Refund]) -> None:
    """More went back than was paid: booked as it was told, and put before the bookkeeper."""
    tasks = [
        NewTask(
            kind="changed_at_channel",
            subject_kind="orders.order",
            subject_id=int(one.order_id),
            cause_key=f"changed_at_channel:order:{one.order_id}",
            role="bookkeeper",
            facts={"above_paid_minor": one.concession_minor, "currency": one.currency},
        )
        for one in refunds
        if one.concession_minor
    ]
    open_tasks(actor, tasks, company_id)
