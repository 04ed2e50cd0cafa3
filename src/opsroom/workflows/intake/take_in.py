"""Writes new orders with buyers, stock, payments and events in one statement; what a rule may change is left to later.

Settled at once is what nothing else has a say in. Where rules are on, a channel ships itself, an opening figure has to
be raised first, or known orders of the same chunk change, the orders are written as they came and settled step by step.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsroom.domains.access.actions.open_tasks import NewTask, open_tasks
from opsroom.domains.channels.queries import ChannelFacts
from opsroom.domains.orders.actions.add_orders import NewOrder, add_orders, add_settled
from opsroom.domains.orders.actions.place_hold import place_hold
from opsroom.domains.payments.actions.add_payments import PAYMENTS, Standing, add_payments
from opsroom.domains.payments.actions.record_payments import PaymentRow
from opsroom.domains.payments.rules import SoldLine, accounts_of, old_tools_part
from opsroom.domains.warehouse import rows as warehouse_rows
from opsroom.domains.warehouse.actions.add_allocations import ALLOCATIONS, add_allocations, question_of_free
from opsroom.kernel.records import wake
from opsroom.kernel.records.new_rows import NewRows, question_of_ids
from opsroom.kernel.records.questions import ask
from opsroom.kernel.values.actor import Actor
from opsroom.ledgers.money.add import ENTRIES, add_entries, question_of_accounts
from opsroom.workflows.intake.credit import hold_over_limit
from opsroom.workflows.intake.due import ship_by_of
from opsroom.workflows.intake.payments import PaymentPlan
from opsroom.workflows.intake.plan import TASK_OF_FLAG, OrderPlan
from opsroom.workflows.intake.set_aside import set_aside, wanted_skus
from opsroom.workflows.intake.surroundings import Surroundings
from opsroom.workflows.intake.write import Ids, Told, draft_orders, ids_wanted, put_back

if TYPE_CHECKING:
    from opsroom.domains.orders.models import Order


@dataclass(frozen=True, slots=True)
class TakenIn:
    """The new orders in the order of their plans; `settled`: their stock, payments, holds and tasks are done too."""

    orders: list[NewOrder]
    settled: bool


def take_in(told: Told, known: Surroundings, plans: Sequence[OrderPlan], *, alone: bool) -> TakenIn:
    """`alone`: nothing else happens in this chunk that locks stock after money."""
    if not plans:
        return TakenIn([], settled=True)
    intake, channel, actor, company_id = told.intake, known.channel, told.actor, told.intake.company_id
    live = intake.mode == "live"
    skus = wanted_skus(plans)
    first = min(plan.incoming.placed_at for plan in plans if plan.incoming.placed_at is not None)
    paid = [
        (gateway_of(channel, p), p.kind) for plan in plans for p in plan.payments if p.state == "captured"
    ]
    settled = (
        alone and live and not known.has_rules and not any(p.fulfilment_state == "elsewhere" for p in plans)
    )
    by_table, raisable, free, accounts = ask(
        question_of_ids(ids_wanted(plans, told.kept)),
        warehouse_rows.question_of_raisable(skus if settled else [], first),
        question_of_free(company_id, skus if settled else [], known.serving.site_ids),
        question_of_accounts(company_id, accounts_of(paid)),
    )
    settled = settled and not raisable
    ids, rows = Ids(by_table), NewRows()
    orders = draft_orders(told, plans, ids, rows, ship_by_of(known.serving, plans) if live else {})
    given = set_aside(orders, plans, known.serving.site_ids, free) if settled else []
    add_orders(actor, company_id, rows, orders, mode=intake.mode, import_id=told.import_id)
    if settled:
        add_allocations(actor, company_id, rows, given, _enough(ids, len(given)))
        add_settled(actor, company_id, rows, orders)
        payments = payment_rows(channel, orders, plans)
        pay_ids = ids.take(PAYMENTS, len(payments))
        entries = add_payments(
            actor, company_id, rows, payments, pay_ids, _standing(orders, plans), known.zone
        )
        add_entries(rows, entries, ids.take(ENTRIES, len(entries)), accounts, actor, company_id)
    rows.write()
    put_back(told, orders)
    if settled:
        _tell(actor, company_id, orders)
        look_after(actor, company_id, orders, plans)
    return TakenIn(orders, settled)


def _enough(ids: Ids, many: int) -> list[int]:
    """Ids for allocations: one a demand was taken, a demand that two sites serve needs one more."""
    stock = ids.by_table[ALLOCATIONS]
    if len(stock) < many:
        (more,) = ask(question_of_ids({ALLOCATIONS: many - len(stock)}))
        stock.extend(more[ALLOCATIONS])
    return ids.take(ALLOCATIONS, many)


def _standing(orders: Sequence[NewOrder], plans: Sequence[OrderPlan]) -> dict[int, Standing]:
    """What of each order's money an earlier tool invoiced or its channel keeps, where that is anything."""
    found: dict[int, Standing] = {}
    for order, plan in zip(orders, plans, strict=True):
        kept = order.tax_minor if order.tax_remitter == "channel" else 0
        before = any(line.shipped_before for line in plan.lines)
        if before or kept > 0:
            lines = [
                SoldLine(ln.net_minor, ln.tax_minor, ln.quantity - ln.cancelled, ln.shipped_before, ln.ships)
                for ln in plan.lines
            ]
            found[order.id] = Standing(old_tools_part(lines), max(0, kept), order.total_minor)
    return found


def _tell(actor: Actor, company_id: int, orders: Sequence[NewOrder]) -> None:
    """One task for each order that is short, and a word to the open pages."""
    short = [order.id for order in orders if order.allocation_state == "short"]
    if short:
        open_tasks(actor, [_task("short", pk) for pk in short], company_id)
    wake.notify("orders", "stock", "money")


def payment_rows(
    channel: ChannelFacts, orders: Sequence[NewOrder | Order], plans: Sequence[OrderPlan]
) -> list[PaymentRow]:
    """The payments of new orders as they are recorded; a test order has none."""
    return [
        PaymentRow(
            order_id=int(order.pk),
            external_id=p.external_id,
            kind=p.kind,
            gateway=gateway_of(channel, p),
            state=p.state,
            amount_minor=p.amount_minor,
            currency=p.currency,
            occurred_at=p.occurred_at,
        )
        for order, plan in zip(orders, plans, strict=True)
        if not plan.is_test
        for p in plan.payments
    ]


def gateway_of(channel: ChannelFacts, payment: PaymentPlan) -> str:
    """A marketplace that named no gateway holds the money itself: its promise and its payment are one account."""
    return payment.gateway or (channel.code if payment.kind == "marketplace" else "")


def look_after(
    actor: Actor, company_id: int, orders: Sequence[NewOrder | Order], plans: Sequence[OrderPlan]
) -> None:
    """Holds and tasks for what new orders bring along."""
    _hold(actor, company_id, orders, plans)
    if any(order.payment_state == "terms" for order in orders):
        hold_over_limit(actor, company_id, orders)
    _ask(actor, company_id, orders)


def _hold(
    actor: Actor, company_id: int, orders: Sequence[NewOrder | Order], plans: Sequence[OrderPlan]
) -> None:
    details: dict[str, dict[int, str]] = {}
    for order, plan in zip(orders, plans, strict=True):
        if order.state != "open":
            continue
        if order.has_bad_address:
            details.setdefault("address", {})[int(order.pk)] = ""
        for reason, detail in plan.holds.items():
            details.setdefault(reason, {})[int(order.pk)] = detail
    for reason, by_order in details.items():
        place_hold(actor, company_id, sorted(by_order), reason, details=by_order)


def _ask(actor: Actor, company_id: int, orders: Sequence[NewOrder | Order]) -> None:
    """One task per cause: the page groups them, and each closes itself when its cause is gone."""
    tasks = [
        _task(kind, int(order.pk))
        for order in orders
        for flag, kind in TASK_OF_FLAG.items()
        if getattr(order, flag)
    ]
    if tasks:
        open_tasks(actor, tasks, company_id)


def _task(kind: str, order_id: int) -> NewTask:
    return NewTask(
        kind=kind,
        subject_kind="orders.order",
        subject_id=order_id,
        cause_key=f"{kind}:order:{order_id}",
        role="desk",
    )
