"""Records payments of orders as they were told, once per outside id, and books what was really captured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.access.queries import timezone_of
from opsroom.domains.orders import rows as order_rows
from opsroom.domains.payments.errors import UnknownKind
from opsroom.domains.payments.models import KINDS, Payment
from opsroom.domains.payments.queries import captured, open_guarantees, open_receivables, settled_before
from opsroom.domains.payments.rules import beyond, processor_of, withheld
from opsroom.domains.payments.states import PAYMENT
from opsroom.kernel.records import transition, wake
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.clock import business_day
from opsroom.ledgers.money.post import MoneyEntry, post_many_entries
from opsroom.ledgers.money.recipes.payment_recorded import PaymentFacts, payment_recorded


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """One payment as told; `amount_minor` in minor units of `currency`."""

    order_id: int
    external_id: str
    kind: str
    gateway: str
    state: str
    amount_minor: int
    currency: str
    occurred_at: datetime


@transaction.atomic
def record_payments(actor: Actor, company_id: int, rows: Sequence[PaymentRow], *, book: bool) -> list[int]:
    """Returns the ids of payments that are new. `book` False keeps the money book untouched (history)."""
    access.require(actor, "payments.record", company_id=company_id)
    if unknown := [row.kind for row in rows if row.kind not in KINDS]:
        raise UnknownKind(found=unknown[0], known=", ".join(KINDS))
    if not rows:
        return []
    # Whoever numbers an invoice of these orders meanwhile waits, so that what is owed and what came find each other.
    order_rows.lock({row.order_id for row in rows})
    known = set(
        Payment.objects.filter(order_id__in={row.order_id for row in rows}).values_list(
            "order_id", "external_id"
        )
    )
    _follow(actor, company_id, [row for row in rows if (row.order_id, row.external_id) in known], book)
    fresh = [row for row in rows if (row.order_id, row.external_id) not in known]
    made = Payment.objects.bulk_create(
        Payment(
            company_id=company_id,
            order_id=row.order_id,
            external_id=row.external_id,
            kind=row.kind,
            gateway=row.gateway,
            state=row.state,
            amount_minor=row.amount_minor,
            currency=row.currency,
            occurred_at=row.occurred_at,
        )
        for row in fresh
    )
    transition.born(PAYMENT, Payment, [(int(p.pk), p.state, {"order": int(p.order_id)}) for p in made], actor)
    if book:
        _book(actor, company_id, [p for p in made if p.state == "captured"])
    if made:
        wake.notify("money")
    return [int(p.pk) for p in made]


def _follow(actor: Actor, company_id: int, rows: Sequence[PaymentRow], book: bool) -> None:
    """A payment we know that has since been captured moves on; everything else about it stays as told first."""
    captured = [(row.order_id, row.external_id) for row in rows if row.state == "captured"]
    if not captured:
        return
    standing = {
        (int(p.order_id), p.external_id): p
        for p in Payment.objects.filter(order_id__in={order for order, _ in captured})
    }
    ids = [int(standing[key].pk) for key in captured]
    moved = transition.move(PAYMENT, Payment, "state", ids, "capture", actor)
    if book:
        _book(actor, company_id, list(Payment.objects.filter(pk__in=moved)))


def _book(actor: Actor, company_id: int, payments: Sequence[Payment]) -> None:
    """Money that really came, into the book."""
    orders = {int(p.order_id) for p in payments}
    before = dict.fromkeys(orders, 0) | captured(company_id, orders)
    for p in payments:
        before[int(p.order_id)] -= p.amount_minor
    entries = entries_of(
        [(int(p.pk), _row(p)) for p in payments],
        settled=settled_before(orders),
        before=before,
        kept_back=order_rows.tax_kept_by_channel(orders),
        owed=open_receivables(company_id, orders),
        promised=open_guarantees(company_id, orders),
        zone=timezone_of(company_id) if payments else "UTC",
    )
    post_many_entries(entries, actor=actor, company_id=company_id)


def _row(p: Payment) -> PaymentRow:
    return PaymentRow(
        int(p.order_id), p.external_id, p.kind, p.gateway, p.state, p.amount_minor, p.currency, p.occurred_at
    )


def entries_of(
    payments: Sequence[tuple[int, PaymentRow]],
    *,
    settled: Mapping[int, int],
    before: dict[int, int],
    kept_back: Mapping[int, tuple[int, int]],
    owed: dict[int, int],
    promised: Mapping[int, dict[str, int]],
    zone: str,
) -> list[MoneyEntry]:
    """How captured payments, (id, as told), stand in the book; all else in minor units by order id, and used up here.

    Money settles what the order's invoices left open (`owed`), the rest is a prepayment. Tax that the channel keeps
    back never comes to us. What an earlier tool shipped it has invoiced (`settled`): the first money of an order is for
    that and stays out of our book. `before`: came earlier; `promised`: by which marketplace's account; `zone`: the
    company's, whose business day counts.
    """
    entries = []
    for pk, p in payments:
        order_id = p.order_id
        ours = beyond(settled.get(order_id, 0), before.get(order_id, 0), p.amount_minor)
        tax, total = kept_back.get(order_id, (0, 0))
        ours -= min(ours, withheld(tax, total, before.get(order_id, 0), p.amount_minor))
        before[order_id] = before.get(order_id, 0) + p.amount_minor
        if not ours and p.amount_minor:
            continue
        guaranteed = _take(promised.get(order_id, {}), ours)
        settles = min(owed.get(order_id, 0), ours - sum(minor for _, minor in guaranteed))
        owed[order_id] = owed.get(order_id, 0) - settles
        facts = PaymentFacts(
            state=p.state,
            processor=processor_of(p.gateway, p.kind),
            minor=ours,
            currency=p.currency,
            open_receivable=settles,
            guaranteed=guaranteed,
        )
        if transfers := payment_recorded(facts):
            entries.append(
                MoneyEntry(
                    key=f"payment:{pk}",
                    kind="payment_recorded",
                    transfers=tuple(transfers),
                    on_date=business_day(p.occurred_at, zone),
                    ref_kind="orders.order",
                    ref_id=order_id,
                )
            )
    return entries


def _take(promised: dict[str, int], minor: int) -> tuple[tuple[str, int], ...]:
    """What of the payment uses up which marketplace's promise; lowers the promises by it."""
    taken = []
    for account in sorted(promised):
        used = min(promised[account], minor)
        promised[account] -= used
        minor -= used
        taken.append((account, used))
    return tuple(taken)
