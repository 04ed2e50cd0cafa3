"""The same order twice in one call lands once: the same changes nothing, a newer version is a change, none is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from tests import factories

from opsroom.domains.orders.models import Order
from opsroom.ports.incoming import IncomingLine, IncomingOrder, IncomingTotals, PaymentCondition
from opsroom.workflows.accept_orders import accept_orders

pytestmark = pytest.mark.django_db


def order(external_id: str) -> IncomingOrder:
    line = IncomingLine(
        external_id="1",
        sku="MUG",
        variant_external_id=None,
        title="Mug",
        quantity=Decimal(1),
        unit_price=Decimal("10.00"),
    )
    return IncomingOrder(
        external_id=external_id,
        name=f"#{external_id}",
        placed_at=datetime(2026, 11, 23, 8, tzinfo=UTC),
        updated_at=datetime(2026, 11, 23, 8, tzinfo=UTC),
        currency="EUR",
        lines=(line,),
        totals=IncomingTotals(total_minor=1000),
        payment=PaymentCondition.PENDING,
    )


def test_the_same_order_twice_in_one_file_is_taken_in_once_and_the_second_is_the_same() -> None:
    company = factories.company()
    channel = factories.channel(company)
    results = accept_orders(
        factories.system("system.importer", company),
        channel,
        [order("1"), order("2"), order("1")],
        mode="live",
    )
    assert [one.effect for one in results] == ["new", "new", "same"]
    assert results[2].order_id == results[0].order_id
    assert Order.objects.count() == 2


def test_a_newer_version_further_down_the_file_brings_its_payment_along() -> None:
    company = factories.company()
    channel = factories.channel(company)
    paid = replace(
        order("1"), payment=PaymentCondition.CAPTURED, updated_at=datetime(2026, 11, 23, 9, tzinfo=UTC)
    )
    results = accept_orders(
        factories.system("system.importer", company), channel, [order("1"), paid], mode="live"
    )
    assert [one.effect for one in results] == ["new", "changed"]
    assert Order.objects.get().payment_state == "captured"
