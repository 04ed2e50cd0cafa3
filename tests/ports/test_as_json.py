"""A port value survives the trip through JSON unchanged; refuses floats."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opsroom.ports import incoming
from opsroom.ports.as_json import problem_from_json, problem_to_json, to_json, value_from_json
from opsroom.ports.file_format import Problem, RecordKind, Severity

KINDS = {
    RecordKind.PRODUCT: incoming.IncomingProduct,
    RecordKind.ORDER: incoming.IncomingOrder,
    RecordKind.STOCK: incoming.IncomingStock,
}
MOMENTS = st.datetimes(timezones=st.just(UTC))
AMOUNTS = st.decimals(allow_nan=False, allow_infinity=False)
st.register_type_strategy(datetime, MOMENTS)
st.register_type_strategy(Decimal, AMOUNTS)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=20)
@given(data=st.data())
def test_a_value_is_the_same_after_the_trip(kind: RecordKind, data: st.DataObject) -> None:
    value = data.draw(st.from_type(KINDS[kind]))
    assert value_from_json(kind, json.loads(json.dumps(to_json(value)))) == value


def test_defaults_are_left_out_and_null_is_not_zero() -> None:
    unknown = incoming.IncomingVariant(external_id="1", sku=None)
    empty = incoming.IncomingVariant(external_id="1", sku=None, quantity=Decimal(0))
    assert to_json(unknown) == {"external_id": "1", "sku": None}
    assert to_json(empty) == {"external_id": "1", "sku": None, "quantity": "0"}


def test_a_day_stays_a_day_and_a_moment_a_moment() -> None:
    order = incoming.IncomingOrder(
        external_id="1",
        name="#1",
        placed_at=None,
        currency="EUR",
        lines=(),
        ship_by=date(2026, 11, 24),
        deliver_by=datetime(2026, 11, 26, 12, tzinfo=UTC),
    )
    found = value_from_json("order", to_json(order))
    assert found == order
    assert isinstance(found, incoming.IncomingOrder)
    assert not isinstance(found.ship_by, datetime)


def test_a_float_is_refused() -> None:
    stock = incoming.IncomingStock("A", None, 0.1, incoming.QuantityMeaning.ON_HAND)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="float"):
        to_json(stock)


def test_a_problem_keeps_its_sentence() -> None:
    problem = Problem(
        17, "quantity", "−4", "Count “−4” is below zero.", Severity.ERROR, "stock.negative", "9"
    )
    assert problem_from_json({**problem_to_json(problem), "origin": "file"}) == problem
