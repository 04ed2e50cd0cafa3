"""Money is booked on the day it is in the shop: an hour before midnight in London is the next day in Berlin."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from tests import factories
from tests.workflows.races.room import Room, wish
from tests.workflows.test_hard_cases import paid
from tests.workflows.test_refunds import THEIRS

from opsroom.domains.billing.models import OpenReceivable
from opsroom.domains.payments.actions import remove_payments as removing
from opsroom.ledgers.money.models import Entry
from opsroom.ports.incoming import IncomingRefund, Party, PaymentCondition
from opsroom.workflows.settle_receivable import settle_receivable

pytestmark = pytest.mark.django_db
LATE = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)  # half past midnight in Berlin
NEXT_DAY = date(2026, 11, 25)
WHOLE = PaymentCondition.REFUNDED


def days(kind: str) -> set[date]:
    return set(Entry.objects.filter(kind=kind).values_list("business_date", flat=True))


def test_a_payment_and_a_refund_after_midnight_are_booked_on_the_shops_day(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    room = Room()
    room.put("MUG", 9)
    payment = replace(paid("t1", 1490), at=LATE)
    sold = room.sell(1, ("MUG", 1), placed_at=LATE, payments=(payment,))
    back = IncomingRefund("r1", LATE, 1490, ())
    room.take(
        wish(
            1,
            ("MUG", 1),
            placed_at=LATE,
            payments=(payment,),
            payment=WHOLE,
            refunds=(back,),
            updated_at=LATE,
        )
    )
    assert days("payment_recorded") == {NEXT_DAY}
    assert days("refund_recorded") == {NEXT_DAY}

    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return LATE

    monkeypatch.setattr(removing, "datetime", Clock)
    removing.remove_payments(room.demo, room.company, [sold.pk])
    turned = Entry.objects.filter(reverses__isnull=False)
    assert set(turned.values_list("business_date", flat=True)) == {NEXT_DAY}


@pytest.mark.parametrize(
    "facts", [THEIRS, {"invoice_issuer": Party.MARKETPLACE}], ids=["theirs", "sent by us"]
)
def test_a_sale_of_a_marketplace_and_its_refund_are_booked_on_the_shops_day(facts: dict[str, object]) -> None:
    room = Room()
    room.put("MUG", 9)
    sold = room.sell(1, ("MUG", 1), placed_at=LATE, **facts)
    if facts is not THEIRS:
        room.ship(room.release(sold).fulfilment_order_ids)
    told = {"refunds": (IncomingRefund("r1", LATE, 1490, ()),), "payment": WHOLE, "updated_at": LATE}
    room.take(wish(1, ("MUG", 1), placed_at=LATE, **{**facts, **told}))
    found = Entry.objects.exclude(kind__in=["payment_recorded", "refund_recorded"])
    assert len(found) >= 2
    assert set(found.values_list("business_date", flat=True)) == {NEXT_DAY}


def test_money_for_an_old_tools_invoice_is_booked_on_the_shops_day() -> None:
    company = factories.company()
    manager = factories.actor("manager", company)
    imported = factories.import_row(company, factories.channel(company))
    row = OpenReceivable.objects.create(
        company_id=company, number="INV-0017", currency="EUR", issued_on=NEXT_DAY, opened_on=NEXT_DAY,
        gross_minor=100, open_minor=100, settled_minor=0, state="open", imported_in_id=imported,
    )  # fmt: skip
    settle_receivable(
        manager, company, int(row.pk), kind="transfer", amount_minor=100, occurred_at=LATE, key="a"
    )
    assert days("payment_recorded") == {NEXT_DAY}
