"""Books money that came for an old tool's open invoice; refuses more than is due, and the same payment twice."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.access.queries import timezone_of
from opsroom.domains.billing.errors import ReceivableNotDue, UnknownReceivable
from opsroom.domains.billing.events import RECEIVABLE, RECEIVABLE_PAID
from opsroom.domains.billing.models import OpenReceivable
from opsroom.domains.billing.states import RECEIVABLE as MACHINE
from opsroom.domains.payments.rules import payment_problem, processor_of
from opsroom.kernel.records import events, wake
from opsroom.kernel.records.transition import move
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.clock import business_day
from opsroom.ledgers.money.post import MoneyEntry, post_many_entries
from opsroom.ledgers.money.queries import entry_with_key
from opsroom.ledgers.money.recipes.payment_recorded import PaymentFacts, payment_recorded


@transaction.atomic
def pay_receivable(
    actor: Actor,
    company_id: int,
    receivable_id: int,
    *,
    kind: str,
    amount_minor: int,
    occurred_at: datetime,
    key: str,
) -> int:
    """Returns what is still due, in minor units. The same `key` again books nothing. Raises ReceivableNotDue."""
    access.require(actor, "payments.record", company_id=company_id)
    row = (
        OpenReceivable.objects.select_for_update(no_key=True)
        .filter(company_id=company_id, pk=receivable_id)
        .first()
    )
    if row is None:
        raise UnknownReceivable()
    due = row.open_minor - row.settled_minor
    told = f"receivable:{row.pk}:{key}"
    if entry_with_key(company_id, told) is not None:
        return due
    if why := payment_problem(amount_minor, due, row.currency):
        raise ReceivableNotDue(number=row.number, why=why)
    facts = PaymentFacts("captured", processor_of("", kind), amount_minor, row.currency, open_receivable=due)
    day = business_day(occurred_at, timezone_of(company_id))
    entry = MoneyEntry(told, "payment_recorded", tuple(payment_recorded(facts)), day, RECEIVABLE, int(row.pk))
    post_many_entries([entry], actor=actor, company_id=company_id)
    paid, data = row.settled_minor + amount_minor, {"minor": amount_minor, "kind": kind}
    if paid == row.open_minor:
        move(
            MACHINE,
            OpenReceivable,
            "state",
            [int(row.pk)],
            "settle",
            actor,
            data=data,
            sets={"settled_minor": paid},
        )
    else:
        OpenReceivable.objects.filter(pk=row.pk).update(settled_minor=paid)
        events.record(RECEIVABLE_PAID, RECEIVABLE, [row.pk], actor, company_id=company_id, data=data)
    wake.notify("money")
    return due - amount_minor
