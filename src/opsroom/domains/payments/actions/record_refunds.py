"""Records refunds of orders as they were told, once per outside id, and books them; refuses to send money anywhere."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.access.queries import timezone_of
from opsroom.domains.orders import rows as order_rows
from opsroom.domains.payments import queries
from opsroom.domains.payments.events import REFUND, REFUND_RECORDED
from opsroom.domains.payments.models import Payment, Refund
from opsroom.domains.payments.rules import beyond, processor_of
from opsroom.kernel.records import events, wake
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.clock import business_day
from opsroom.ledgers.money.post import MoneyEntry, post_many_entries
from opsroom.ledgers.money.recipes.refund_recorded import RefundFacts, refund_recorded


@dataclass(frozen=True, slots=True)
class RefundRow:
    """One refund as told, in minor units of `currency`; of it `not_ours_minor` is tax that its channel remits."""

    order_id: int
    external_id: str
    amount_minor: int
    currency: str
    occurred_at: datetime
    not_ours_minor: int = 0


@transaction.atomic
def record_refunds(actor: Actor, company_id: int, rows: Sequence[RefundRow], *, book: bool) -> list[Refund]:
    """Returns the refunds that are new. `book` False keeps the money book untouched (history)."""
    access.require(actor, "payments.record", company_id=company_id)
    if not rows:
        return []
    ids = {row.order_id for row in rows}
    order_rows.lock(ids)
    known = set(Refund.objects.filter(order_id__in=ids).values_list("order_id", "external_id"))
    fresh = [row for row in rows if (row.order_id, row.external_id) not in known and row.amount_minor > 0]
    if not fresh:
        return []
    made = Refund.objects.bulk_create(_parted(company_id, fresh))
    for refund in made:
        data = {"order": int(refund.order_id), "minor": refund.amount_minor}
        events.record(REFUND_RECORDED, REFUND, [int(refund.pk)], actor, data=data, company_id=company_id)
    if book:
        not_ours = {(row.order_id, row.external_id): row.not_ours_minor for row in fresh}
        _book(actor, company_id, made, not_ours)
    wake.notify("money", "orders")
    return made


def _parted(company_id: int, rows: Sequence[RefundRow]) -> list[Refund]:
    """What exceeds all that was paid is a concession; of an order that an earlier tool began, it was that tool's."""
    ids = {row.order_id for row in rows}
    paid = queries.received(company_id, ids)
    before = dict.fromkeys(ids, 0) | queries.refunded(company_id, ids)
    begun = order_rows.begun_before(ids)
    found = []
    for row in rows:
        above = beyond(paid[row.order_id], before[row.order_id], row.amount_minor)
        before[row.order_id] += row.amount_minor
        found.append(
            Refund(
                company_id=company_id,
                order_id=row.order_id,
                external_id=row.external_id,
                amount_minor=row.amount_minor,
                ours_minor=row.amount_minor - above,
                concession_minor=0 if row.order_id in begun else above,
                currency=row.currency,
                occurred_at=row.occurred_at,
            )
        )
    return found


def _book(
    actor: Actor, company_id: int, refunds: Sequence[Refund], not_ours: dict[tuple[int, str], int]
) -> None:
    orders = {int(refund.order_id) for refund in refunds}
    unused, holders = queries.prepayments(company_id, orders), _holders(orders)
    zone = timezone_of(company_id) if refunds else "UTC"
    entries = []
    for refund in refunds:
        order_id = int(refund.order_id)
        withheld = min(not_ours[order_id, refund.external_id], refund.ours_minor)
        facts = RefundFacts(
            processor=holders.get(order_id, "other"),
            minor=refund.ours_minor - withheld + refund.concession_minor,
            currency=refund.currency,
            prepaid=unused[order_id],
            concession=refund.concession_minor,
        )
        unused[order_id] -= min(unused[order_id], refund.ours_minor - withheld)
        if transfers := refund_recorded(facts):
            entries.append(
                MoneyEntry(
                    key=f"refund:{refund.pk}",
                    kind="refund_recorded",
                    transfers=tuple(transfers),
                    on_date=business_day(refund.occurred_at, zone),
                    ref_kind="orders.order",
                    ref_id=order_id,
                )
            )
    post_many_entries(entries, actor=actor, company_id=company_id)


def _holders(order_ids: Collection[int]) -> dict[int, str]:
    """Who holds the money of each order, by the payment that came, else by the one that was promised."""
    rows = Payment.objects.filter(order_id__in=list(order_ids), state__in=["captured", "pending"])
    ranked = sorted(rows, key=lambda one: (one.state == "captured", one.amount_minor, -int(one.pk)))
    return {int(one.order_id): processor_of(one.gateway, one.kind) for one in ranked}
